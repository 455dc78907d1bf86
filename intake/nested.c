#include "intake/nested.h"

#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool nest_make(Nest *nest, Reader *reader, const char *folder, GError **error)
{
	*nest = (Nest){ .reader = reader, .folder = g_strdup(folder), .dir_fd = -1 };
	/* A run that was killed may have left something there. */
	if (!folder_remove(folder, error))
		return false;
	nest->dir_fd = g_mkdir_with_parents(folder, 0700) == 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (nest->dir_fd >= 0)
		return true;
	error_set(error, ERROR_STORE, "scratch", "Der kan ikke pakkes ud: %s.", "Cannot unpack: %s.", g_strerror(errno));
	return false;
}

void nest_clear(Nest *nest)
{
	if (nest->dir_fd >= 0)
		close(nest->dir_fd);
	nest->dir_fd = -1;
	g_clear_pointer(&nest->folder, g_free);
}

Reading *nest_open(Nest *nest, const char *name, int fd, GError **error)
{
	g_autofree char *prefix = g_strdup_printf("d%u.", nest->opened++);
	return reader_open(nest->reader, name, fd, nest->dir_fd, prefix, error);
}

/* An edition must be able to say later why it did not read it. */
char *unread_text(const GError *fault)
{
	g_autofree char *da = error_sentence(fault, LANG_DA), *en = error_sentence(fault, LANG_EN);
	g_strdelimit(da, "\n", ' ');
	g_strdelimit(en, "\n", ' ');
	return g_strconcat(da, "\n", en, NULL);
}

/* ---- one document inside another ---- */

typedef struct Gathering {
	Nest *nest;
	GPtrArray *files; /* Found* */
	GHashTable *names; /* set of char*, borrowed from files */
	GHashTable *hashes; /* sha256 → Found*, the first of those bytes */
	GArray *depths; /* int, beside files */
	int64_t bytes;
} Gathering;

static void enter(Gathering *g, Found *found, int depth)
{
	g_hash_table_add(g->names, found->name);
	if (!g_hash_table_contains(g->hashes, found->sha256))
		g_hash_table_insert(g->hashes, found->sha256, found);
	g_array_append_val(g->depths, depth);
}

/* "mail.eml/faktura.pdf", with "-2", "-3" … before its ending when there is one of that name. */
static char *name_inside(const Gathering *g, const Found *parent, const char *child)
{
	char *name = g_strconcat(parent->name, "/", child, NULL);
	for (int number = 2; g_hash_table_contains(g->names, name); number++) {
		const char *slash = strrchr(child, '/'), *base = slash != NULL ? slash + 1 : child, *dot = strrchr(base, '.');
		int stem = dot != NULL && dot > base ? (int)(dot - child) : (int)strlen(child);
		g_free(name);
		name = g_strdup_printf("%s/%.*s-%d%s", parent->name, stem, child, number, child + stem);
	}
	return name;
}

static void link_to(const Found *parent, const Found *child)
{
	g_autofree char *subject = g_strconcat("document/", child->name, NULL);
	Fact *fact = fact_new(subject, "document.parent", parent->name, NULL);
	fact->proof.document = g_strdup(parent->name);
	fact->proof.sha256 = g_strdup(parent->sha256);
	fact->proof.reader = g_strdup(parent->reading->media);
	g_ptr_array_add(parent->reading->facts, fact);
}

static void leave_unread(Found *found, const char *da, const char *en)
{
	g_clear_pointer(&found->reading, reading_free);
	g_free(found->unread);
	found->unread = g_strconcat(da, "\n", en, NULL);
}

/* false when the fault is ours, or nobody's who sent it. */
static bool read_inside(Gathering *g, Found *found, int fd, int depth, GError **error)
{
	GError *fault = NULL;
	if (depth > LIMIT_NESTING) {
		leave_unread(found, "Ligger i for mange dokumenter i hinanden og er ikke læst.",
		             "Lies in too many documents within documents and was not read.");
		return true;
	}
	found->reading = nest_open(g->nest, found->name, fd, &fault);
	if (found->reading == NULL) {
		if (error_class(fault) != ERROR_INPUT || strcmp(error_code(fault), "worker-missing") == 0) {
			g_propagate_error(error, fault);
			return false;
		}
		found->unread = unread_text(fault);
		g_error_free(fault);
		return true;
	}
	if (strcmp(found->reading->media, "claim") == 0)
		leave_unread(found, "Er en claim.xml inde i et andet dokument. Den tæller kun, når den ligger for sig selv.",
		             "Is a claim.xml inside another document. It counts only when it lies by itself.");
	else if (strcmp(found->reading->media, "zip") == 0)
		leave_unread(found, "Er et arkiv inde i et andet dokument. Pak det ud, og læg filerne direkte ved.",
		             "Is an archive inside another document. Unpack it and put the files there directly.");
	else
		reading_prove(found->reading, found->name, found->sha256);
	return true;
}

