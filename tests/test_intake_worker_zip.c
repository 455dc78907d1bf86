/* Archives: what may be unpacked is, in order; everything else is refused whole, with the entry's name. */
#include "corpora.h"
#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/reader.h"
#include "scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

typedef struct Bench {
	Reader *reader;
	char *folder; /* scratch */
	char *archive; /* a path in it */
	char *out; /* a folder in it */
} Bench;

static int set_up(void **state)
{
	Bench *bench = g_new0(Bench, 1);
	bench->reader = reader_new(NULL);
	bench->folder = scratch_make();
	bench->archive = g_build_filename(bench->folder, "a.zip", NULL);
	bench->out = g_build_filename(bench->folder, "out", NULL);
	g_mkdir_with_parents(bench->out, 0700);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	Bench *bench = *state;
	reader_free(bench->reader);
	scratch_remove(bench->folder);
	g_free(bench->folder);
	g_free(bench->archive);
	g_free(bench->out);
	g_free(bench);
	return 0;
}

typedef struct Part {
	const char *name;
	const char *text;
	size_t size;
	mode_t mode; /* 0: none said */
	const char *password;
} Part;

/* libzip refuses to write a name twice; the tests that need that patch the bytes. */
static void make_zip(const char *path, const Part *parts, size_t n)
{
	int fault;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &fault);
	assert_non_null(zip);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *source = zip_source_buffer(zip, parts[i].text, parts[i].size, 0);
		zip_int64_t index = zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8);
		assert_true(index >= 0);
		if (parts[i].mode != 0)
			zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)parts[i].mode << 16);
		if (parts[i].password != NULL)
			assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, parts[i].password), 0);
	}
	assert_int_equal(zip_close(zip), 0);
}

static GPtrArray *unzip(const Bench *bench, const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), dir = open(bench->out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0 && dir >= 0);
	GPtrArray *entries = reader_unzip(bench->reader, "a.zip", fd, dir, error);
	assert_true((entries == NULL) == (*error != NULL));
	close(fd);
	close(dir);
	return entries;
}

static int count_files(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	int n = 0;
	while (g_dir_read_name(dir) != NULL)
		n++;
	return n;
}

static void empty_out(const Bench *bench)
{
	scratch_remove(bench->out);
	g_mkdir_with_parents(bench->out, 0700);
}

static void refused(const Bench *bench, const char *what, const char *code)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = unzip(bench, bench->archive, &error);
	if (entries != NULL)
		fail_msg("%s: taken", what);
	if (strcmp(error_code(error), code) != 0)
		fail_msg("%s: %s (%s), expected %s", what, error_code(error), error->message, code);
	assert_string_equal(error_file(error), "a.zip");
	assert_int_equal(count_files(bench->out), 0);
}

#define PART(name, text) { name, text, sizeof(text) - 1, 0, NULL }

static void sound_archives_are_unpacked_in_order(void **state)
{
	const Bench *bench = *state;
	static const Part parts[] = { PART("b.txt", "bee"), PART("mappe/\xC3\xA6""ble.xml", "<a/>"), PART("a.txt", ""),
		{ "mappe/", "", 0, 0, NULL }, PART("indre.zip", "PK\3\4") };
	static const struct {
		const char *name, *text;
	} wanted[] = { { "a.txt", "" }, { "b.txt", "bee" }, { "indre.zip", "PK\3\4" }, { "mappe/\xC3\xA6""ble.xml", "<a/>" } };
	make_zip(bench->archive, parts, G_N_ELEMENTS(parts));
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = unzip(bench, bench->archive, &error);
	assert_non_null(entries);
	assert_int_equal(entries->len, G_N_ELEMENTS(wanted));
	for (guint i = 0; i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		g_autofree char *path = g_build_filename(bench->out, entry->file, NULL), *text = NULL;
		assert_string_equal(entry->name, wanted[i].name);
		assert_true(g_file_get_contents(path, &text, NULL, NULL));
		assert_string_equal(text, wanted[i].text);
		assert_int_equal(entry->size, strlen(wanted[i].text));
	}
	empty_out(bench);
}

