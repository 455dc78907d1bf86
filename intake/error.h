/*
 * Error: the world's fault. A sentence in both languages that names file, place and remedy.
 * (A Finding is the law's answer, see assess/assess.h; an assert is our own fault.)
 *
 * An Error is a GError of the domain PAAKRAV_ERROR with private data; the code is its ErrorClass.
 */
#ifndef PAAKRAV_ERROR_H
#define PAAKRAV_ERROR_H

#include "intake/say.h"

#include <glib.h>
#include <stdbool.h>

/* The numbers are the exit codes of contract.md. */
typedef enum ErrorClass {
	ERROR_USAGE = 2,
	ERROR_INPUT = 3,
	ERROR_STORE = 4,
	ERROR_DELIVERY = 5,
	ERROR_INTEGRITY = 6,
	ERROR_PERMISSION = 7
} ErrorClass;

#define PAAKRAV_ERROR (paakrav_error_quark())
GQuark paakrav_error_quark(void);

/*
 * Set *error (when not NULL) to a new Error. code is a short stable name ("xml-doctype").
 * da and en are printf formats for the same arguments. Returns false, so that `return error_set(…)` reads well.
 */
bool error_set(GError **error, ErrorClass class, const char *code, const char *da, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

/* The same from two texts that are ready, for a sentence whose words and not only whose arguments differ. */
bool error_set_texts(GError **error, ErrorClass class, const char *code, const char *da, const char *en);

/* Say where: file as the user named it (not a machine path of ours), 1-based line and column, 0 when unknown. */
void error_at(GError **error, const char *file, int line, int column);

/* Say what the user can do. */
void error_remedy(GError **error, const char *da, const char *en);

/* Reading an Error; each also answers for a foreign GError. Strings belong to the error. */
ErrorClass error_class(const GError *error);
const char *error_code(const GError *error);
const char *error_text(const GError *error, Lang lang);
const char *error_file(const GError *error); /* NULL when unknown */
int error_line(const GError *error);
int error_column(const GError *error);
const char *error_remedy_text(const GError *error, Lang lang); /* NULL when there is none */

/* "file:line:column: text. remedy" in one line, newly allocated. */
char *error_sentence(const GError *error, Lang lang);

#endif
