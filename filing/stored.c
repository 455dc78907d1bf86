#include "filing/stored.h"

#include "intake/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 30
#define NOON 0x6000 /* 12 o'clock as a zip writes it */

static void part_free(void *data)
{
	StoredPart *part = data;
	g_free(part->name);
	g_free(part);
}

void stored_free(Stored *stored)
{
	if (stored == NULL)
		return;
	g_ptr_array_unref(stored->parts);
	g_free(stored->where);
	g_free(stored);
}

/* ---- bytes ---- */

static void put16(GByteArray *out, unsigned value)
{
	const guint8 bytes[] = { (guint8)value, (guint8)(value >> 8) };
	g_byte_array_append(out, bytes, sizeof bytes);
}

static void put32(GByteArray *out, uint32_t value)
{
	put16(out, value & 0xffff);
	put16(out, value >> 16);
}

static unsigned get16(const uint8_t *bytes)
{
	return bytes[0] | (unsigned)bytes[1] << 8;
}

static uint32_t get32(const uint8_t *bytes)
{
	return get16(bytes) | (uint32_t)get16(bytes + 2) << 16;
}

/* The checksum of a zip (CRC-32, ISO 3309), a byte at a time. */
static uint32_t checksum(uint32_t sum, const uint8_t *bytes, size_t n)
{
	static uint32_t table[256];
	if (table[1] == 0)
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t row = i;
			for (int bit = 0; bit < 8; bit++)
				row = row & 1 ? 0xedb88320U ^ row >> 1 : row >> 1;
			table[i] = row;
		}
	for (size_t i = 0; i < n; i++)
		sum = table[(sum ^ bytes[i]) & 0xff] ^ sum >> 8;
	return sum;
}

