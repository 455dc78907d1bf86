/* The commands `law …`, for the room's table in commands.c. */
#ifndef PAAKRAV_LAW_COMMANDS_H
#define PAAKRAV_LAW_COMMANDS_H

#include "assess/law.h"
#include "intake/command.h"

/* --on DATE (default: today), --table NAME, --all (rows of every day). Main array: rows. */
extern const OptionRow law_show_options[];

/* paakrav.law/1: edition, on, rows[]: table, name, range, valid_from, valid_to, value, unit, keyed_on, statute, mark, note. */
int law_show_run(const Call *call, cJSON **result, GError **error);
void law_show_text(const Call *call, const cJSON *result, GString *out);

/*
 * paakrav.law-verify/1: the edition in force, ok, edition, serial, made_on, source ("program" "bundle"), tables[]: table,
 * rows, statutes, S, P, U, D (rows of each mark), from_on, to_on; faults[]: what, where. Exit 6 when it is not ok.
 */
int law_verify_run(const Call *call, cJSON **result, GError **error);
void law_verify_text(const Call *call, const cJSON *result, GString *out);

/* paakrav.law-diff/1 of two editions, each a name (edition.h) or a signed bundle's file. */
int law_diff_run(const Call *call, cJSON **result, GError **error);
void law_diff_text(const Call *call, const cJSON *result, GString *out);

/* paakrav.law-update/1: edition, before, serial, made_on, tables. */
int law_update_run(const Call *call, cJSON **result, GError **error);
void law_update_text(const Call *call, const cJSON *result, GString *out);

/* The same without a call; on DATE_NONE: rows of every day; table NULL: all but the postcodes. The caller's. */
cJSON *law_json(const Law *law, Date on, const char *table);

#endif
