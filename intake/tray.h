/*
 * Tray: what goes into the locked room, as a memory file that nobody can change any more: what was hashed and what is
 * read cannot differ half-way.
 */
#ifndef PAAKRAV_TRAY_H
#define PAAKRAV_TRAY_H

#include "intake/reader.h"

/*
 * A sealed copy of the documents, one behind the other, and the size of each. The caller closes it. -1 and an Error naming
 * the document that is no ordinary file, larger than LIMIT_FILE_BYTES, makes it more than most bytes in all, or changes.
 */
int tray_seal(const CraftInput *inputs, int n, int64_t most, int64_t *sizes, GError **error);

/* The name of what goes along with a craft's documents: recognised pages that earlier runs kept. No file has it. */
#define CRAFT_KEPT "\001kept"

/* The same of a text. */
int tray_text(const char *text, GError **error);

#endif
