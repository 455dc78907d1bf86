/* Read: open one document in the locked room and show what it says, without a store. */
#ifndef PAAKRAV_READ_H
#define PAAKRAV_READ_H

#include "intake/command.h"

/* read FILE */
int read_run(const Call *call, cJSON **result, GError **error);

#endif
