/*
 * Archive: the zip of a package, written by ourselves so that its bytes follow from its parts alone: entries stored, in
 * the order they are added, all dated with the day of the assessment. Written beside, synced, renamed.
 */
#ifndef PAAKRAV_ARCHIVE_H
#define PAAKRAV_ARCHIVE_H

#include "intake/date.h"
#include "intake/digest.h"

typedef struct Archive Archive;

Archive *archive_new(const char *path, Date dated_on, GError **error);
/* name: ASCII, at most 200 bytes. file: what it holds, with its size and CRC-32 as archive_crc told. */
bool archive_add(Archive *archive, const char *name, const char *file, int64_t size, uint32_t crc, GError **error);
/* Put in place. sha256: of the whole zip. */
bool archive_close(Archive *archive, char sha256[DIGEST_HEX], GError **error);
/* One that was not closed leaves nothing behind. */
void archive_free(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free)

/* CRC-32 of zip, continued: begin with 0. */
uint32_t archive_crc(uint32_t crc, const void *bytes, size_t n);

#endif
