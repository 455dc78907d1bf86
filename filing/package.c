#include "filing/package.h"

#include "filing/archive.h"
#include "filing/claim.h"
#include "filing/form.h"
#include "filing/invoice_page.h"
#include "filing/manifest.h"
#include "filing/template.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A package on its way. */
typedef struct Press {
	const Assessment *assessment;
	Store *store;
	Reader *reader;
	char *folder; /* folder/CASE */
	Package *package;
	const Templates *templates;
} Press;

static void part_free(Part *part)
{
	g_free(part->name);
	g_free(part->sha256);
	g_free(part->title);
	g_free(part);
}

void package_free(Package *package)
{
	if (package == NULL)
		return;
	g_free(package->case_id);
	g_free(package->zip_sha256);
	g_free(package->wordings);
	g_ptr_array_unref(package->parts);
	g_free(package);
}

char *package_wordings(const Templates *templates)
{
	static const char *const files[] = { "statement.txt", "claim.txt", NULL };
	return templates_hash_of(templates, files);
}

static Part *part_add(Press *press, const char *name, const char *role)
{
	Part *part = g_new0(Part, 1);
	part->name = g_strdup(name);
	part->role = role;
	g_ptr_array_add(press->package->parts, part);
	return part;
}

/* A part of our own making. */
static Part *part_write(Press *press, const char *name, const char *role, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(press->folder, name, NULL);
	if (!file_put(path, bytes, error))
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char hex[DIGEST_HEX];
	digest_hex(data, size, hex);
	Part *part = part_add(press, name, role);
	part->sha256 = g_strdup(hex);
	part->size = (int64_t)size;
	return part;
}

static bool part_write_text(Press *press, const char *name, const char *role, char *text, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
	return part_write(press, name, role, bytes, error) != NULL;
}

static bool copy_fault(const char *name, GError **error)
{
	int number = errno;
	error_set(error, ERROR_DELIVERY, number == ENOSPC ? "disk-full" : "file", "Bilaget kan ikke skrives (%s).",
	          "The exhibit cannot be written (%s).", g_strerror(number));
	error_at(error, name, 0, 0);
	return false;
}