static bool within_limits(Gathering *g, const Found *parent, int64_t size, GError **error)
{
	g->bytes += size;
	if (g->files->len < LIMIT_SUBMISSION_FILES && g->bytes <= LIMIT_SUBMISSION_BYTES)
		return true;
	error_set(error, ERROR_INPUT, "too-many-files", "Mere end %d filer eller %ld MiB, vedhæftede filer talt med. Del indleveringen.",
	          "More than %d files or %ld MiB, attachments counted. Split the submission.", LIMIT_SUBMISSION_FILES,
	          LIMIT_SUBMISSION_BYTES >> 20);
	error_at(error, parent->name, 0, 0);
	return false;
}

static bool take_child(Gathering *g, const Found *parent, const ZipEntry *child, int depth, GError **error)
{
	int fd = openat(g->nest->dir_fd, child->file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return error_set(error, ERROR_STORE, "scratch", "Der kan ikke pakkes ud: %s.", "Cannot unpack: %s.", g_strerror(errno));
	Found *found = g_new0(Found, 1);
	found->name = name_inside(g, parent, child->name);
	found->source = g_build_filename(g->nest->folder, child->file, NULL);
	bool ok = digest_file(fd, found->name, found->sha256, &found->size, error);
	const Found *same = ok ? g_hash_table_lookup(g->hashes, found->sha256) : NULL;
	if (same != NULL && same != parent)
		link_to(parent, same);
	ok = ok && (same != NULL ||
	            (within_limits(g, parent, found->size, error) && read_inside(g, found, fd, depth, error)));
	close(fd);
	if (!ok || same != NULL) {
		found_free(found);
		return ok;
	}
	g_ptr_array_add(g->files, found);
	enter(g, found, depth);
	link_to(parent, found);
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(const Found *const *)a)->name, (*(const Found *const *)b)->name);
}

bool nest_gather(Nest *nest, GPtrArray *files, GError **error)
{
	Gathering g = {
		.nest = nest,
		.files = files,
		.names = g_hash_table_new(g_str_hash, g_str_equal),
		.hashes = g_hash_table_new(g_str_hash, g_str_equal),
		.depths = g_array_new(FALSE, FALSE, sizeof(int)),
	};
	bool ok = true;
	for (guint i = 0; i < files->len; i++) {
		enter(&g, files->pdata[i], 0);
		g.bytes += ((const Found *)files->pdata[i])->size;
	}
	/* What is found goes to the end, and is looked into in its turn. */
	for (guint i = 0; ok && i < files->len; i++) {
		const Found *parent = files->pdata[i];
		int depth = g_array_index(g.depths, int, i) + 1;
		for (guint n = 0; ok && parent->reading != NULL && n < parent->reading->children->len; n++)
			ok = take_child(&g, parent, parent->reading->children->pdata[n], depth, error);
	}
	g_hash_table_unref(g.names);
	g_hash_table_unref(g.hashes);
	g_array_unref(g.depths);
	g_ptr_array_sort(files, by_name);
	return ok;
}

/* ---- numbers of letters ---- */

void letters_number(const GPtrArray *files, int64_t last)
{
	for (guint i = 0; i < files->len; i++) {
		const Found *found = files->pdata[i];
		g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		for (guint n = 0; found->reading != NULL && n < found->reading->facts->len; n++) {
			Fact *fact = found->reading->facts->pdata[n];
			if (!g_str_has_prefix(fact->subject, "letter/"))
				continue;
			const char *number = g_hash_table_lookup(numbers, fact->subject);
			if (number == NULL) {
				char *fresh = g_strdup_printf("letter/%" G_GINT64_FORMAT, ++last);
				g_hash_table_insert(numbers, g_strdup(fact->subject), fresh);
				number = fresh;
			}
			g_free(fact->subject);
			fact->subject = g_strdup(number);
		}
	}
}
