/* Blanks of others, and bad ones: fields told, filled with letters of any script, sound afterwards; or refused by name. */
#include "filing/official.h"
#include "filing/page_overlay.h"
#include "intake/folder.h"
#include "tests/corpora.h"
#include "tests/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char words[] = "Søren Łęcki Ωμέγα";

static GBytes *bytes_of(const char *path)
{
	char *data;
	gsize size;
	g_autoptr(GError) error = NULL;
	if (!g_file_get_contents(path, &data, &size, &error))
		fail_msg("%s", error->message);
	return g_bytes_new_take(data, size);
}

/* One row of the order for each field that takes something; how many texts. */
static int order_all(const cJSON *fields, Overlay *layer, cJSON *order)
{
	cJSON *texts = json_array(order, "texts"), *ticks = json_array(order, "ticks");
	const cJSON *field;
	int count = 0;
	json_array(order, "stamps");
	cJSON_ArrayForEach(field, json_get(fields, "fields"))
	{
		const char *kind = json_get_text(field, "kind"), *name = json_get_text(field, "name");
		if (json_get_int(field, "number", 0) != 0 || json_get_bool(field, "hidden"))
			continue;
		if (json_get_text(field, "state") != NULL) {
			cJSON *row = json_push(ticks);
			json_text(row, "name", name);
			json_text(row, "state", json_get_text(field, "state"));
		} else if (strcmp(kind, "text") == 0 || strcmp(kind, "choice") == 0) {
			OverlayPlace place = { .width_um = json_get_int(field, "width_um", 0), .height_um = json_get_int(field, "height_um", 0) };
			char *part = NULL;
			int unknown, at = overlay_text(layer, &place, 1, words, 900, 100, &part, &unknown);
			assert_true(at >= 0);
			assert_int_equal(unknown, 0);
			cJSON *row = json_push(texts);
			json_text(row, "name", name);
			json_text(row, "text", part);
			cJSON_AddItemToArray(json_array(row, "layers"), cJSON_CreateNumber(at));
			g_free(part);
			count++;
		}
	}
	return count;
}

static GBytes *fill(Reader *reader, GBytes *blank, const cJSON *order, GBytes *layer, const char *folder, GError **error)
{
	g_autofree char *blank_path = g_build_filename(folder, "in.pdf", NULL), *layer_path = g_build_filename(folder, "layer.pdf", NULL);
	assert_true(file_write(blank_path, blank, NULL) && file_write(layer_path, layer, NULL));
	CraftInput inputs[] = { { "blanket.pdf", open(blank_path, O_RDONLY) }, { "lag.pdf", open(layer_path, O_RDONLY) } };
	int dir = open(folder, O_RDONLY | O_DIRECTORY);
	g_autoptr(GPtrArray) files = NULL;
	GBytes *out = NULL;
	if (reader_craft(reader, "fill", "blanket.pdf", order, inputs, 2, dir, "out.", NULL, &files, error)) {
		assert_int_equal(files->len, 1);
		g_autofree char *path = g_build_filename(folder, ((ZipEntry *)files->pdata[0])->file, NULL);
		out = bytes_of(path);
		unlink(path);
	}
	close(inputs[0].fd);
	close(inputs[1].fd);
	close(dir);
	return out;
}

/* What another's program says of the file; it must end well. */
static char *tool(const char *program, const char *argument, const char *path)
{
	const char *argv[] = { program, argument, path, strcmp(program, "pdftotext") == 0 ? "-" : NULL, NULL };
	char *out = NULL;
	int status = 1;
	g_autoptr(GError) error = NULL;
	if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error))
		fail_msg("%s", error->message);
	if (status != 0)
		fail_msg("%s %s: %d", program, path, status);
	return out;
}

static void filled_is_sound(const char *path, int least)
{
	g_autofree char *folder = scratch_make();
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) blank = bytes_of(path);
	g_autoptr(cJSON) fields = official_fields(reader, path, blank, &error);
	assert_null(error);
	g_autoptr(Overlay) layer = overlay_new(NULL);
	g_autoptr(cJSON) order = cJSON_CreateObject();
	int texts = order_all(fields, layer, order);
	assert_true(texts >= least);
	char *nothing = NULL;
	int unknown;
	OverlayPlace corner = { .width_um = 60000, .height_um = 5000 };
	int stamp = overlay_text(layer, &corner, 1, "Stemplet på side 1", 900, 700, &nothing, &unknown);
	g_free(nothing);
	cJSON *row = json_push((cJSON *)json_get(order, "stamps"));
	json_int(row, "page", 1);
	json_int(row, "left_um", 5000);
	json_int(row, "top_um", 5000);
	json_int(row, "layer", stamp);
	g_autoptr(GBytes) pages = overlay_finish(layer, DATE_NONE, NULL);
	g_autoptr(GBytes) out = fill(reader, blank, order, pages, folder, &error);
	assert_null(error);
	g_autoptr(GBytes) again = fill(reader, blank, order, pages, folder, &error);
	assert_true(g_bytes_equal(out, again));
	g_autofree char *filled = g_build_filename(folder, "filled.pdf", NULL);
	assert_true(file_write(filled, out, NULL));
	g_free(tool("qpdf", "--check", filled));
	g_autofree char *text = tool("pdftotext", "-layout", filled);
	int seen = 0;
	for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words))
		seen++;
	if (seen < least || strstr(text, "Stemplet på side 1") == NULL)
		fail_msg("%s: %d of %d texts are seen", path, seen, texts);
	g_autoptr(cJSON) after = official_fields(reader, filled, out, &error);
	assert_null(error);
	assert_int_equal(cJSON_GetArraySize(json_get(after, "fields")), cJSON_GetArraySize(json_get(fields, "fields")));
	scratch_remove(folder);
}

