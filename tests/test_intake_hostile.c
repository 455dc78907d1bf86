/*
 * Every broken, odd and encrypted file of the corpora goes through the reader, and what lies inside it after it: the
 * program stands, no file takes longer than its limit, and each has an outcome with a reason. A worker that ran out of time or
 * memory is an outcome too, and such files are named; one that broke down is a fault of its reader. Under the sanitizers
 * every other file of the borrowed sets.
 */
#include "corpora.h"
#include "intake/limits.h"
#include "intake/reader.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CLEAN_SCAN_BYTES (150 * 1024) /* an image above this is a photo or scan like others, not an odd one */
#define DOCUMENTS 6000 /* read in all: a bomb would pass this */
#ifdef PAAKRAV_SANITIZED
#define STEP 2
#else
#define STEP 1
#endif

/* Folders of the corpora, and which of their paths belong here. */
static const struct {
	const char *folder, *path; /* path: a part that the name must have; "" any */
	bool archives; /* unpacked too */
} sets[] = {
	{ "python-email", "", false }, { "mime4j", "", false },        { "nodemailer-mailparser", "", false },
	{ "ruby-mail", "", false },    { "qpdf", "", false },          { "pypdf", "", false },
	{ "libzip", "", true },        { "hostile-local", "", true },  { "w3c-xmlconf", "/not-wf/", false },
	{ "tika", "", true },          { "tesseract-test", "", false }, { "libdigidocpp", "", true },
};

/* One document on its way. */
typedef struct Post {
	char *name;
	char *path;
	int depth;
	bool archive;
} Post;

typedef struct Sweep {
	Reader *reader;
	char *scratch; /* where what lies inside goes, each file under the number of the document it lay in */
	int dir;
	GQueue waiting, reading; /* Post* */
	unsigned number;
	int documents;
	GHashTable *outcomes; /* "mail" or "error xml-malformed" -> how many */
	int deaths, wrong; /* workers lost to a limit; outcomes that should not be */
} Sweep;

static void post_free(Post *post)
{
	g_free(post->name);
	g_free(post->path);
	g_free(post);
}

/* Of the files waiting, in their order, every STEP'th stays. */
static void thin(Sweep *sweep)
{
	GQueue all = sweep->waiting;
	g_queue_init(&sweep->waiting);
	for (guint i = 0; all.length > 0; i++) {
		Post *post = g_queue_pop_head(&all);
		if (i % STEP == 0)
			g_queue_push_tail(&sweep->waiting, post);
		else
			post_free(post);
	}
}

static void push(Sweep *sweep, char *name, char *path, int depth, bool archive)
{
	Post *post = g_new0(Post, 1);
	*post = (Post){ name, path, depth, archive };
	g_queue_push_tail(&sweep->waiting, post);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_image(const char *name)
{
	static const char *const ends[] = { ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".jp2", ".pnm", ".ppm" };
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(name, ends[i]))
			return true;
	return false;
}

/* All files below root/name that belong to the set. */
static void list(Sweep *sweep, const char *root, const char *name, const char *part, bool archives)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	GDir *folder = g_dir_open(path, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (const char *entry; (entry = g_dir_read_name(folder)) != NULL;)
		g_ptr_array_add(names, g_strdup(entry));
	g_dir_close(folder);
	g_ptr_array_sort(names, by_text);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *inner = g_strconcat(name, "/", names->pdata[i], NULL);
		g_autofree char *file = g_build_filename(root, inner, NULL);
		struct stat stat;
		if (lstat(file, &stat) != 0 || S_ISLNK(stat.st_mode))
			continue;
		if (S_ISDIR(stat.st_mode))
			list(sweep, root, inner, part, archives);
		else if (strstr(inner, part) != NULL && !(is_image(inner) && stat.st_size > CLEAN_SCAN_BYTES))
			push(sweep, g_steal_pointer(&inner), g_steal_pointer(&file), 0, archives);
	}
}

static void count(Sweep *sweep, const char *outcome)
{
	int n = GPOINTER_TO_INT(g_hash_table_lookup(sweep->outcomes, outcome));
	g_hash_table_insert(sweep->outcomes, g_strdup(outcome), GINT_TO_POINTER(n + 1));
}

/* What was found inside waits at the end of the queue; the taker removes the file when it has been read. */
static void push_children(Sweep *sweep, const Post *post, const GPtrArray *children)
{
	for (guint i = 0; i < children->len; i++) {
		const ZipEntry *child = children->pdata[i];
		push(sweep, g_strconcat(post->name, " > ", child->name, NULL), g_build_filename(sweep->scratch, child->file, NULL),
		     post->depth + 1, false);
	}
}

