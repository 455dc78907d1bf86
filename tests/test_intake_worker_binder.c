/* The binder: what acts is taken out, what is signed is left alone, pages of any shape get their strip, struck-out numbers are gone. */
#include "intake/reader.h"
#include "tests/corpora.h"
#include "tests/pdfmaker.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ID "00112233445566778899aabbccddeeff"

static char folder[] = "/tmp/paakrav-binder-XXXXXX";
static int folder_fd = -1;

static int memory_of(const GString *bytes)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	assert_int_equal(write(fd, bytes->str, bytes->len), (ssize_t)bytes->len);
	return fd;
}

/* A file of one page; catalogue and page say more. The page's content is text. */
static GString *page_with(const char *catalogue, const char *page, const char *text, const char *more)
{
	PdfMaker maker = pdf_begin();
	g_autofree char *content = g_strdup_printf("BT /F1 12 Tf 50 700 Td (%s) Tj ET", text);
	g_autofree char *root = g_strdup_printf("<< /Type /Catalog /Pages 2 0 R %s >>", catalogue);
	g_autofree char *leaf = g_strdup_printf("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>", page);
	pdf_object(&maker, root);
	pdf_object(&maker, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	pdf_object(&maker, leaf);
	pdf_stream(&maker, "", content, strlen(content));
	pdf_object(&maker, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
	if (more != NULL)
		pdf_object(&maker, more);
	return pdf_end(&maker, 1);
}

/* What the craft makes of one document: its first file, or NULL; *answer is the caller's. */
static char *make(Reader *reader, const char *craft, const cJSON *order, const CraftInput *inputs, int n, cJSON **answer, size_t *size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) files = NULL;
	if (!reader_craft(reader, craft, "prøve", order, inputs, n, folder_fd, "ud.", answer, &files, &error))
		print_message("%s: %s\n", craft, error_text(error, LANG_EN));
	assert_null(error);
	if (files->len == 0)
		return NULL;
	g_autofree char *path = g_build_filename(folder, ((const ZipEntry *)files->pdata[0])->file, NULL);
	char *bytes = NULL;
	assert_true(g_file_get_contents(path, &bytes, size, NULL));
	unlink(path);
	return bytes;
}

static char *exhibit_of(Reader *reader, const GString *pdf, cJSON **answer, size_t *size)
{
	g_autoptr(cJSON) order = cJSON_CreateObject();
	json_text(order, "id", ID);
	const CraftInput input = { "bilag.pdf", memory_of(pdf) };
	char *made = make(reader, "exhibit", order, &input, 1, answer, size);
	close(input.fd);
	return made;
}

#define A4 "/MediaBox [0 0 595 842]"

static void what_acts_is_taken_out(void **state)
{
	(void)state;
	static const struct {
		const char *catalogue, *page, *more, *arm, *gone;
	} rows[] = {
		{ "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", A4, NULL, "javascript", "app.alert" },
		{ "/OpenAction 6 0 R", A4, "<< /S /Launch /F (cmd.exe) >>", "launch", "cmd.exe" },
		{ "", A4 " /AA << /O << /S /JavaScript /JS (app.alert\\(2\\)) >> >>", NULL, "javascript", "app.alert" },
		{ "", A4 " /Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://x) /Next [<< /S /SubmitForm /F (http://y) >>] >> >>]", NULL,
		  "send", "SubmitForm" },
		{ "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", A4, "<< /Type /Filespec /F (hemmelig.exe) /EF << /F 4 0 R >> >>", "files",
		  "hemmelig.exe" },
		{ "/AcroForm << /Fields [] /XFA (skema) >>", A4, NULL, "xfa", "skema" },
		{ "", A4 " /Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]", NULL, "media", "RichMedia" },
	};
	g_autoptr(Reader) reader = reader_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GString *pdf = page_with(rows[i].catalogue, rows[i].page, "Aftale", rows[i].more);
		g_autoptr(cJSON) answer = NULL;
		size_t size = 0;
		g_autofree char *made = exhibit_of(reader, pdf, &answer, &size);
		assert_non_null(made);
		assert_string_equal(cJSON_GetArrayItem(json_get(answer, "arms"), 0)->valuestring, rows[i].arm);
		assert_null(memmem(made, size, rows[i].gone, strlen(rows[i].gone)));
		assert_int_equal(json_get_int(answer, "pages", 0), 1);
		g_string_free(pdf, TRUE);
	}
}

