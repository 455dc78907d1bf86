#include "filing/package.h"

#include "filing/archive.h"
#include "filing/bundle.h"
#include "filing/claim.h"
#include "filing/exhibit_make.h"
#include "filing/form.h"
#include "filing/manifest.h"
#include "filing/official.h"
#include "filing/press.h"
#include "filing/template.h"
#include "filing/writ.h"
#include "intake/conf.h"
#include "intake/folder.h"

#include <fcntl.h>
#include <unistd.h>

void package_free(Package *package)
{
	if (package == NULL)
		return;
	g_free(package->case_id);
	g_free(package->zip_sha256);
	g_free(package->wordings);
	g_free(package->blank_sha256);
	g_free(package->map_sha256);
	if (package->blocked != NULL)
		g_ptr_array_unref(package->blocked);
	g_ptr_array_unref(package->parts);
	g_free(package);
}

char *package_wordings(const Templates *templates)
{
	static const char *const files[] = { "statement.txt", "claim.txt", NULL };
	return templates_hash_of(templates, files);
}

static bool fieldsheet(Press *press, const Sheet *sheet, const Statement *statement, GError **error)
{
	return press_write_text(press, "felter.json", "fieldsheet", sheet_json(sheet, statement_json(statement)), error) != NULL &&
	       press_write_text(press, "felter.txt", "fieldsheet", sheet_text(sheet), error) != NULL;
}

static bool finish(Press *press, const Sheet *sheet, const Sums *sums, const GPtrArray *exhibits, const char *folder,
                   GError **error)
{
	Package *package = press->package;
	char *text = manifest_text(package, press->assessment, sheet, sums, exhibits);
	if (press_write_text(press, "manifest.xml", "manifest", text, error) == NULL)
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

/* The court's own blank, filled. NULL without an Error: none is in use, or something does not go into it, which the sheet says. */
static GBytes *official_pages(Press *press, const Edition *edition, Sheet *sheet, int *pages, GError **error)
{
	Package *package = press->package;
	g_autoptr(Official) official = NULL;
	if (!official_in_force(press->store, press->reader, edition, &official, error) || official == NULL)
		return NULL;
	package->blank_sha256 = g_strdup(official->blank_sha256);
	package->map_sha256 = g_strdup(official->map_sha256);
	g_autoptr(GPtrArray) blocked = official_blocked();
	GBytes *bytes = official_fill(official, press->reader, sheet, press->folder, pages, blocked, error);
	if (bytes != NULL || blocked->len == 0)
		return bytes;
	for (guint i = 0; i < blocked->len; i++) {
		const OpenPoint *point = blocked->pdata[i];
		g_autofree char *da = g_strdup_printf("Rettens blanket kan ikke udfyldes. %s", point->da);
		g_autofree char *en = g_strdup_printf("The court's blank cannot be filled. %s", point->en);
		sheet_point(sheet, point->where, da, en);
	}
	package->blocked = g_steal_pointer(&blocked);
	return NULL;
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
	GError *fault = NULL;
	g_autoptr(GBytes) bytes = official_pages(press, edition, sheet, &pages, &fault);
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	if (bytes == NULL)
		bytes = form_pages(edition, sheet, statement, &pages, error);
	Part *form = bytes != NULL ? press_write(press, "paakrav.pdf", "form", bytes, error) : NULL;
	if (form == NULL)
		return false;
	form->pages = pages;
	return fieldsheet(press, sheet, statement, error) && finish(press, sheet, sums, NULL, folder, error);
}

/* What came after n parts is moved before them: what a person fills in comes before what belongs to it. */
static void parts_first(GPtrArray *parts, guint n)
{
	for (guint i = n; i < parts->len; i++)
		g_ptr_array_insert(parts, (gint)(i - n), g_ptr_array_steal_index(parts, i));
}

/* HOME/paakrav.conf, [claim] writ = yes: the civil claim is wanted as a document too. */
static bool part_writ(Press *press, const Sheet *sheet, const Statement *statement, GError **error)
{
	g_autofree char *asked = conf_text(store_home(press->store), "claim", "writ");
	const char *name = writ_name(press->assessment, g_strcmp0(asked, "yes") == 0);
	if (name == NULL)
		return true;
	int pages = 0;
	g_autoptr(GBytes) bytes = writ_pages(sheet, press->assessment, statement, press->templates, &pages, error);
	Part *part = bytes != NULL ? press_write(press, name, "writ", bytes, error) : NULL;
	if (part != NULL)
		part->pages = pages;
	return part != NULL;
}

static bool lay_out_claim(Press *press, const Claimed *claimed, const Sums *sums, const char *folder, GError **error)
{
	g_autoptr(Statement) statement = statement_write(press->assessment, claimed, sums, &voice_claim, press->templates, error);
	if (statement == NULL)
		return false;
	g_autoptr(Sheet) sheet = claim_sheet(press->assessment);
	g_autoptr(GPtrArray) exhibits = exhibits_of(press->assessment->on_case, sheet);
	if (!exhibits_make(press, exhibits, sheet, error) ||
	    !claim_fill(sheet, press->assessment, claimed, sums, statement, exhibits, press->templates, error))
		return false;
	sheet->wordings = press->package->wordings;
	press->package->blocked = exhibits_block(press->assessment->on_case, exhibits);
	bool bound = bundle_make(press, exhibits, sheet, error);
	sheet_warnings(sheet, press->assessment);
	guint all = press->package->parts->len;
	if (!bound || !fieldsheet(press, sheet, statement, error) || !part_writ(press, sheet, statement, error))
		return false;
	parts_first(press->package->parts, all);
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
	if (!folder_make(inner, error))
		return NULL;
	Press press = { assessment, store, reader, inner, open(inner, O_RDONLY | O_DIRECTORY | O_CLOEXEC), package, templates };
	bool fine = form ? lay_out_form(&press, claimed, sums, folder, error) : lay_out_claim(&press, claimed, sums, folder, error);
	if (press.folder_fd >= 0)
		close(press.folder_fd);
	return fine ? g_steal_pointer(&package) : NULL;
}