static void judge(Sweep *sweep, const Post *post, const char *media, const GError *error)
{
	static const char *const deaths[] = { "limit-cpu", "limit-memory", "limit-wall" };
	static const char *const wrong[] = { "worker-died", "limit-answer", "worker-unlocked", "worker-missing", "file-kind", "file-unreadable", "write-failed" };
	if (error == NULL) {
		count(sweep, media);
		return;
	}
	const char *code = error_code(error);
	g_autofree char *outcome = g_strconcat("error ", code, NULL);
	count(sweep, outcome);
	for (size_t i = 0; i < G_N_ELEMENTS(deaths); i++)
		if (strcmp(code, deaths[i]) == 0) {
			sweep->deaths++;
			print_message("lost: %s: %s\n", post->name, error_text(error, LANG_EN));
		}
	bool fault = error_class(error) != ERROR_INPUT || *error_text(error, LANG_DA) == '\0' || *error_text(error, LANG_EN) == '\0' ||
	             strstr(error_file(error), post->depth == 0 ? post->name : "") == NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		fault = fault || strcmp(code, wrong[i]) == 0;
	if (fault) {
		sweep->wrong++;
		print_message("wrong: %s: %s: %s\n", post->name, code, error_text(error, LANG_EN));
	}
}

static void begin(Sweep *sweep, Post *post)
{
	int fd = open(post->path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	g_autofree char *prefix = g_strdup_printf("%u.", sweep->number++);
	assert_true(++sweep->documents < DOCUMENTS);
	reader_begin(sweep->reader, post->name, fd, post->depth < LIMIT_NESTING ? sweep->dir : -1, prefix);
	close(fd);
	if (post->depth > 0)
		unlink(post->path);
	g_queue_push_tail(&sweep->reading, post);
}

static void end(Sweep *sweep)
{
	Post *post = g_queue_pop_head(&sweep->reading);
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = reader_end(sweep->reader, &error);
	judge(sweep, post, reading != NULL ? reading->media : NULL, error);
	if (reading != NULL)
		push_children(sweep, post, reading->children);
	post_free(post);
}

/* An archive as the front door opens it: into a folder of its own. */
static void unpack(Sweep *sweep, const Post *post)
{
	int fd = open(post->path, O_RDONLY | O_CLOEXEC);
	g_autofree char *folder = g_strdup_printf("%s/zip", sweep->scratch);
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = reader_unzip(sweep->reader, post->name, fd, dir, &error);
	judge(sweep, post, "unpacked", error);
	GDir *files = g_dir_open(folder, 0, NULL);
	guint n = 0;
	while (g_dir_read_name(files) != NULL)
		n++;
	g_dir_close(files);
	/* Nothing of an archive that was refused stays, and nothing but the entries of one that was not. */
	assert_int_equal(n, entries != NULL ? entries->len : 0);
	close(dir);
	close(fd);
	scratch_remove(folder);
}

static void report(const Sweep *sweep, const char *folder)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(sweep->outcomes), (GCompareFunc)strcmp);
	g_autoptr(GString) line = g_string_new(folder);
	for (const GList *key = keys; key != NULL; key = key->next)
		g_string_append_printf(line, "%s %s %d", key == keys ? ":" : ",", (const char *)key->data,
		                       GPOINTER_TO_INT(g_hash_table_lookup(sweep->outcomes, key->data)));
	print_message("%s\n", line->str);
}

static void sweep_set(Sweep *sweep, const char *root, size_t set)
{
	sweep->outcomes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	list(sweep, root, sets[set].folder, sets[set].path, sets[set].archives);
	if (strcmp(sets[set].folder, "hostile-local") != 0) /* made for this: all of them, always */
		thin(sweep);
	assert_true(sweep->waiting.length > 0);
	while (sweep->waiting.length + sweep->reading.length > 0) {
		Post *post = g_queue_pop_head(&sweep->waiting);
		if (post != NULL && post->archive)
			unpack(sweep, post);
		if (post != NULL)
			begin(sweep, post);
		while (sweep->reading.length > (post != NULL ? 4 : 0))
			end(sweep);
	}
	report(sweep, sets[set].folder);
	g_hash_table_unref(sweep->outcomes);
}

static void everything_has_an_outcome(void **state)
{
	(void)state;
	const char *root = corpora_folder("python-email", "hostile");
	if (root == NULL)
		return;
	Sweep sweep = { .reader = reader_pool(NULL, 2), .scratch = scratch_make() };
	sweep.dir = open(sweep.scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < G_N_ELEMENTS(sets); i++)
		sweep_set(&sweep, root, i);
	if (STEP > 1)
		print_message("under the sanitizers: every other file of the borrowed sets\n");
	print_message("%d documents, %d of them at a limit, %d came out wrong\n", sweep.documents, sweep.deaths, sweep.wrong);
	close(sweep.dir);
	reader_free(sweep.reader);
	scratch_remove(sweep.scratch);
	g_free(sweep.scratch);
	assert_int_equal(sweep.wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(everything_has_an_outcome) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
