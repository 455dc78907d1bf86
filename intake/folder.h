/*
 * Folder: files and folders of our own, written so that nothing half-written is ever seen: beside, synced, renamed.
 * Errors are of class ERROR_DELIVERY and name the file.
 */
#ifndef PAAKRAV_FOLDER_H
#define PAAKRAV_FOLDER_H

#include "intake/error.h"

#include <glib.h>

/* Make path and what is missing above it. */
bool folder_make(const char *path, GError **error);
/*
 * Keep other programs from writing in the folder until the answer is given to folder_leave. Waits LIMIT_FOLDER_BUSY_MS for
 * them; then an Error "out-busy", and -1. Leaves nothing in the folder.
 */
int folder_enter(const char *path, GError **error);
void folder_leave(int *lock);
/* Remove path and all below it; a path that is not there is fine. Links are removed, never followed. */
bool folder_remove(const char *path, GError **error);
/* Sync the folder itself, so that a rename in it lasts. */
bool folder_sync(const char *path, GError **error);
/* Names of the entries, by byte order, "." and ".." left out. */
GPtrArray *folder_list(const char *path, GError **error);

/* Write bytes to path.part, sync, rename to path. */
bool file_write(const char *path, GBytes *bytes, GError **error);
/* Write bytes to path and leave it to files_sync: for a file that nobody sees before it is synced and moved. */
bool file_put(const char *path, GBytes *bytes, GError **error);
/* Sync files that were written just now; together they cost little more than one. */
bool files_sync(const GPtrArray *paths, GError **error);
/* The whole file, at most limit bytes. NULL and an Error when it cannot be read or is larger. */
GBytes *file_read(const char *path, int64_t limit, GError **error);
/* Rename, replacing a file at `to`. */
bool file_move(const char *from, const char *to, GError **error);
bool file_exists(const char *path);

/* A lock that is left at the end of its block. */
#define FOLDER_LOCK __attribute__((cleanup(folder_leave))) int

#endif
