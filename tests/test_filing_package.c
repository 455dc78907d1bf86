/* Packages of the demo's submissions: the parts, their hashes, the zip; the same bytes in another zone, locale, folder. */
#include "filing/archive.h"
#include "filing/package.h"
#include "intake/document.h"
#include "intake/folder.h"
#include "intake/reader.h"
#include "intake/record.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scratch.h"

typedef struct Desk {
	char *folder;
	Store *store;
	Reader *reader;
	Law *law;
} Desk;

static const StoreRoom rooms_none[] = { { NULL, NULL } };

static Desk desk_open(void)
{
	Desk desk = { .folder = scratch_make() };
	StoreRoom rooms[] = { intake_room, filing_room, rooms_none[0] };
	g_autofree char *home = g_build_filename(desk.folder, "home", NULL);
	desk.store = store_open(home, STORE_WRITE, rooms, digest_random, NULL);
	desk.reader = reader_new(g_getenv("PAAKRAV_WORKER"));
	desk.law = law_embedded(NULL);
	assert_non_null(desk.store);
	assert_non_null(desk.law);
	return desk;
}

static void desk_close(Desk *desk)
{
	store_free(desk->store);
	reader_free(desk->reader);
	law_free(desk->law);
	scratch_remove(desk->folder);
	g_free(desk->folder);
}

/* One file of a submission: kept, and read into the case's facts. */
static void take(Desk *desk, const char *folder, const char *name, GPtrArray *facts, GPtrArray *events, GPtrArray *documents)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	Document *document = g_new0(Document, 1);
	char hex[DIGEST_HEX];
	g_autoptr(GError) error = NULL;
	assert_true(digest_file(fd, name, hex, &document->size, &error));
	assert_true(store_keep(desk->store, fd, hex, &error));
	g_autoptr(Reading) reading = reader_read(desk->reader, name, fd, &error);
	assert_non_null(reading);
	close(fd);
	document->id = (int64_t)documents->len + 1;
	document->name = g_strdup(name);
	document->sha256 = g_strdup(hex);
	document->media = g_strdup(reading->media);
	g_ptr_array_add(documents, document);
	for (guint i = 0; i < reading->facts->len; i++) {
		Fact *fact = fact_copy(reading->facts->pdata[i]);
		fact->id = (int64_t)facts->len + 1;
		fact->proof.document = g_strdup(name);
		fact->proof.sha256 = g_strdup(hex);
		g_ptr_array_add(facts, fact);
	}
	for (guint i = 0; i < reading->events->len; i++) {
		Event *event = event_copy(reading->events->pdata[i]);
		event->id = (int64_t)events->len + 1;
		g_ptr_array_add(events, event);
	}
}

static Case *case_of(Desk *desk, const char *submission)
{
	GPtrArray *facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	GPtrArray *events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	g_autofree char *folder = g_build_filename("..", "fixtures", "inbox", submission, NULL);
	g_autoptr(GPtrArray) names = folder_list(folder, NULL);
	assert_non_null(names);
	assert_true(store_begin(desk->store, NULL));
	for (guint i = 0; i < names->len; i++)
		take(desk, folder, names->pdata[i], facts, events, documents);
	assert_true(store_commit(desk->store, NULL));
	return case_build("2026-000001", facts, events, documents);
}

/* Lay out into folder/name; the whole zip. */
static GBytes *layout(Desk *desk, const Assessment *assessment, const char *name, Package **package)
{
	g_autofree char *folder = g_build_filename(desk->folder, name, NULL);
	g_autofree char *zip = g_build_filename(folder, "2026-000001.zip", NULL);
	g_autoptr(GError) error = NULL;
	assert_true(folder_make(folder, NULL));
	*package = package_layout(assessment, desk->store, desk->reader, folder, &error);
	if (error != NULL)
		print_message("%s\n", error_text(error, LANG_EN));
	assert_non_null(*package);
	GBytes *bytes = file_read(zip, 100L * 1024 * 1024, NULL);
	assert_non_null(bytes);
	return bytes;
}

static GBytes *part_bytes(const Desk *desk, const char *name, const char *part)
{
	g_autofree char *path = g_build_filename(desk->folder, name, "2026-000001", part, NULL);
	GBytes *bytes = file_read(path, 100L * 1024 * 1024, NULL);
	assert_non_null(bytes);
	return bytes;
}

/* Each part is what the package says of it, and stands in the manifest, which does not name itself. */
static void check_parts(const Desk *desk, const char *name, const Package *package)
{
	g_autoptr(GBytes) manifest = part_bytes(desk, name, "manifest.xml");
	g_autofree char *text = g_strndup(g_bytes_get_data(manifest, NULL), g_bytes_get_size(manifest));
	for (guint i = 0; i < package->parts->len; i++) {
		const Part *part = package->parts->pdata[i];
		g_autoptr(GBytes) bytes = part_bytes(desk, name, part->name);
		char hex[DIGEST_HEX];
		digest_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), hex);
		assert_string_equal(hex, part->sha256);
		assert_int_equal(g_bytes_get_size(bytes), part->size);
		assert_int_equal(strstr(text, hex) != NULL, strcmp(part->name, "manifest.xml") != 0);
	}
	assert_string_equal(((Part *)package->parts->pdata[package->parts->len - 1])->name, "manifest.xml");
}

