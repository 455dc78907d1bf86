/*
 * Clientmoney: what is held for each client and in total on a day, and what is not placed yet, by age (il § 16: each
 * client's balance at any time).
 */
#ifndef PAAKRAV_CLIENTMONEY_H
#define PAAKRAV_CLIENTMONEY_H

#include "intake/command.h"

/* clientmoney [--on D] */
int clientmoney_run(const Call *call, cJSON **result, GError **error);
void clientmoney_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow clientmoney_options[];

#endif