static void blanks_of_others_are_filled(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		int texts; /* at least so many are to be seen */
	} rows[] = { { "pypdf/resources/libreoffice-form.pdf", 4 },
		         { "pypdf/resources/FormTestFromOo.pdf", 6 },
		         { "ocrmypdf/tests/resources/acroform.pdf", 0 },
		         { "qpdf/qpdf/qtest/qpdf/form-bad-fields-array.pdf", 2 } };
	const char *corpora = corpora_folder("pypdf", "blanks_of_others_are_filled");
	for (size_t i = 0; corpora != NULL && i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_build_filename(corpora, rows[i].path, NULL);
		filled_is_sound(path, rows[i].texts);
	}
	filled_is_sound("../fixtures/forms/proeveblanket.pdf", 20);
}

/* A small blank in plain words: what stands in the catalog, in the page and in the one field besides. */
static GBytes *blank_of(const char *catalog, const char *page, const char *field)
{
	char *text = g_strdup_printf("%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]%s>>endobj\n"
	                             "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	                             "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots[4 0 R]%s>>endobj\n"
	                             "4 0 obj<</Type/Annot/Subtype/Widget/T(navn)/Rect[100 600 300 620]%s>>endobj\n"
	                             "trailer<</Root 1 0 R>>\n%%%%EOF\n",
	                             catalog, page, field);
	return g_bytes_new_take(text, strlen(text));
}

static cJSON *fields_of(const char *catalog, const char *page, const char *field, GError **error)
{
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GBytes) bytes = blank_of(catalog, page, field);
	return official_fields(reader, "blanket.pdf", bytes, error);
}

static void bad_blanks_are_refused_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *catalog, *page, *field, *code;
	} rows[] = {
		{ "/XFA(x)>>/NeedsRendering true", "", "/FT/Tx", "blank-xfa" },
		{ ">>/Perms<</DocMDP<<>>>>", "", "/FT/Tx", "blank-signed" },
		{ ">>", "", "/FT/Sig/V<</Type/Sig>>", "blank-signed" },
		{ ">>", "/MediaBox[0 0 0 0]", "/FT/Tx", "pdf-damaged" },
		{ ">>", "/MediaBox(x)", "/FT/Tx", "pdf-damaged" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(cJSON) fields = fields_of(rows[i].catalog, rows[i].page, rows[i].field, &error);
		assert_null(fields);
		assert_string_equal(error_code(error), rows[i].code);
		assert_string_equal(error_file(error), "blanket.pdf");
	}
	static const char *const broken[] = { "", "hej", "%PDF-1.7\n", "%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n" };
	g_autoptr(Reader) reader = reader_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) bytes = g_bytes_new(broken[i], strlen(broken[i]));
		assert_null(official_fields(reader, "blanket.pdf", bytes, &error));
		assert_string_equal(error_code(error), "pdf-damaged");
	}
}

static const cJSON *only(const cJSON *fields)
{
	assert_non_null(fields);
	assert_int_equal(cJSON_GetArraySize(json_get(fields, "fields")), 1);
	return cJSON_GetArrayItem(json_get(fields, "fields"), 0);
}

static void a_turned_page_is_measured_as_it_is_shown(void **state)
{
	(void)state;
	static const struct {
		const char *page;
		int left, top, width, height; /* in points */
	} rows[] = { { "", 100, 180, 200, 20 },
		         { "/CropBox[50 100 550 700]", 50, 80, 200, 20 },
		         { "/Rotate 90", 600, 100, 20, 200 },
		         { "/Rotate 180", 300, 600, 200, 20 },
		         { "/Rotate -90", 180, 300, 20, 200 } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(cJSON) fields = fields_of(">>", rows[i].page, "/FT/Tx", &error);
		const cJSON *field = only(fields);
		const int points[] = { rows[i].left, rows[i].top, rows[i].width, rows[i].height };
		static const char *const keys[] = { "left_um", "top_um", "width_um", "height_um" };
		for (int k = 0; k < 4; k++)
			assert_in_range(json_get_int(field, keys[k], -1), points[k] * 25400 / 72 - 1, points[k] * 25400 / 72 + 1);
	}
}

