/*
 * Clientmail: the day proofs to an address that the auditor owns ([audit] mail in paakrav.conf), with the journal's head in
 * plain words: what has left the house cannot be changed in it. Each proof goes until a server has taken it; twice is no harm.
 */
#ifndef PAAKRAV_CLIENTMAIL_H
#define PAAKRAV_CLIENTMAIL_H

#include "intake/command.h"

/* clientmoney mail */
int clientmoney_mail_run(const Call *call, cJSON **result, GError **error);
void clientmoney_mail_text(const Call *call, const cJSON *result, GString *out);

#endif
