#include "intake/kept.h"

#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file: for each page a line "PAGE SIZE", that many bytes, and an end of line. */
struct Kept {
	GString *text;
	bool told[LIMIT_PAGES + 1];
	int pages;
};

/* One page of it. */
typedef struct Leaf {
	int page;
	const char *text;
	size_t size;
} Leaf;

Kept *kept_new(void)
{
	Kept *kept = g_new0(Kept, 1);
	kept->text = g_string_new(NULL);
	return kept;
}

void kept_free(Kept *kept)
{
	if (kept == NULL)
		return;
	g_string_free(kept->text, TRUE);
	g_free(kept);
}

static void append(Kept *kept, const Leaf *leaf)
{
	g_string_append_printf(kept->text, "%d %zu\n", leaf->page, leaf->size);
	g_string_append_len(kept->text, leaf->text, (gssize)leaf->size);
	g_string_append_c(kept->text, '\n');
	kept->told[leaf->page] = true;
	kept->pages++;
}

bool kept_add(Kept *kept, int page, const char *text, size_t size)
{
	if (page < 1 || page > LIMIT_PAGES || kept->told[page] || kept->pages >= LIMIT_OCR_PAGES ||
	    size > (size_t)LIMIT_KEPT_PAGE_BYTES || memchr(text, '\0', size) != NULL ||
	    kept->text->len + size > (size_t)LIMIT_KEPT_BYTES)
		return false;
	append(kept, &(Leaf){ page, text, size });
	return true;
}

/* The leaf that begins at *at; *at then stands behind it. false at the end, or where it is none. */
static bool next_leaf(const char *bytes, size_t size, size_t *at, Leaf *leaf)
{
	char head[32];
	size_t n = 0;
	while (n < sizeof head - 1 && *at + n < size && bytes[*at + n] != '\n') {
		head[n] = bytes[*at + n];
		n++;
	}
	head[n] = '\0';
	char *end;
	guint64 page = g_ascii_strtoull(head, &end, 10);
	guint64 length = *end == ' ' ? g_ascii_strtoull(end + 1, &end, 10) : 0;
	size_t from = *at + n + 1;
	if (n == 0 || *end != '\0' || page < 1 || page > LIMIT_PAGES || from > size || length >= size - from ||
	    bytes[from + length] != '\n')
		return false;
	*leaf = (Leaf){ (int)page, bytes + from, (size_t)length };
	*at = from + length + 1;
	return true;
}

char *kept_find(const char *bytes, size_t size, int page)
{
	Leaf leaf;
	for (size_t at = 0; next_leaf(bytes, size, &at, &leaf);)
		if (leaf.page == page)
			return g_strndup(leaf.text, leaf.size);
	return NULL;
}

int kept_open(const char *folder, const char *hash)
{
	struct stat stat;
	g_autofree char *path = g_build_filename(folder, hash, NULL);
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode) && stat.st_size > 0 && stat.st_size <= 2 * LIMIT_KEPT_BYTES)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void append_earlier(Kept *all, int before)
{
	struct stat stat;
	if (before < 0 || fstat(before, &stat) != 0)
		return;
	size_t size = (size_t)stat.st_size, at = 0;
	const char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, before, 0);
	Leaf leaf;
	if (bytes == MAP_FAILED)
		return;
	while (all->text->len < (size_t)LIMIT_KEPT_BYTES && next_leaf(bytes, size, &at, &leaf))
		if (!all->told[leaf.page])
			append(all, &leaf);
	munmap((void *)bytes, size);
}

void kept_write(const Kept *kept, const char *folder, const char *hash, int before)
{
	g_autoptr(Kept) all = kept_new();
	*all = (Kept){ all->text, { false }, kept->pages };
	memcpy(all->told, kept->told, sizeof all->told);
	g_string_append_len(all->text, kept->text->str, (gssize)kept->text->len);
	append_earlier(all, before);
	g_autofree char *path = g_build_filename(folder, hash, NULL);
	/* Of this process alone: two may read the same document. */
	g_autofree char *beside = g_strdup_printf("%s.%d", path, (int)getpid());
	g_autoptr(GBytes) bytes = g_bytes_new(all->text->str, all->text->len);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_ptr_array_add(paths, beside);
	if (!folder_make(folder, NULL) || !file_put(beside, bytes, NULL) || !files_sync(paths, NULL) ||
	    !file_move(beside, path, NULL))
		unlink(beside);
}