static void what_is_harmless_or_signed_goes_as_it_is(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	GString *plain = page_with("", A4 " /Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://x) >> >>]", "Aftale", NULL);
	GString *sealed = page_with("/OpenAction << /S /JavaScript /JS (1) >> /AcroForm << /Fields [6 0 R] /SigFlags 3 >>", A4, "Aftale",
	                            "<< /FT /Sig /T (s) /V << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >> >>");
	g_autoptr(cJSON) one = NULL, other = NULL;
	size_t size;
	assert_null(exhibit_of(reader, plain, &one, &size));
	assert_false(json_get_bool(one, "signed"));
	assert_null(exhibit_of(reader, sealed, &other, &size));
	assert_true(json_get_bool(other, "signed"));
	assert_int_equal(cJSON_GetArraySize(json_get(other, "arms")), 1);
	g_string_free(plain, TRUE);
	g_string_free(sealed, TRUE);
}

/* What stands on the pages of a PDF, by the reader. */
static char *text_of(Reader *reader, const char *bytes, size_t size)
{
	GString *copy = g_string_new_len(bytes, (gssize)size), *all = g_string_new(NULL);
	int fd = memory_of(copy);
	g_autoptr(Reading) reading = reader_read(reader, "ud.pdf", fd, NULL);
	assert_non_null(reading);
	for (guint i = 0; i < reading->pages->len; i++)
		g_string_append(all, ((const PageText *)reading->pages->pdata[i])->text);
	close(fd);
	g_string_free(copy, TRUE);
	return g_string_free(all, FALSE);
}

static void pages_of_any_shape_get_their_strip(void **state)
{
	(void)state;
	static const char *const shapes[] = {
		A4, A4 " /Rotate 90", A4 " /Rotate 180", A4 " /Rotate 270", A4 " /Rotate -90", "/MediaBox [100 100 695 942]",
		"/MediaBox [0 0 2000 2000] /CropBox [0 500 595 842]", "/MediaBox [0 0 200 842]", A4 " /UserUnit 2", "/MediaBox [595 842 0 0]",
		"/MediaBox [0 0 0 0]", "", "/MediaBox [0 0 14400 14400]", "/MediaBox (a)", A4 " /Rotate /x /CropBox [9 9 9 9]",
	};
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(cJSON) order = cJSON_CreateObject(), answer = NULL;
	cJSON *list = json_array(order, "exhibits"), *links = json_array(order, "links");
	CraftInput inputs[G_N_ELEMENTS(shapes) + 2];
	json_text(order, "id", ID);
	GString *front = page_with("", A4, "Indhold", NULL);
	inputs[0] = (CraftInput){ "forside.pdf", memory_of(front) };
	inputs[1] = (CraftInput){ "skrift.pdf", memory_of(front) };
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		GString *pdf = page_with("", shapes[i], "Aftale", NULL);
		inputs[i + 2] = (CraftInput){ "bilag.pdf", memory_of(pdf) };
		cJSON *row = json_push(list), *link = json_push(links);
		g_autofree char *stamp = g_strdup_printf("Bilag %zu", i + 1);
		json_text(row, "stamp", stamp);
		json_text(row, "title", "Ærø");
		json_int(link, "page", 1);
		json_int(link, "exhibit", (int64_t)i);
		g_string_free(pdf, TRUE);
	}
	size_t size = 0, again_size = 0;
	int n = G_N_ELEMENTS(inputs);
	g_autofree char *made = make(reader, "bind", order, inputs, n, &answer, &size);
	g_autofree char *again = make(reader, "bind", order, inputs, n, NULL, &again_size);
	assert_int_equal(size, again_size);
	assert_memory_equal(made, again, size);
	assert_int_equal(json_get_int(answer, "pages", 0), 1 + (int)G_N_ELEMENTS(shapes));
	g_autofree char *text = text_of(reader, made, size);
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *label = g_strdup_printf("Bilag %zu, side 1 af 1", i + 1);
		g_autofree char *number = g_strdup_printf("side %zu af %zu", i + 2, G_N_ELEMENTS(shapes) + 1);
		if (strstr(text, label) == NULL || strstr(text, number) == NULL)
			print_message("%s: %s\n", shapes[i], label);
		assert_non_null(strstr(text, label));
		assert_non_null(strstr(text, number));
	}
	assert_non_null(memmem(made, size, ID, strlen(ID)));
	for (int i = 0; i < n; i++)
		close(inputs[i].fd);
	g_string_free(front, TRUE);
}