static void check_submission(Desk *desk, const char *submission, Route route, const char *const *parts)
{
	g_autoptr(Case) c = case_of(desk, submission);
	Date on;
	assert_true(date_parse("2026-11-22", &on));
	g_autoptr(Assessment) assessment = assess(c, desk->law, on);
	assert_string_equal(route_name(assessment->route), route_name(route));
	Package *first = NULL, *second = NULL;
	g_autofree char *a = g_strdup_printf("%s-a", submission), *b = g_strdup_printf("%s-b", submission);
	g_autoptr(GBytes) zip = layout(desk, assessment, a, &first);
	for (guint i = 0; i < first->parts->len; i++)
		assert_string_equal(((Part *)first->parts->pdata[i])->name, parts[i] != NULL ? parts[i] : "no such part");
	assert_null(parts[first->parts->len]);
	check_parts(desk, a, first);
	setenv("TZ", "Pacific/Kiritimati", 1);
	setenv("LC_ALL", "tr_TR.UTF-8", 1);
	tzset();
	g_autoptr(GBytes) again = layout(desk, assessment, b, &second);
	unsetenv("TZ");
	unsetenv("LC_ALL");
	tzset();
	assert_true(g_bytes_equal(zip, again));
	assert_string_equal(first->zip_sha256, second->zip_sha256);
	package_free(first);
	package_free(second);
}

static void a_form_has_nothing_attached(void **state)
{
	(void)state;
	Desk desk = desk_open();
	check_submission(&desk, "01-erhverv", ROUTE_BETALINGSPAAKRAV,
	                 (const char *const[]){ "paakrav.pdf", "felter.json", "felter.txt", "manifest.xml", NULL });
	check_submission(&desk, "32-to-skyldnere", ROUTE_BETALINGSPAAKRAV,
	                 (const char *const[]){ "paakrav.pdf", "felter.json", "felter.txt", "manifest.xml", NULL });
	desk_close(&desk);
}

static void a_claim_has_its_exhibits(void **state)
{
	(void)state;
	Desk desk = desk_open();
	check_submission(&desk, "07-indsigelse", ROUTE_CIVIL_CLAIM,
	                 (const char *const[]){ "felter.json", "felter.txt", "bilag-01.pdf", "bilag-02.pdf", "bilag-03.pdf", "samlet.pdf",
	                                        "manifest.xml", NULL });
	/* The agreement goes unchanged; the invoice is laid out. */
	g_autoptr(GBytes) copy = part_bytes(&desk, "07-indsigelse-a", "bilag-01.pdf");
	g_autoptr(GBytes) original = file_read("../fixtures/inbox/07-indsigelse/aftale.pdf", 10L * 1024 * 1024, NULL);
	assert_true(g_bytes_equal(copy, original));
	g_autoptr(GBytes) laid_out = part_bytes(&desk, "07-indsigelse-a", "bilag-02.pdf");
	assert_memory_equal(g_bytes_get_data(laid_out, NULL), "%PDF-1.5", 8);
	desk_close(&desk);
}

static void a_claim_for_goods_leaves_the_demand_open(void **state)
{
	(void)state;
	Desk desk = desk_open();
	g_autoptr(Case) c = case_of(&desk, "36-ikke-penge");
	Date on;
	assert_true(date_parse("2026-11-22", &on));
	g_autoptr(Assessment) assessment = assess(c, desk.law, on);
	assert_int_equal(assessment->route, ROUTE_CIVIL_CLAIM);
	Package *package = NULL;
	g_autoptr(GBytes) zip = layout(&desk, assessment, "goods", &package);
	g_autoptr(GBytes) fields = part_bytes(&desk, "goods", "felter.txt");
	assert_non_null(g_strstr_len(g_bytes_get_data(fields, NULL), (gssize)g_bytes_get_size(fields), "ikke kun et pengekrav"));
	package_free(package);
	desk_close(&desk);
}

static void another_route_yields_no_package(void **state)
{
	(void)state;
	Desk desk = desk_open();
	g_autoptr(Case) c = case_of(&desk, "01-erhverv");
	Date on;
	assert_true(date_parse("2026-11-22", &on));
	g_autoptr(Assessment) assessment = assess(c, desk.law, on);
	assessment->route = ROUTE_PERSON;
	g_autoptr(GError) error = NULL;
	assert_null(package_layout(assessment, desk.store, desk.reader, desk.folder, &error));
	assert_string_equal(error_code(error), "no-package");
	desk_close(&desk);
}