static void names_that_lead_out_are_refused(void **state)
{
	const Bench *bench = *state;
	static const struct {
		const char *name, *code;
	} rows[] = {
		{ "../a", "zip-path" }, { "a/../../b", "zip-path" }, { "..", "zip-path" }, { "/a", "zip-path" }, { "a//b", "zip-path" },
		{ "./a", "zip-path" }, { "a\\b", "zip-path" }, { "C:a", "zip-path" }, { "a\nb", "zip-name" }, { "CON", "zip-device" }, { "a/nul.txt", "zip-device" }, { "Com1.xml", "zip-device" },
		{ "1/2/3/4/5/6/7/8/9/a", "zip-depth" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Part parts[] = { PART("a.txt", "a"), { rows[i].name, "x", 1, 0, NULL } };
		make_zip(bench->archive, parts, 2);
		refused(bench, rows[i].name, rows[i].code);
	}
	/* libzip would not write these. */
	assert_string_equal(entry_name_fault("../"), "zip-path");
	assert_string_equal(entry_name_fault("\x1B[2J"), "zip-name");
	assert_string_equal(entry_name_fault("\xFF"), "zip-name");
	char longest[300];
	memset(longest, 'a', sizeof longest);
	longest[256] = '\0';
	assert_string_equal(entry_name_fault(longest), "zip-name");
	longest[255] = '\0';
	assert_null(entry_name_fault(longest));
	static const char *const fine[] = { "a", "a..b", "..a", "a b", "\xC3\xA6", "konto.txt", "com10", "1/2/3/4/5/6/7/8/a", "1/2/" };
	for (size_t i = 0; i < G_N_ELEMENTS(fine); i++)
		assert_null(entry_name_fault(fine[i]));
}

static void links_devices_and_secrets_are_refused(void **state)
{
	const Bench *bench = *state;
	static const mode_t modes[] = { S_IFLNK | 0777, S_IFCHR | 0666, S_IFBLK | 0666, S_IFSOCK | 0666 };
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++) {
		const Part part = { "a", "/etc/hostname", 13, modes[i], NULL };
		make_zip(bench->archive, &part, 1);
		refused(bench, "mode", "zip-link");
	}
	const Part part = { "a", "secret", 6, 0, "kode" };
	make_zip(bench->archive, &part, 1);
	refused(bench, "encrypted", "zip-encrypted");
}

/* Replace each `from` by `to`, of the same length. */
static void patch(const char *path, const void *from, const void *to, size_t n, int expected)
{
	g_autofree char *bytes = NULL;
	gsize size;
	assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	int found = 0;
	for (char *p = bytes; (p = memmem(p, size - (size_t)(p - bytes), from, n)) != NULL; p += n, found++)
		memcpy(p, to, n);
	assert_int_equal(found, expected);
	assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
}

static void lies_are_refused(void **state)
{
	const Bench *bench = *state;
	static const Part parts[] = { PART("aaaa.txt", "one"), PART("bbbb.txt", "two") };
	make_zip(bench->archive, parts, 2);
	patch(bench->archive, "bbbb.txt", "aaaa.txt", 8, 2);
	refused(bench, "twice", "zip-twice");
	/* Declared sizes of 40,000 zeros, in both heads: first smaller, then larger than the truth. */
	g_autofree char *zeros = g_malloc0(40000);
	const Part part = { "a", zeros, 40000, 0, NULL };
	static const char truth[] = { '\x40', '\x9C', 0, 0 }, smaller[] = { '\x00', '\x10', 0, 0 }, larger[] = { '\x40', '\x9D', 0, 0 };
	make_zip(bench->archive, &part, 1);
	patch(bench->archive, truth, smaller, 4, 2);
	refused(bench, "smaller", "zip-lies");
	make_zip(bench->archive, &part, 1);
	patch(bench->archive, truth, larger, 4, 2);
	refused(bench, "larger", "zip-lies");
	/* Two names for one file: the head's and the directory's. */
	make_zip(bench->archive, parts, 2);
	g_autofree char *bytes = NULL;
	gsize size;
	assert_true(g_file_get_contents(bench->archive, &bytes, &size, NULL));
	memcpy(memmem(bytes, size, "aaaa.txt", 8), "cccc.txt", 8);
	assert_true(g_file_set_contents(bench->archive, bytes, (gssize)size, NULL));
	refused(bench, "two names", "zip-broken");
	assert_true(g_file_set_contents(bench->archive, bytes, (gssize)size / 2, NULL));
	refused(bench, "cut off", "zip-none");
	assert_true(g_file_set_contents(bench->archive, "hello", 5, NULL));
	refused(bench, "no zip", "zip-none");
	assert_true(g_file_set_contents(bench->archive, "", 0, NULL));
	refused(bench, "empty", "zip-none");
}

