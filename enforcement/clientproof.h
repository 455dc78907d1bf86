/*
 * Clientproof: the day proof of the client money as a file: HOME/proofs/klientmidler-DAY-N.json with its detached signature
 * (.p7s, CMS over the file's bytes) and, when an authority is configured, a timestamp over the signature's bytes (.tst, an
 * RFC 3161 token), to be verified with openssl alone. It names the journal's head, so that audit --receipt takes it.
 */
#ifndef PAAKRAV_CLIENTPROOF_H
#define PAAKRAV_CLIENTPROOF_H

#include "intake/command.h"

/* clientmoney day DATE */
int clientmoney_day_run(const Call *call, cJSON **result, GError **error);
void clientmoney_day_text(const Call *call, const cJSON *result, GString *out);
/* clientmoney missing [--from D] [--to D] */
int clientmoney_missing_run(const Call *call, cJSON **result, GError **error);
void clientmoney_missing_text(const Call *call, const cJSON *result, GString *out);

extern const OptionRow clientmoney_missing_options[];

#endif