static void what_is_active_is_not_carried_on(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autoptr(GError) error = NULL;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GBytes) blank = blank_of(">>/OpenAction<</S/JavaScript/JS(evil)>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(evil)>>]>>>>",
	                                   "/AA<</O<</S/JavaScript/JS(evil)>>>>", "/FT/Tx/AA<</K<</S/JavaScript/JS(evil)>>>>/A<</S/Launch/F(evil)>>");
	g_autoptr(cJSON) fields = official_fields(reader, "blanket.pdf", blank, &error);
	assert_true(json_get_bool(fields, "active"));
	g_autoptr(Overlay) layer = overlay_new(NULL);
	g_autoptr(cJSON) order = cJSON_CreateObject();
	assert_int_equal(order_all(fields, layer, order), 1);
	g_autoptr(GBytes) pages = overlay_finish(layer, DATE_NONE, NULL);
	g_autoptr(GBytes) out = fill(reader, blank, order, pages, folder, &error);
	assert_null(error);
	g_autoptr(cJSON) after = official_fields(reader, "blanket.pdf", out, &error);
	assert_false(json_get_bool(after, "active"));
	gsize size;
	const char *data = g_bytes_get_data(out, &size);
	assert_null(g_strstr_len(data, (gssize)size, "evil"));
	scratch_remove(folder);
}

static void a_place_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	static const char *const orders[] = {
		"{\"texts\":[{\"name\":\"findes ikke\",\"text\":\"x\",\"layers\":[0]}]}",
		"{\"ticks\":[{\"name\":\"navn\",\"state\":\"Ja\"}]}",
		"{\"stamps\":[{\"page\":2,\"left_um\":0,\"top_um\":0,\"layer\":0}]}",
		"{\"stamps\":[{\"page\":1,\"left_um\":0,\"top_um\":0,\"layer\":9}]}",
	};
	g_autofree char *folder = scratch_make();
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GBytes) blank = blank_of(">>", "", "/FT/Tx");
	g_autoptr(Overlay) layer = overlay_new(NULL);
	OverlayPlace place = { .width_um = 60000, .height_um = 5000 };
	char *part = NULL;
	int unknown;
	overlay_text(layer, &place, 1, "x", 900, 700, &part, &unknown);
	g_free(part);
	g_autoptr(GBytes) pages = overlay_finish(layer, DATE_NONE, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(cJSON) order = json_parse(orders[i], strlen(orders[i]));
		assert_null(fill(reader, blank, order, pages, folder, &error));
		assert_string_equal(error_code(error), "blank-field");
	}
	scratch_remove(folder);
}

static void a_text_goes_on_from_place_to_place_and_is_never_cut(void **state)
{
	(void)state;
	g_autoptr(Overlay) layer = overlay_new(NULL);
	OverlayPlace places[] = { { .width_um = 50000, .height_um = 12000, .lines = true }, { .width_um = 80000, .height_um = 12000, .lines = true } };
	static const char text[] = "Et første afsnit, der er længere end det første sted, og som derfor går videre i det andet sted på samme side.";
	char *parts[2] = { NULL, NULL };
	int unknown;
	assert_int_equal(overlay_text(layer, places, 2, text, 900, 700, parts, &unknown), 0);
	g_autofree char *joined = g_strconcat(parts[0], " ", parts[1], NULL);
	assert_string_equal(joined, text);
	assert_true(*parts[1] != '\0');
	g_free(parts[0]);
	g_free(parts[1]);
	parts[0] = parts[1] = NULL;
	g_autofree char *twice = g_strconcat(text, " ", text, text, text, text, text, NULL);
	assert_int_equal(overlay_text(layer, places, 2, twice, 900, 700, parts, &unknown), -1);
	assert_null(parts[0]);
	OverlayPlace cells = { .width_um = 20000, .height_um = 7000, .cells = 4 };
	assert_int_equal(overlay_text(layer, &cells, 1, "12345", 900, 700, parts, &unknown), -1);
	assert_int_equal(overlay_text(layer, &cells, 1, "1234", 900, 700, parts, &unknown), 2);
	g_free(parts[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_of_others_are_filled),
		cmocka_unit_test(bad_blanks_are_refused_by_name),
		cmocka_unit_test(a_turned_page_is_measured_as_it_is_shown),
		cmocka_unit_test(what_is_active_is_not_carried_on),
		cmocka_unit_test(a_place_that_is_not_there_is_an_error),
		cmocka_unit_test(a_text_goes_on_from_place_to_place_and_is_never_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
