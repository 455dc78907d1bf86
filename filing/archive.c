#include "filing/archive.h"

#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ENTRY_VERSION 10 /* stored entries need no more */
#define ENTRY_UTF8 0x0800

struct Archive {
	char *path, *beside;
	int fd;
	uint16_t dos_date;
	Digest *digest;
	GByteArray *directory; /* grows with each entry, written last */
	uint32_t offset;
	uint16_t entries;
};

static uint32_t tables[8][256];

static void tables_make(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;
		for (int bit = 0; bit < 8; bit++)
			c = (c & 1) != 0 ? 0xedb88320U ^ (c >> 1) : c >> 1;
		tables[0][i] = c;
	}
	for (int t = 1; t < 8; t++)
		for (int i = 0; i < 256; i++)
			tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xff];
}

uint32_t archive_crc(uint32_t crc, const void *bytes, size_t n)
{
	if (tables[0][1] == 0)
		tables_make();
	const uint8_t *p = bytes;
	uint32_t c = ~crc;
	for (; n >= 8; n -= 8, p += 8) {
		c ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
		c = tables[7][c & 0xff] ^ tables[6][c >> 8 & 0xff] ^ tables[5][c >> 16 & 0xff] ^ tables[4][c >> 24] ^
		    tables[3][p[4]] ^ tables[2][p[5]] ^ tables[1][p[6]] ^ tables[0][p[7]];
	}
	for (; n > 0; n--, p++)
		c = tables[0][(c ^ *p) & 0xff] ^ (c >> 8);
	return ~c;
}

static void put16(GByteArray *out, uint16_t value)
{
	const guint8 bytes[] = { (guint8)value, (guint8)(value >> 8) };
	g_byte_array_append(out, bytes, sizeof bytes);
}

static void put32(GByteArray *out, uint32_t value)
{
	put16(out, (uint16_t)value);
	put16(out, (uint16_t)(value >> 16));
}

static bool fault(const Archive *archive, GError **error)
{
	int number = errno;
	error_set(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", "Pakken kan ikke skrives (%s).",
	          "The package cannot be written (%s).", g_strerror(number));
	error_at(error, archive->path, 0, 0);
	if (number == ENOSPC)
		error_remedy(error, "Gør plads på disken, og kør igen; intet er gået tabt.",
		             "Free some disk space and run again; nothing is lost.");
	return false;
}

static bool emit(Archive *archive, const void *bytes, size_t n, GError **error)
{
	const char *p = bytes;
	digest_update(archive->digest, bytes, n);
	archive->offset += (uint32_t)n;
	while (n > 0) {
		ssize_t done = write(archive->fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fault(archive, error);
		p += done;
		n -= (size_t)done;
	}
	return true;
}

Archive *archive_new(const char *path, Date dated_on, GError **error)
{
	Archive *archive = g_new0(Archive, 1);
	int year = 1980, month = 1, day = 1;
	if (date_known(dated_on))
		date_split(dated_on, &year, &month, &day);
	archive->dos_date = (uint16_t)((CLAMP(year, 1980, 2107) - 1980) << 9 | month << 5 | day);
	archive->path = g_strdup(path);
	archive->beside = g_strconcat(path, ".part", NULL);
	archive->digest = digest_new();
	archive->directory = g_byte_array_new();
	archive->fd = open(archive->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (archive->fd >= 0)
		return archive;
	fault(archive, error);
	archive_free(archive);
	return NULL;
}

/* The fields that the entry's own header and the directory share. */
static void put_entry(const Archive *archive, GByteArray *out, const char *name, uint32_t size, uint32_t crc)
{
	put16(out, ENTRY_VERSION);
	put16(out, ENTRY_UTF8);
	put16(out, 0); /* stored */
	put16(out, 0); /* midnight */
	put16(out, archive->dos_date);
	put32(out, crc);
	put32(out, size);
	put32(out, size);
	put16(out, (uint16_t)strlen(name));
	put16(out, 0);
}

static bool copy_file(Archive *archive, const char *file, int64_t size, GError **error)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fault(archive, error);
	char chunk[65536];
	int64_t copied = 0;
	bool fine = true;
	while (fine) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			fine = n == 0 || fault(archive, error);
			break;
		}
		copied += n;
		fine = emit(archive, chunk, (size_t)n, error);
	}
	close(fd);
	if (fine && copied != size)
		return error_set(error, ERROR_DELIVERY, "part-changed", "%s blev ændret, mens pakken blev lavet.",
		                 "%s changed while the package was made.", file);
	return fine;
}

bool archive_add(Archive *archive, const char *name, const char *file, int64_t size, uint32_t crc, GError **error)
{
	assert(strlen(name) <= 200 && archive->entries < UINT16_MAX);
	if (size < 0 || (int64_t)archive->offset + size + archive->directory->len > G_MAXINT32)
		return error_set(error, ERROR_DELIVERY, "package-too-large", "Pakken bliver større end 2 GB.",
		                 "The package would be larger than 2 GB.");
	g_autoptr(GByteArray) header = g_byte_array_new();
	put32(header, 0x04034b50);
	put_entry(archive, header, name, (uint32_t)size, crc);
	g_byte_array_append(header, (const guint8 *)name, (guint)strlen(name));
	GByteArray *directory = archive->directory;
	put32(directory, 0x02014b50);
	put16(directory, ENTRY_VERSION);
	put_entry(archive, directory, name, (uint32_t)size, crc);
	put16(directory, 0); /* no comment */
	put16(directory, 0); /* first disk */
	put16(directory, 0);
	put32(directory, 0);
	put32(directory, archive->offset);
	g_byte_array_append(directory, (const guint8 *)name, (guint)strlen(name));
	archive->entries++;
	return emit(archive, header->data, header->len, error) && copy_file(archive, file, size, error);
}

bool archive_close(Archive *archive, char sha256[DIGEST_HEX], GError **error)
{
	g_autoptr(GByteArray) end = g_byte_array_new();
	put32(end, 0x06054b50);
	put16(end, 0);
	put16(end, 0);
	put16(end, archive->entries);
	put16(end, archive->entries);
	put32(end, archive->directory->len);
	put32(end, archive->offset);
	put16(end, 0);
	if (!emit(archive, archive->directory->data, archive->directory->len, error) ||
	    !emit(archive, end->data, end->len, error))
		return false;
	uint8_t digest[DIGEST_BYTES];
	digest_finish(g_steal_pointer(&archive->digest), digest);
	digest_to_hex(digest, sha256);
	bool fine = fdatasync(archive->fd) == 0;
	fine = close(archive->fd) == 0 && fine;
	archive->fd = -1;
	if (!fine || rename(archive->beside, archive->path) != 0)
		return fault(archive, error);
	g_clear_pointer(&archive->beside, g_free);
	return true;
}

void archive_free(Archive *archive)
{
	if (archive == NULL)
		return;
	if (archive->fd >= 0)
		close(archive->fd);
	if (archive->beside != NULL)
		unlink(archive->beside);
	if (archive->digest != NULL) {
		uint8_t unused[DIGEST_BYTES];
		digest_finish(archive->digest, unused);
	}
	g_byte_array_unref(archive->directory);
	g_free(archive->path);
	g_free(archive->beside);
	g_free(archive);
}
