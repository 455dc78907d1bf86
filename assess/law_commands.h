/* The command `law show`, for the room's table in commands.c. */
#ifndef PAAKRAV_LAW_COMMANDS_H
#define PAAKRAV_LAW_COMMANDS_H

#include "assess/law.h"
#include "intake/command.h"

/* --on DATE (default: today), --table NAME, --all (rows of every day). Main array: rows. */
extern const OptionRow law_show_options[];

/* paakrav.law/1: edition, on, rows[]: table, name, range, valid_from, valid_to, value, unit, keyed_on, statute, mark, note. */
int law_show_run(const Call *call, cJSON **result, GError **error);
void law_show_text(const Call *call, const cJSON *result, GString *out);

/* The same without a call; on DATE_NONE: rows of every day; table NULL: all but the postcodes. The caller's. */
cJSON *law_json(const Law *law, Date on, const char *table);

#endif
