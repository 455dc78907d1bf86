#include "intake/unpack.h"

#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void zip_entry_free(void *data)
{
	ZipEntry *entry = data;
	g_free(entry->name);
	g_free(entry->file);
	g_free(entry);
}

void unpack_init(Unpack *unpack, int dir_fd, const char *prefix, bool sorted, guint most)
{
	*unpack = (Unpack){ .dir_fd = dir_fd, .prefix = prefix, .sorted = sorted, .most = most, .out = -1 };
	unpack->entries = g_ptr_array_new_with_free_func(zip_entry_free);
}

void unpack_clear(Unpack *unpack)
{
	if (unpack->out >= 0)
		close(unpack->out);
	unpack->out = -1;
	g_clear_pointer(&unpack->entries, g_ptr_array_unref);
}

static bool fail_write(GError **error)
{
	int why = errno;
	error_set(error, ERROR_STORE, why == ENOSPC ? "disk-full" : "write-failed", "Indholdet kan ikke pakkes ud her: %s.",
	          "The content cannot be unpacked here: %s.", g_strerror(why));
	return false;
}

bool unpack_end(Unpack *unpack, GError **error)
{
	if (unpack->out < 0)
		return true;
	int fd = unpack->out;
	unpack->out = -1;
	return close(fd) == 0 || fail_write(error);
}

static bool is_taken(const Unpack *unpack, const char *name)
{
	for (guint i = 0; i < unpack->entries->len; i++)
		if (strcmp(((const ZipEntry *)unpack->entries->pdata[i])->name, name) == 0)
			return true;
	return false;
}

/* The name, or "name (2).pdf" where there is one like it. */
static char *own_name(const Unpack *unpack, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *point = strrchr(slash != NULL ? slash : name, '.');
	if (point == NULL || point == name)
		point = name + strlen(name);
	char *own = g_strdup(name);
	for (int n = 2; !unpack->sorted && is_taken(unpack, own); n++) {
		g_free(own);
		own = g_strdup_printf("%.*s (%d)%s", (int)(point - name), name, n, point);
	}
	return own;
}

bool unpack_entry(Unpack *unpack, const char *name, GError **error)
{
	const ZipEntry *before = unpack->entries->len > 0 ? unpack->entries->pdata[unpack->entries->len - 1] : NULL;
	if (entry_name_fault(name) != NULL || *name == '\0' || g_str_has_suffix(name, "/") || unpack->entries->len >= unpack->most ||
	    (unpack->sorted && before != NULL && strcmp(before->name, name) >= 0) || !unpack_end(unpack, error))
		return false;
	g_autofree char *own = own_name(unpack, name);
	if (entry_name_fault(own) != NULL) /* too long with its number */
		return false;
	g_autofree char *file = g_strdup_printf("%s%u", unpack->prefix, unpack->entries->len);
	unpack->out = openat(unpack->dir_fd, file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (unpack->out < 0)
		return fail_write(error);
	ZipEntry *entry = g_new0(ZipEntry, 1);
	entry->name = g_steal_pointer(&own);
	entry->file = g_steal_pointer(&file);
	g_ptr_array_add(unpack->entries, entry);
	return true;
}

bool unpack_data(Unpack *unpack, const char *bytes, size_t size, GError **error)
{
	ZipEntry *entry = unpack->out >= 0 ? unpack->entries->pdata[unpack->entries->len - 1] : NULL;
	unpack->total += (int64_t)size;
	if (entry == NULL || size == 0 || unpack->total > LIMIT_SUBMISSION_BYTES || entry->size + (int64_t)size > LIMIT_FILE_BYTES)
		return false;
	entry->size += (int64_t)size;
	while (size > 0) {
		ssize_t n = write(unpack->out, bytes, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail_write(error);
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

void unpack_undo(Unpack *unpack)
{
	if (unpack->out >= 0)
		close(unpack->out);
	unpack->out = -1;
	for (guint i = 0; i < unpack->entries->len; i++)
		unlinkat(unpack->dir_fd, ((const ZipEntry *)unpack->entries->pdata[i])->file, 0);
	g_ptr_array_set_size(unpack->entries, 0);
	unpack->total = 0;
}
