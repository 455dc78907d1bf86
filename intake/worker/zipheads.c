#include "intake/worker/zipheads.h"

#include <stdint.h>
#include <string.h>

#define END_SIZE 22
#define ROW_SIZE 46
#define HEAD_SIZE 30
#define STREAMED 8U /* flag: sizes and checksum follow the data, the head says nothing of them */

static uint32_t u16(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
	return u16(p) | u16(p + 2) << 16;
}

static const unsigned char *find_end(const unsigned char *bytes, size_t size)
{
	size_t look = END_SIZE + 65535 + 65536; /* its comment, and as much junk */
	for (size_t back = END_SIZE; back <= size && back <= look; back++)
		if (memcmp(bytes + size - back, "PK\5\6", 4) == 0)
			return bytes + size - back;
	return NULL;
}

/* Head against row of the directory; left is what lies between the head's start and the directory. */
static bool head_agrees(const unsigned char *row, const unsigned char *head, size_t left)
{
	size_t name = u16(row + 28);
	if (left < HEAD_SIZE + name || memcmp(head, "PK\3\4", 4) != 0)
		return false;
	if (u16(head + 26) != name || memcmp(head + HEAD_SIZE, row + ROW_SIZE, name) != 0 || memchr(head + HEAD_SIZE, 0, name) != NULL)
		return false;
	if (u16(head + 8) != u16(row + 10) || (u16(head + 6) & 1U) != (u16(row + 8) & 1U))
		return false;
	if ((u16(head + 6) & STREAMED) != 0)
		return true;
	return u32(head + 14) == u32(row + 16) && u32(head + 18) == u32(row + 20) && u32(head + 22) == u32(row + 24);
}

bool zip_heads_agree(const unsigned char *bytes, size_t size, size_t count)
{
	const unsigned char *end = find_end(bytes, size);
	if (end == NULL)
		return false;
	size_t rows = u16(end + 10), length = u32(end + 12), offset = u32(end + 16), at = (size_t)(end - bytes);
	if (rows != count || length > at)
		return false;
	/* Something may stand before the archive: offsets then count from where it begins, or from the file's start. */
	size_t directory = at - length, base = directory >= offset ? directory - offset : 0;
	if (directory < offset)
		return false;
	const unsigned char *row = bytes + directory;
	for (size_t i = 0; i < rows; i++) {
		size_t left = (size_t)(end - row);
		if (left < ROW_SIZE || memcmp(row, "PK\1\2", 4) != 0)
			return false;
		size_t all = ROW_SIZE + u16(row + 28) + u16(row + 30) + u16(row + 32), start = base + u32(row + 42);
		if (left < all || start >= directory || !head_agrees(row, bytes + start, directory - start))
			return false;
		row += all;
	}
	return true;
}
