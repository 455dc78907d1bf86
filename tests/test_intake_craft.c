/* What the locked room makes of documents: several go in, an answer and files come out, and an Error names its document. */
#include "intake/reader.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

static int memory_of(const char *text)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return fd;
}

static const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n"
                          "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                          "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

static void pages_are_counted(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(cJSON) answer = NULL;
	const CraftInput input = { "to sider.pdf", memory_of(pdf) };
	assert_true(reader_craft(reader, "look", input.name, NULL, &input, 1, -1, "", &answer, NULL, &error));
	assert_int_equal(json_get_int(answer, "pages", 0), 2);
	assert_false(json_get_bool(answer, "locked"));
	close(input.fd);
}

static void an_error_names_its_document(void **state)
{
	(void)state;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GError) error = NULL;
	const CraftInput input = { "brev.pdf", memory_of("%PDF-1.4\nintet") };
	assert_false(reader_craft(reader, "look", "pakken", NULL, &input, 1, -1, "", NULL, NULL, &error));
	assert_string_equal(error_code(error), "pdf-damaged");
	assert_string_equal(error_file(error), "brev.pdf");
	close(input.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_counted),
		cmocka_unit_test(an_error_names_its_document),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
