/*
 * Archive: the zip of a package, whose bytes follow from its parts alone: entries stored, in the order they are added,
 * all dated noon of the package's day, plain files that all may read. Written beside and renamed; to sync it is left
 * to whoever puts it where it is seen.
 * The only door of this room to libzip; docs/decisions/0003-zip-writer.md tells what was tried.
 */
#ifndef PAAKRAV_ARCHIVE_H
#define PAAKRAV_ARCHIVE_H

#include "intake/date.h"
#include "intake/digest.h"

typedef struct Archive Archive;

/* An archive with no entries is not made: add at least one. */
Archive *archive_new(const char *path, Date dated_on, GError **error);
/*
 * name: ASCII. file: what it holds, size bytes now and until the archive is closed. An Error of code "part-changed"
 * when it has another size, "package-too-large" when the zip would pass LIMIT_PACKAGE_BYTES.
 */
bool archive_add(Archive *archive, const char *name, const char *file, int64_t size, GError **error);
/* Put in place. sha256: of the whole zip. */
bool archive_close(Archive *archive, char sha256[DIGEST_HEX], GError **error);
/* One that was not closed leaves nothing behind. */
void archive_free(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free)

/*
 * The parts of a zip of ours, one after another as they stand in it; name is a plain file name. Only for a zip whose hash was
 * checked: strangers' zips are opened in the locked room. file is shown in the Error, which take may set too, ending it.
 */
typedef bool (*ArchiveTake)(void *context, const char *name, GBytes *bytes, GError **error);
bool archive_each(GBytes *zip, const char *file, ArchiveTake take, void *context, GError **error);

#endif
