#include "enforcement/pack.h"

#include "intake/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define PIECE (256 * 1024)

static bool write_fault(const char *name, int number, GError **error)
{
	error_set(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", "Revisorpakken kan ikke skrives (%s).",
	          "The auditor's pack cannot be written (%s).", g_strerror(number));
	error_at(error, name, 0, 0);
	if (number == ENOSPC)
		error_remedy(error, "Gør plads på disken, og kør igen.", "Free some disk space and run again.");
	return false;
}

static bool folder_above(const char *path, GError **error)
{
	g_autofree char *above = g_path_get_dirname(path);
	return folder_make(above, error);
}

PackOut *pack_open(Pack *pack, const char *name, const char *header, GError **error)
{
	g_autoptr(PackOut) out = g_new0(PackOut, 1);
	out->pack = pack;
	out->name = g_strdup(name);
	out->path = g_build_filename(pack->folder, name, NULL);
	out->buffer = g_string_sized_new(PIECE + 4096);
	out->digest = digest_new();
	out->fd = -1;
	if (!folder_above(out->path, error))
		return NULL;
	out->fd = open(out->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (out->fd < 0) {
		write_fault(name, errno, error);
		return NULL;
	}
	if (header != NULL) {
		g_string_append(out->buffer, header);
		g_string_append_c(out->buffer, '\n');
	}
	return g_steal_pointer(&out);
}

void pack_abandon(PackOut *out)
{
	if (out == NULL)
		return;
	if (out->fd >= 0)
		close(out->fd);
	g_string_free(out->buffer, TRUE);
	digest_free(out->digest);
	g_free(out->name);
	g_free(out->path);
	g_free(out);
}

static void parted(PackOut *out)
{
	if (out->buffer->len > 0 && out->buffer->str[out->buffer->len - 1] != '\n')
		g_string_append_c(out->buffer, ',');
}

/* A first cell that is empty is written as "": a row is told from the line's beginning by what stands on it. */
void pack_cell(PackOut *out, const char *text)
{
	parted(out);
	bool first = out->buffer->len == 0 || out->buffer->str[out->buffer->len - 1] == '\n';
	if (text == NULL || *text == '\0') {
		if (first)
			g_string_append(out->buffer, "\"\"");
		return;
	}
	if (strpbrk(text, ",\"\r\n") == NULL) {
		g_string_append(out->buffer, text);
		return;
	}
	g_string_append_c(out->buffer, '"');
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			g_string_append_c(out->buffer, '"');
		g_string_append_c(out->buffer, *p);
	}
	g_string_append_c(out->buffer, '"');
}

void pack_number(PackOut *out, int64_t number)
{
	char digits[24];
	g_snprintf(digits, sizeof digits, "%" PRId64, number);
	pack_cell(out, digits);
}

bool pack_row(PackOut *out, GError **error)
{
	g_string_append_c(out->buffer, '\n');
	out->rows++;
	return pack_flush(out, false, error);
}

bool pack_flush(PackOut *out, bool all, GError **error)
{
	if (!all && out->buffer->len < PIECE)
		return true;
	const char *data = out->buffer->str;
	for (gsize left = out->buffer->len; left > 0;) {
		ssize_t n = write(out->fd, data, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return write_fault(out->name, n == 0 ? EIO : errno, error);
		data += n;
		left -= (gsize)n;
	}
	digest_update(out->digest, out->buffer->str, out->buffer->len);
	out->size += (int64_t)out->buffer->len;
	g_string_truncate(out->buffer, 0);
	return true;
}

bool pack_close(PackOut *out, GError **error)
{
	bool fine = pack_flush(out, true, error);
	if (fine && close(out->fd) != 0)
		fine = write_fault(out->name, errno, error);
	out->fd = fine ? -1 : out->fd;
	if (fine) {
		PackFile *file = g_new0(PackFile, 1);
		uint8_t sum[DIGEST_BYTES];
		digest_finish(g_steal_pointer(&out->digest), sum);
		digest_to_hex(sum, file->sha256);
		file->name = g_steal_pointer(&out->name);
		file->size = out->size;
		file->rows = out->rows;
		g_ptr_array_add(out->pack->files, file);
	}
	pack_abandon(out);
	return fine;
}

bool pack_put(Pack *pack, const char *name, GBytes *bytes, GError **error)
{
	g_autoptr(PackOut) out = pack_open(pack, name, NULL, error);
	if (out == NULL)
		return false;
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_string_append_len(out->buffer, data, (gssize)size);
	out->rows = -1;
	return pack_close(g_steal_pointer(&out), error);
}

bool pack_copy(Pack *pack, const char *name, const char *path, int64_t most, GError **error)
{
	if (!file_exists(path))
		return true;
	g_autoptr(GBytes) bytes = file_read(path, most, error);
	return bytes != NULL && pack_put(pack, name, bytes, error);
}

bool pack_has(const Pack *pack, const char *name)
{
	for (guint i = 0; i < pack->files->len; i++)
		if (strcmp(((const PackFile *)pack->files->pdata[i])->name, name) == 0)
			return true;
	return false;
}

static int columns_of(const char *header)
{
	int columns = 1;
	for (const char *p = header; *p != '\0'; p++)
		columns += *p == ',';
	return columns;
}

bool pack_select(Pack *pack, const PackPart *part, GError **error)
{
	int columns = columns_of(part->header);
	g_autoptr(PackOut) out = pack_open(pack, part->name, part->header, error);
	g_autoptr(Query) query = out != NULL ? store_query(pack->store, error, part->sql, "ddi", pack->from, pack->to, pack->head.seq) : NULL;
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		for (int i = 0; i < columns; i++)
			pack_cell(out, query_text(query, i));
		if (!pack_row(out, error))
			return false;
	}
	return found == 0 && pack_close(g_steal_pointer(&out), error);
}