static void struck_out_numbers_are_gone(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	GString *pdf = page_with("/Metadata 6 0 R", A4, "Anna And, CPR 010180-1234, konto 9999 0001234567", "<< /Note (010180-1234) >>");
	g_autoptr(cJSON) order = cJSON_CreateObject(), answer = NULL;
	json_text(order, "id", ID);
	json_int(order, "from", 1);
	json_int(order, "to", 5);
	json_push_text(json_array(order, "own"), "9999 0001234567");
	const CraftInput input = { "bilag.pdf", memory_of(pdf) };
	size_t size = 0;
	g_autofree char *made = make(reader, "redact", order, &input, 1, &answer, &size);
	assert_int_equal(json_get_int(answer, "struck", 0), 1);
	assert_int_equal(json_get_int(answer, "pages", 0), 1);
	assert_null(memmem(made, size, "010180", 6));
	g_autofree char *text = text_of(reader, made, size);
	assert_non_null(strstr(text, "Anna And,"));
	assert_non_null(strstr(text, "CPR"));
	assert_non_null(strstr(text, "0001234567"));
	assert_null(strstr(text, "1234,"));
	close(input.fd);
	g_string_free(pdf, TRUE);
}

static void bind_one(Reader *reader, const char *name, int fd)
{
	GString *front = page_with("", A4, "Indhold", NULL);
	g_autoptr(cJSON) order = cJSON_CreateObject();
	cJSON *row = json_push(json_array(order, "exhibits"));
	json_text(order, "id", ID);
	json_text(row, "stamp", "Bilag 1");
	json_text(row, "title", name);
	const CraftInput inputs[] = { { "forside.pdf", memory_of(front) }, { "skrift.pdf", memory_of(front) }, { name, fd } };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) files = NULL;
	bool bound = reader_craft(reader, "bind", "samlet.pdf", order, inputs, 3, folder_fd, "ud.samlet.", NULL, &files, &error);
	if (!bound)
		print_message("%s: %s\n", name, error_code(error));
	assert_true(bound);
	unlinkat(folder_fd, ((const ZipEntry *)files->pdata[0])->file, 0);
	close(inputs[0].fd);
	close(inputs[1].fd);
	g_string_free(front, TRUE);
}

/* Each broken, odd and locked file of other projects is fitted or refused; what was fitted can be bound. */
static void strangers_files_are_fitted_or_refused(void **state)
{
	(void)state;
	const char *corpora = corpora_folder("oracle/pdf-status.tsv", "test_intake_worker_binder");
	if (corpora == NULL)
		return;
	g_autofree char *list = g_build_filename(corpora, "oracle", "pdf-status.tsv", NULL), *rows = NULL;
	assert_true(g_file_get_contents(list, &rows, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
	g_autoptr(Reader) reader = reader_new(NULL);
	int fitted = 0, locked = 0, refused = 0;
	for (size_t i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 3);
		g_autofree char *path = g_build_filename(corpora, cells[0], NULL);
		g_autoptr(cJSON) order = cJSON_CreateObject(), answer = NULL;
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) files = NULL;
		json_text(order, "id", ID);
		const CraftInput input = { cells[0], open(path, O_RDONLY | O_CLOEXEC) };
		if (input.fd < 0)
			continue;
		if (reader_craft(reader, "exhibit", cells[0], order, &input, 1, folder_fd, "ud.", &answer, &files, &error)) {
			fitted += !json_get_bool(answer, "locked");
			locked += json_get_bool(answer, "locked");
			const char *made = files->len > 0 ? ((const ZipEntry *)files->pdata[0])->file : NULL;
			int fd = made != NULL ? openat(folder_fd, made, O_RDONLY | O_CLOEXEC) : input.fd;
			if (!json_get_bool(answer, "locked"))
				bind_one(reader, cells[0], fd);
			if (made != NULL) {
				close(fd);
				unlinkat(folder_fd, made, 0);
			}
		} else {
			if (strcmp(error_code(error), "pdf-damaged") != 0)
				print_message("%s: %s\n", cells[0], error_code(error));
			assert_int_equal(error_class(error), ERROR_INPUT);
			refused++;
		}
		close(input.fd);
	}
	print_message("%d fitted, %d locked, %d refused\n", fitted, locked, refused);
	assert_true(fitted > 150);
	assert_true(locked > 0);
}

static int open_folder(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return folder_fd < 0;
}

static int close_folder(void **state)
{
	(void)state;
	close(folder_fd);
	g_autofree char *command = g_strdup_printf("rm -rf %s", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_acts_is_taken_out),
		cmocka_unit_test(what_is_harmless_or_signed_goes_as_it_is),
		cmocka_unit_test(pages_of_any_shape_get_their_strip),
		cmocka_unit_test(struck_out_numbers_are_gone),
		cmocka_unit_test(strangers_files_are_fitted_or_refused),
	};
	return cmocka_run_group_tests(tests, open_folder, close_folder);
}
