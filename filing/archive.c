#include "filing/archive.h"

#include "intake/limits.h"

#include <zip.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * libzip turns the day and hour of an entry into a time_t of the host's zone and back. That is the identity at any hour
 * that the zone's clock shows once; midnight is skipped or doubled where summer time begins or ends with the day, noon
 * is not.
 */
#define NOON (12 << 11)
#define PLAIN_FILE (0100644U << 16) /* the mode as Unix writes it in a zip, whatever the umask was */
#define ENTRY_BYTES (30 + 46) /* the head before an entry and its row in the directory, without the name */
#define END_BYTES 22

struct Archive {
	char *path, *beside;
	zip_t *zip; /* NULL once closed */
	zip_uint16_t day;
	int64_t bytes; /* of the zip, as far as it is known */
};

static bool fault(const Archive *archive, int number, const char *words, GError **error)
{
	error_set(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", "Pakken kan ikke skrives (%s).",
	          "The package cannot be written (%s).", number != 0 ? g_strerror(number) : words);
	error_at(error, archive->path, 0, 0);
	if (number == ENOSPC)
		error_remedy(error, "Gør plads på disken, og kør igen; intet er gået tabt.",
		             "Free some disk space and run again; nothing is lost.");
	return false;
}

static bool zip_fault(const Archive *archive, zip_error_t *why, GError **error)
{
	int number = zip_error_system_type(why) == ZIP_ET_SYS ? zip_error_code_system(why) : 0;
	return fault(archive, number, zip_error_strerror(why), error);
}

