/*
 * Verify: is a file that left the house as it left it? Without the store: a container from export (its parts, signature and
 * timestamp), or a package's zip with the .p7s and receipt beside it. Read only in the very form that we write; nothing of
 * a stranger is parsed (docs/decisions/export.md).
 */
#ifndef PAAKRAV_VERIFY_H
#define PAAKRAV_VERIFY_H

#include "intake/command.h"

/* verify FILE [--certificate FILE] [--authority FILE] */
int verify_file_run(const Call *call, cJSON **result, GError **error);
void verify_file_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow verify_file_options[];

/* One check: what is found wrong is a fault, and the walk goes on. */
typedef struct Verdicts {
	Lang lang;
	cJSON *faults, *notes; /* arrays of the result */
} Verdicts;
void verdict_fault(const Verdicts *verdicts, const char *what, const char *where, const char *da, const char *en);
/* Whose certificate it is: {"subject", "sha256", "source"}; a note when nobody vouched for it. */
void verdict_signer(cJSON *object, const Verdicts *verdicts, GBytes *certificate, bool given);
/* {"time", "authority", "source"}, or null; a fault when it does not hold for bytes. ca_file NULL: its own certificates. */
void verdict_stamp(cJSON *object, const Verdicts *verdicts, const char *where, GBytes *token, GBytes *bytes, const char *ca_file);

/* A package: its zip open at fd, and what lies beside it. Fills object; false and an Error when a file cannot be read. */
bool verify_package(cJSON *object, const Verdicts *verdicts, const char *path, int fd, GBytes *certificate, const char *ca_file,
                    GError **error);

#endif