/* All of in to out, hashed on the way. */
static bool pour(int in, int out, Digest *digest, int64_t *size)
{
	char chunk[64 * 1024];
	for (;;) {
		ssize_t n = read(in, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		digest_update(digest, chunk, (size_t)n);
		*size += n;
		for (ssize_t done = 0; done < n;) {
			ssize_t m = write(out, chunk + done, (size_t)(n - done));
			if (m < 0 && errno != EINTR)
				return false;
			done += m > 0 ? m : 0;
		}
	}
}

/* The original, byte for byte; what the store gives back must be what was handed in. */
static bool part_copy(Press *press, const Exhibit *exhibit, int in, GError **error)
{
	g_autofree char *path = g_build_filename(press->folder, exhibit->file, NULL);
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (out < 0)
		return copy_fault(exhibit->file, error);
	Digest *digest = digest_new();
	int64_t size = 0;
	bool fine = pour(in, out, digest, &size);
	int number = errno;
	fine = close(out) == 0 && fine;
	uint8_t sum[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	digest_finish(digest, sum);
	digest_to_hex(sum, hex);
	errno = number;
	if (!fine) {
		copy_fault(exhibit->file, error);
		unlink(path);
		return false;
	}
	if (strcmp(hex, exhibit->document->sha256) != 0) {
		error_set(error, ERROR_INTEGRITY, "document-changed", "Det gemte dokument er ikke længere det indleverede.",
		          "The kept document is no longer the one handed in.");
		error_at(error, exhibit->document->name, 0, 0);
		return false;
	}
	Part *part = part_add(press, exhibit->file, "exhibit");
	part->sha256 = g_strdup(hex);
	part->size = size;
	part->title = g_strdup(exhibit->title);
	return true;
}

static bool part_lay_out(Press *press, const Exhibit *exhibit, int in, GError **error)
{
	const Document *document = exhibit->document;
	g_autoptr(Reading) reading = reader_read(press->reader, document->name, in, error);
	if (reading == NULL)
		return false;
	int pages = 0;
	g_autoptr(GBytes) bytes = invoice_pages(reading, exhibit->number, document->name, document->sha256,
	                                        press->assessment->on, &pages, error);
	Part *part = bytes != NULL ? part_write(press, exhibit->file, "exhibit", bytes, error) : NULL;
	if (part == NULL)
		return false;
	part->pages = pages;
	part->title = g_strdup(exhibit->title);
	return true;
}

static bool part_exhibit(Press *press, const Exhibit *exhibit, GError **error)
{
	int in = store_open_document(press->store, exhibit->document->sha256, error);
	if (in < 0)
		return false;
	bool fine = exhibit->laid_out ? part_lay_out(press, exhibit, in, error) : part_copy(press, exhibit, in, error);
	close(in);
	return fine;
}

static bool fieldsheet(Press *press, const Sheet *sheet, const Statement *statement, GError **error)
{
	return part_write_text(press, "felter.json", "fieldsheet", sheet_json(sheet, statement_json(statement)), error) &&
	       part_write_text(press, "felter.txt", "fieldsheet", sheet_text(sheet), error);
}

static bool finish(Press *press, const Sheet *sheet, const Sums *sums, const GPtrArray *exhibits, const char *folder,
                   GError **error)
{
	Package *package = press->package;
	char *text = manifest_text(package, press->assessment, sheet, sums, exhibits);
	if (!part_write_text(press, "manifest.xml", "manifest", text, error))
		return false;
	g_autofree char *name = g_strconcat(package->case_id, ".zip", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(Archive) archive = archive_new(path, press->assessment->on, error);
	for (guint i = 0; archive != NULL && i < package->parts->len; i++) {
		const Part *part = package->parts->pdata[i];
		g_autofree char *file = g_build_filename(press->folder, part->name, NULL);
		if (!archive_add(archive, part->name, file, part->size, error))
			return false;
	}
	char hex[DIGEST_HEX];
	if (archive == NULL || !archive_close(archive, hex, error))
		return false;
	package->zip_sha256 = g_strdup(hex);
	return true;
}

static bool lay_out_form(Press *press, const Claimed *claimed, const Sums *sums, const char *folder, GError **error)
{
	const Edition *edition = edition_on(press->assessment->on, error);
	if (edition == NULL)
		return false;
	g_autoptr(Statement) statement = statement_write(press->assessment, claimed, sums, &voice_form, press->templates, error);
	if (statement == NULL)
		return false;
	g_autoptr(Sheet) sheet = form_fill(edition, press->assessment, sums, statement);
	sheet->wordings = press->package->wordings;
	sheet_warnings(sheet, press->assessment);
	int pages = 0;
	g_autoptr(GBytes) bytes = form_pages(edition, sheet, statement, &pages, error);
	Part *form = bytes != NULL ? part_write(press, "paakrav.pdf", "form", bytes, error) : NULL;
	if (form == NULL)
		return false;
	form->pages = pages;
	return fieldsheet(press, sheet, statement, error) && finish(press, sheet, sums, NULL, folder, error);
}

static bool lay_out_claim(Press *press, const Claimed *claimed, const Sums *sums, const char *folder, GError **error)
{
	g_autoptr(Statement) statement = statement_write(press->assessment, claimed, sums, &voice_claim, press->templates, error);
	if (statement == NULL)
		return false;
	g_autoptr(Sheet) sheet = claim_sheet(press->assessment);
	g_autoptr(GPtrArray) exhibits = exhibits_of(press->assessment->on_case, sheet);
	claim_fill(sheet, press->assessment, claimed, sums, statement, exhibits);
	sheet->wordings = press->package->wordings;
	sheet_warnings(sheet, press->assessment);
	if (!fieldsheet(press, sheet, statement, error))
		return false;
	for (guint i = 0; i < exhibits->len; i++)
		if (!part_exhibit(press, exhibits->pdata[i], error))
			return false;
	return finish(press, sheet, sums, exhibits, folder, error);
}

Package *package_layout(const Assessment *assessment, Store *store, Reader *reader, const char *folder, GError **error)
{
	const Case *c = assessment->on_case;
	bool form = assessment->route == ROUTE_BETALINGSPAAKRAV;
	if (!form && assessment->route != ROUTE_CIVIL_CLAIM) {
		error_set(error, ERROR_INPUT, "no-package", "Sag %s giver ingen papirer på denne vej.", "Case %s yields no papers this way.",
		          c->id);
		return NULL;
	}
	g_autoptr(Templates) templates = templates_open(store_home(store), error);
	if (templates == NULL)
		return NULL;
	g_autoptr(Claimed) claimed = claimed_of(c, assessment->law, assessment->on);
	g_autoptr(Sums) sums = sums_of(assessment, claimed, error);
	if (sums == NULL)
		return NULL;
	if (form && !sums->known) {
		error_set_texts(error, ERROR_INPUT, "sum-unknown", assessment->owed->unknown_da, assessment->owed->unknown_en);
		return NULL;
	}
	g_autoptr(Package) package = g_new0(Package, 1);
	package->kind = form ? "betalingspaakrav" : "civil_claim";
	package->case_id = g_strdup(c->id);
	package->wordings = package_wordings(templates);
	package->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	g_autofree char *inner = g_build_filename(folder, c->id, NULL);
	Press press = { assessment, store, reader, inner, package, templates };
	if (!folder_make(inner, error))
		return NULL;
	bool fine = form ? lay_out_form(&press, claimed, sums, folder, error) : lay_out_claim(&press, claimed, sums, folder, error);
	return fine ? g_steal_pointer(&package) : NULL;
}