static void bombs_are_refused(void **state)
{
	const Bench *bench = *state;
	size_t size = 64UL * 1024 * 1024;
	g_autofree char *zeros = g_malloc0(size);
	const Part part = { "a", zeros, size, 0, NULL };
	make_zip(bench->archive, &part, 1);
	refused(bench, "bomb", "zip-ratio");
	/* The same, packed twice: the outer archive is small and sound, the inner one is a document that nobody opens. */
	g_autofree char *inner = NULL;
	gsize inner_size;
	assert_true(g_file_get_contents(bench->archive, &inner, &inner_size, NULL));
	const Part outer = { "inner.zip", inner, inner_size, 0, NULL };
	make_zip(bench->archive, &outer, 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = unzip(bench, bench->archive, &error);
	assert_non_null(entries);
	assert_int_equal(((const ZipEntry *)entries->pdata[0])->size, inner_size);
	empty_out(bench);
	/* A thousand small ones that together are a bomb. */
	g_autofree Part *many = g_new0(Part, 200);
	char names[200][8];
	for (int i = 0; i < 200; i++) {
		g_snprintf(names[i], sizeof names[i], "%d", i);
		many[i] = (Part){ names[i], zeros, 1024 * 1024, 0, NULL };
	}
	make_zip(bench->archive, many, 200);
	refused(bench, "many", "zip-ratio");
}

static void too_many_files_are_refused(void **state)
{
	const Bench *bench = *state;
	int n = LIMIT_SUBMISSION_FILES + 1;
	g_autofree Part *parts = g_new0(Part, n);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < n; i++) {
		char *name = g_strdup_printf("%d", i);
		g_ptr_array_add(names, name);
		parts[i] = (Part){ name, "x", 1, 0, NULL };
	}
	make_zip(bench->archive, parts, (size_t)n);
	refused(bench, "1001 files", "zip-count");
	make_zip(bench->archive, parts, (size_t)n - 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = unzip(bench, bench->archive, &error);
	assert_non_null(entries);
	assert_int_equal(entries->len, LIMIT_SUBMISSION_FILES);
	empty_out(bench);
}

/* Every archive of a folder gets an outcome with a reason; none takes the worker along. */
static void sweep(const Bench *bench, const char *folder, int *taken, int *turned)
{
	struct dirent **names = NULL;
	int n = scandir(folder, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		g_autofree char *path = g_build_filename(folder, names[i]->d_name, NULL);
		g_autoptr(GError) error = NULL;
		if (g_str_has_suffix(path, ".zip")) {
			g_autoptr(GPtrArray) entries = unzip(bench, path, &error);
			if (error != NULL && !g_str_has_prefix(error_code(error), "zip-"))
				fail_msg("%s: %s", path, error_code(error));
			*taken += entries != NULL;
			*turned += entries == NULL;
			if (entries == NULL)
				assert_int_equal(count_files(bench->out), 0);
			empty_out(bench);
		}
		free(names[i]);
	}
	free(names);
}

static void corpora_get_an_outcome(void **state)
{
	const Bench *bench = *state;
	const char *folder = corpora_folder("libzip", "test_intake_worker_zip");
	if (folder == NULL)
		skip();
	static const char *const folders[] = { "libzip/regress/data", "hostile-local/go-archive-zip", "hostile-local/python-zip" };
	int taken = 0, turned = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(folder, folders[i], NULL);
		sweep(bench, path, &taken, &turned);
	}
	assert_true(taken >= 100);
	assert_true(turned >= 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_archives_are_unpacked_in_order), cmocka_unit_test(names_that_lead_out_are_refused),
		cmocka_unit_test(links_devices_and_secrets_are_refused), cmocka_unit_test(lies_are_refused),
		cmocka_unit_test(bombs_are_refused), cmocka_unit_test(too_many_files_are_refused),
		cmocka_unit_test(corpora_get_an_outcome),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