/* All n bytes from there, or false. */
static bool read_at(int fd, void *out, size_t n, int64_t at)
{
	uint8_t *next = out;
	while (n > 0) {
		ssize_t got = pread(fd, next, n, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		next += got;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

/* ---- what we would write ---- */

static void put_common(GByteArray *out, const StoredPart *part, unsigned day, uint32_t sum)
{
	put16(out, 10);
	put16(out, 0); /* flags: a name in ASCII, sizes known */
	put16(out, 0); /* stored */
	put16(out, NOON);
	put16(out, day);
	put32(out, sum);
	put32(out, (uint32_t)part->size);
	put32(out, (uint32_t)part->size);
	put16(out, (unsigned)strlen(part->name));
	put16(out, 0); /* no more fields */
}

static void put_name(GByteArray *out, const StoredPart *part)
{
	g_byte_array_append(out, (const guint8 *)part->name, (guint)strlen(part->name));
}

static void put_row(GByteArray *out, const StoredPart *part, unsigned day)
{
	put32(out, 0x02014b50);
	put16(out, 0x033f); /* Unix, version 6.3 */
	put_common(out, part, day, part->checksum);
	put16(out, 0); /* no comment */
	put16(out, 0); /* the one disk */
	put16(out, 0);
	put32(out, 0100644U << 16);
	put32(out, (uint32_t)(part->at - HEAD_BYTES - (int64_t)strlen(part->name)));
	put_name(out, part);
}

static void put_end(GByteArray *out, guint n, uint32_t directory_bytes, int64_t directory_at)
{
	put32(out, 0x06054b50);
	put32(out, 0);
	put16(out, n);
	put16(out, n);
	put32(out, directory_bytes);
	put32(out, (uint32_t)directory_at);
	put16(out, 0);
}

/* ---- the walk ---- */

typedef struct Walk {
	int fd;
	int64_t size, at;
	unsigned day;
	bool day_known;
	Stored *stored;
} Walk;

static bool differs(Walk *walk, const char *where, int64_t at)
{
	walk->stored->where = g_strdup(where);
	walk->stored->at = at;
	return false;
}

static const char *last_name(const Walk *walk)
{
	const GPtrArray *parts = walk->stored->parts;
	return parts->len > 0 ? ((const StoredPart *)parts->pdata[parts->len - 1])->name : "mimetype";
}

static bool name_plain(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (name[i] <= 0x20 || name[i] == 0x7f)
			return false;
	return n > 0;
}

static bool hash_part(Walk *walk, StoredPart *part)
{
	g_autoptr(Digest) digest = digest_new();
	static uint8_t chunk[65536];
	uint32_t sum = 0xffffffff;
	for (int64_t done = 0; done < part->size;) {
		size_t n = (size_t)MIN((int64_t)sizeof chunk, part->size - done);
		if (!read_at(walk->fd, chunk, n, part->at + done))
			return false;
		digest_update(digest, chunk, n);
		sum = checksum(sum, chunk, n);
		done += (int64_t)n;
	}
	digest_finish(g_steal_pointer(&digest), part->digest);
	part->checksum = sum ^ 0xffffffff;
	return true;
}

/* The head is what we would write for what follows it; of its checksum that is said apart, since the part is then in doubt. */
static bool head_is(Walk *walk, StoredPart *part, const uint8_t head[HEAD_BYTES])
{
	g_autoptr(GByteArray) want = g_byte_array_new();
	put32(want, 0x04034b50);
	put_common(want, part, walk->day, get32(head + 14));
	for (guint i = 0; i < HEAD_BYTES; i++)
		if (want->data[i] != head[i])
			return differs(walk, part->name, walk->at + i);
	part->checked = get32(head + 14) == part->checksum;
	return true;
}

static bool walk_part(Walk *walk, const uint8_t head[HEAD_BYTES])
{
	size_t n = get16(head + 26);
	char name[LIMIT_NAME_BYTES + 1];
	int64_t size = get32(head + 18), at = walk->at + HEAD_BYTES + (int64_t)n;
	if (n == 0 || n > LIMIT_NAME_BYTES || at + size > walk->size || !read_at(walk->fd, name, n, walk->at + HEAD_BYTES) ||
	    !name_plain(name, n))
		return differs(walk, last_name(walk), walk->at);
	name[n] = '\0';
	StoredPart *part = g_new0(StoredPart, 1);
	*part = (StoredPart){ .name = g_strdup(name), .at = at, .size = size };
	bool twice = stored_find(walk->stored, name) != NULL;
	g_ptr_array_add(walk->stored->parts, part);
	if (twice || !hash_part(walk, part) || !head_is(walk, part, head))
		return walk->stored->where != NULL ? false : differs(walk, part->name, walk->at);
	walk->at = at + size;
	return true;
}

static bool walk_day(Walk *walk, const uint8_t head[HEAD_BYTES])
{
	unsigned day = get16(head + 12);
	if (walk->day_known)
		return true;
	walk->day = day;
	walk->day_known = date_make(1980 + (int)(day >> 9), (int)(day >> 5 & 15), (int)(day & 31), &walk->stored->dated_on);
	return walk->day_known || differs(walk, "mimetype", walk->at + 12);
}

static bool walk_directory(Walk *walk)
{
	g_autoptr(GByteArray) want = g_byte_array_new();
	const GPtrArray *parts = walk->stored->parts;
	for (guint i = 0; i < parts->len; i++)
		put_row(want, parts->pdata[i], walk->day);
	put_end(want, parts->len, want->len, walk->at);
	g_autofree uint8_t *got = g_malloc(want->len);
	int64_t left = walk->size - walk->at;
	guint n = (guint)MIN(left, (int64_t)want->len), i = 0;
	if (!read_at(walk->fd, got, n, walk->at))
		return differs(walk, last_name(walk), walk->at);
	while (i < n && got[i] == want->data[i])
		i++;
	return (i == n && left == (int64_t)want->len) || differs(walk, "(zip)", walk->at + i);
}

static void walk_all(Walk *walk)
{
	uint8_t head[HEAD_BYTES];
	for (;;) {
		if (!read_at(walk->fd, head, sizeof head, walk->at) || walk->stored->parts->len > LIMIT_ARCHIVE_PARTS) {
			differs(walk, last_name(walk), walk->at);
			return;
		}
		if (get32(head) == 0x02014b50)
			break;
		if (get32(head) != 0x04034b50) {
			differs(walk, last_name(walk), walk->at);
			return;
		}
		if (!walk_day(walk, head) || !walk_part(walk, head))
			return;
	}
	if (walk->stored->parts->len > 0)
		walk_directory(walk);
	else
		differs(walk, "(zip)", 0);
}

Stored *stored_read(int fd, const char *name, GError **error)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > LIMIT_PACKAGE_BYTES) {
		error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke læses.", "The file cannot be read.");
		error_at(error, name, 0, 0);
		return NULL;
	}
	Stored *stored = g_new0(Stored, 1);
	stored->parts = g_ptr_array_new_with_free_func(part_free);
	stored->dated_on = DATE_NONE;
	Walk walk = { .fd = fd, .size = st.st_size, .stored = stored };
	walk_all(&walk);
	return stored;
}

const StoredPart *stored_find(const Stored *stored, const char *name)
{
	for (guint i = 0; i < stored->parts->len; i++)
		if (strcmp(((const StoredPart *)stored->parts->pdata[i])->name, name) == 0)
			return stored->parts->pdata[i];
	return NULL;
}

GBytes *stored_bytes(int fd, const StoredPart *part, int64_t limit)
{
	if (part->size > limit)
		return NULL;
	g_autofree uint8_t *bytes = g_malloc((gsize)part->size + 1);
	if (!read_at(fd, bytes, (size_t)part->size, part->at))
		return NULL;
	return g_bytes_new_take(g_steal_pointer(&bytes), (gsize)part->size);
}
