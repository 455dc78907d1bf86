/* Read: open one document in the locked room, and what lies inside it, and show what they say, without a store. */
#ifndef PAAKRAV_READ_H
#define PAAKRAV_READ_H

#include "intake/command.h"

/* read FILE [--pages] */
int read_run(const Call *call, cJSON **result, GError **error);
void read_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow read_options[];

#endif
