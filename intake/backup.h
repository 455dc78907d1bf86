/*
 * Backup: a whole home, copied while others work in it, and put back where there is none.
 *
 * backup DIR makes the new folder DIR: the database as it stood at one moment, and every file beside it. It is itself a
 * home that an auditor can read. DIR/backup.json names every file with size and hash and carries the signed head of the
 * journal, so that it also serves as a receipt (audit --receipt); DIR/backup.json.p7s is a detached signature over it.
 */
#ifndef PAAKRAV_BACKUP_H
#define PAAKRAV_BACKUP_H

#include "intake/command.h"

#define BACKUP_FILE "backup.json"

/*
 * backup DIR: the copy is read again before it is named: the database is sound, the journal's chain is whole, every document
 * has its own hash. Nothing is left of a backup that fails.
 */
int backup_run(const Call *call, cJSON **result, GError **error);
void backup_text(const Call *call, const cJSON *result, GString *out);

/*
 * restore DIR [--certificate FILE]: into a --home that is empty or not there. Every file must be as backup.json says and
 * none may be more; the signature must hold, under the certificate when one is given, else under the backup's own.
 */
int restore_run(const Call *call, cJSON **result, GError **error);
void restore_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow restore_options[];

/* That it was done stands in the store from then on; a script of intake_room. */
extern const char restored_tables[];

/* What is still to be done with the folder that was put back and looked through, before it gets its name; false undoes all. */
typedef bool (*RestoreLast)(const Call *call, const char *folder, cJSON *result, GError **error);
int restore_with(const Call *call, RestoreLast last, cJSON **result, GError **error);

#endif