Archive *archive_new(const char *path, Date dated_on, GError **error)
{
	Archive *archive = g_new0(Archive, 1);
	int year = 1980, month = 1, day = 1;
	if (date_known(dated_on))
		date_split(dated_on, &year, &month, &day);
	archive->day = (zip_uint16_t)((CLAMP(year, 1980, 2107) - 1980) << 9 | month << 5 | day);
	archive->path = g_strdup(path);
	archive->beside = g_strconcat(path, ".part", NULL);
	archive->bytes = END_BYTES;
	int code = 0;
	archive->zip = zip_open(archive->beside, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (archive->zip != NULL)
		return archive;
	zip_error_t why;
	zip_error_init_with_code(&why, code);
	fault(archive, errno, zip_error_strerror(&why), error);
	zip_error_fini(&why);
	archive_free(archive);
	return NULL;
}

/* The size is looked at now: libzip opens the file only when the archive is closed. */
static bool is_as_told(const Archive *archive, const char *name, const char *file, int64_t size, GError **error)
{
	struct stat now;
	if (stat(file, &now) != 0)
		return fault(archive, errno, NULL, error);
	if (now.st_size == size)
		return true;
	error_set(error, ERROR_DELIVERY, "part-changed", "%s blev ændret, mens pakken blev lavet.",
	          "%s changed while the package was made.", name);
	error_at(error, archive->path, 0, 0);
	return false;
}

bool archive_add(Archive *archive, const char *name, const char *file, int64_t size, GError **error)
{
	assert(archive->zip != NULL && size >= 0 && g_str_is_ascii(name));
	if (!is_as_told(archive, name, file, size, error))
		return false;
	if (size > LIMIT_PACKAGE_BYTES - archive->bytes) {
		error_set(error, ERROR_DELIVERY, "package-too-large", "Pakken bliver større end 4 GB.",
		          "The package would be larger than 4 GB.");
		error_at(error, archive->path, 0, 0);
		error_remedy(error, "Tag de største bilag ud af sagen.", "Take the largest exhibits out of the case.");
		return false;
	}
	archive->bytes += ENTRY_BYTES + 2 * (int64_t)strlen(name) + size;
	zip_source_t *source = zip_source_file(archive->zip, file, 0, -1);
	zip_int64_t at = source != NULL ? zip_file_add(archive->zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (source != NULL && at < 0)
		zip_source_free(source);
	if (at < 0 || zip_set_file_compression(archive->zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0 ||
	    zip_file_set_dostime(archive->zip, (zip_uint64_t)at, NOON, archive->day, 0) != 0 ||
	    zip_file_set_external_attributes(archive->zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX, PLAIN_FILE) != 0)
		return zip_fault(archive, zip_get_error(archive->zip), error);
	return true;
}

/* All of the zip as it lies there; -1 with errno when it cannot be read. */
static int64_t hash_all(int fd, char sha256[DIGEST_HEX])
{
	g_autoptr(Digest) digest = digest_new();
	uint8_t chunk[65536], sum[DIGEST_BYTES];
	int64_t size = 0;
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		digest_update(digest, chunk, (size_t)n);
		size += n;
	}
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, sha256);
	return size;
}

/* Hashed as it lies there, and in place. */
static bool settle(const Archive *archive, char sha256[DIGEST_HEX], GError **error)
{
	int fd = open(archive->beside, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fault(archive, errno, NULL, error);
	int64_t size = hash_all(fd, sha256);
	int number = errno;
	close(fd);
	if (size < 0)
		return fault(archive, number, NULL, error);
	if (size != archive->bytes) {
		error_set(error, ERROR_DELIVERY, "part-changed", "En del blev ændret, mens pakken blev lavet.",
		          "A part changed while the package was made.");
		error_at(error, archive->path, 0, 0);
		return false;
	}
	return rename(archive->beside, archive->path) == 0 || fault(archive, errno, NULL, error);
}

bool archive_close(Archive *archive, char sha256[DIGEST_HEX], GError **error)
{
	assert(zip_get_num_entries(archive->zip, 0) > 0);
	if (zip_close(archive->zip) != 0)
		return zip_fault(archive, zip_get_error(archive->zip), error);
	archive->zip = NULL;
	if (!settle(archive, sha256, error))
		return false;
	g_clear_pointer(&archive->beside, g_free);
	return true;
}

void archive_free(Archive *archive)
{
	if (archive == NULL)
		return;
	if (archive->zip != NULL)
		zip_discard(archive->zip);
	if (archive->beside != NULL)
		unlink(archive->beside);
	g_free(archive->path);
	g_free(archive->beside);
	g_free(archive);
}

/* One part, out of a zip whose parts are stored as they are; NULL when it is not one of ours. */
static GBytes *part_read(zip_t *zip, zip_uint64_t at, gsize most)
{
	zip_stat_t st;
	if (zip_stat_index(zip, at, 0, &st) != 0 || (st.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD)) == 0 ||
	    st.comp_method != ZIP_CM_STORE || st.size > most)
		return NULL;
	zip_file_t *part = zip_fopen_index(zip, at, 0);
	if (part == NULL)
		return NULL;
	g_autofree guint8 *bytes = g_malloc(st.size + 1);
	zip_int64_t n = zip_fread(part, bytes, st.size + 1); /* one more, so that the checksum is looked at */
	bool whole = zip_fclose(part) == 0 && n >= 0 && (zip_uint64_t)n == st.size;
	return whole ? g_bytes_new_take(g_steal_pointer(&bytes), st.size) : NULL;
}

static bool plain_name(const char *name)
{
	return name != NULL && *name != '\0' && *name != '.' && strchr(name, '/') == NULL && g_str_is_ascii(name);
}

bool archive_each(GBytes *bytes, const char *file, ArchiveTake take, void *context, GError **error)
{
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(data, size, 0, &why);
	zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	if (zip == NULL && source != NULL)
		zip_source_free(source);
	zip_error_fini(&why);
	zip_int64_t n = zip != NULL ? zip_get_num_entries(zip, 0) : -1;
	bool sound = n > 0, fine = true;
	for (zip_int64_t i = 0; sound && fine && i < n; i++) {
		const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
		g_autoptr(GBytes) part = plain_name(name) ? part_read(zip, (zip_uint64_t)i, size) : NULL;
		sound = part != NULL;
		fine = sound && take(context, name, part, error);
	}
	if (zip != NULL)
		zip_discard(zip);
	if (!sound) {
		error_set(error, ERROR_INTEGRITY, "not-a-package", "Filen er ikke en pakke, som den blev lagt.",
		          "The file is not a package as it was made.");
		error_at(error, file, 0, 0);
	}
	return sound && fine;
}