/* The hash of the zip that holds name with these bytes, made in this zone. */
static void archive_in_zone(const char *folder, const char *zone, Date day, char sha256[DIGEST_HEX])
{
	g_autofree char *file = g_build_filename(folder, "part", NULL), *path = g_build_filename(folder, "x.zip", NULL);
	g_setenv("TZ", zone, TRUE);
	tzset();
	Archive *archive = archive_new(path, day, NULL);
	assert_non_null(archive);
	assert_true(archive_add(archive, "felter.txt", file, 4, NULL));
	assert_true(archive_close(archive, sha256, NULL));
	archive_free(archive);
}

/* Days on which the clock is moved at midnight somewhere, or at 2 or 3 in the night. */
static void an_archive_is_the_same_in_every_zone(void **state)
{
	(void)state;
	static const char *const zones[] = { "Pacific/Kiritimati", "America/Havana", "Asia/Beirut", "Europe/Copenhagen", "Africa/Cairo",
		                                 "Pacific/Niue", "America/Asuncion", "XYZ-14:30", "AAA11BBB,M3.2.0/0,M11.1.0/0" };
	static const char *const days[] = { "1980-01-01", "2026-03-08", "2026-03-29", "2026-04-24", "2026-10-25", "2026-11-01",
		                                "2024-10-06", "2099-12-31" };
	g_autofree char *folder = scratch_make();
	scratch_write(folder, "part", "abc\n");
	for (size_t d = 0; d < G_N_ELEMENTS(days); d++) {
		Date day;
		char first[DIGEST_HEX], again[DIGEST_HEX];
		assert_true(date_parse(days[d], &day));
		archive_in_zone(folder, "UTC0", day, first);
		for (size_t z = 0; z < G_N_ELEMENTS(zones); z++) {
			archive_in_zone(folder, zones[z], day, again);
			assert_string_equal(first, again);
		}
	}
	g_unsetenv("TZ");
	tzset();
	g_autoptr(GPtrArray) left = folder_list(folder, NULL);
	assert_int_equal(left->len, 2);
	scratch_remove(folder);
}

/* Told before a byte is written; the file is a hole and takes no room. */
static void an_archive_too_large_is_refused(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autofree char *path = g_build_filename(folder, "x.zip", NULL), *file = g_build_filename(folder, "hole", NULL);
	scratch_write(folder, "hole", "");
	assert_int_equal(truncate(file, 4294967295), 0);
	g_autoptr(GError) error = NULL;
	Archive *archive = archive_new(path, DATE_NONE, NULL);
	assert_non_null(archive);
	assert_false(archive_add(archive, "bilag-01.pdf", file, 4294967295, &error));
	assert_string_equal(error_code(error), "package-too-large");
	archive_free(archive);
	scratch_remove(folder);
}

/* A full disk, or a folder that is gone, is told and leaves nothing. */
static void an_archive_that_fails_leaves_nothing(void **state)
{
	(void)state;
	g_autofree char *folder = scratch_make();
	g_autofree char *path = g_build_filename(folder, "x.zip", NULL), *file = g_build_filename(folder, "part", NULL);
	g_autofree char *lost = g_build_filename(folder, "gone", "x.zip", NULL);
	char hex[DIGEST_HEX];
	scratch_write(folder, "part", "abc\n");
	g_autoptr(GError) error = NULL;
	Archive *archive = archive_new(lost, DATE_NONE, &error);
	assert_true(archive == NULL || !archive_add(archive, "a", file, 4, &error) || !archive_close(archive, hex, &error));
	assert_int_equal(error_class(error), ERROR_DELIVERY);
	archive_free(archive);
	archive = archive_new(path, DATE_NONE, NULL);
	assert_non_null(archive);
	g_clear_error(&error);
	assert_false(archive_add(archive, "a", "/nonexistent/a", 1, &error));
	g_clear_error(&error);
	assert_false(archive_add(archive, "a", file, 5, &error));
	assert_string_equal(error_code(error), "part-changed");
	g_clear_error(&error);
	assert_true(archive_add(archive, "a", file, 4, &error));
	scratch_write(folder, "part", "a");
	assert_false(archive_close(archive, hex, &error));
	assert_string_equal(error_code(error), "part-changed");
	archive_free(archive);
	unlink(file);
	g_autoptr(GPtrArray) left = folder_list(folder, NULL);
	assert_int_equal(left->len, 0);
	scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_has_nothing_attached),
		cmocka_unit_test(a_claim_has_its_exhibits),
		cmocka_unit_test(a_claim_for_goods_leaves_the_demand_open),
		cmocka_unit_test(another_route_yields_no_package),
		cmocka_unit_test(an_archive_is_the_same_in_every_zone),
		cmocka_unit_test(an_archive_too_large_is_refused),
		cmocka_unit_test(an_archive_that_fails_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
