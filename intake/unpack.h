/*
 * Unpack: what the locked room sends of an archive's entries, or of the documents inside a document, goes into a folder.
 * The room has checked names, counts and sizes; here none of it is believed.
 */
#ifndef PAAKRAV_UNPACK_H
#define PAAKRAV_UNPACK_H

#include "intake/error.h"

#include <glib.h>

typedef struct Unpack {
	int dir_fd;
	const char *prefix; /* of the files' names; borrowed */
	bool sorted; /* names must rise by byte; otherwise two alike get a number */
	guint most; /* entries */
	int out; /* the open file; -1 */
	GPtrArray *entries; /* ZipEntry* */
	int64_t total;
} Unpack;

void unpack_init(Unpack *unpack, int dir_fd, const char *prefix, bool sorted, guint most);
/* false: with an Error when the disk refuses, without one when what was sent is not to be believed. */
bool unpack_entry(Unpack *unpack, const char *name, GError **error);
bool unpack_data(Unpack *unpack, const char *bytes, size_t size, GError **error);
bool unpack_end(Unpack *unpack, GError **error);
/* Remove what was written, and begin anew. */
void unpack_undo(Unpack *unpack);
/* Files stay as they are. */
void unpack_clear(Unpack *unpack);

#endif
