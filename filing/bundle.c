#include "filing/bundle.h"

#include "filing/exhibit_page.h"
#include "filing/page.h"
#include "filing/page_spot.h"
#include "intake/digest.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRONTS_MOST 5 /* layouts until the front is as long as the index says: its length hangs on the digits of page numbers */

/* The bundle on its way. */
typedef struct Binding {
	Press *press;
	const GPtrArray *exhibits;
	GArray *pages; /* int: of each exhibit, or of the page that stands in for it */
	GPtrArray *files; /* char*: in the package's folder, what is bound for each */
	GPtrArray *scratch; /* char*: those of them that are no parts, and our own pages */
	int fronts; /* pages before the first exhibit */
	cJSON *links;
} Binding;

static char *path_of(const Binding *b, const char *file)
{
	return g_build_filename(b->press->folder, file, NULL);
}

static bool scratch_put(Binding *b, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *path = path_of(b, name);
	g_ptr_array_add(b->scratch, g_strdup(name));
	return file_put(path, bytes, error);
}

/* ---- what is bound ---- */

static bool stand_in(Binding *b, const Exhibit *exhibit, const char *why, GError **error)
{
	g_autoptr(GBytes) bytes = exhibit_stand_in(exhibit, why, b->press->assessment->on, error);
	g_autofree char *name = g_strdup_printf("samlet.%d.pdf", exhibit->number);
	int one = 1;
	g_array_append_val(b->pages, one);
	g_ptr_array_add(b->files, g_strdup(name));
	return bytes != NULL && scratch_put(b, name, bytes, error);
}

static bool choose(Binding *b, Sheet *sheet, GError **error)
{
	int64_t bytes = 0;
	int leaves = 0;
	for (guint i = 0; i < b->exhibits->len; i++) {
		const Exhibit *exhibit = b->exhibits->pdata[i];
		bool large = bytes + exhibit->size > LIMIT_BOUND_BYTES || leaves + exhibit->pages > LIMIT_BOUND_PAGES;
		if (exhibit->unfit_da == NULL && exhibit->pages > 0 && !large) {
			bytes += exhibit->size;
			leaves += exhibit->pages;
			g_array_append_val(b->pages, exhibit->pages);
			g_ptr_array_add(b->files, g_strdup(exhibit->file));
			continue;
		}
		g_autofree char *why = exhibit->unfit_da != NULL ? g_strdup_printf("Bilaget kan ikke vises her. %s", exhibit->unfit_da)
		                                                 : g_strdup("Bilaget er for stort til den samlede fil og ligger kun for sig selv.");
		if (!stand_in(b, exhibit, why, error))
			return false;
		if (exhibit->unfit_da != NULL)
			continue;
		g_autofree char *where = g_strdup_printf("Bilag %d (%s)", exhibit->number, exhibit->document->name);
		sheet_point(sheet, where, "Bilaget er for stort til samlet.pdf og ligger kun for sig selv.",
		            "The exhibit is too large for samlet.pdf and is only there by itself.");
	}
	return true;
}

/* ---- the front ---- */

static void party_line(GString *out, const char *label, const Party *party)
{
	const char *name = field_text(&party->name);
	g_string_append_printf(out, "%s%s: %s", out->len > 0 ? "\n" : "", label, name != NULL ? name : "ikke oplyst");
}

static void cover(Pages *pages, const Binding *b, int total)
{
	const Assessment *assessment = b->press->assessment;
	const Case *c = assessment->on_case;
	g_autoptr(GString) parties = g_string_new(NULL);
	party_line(parties, "Sagsøger", c->creditor);
	for (guint i = 0; i < c->debtors->len; i++)
		party_line(parties, c->debtors->len > 1 ? "En af de sagsøgte" : "Sagsøgte", c->debtors->pdata[i]);
	g_autofree char *day = date_danish_long(assessment->on);
	g_autofree char *what = g_strdup_printf("Sag: %s\nRet: %s\nOpgjort: %s\nBilag: %u\nSider i alt: %d", c->id,
	                                        assessment->court != NULL ? assessment->court : "ikke afgjort", day != NULL ? day : "",
	                                        b->exhibits->len, total);
	pages_gap(pages, 40);
	pages_text(pages, FACE_TITLE, "Samlede bilag");
	pages_gap(pages, 6);
	const Cell cells[] = { { .twelfths = 12, .label = "Parter", .text = parties->str, .face = FACE_TEXT },
		                   { .twelfths = 12, .label = "Sag", .text = what, .face = FACE_TEXT } };
	pages_boxes(pages, &cells[0], 1);
	pages_boxes(pages, &cells[1], 1);
	pages_gap(pages, 6);
	pages_text(pages, FACE_TEXT,
	           "Bilagene er sat sammen her for at være lette at læse. De afleveres hver for sig, én fil pr. bilag. Over hver side er "
	           "der tilføjet en linje, der viser bilagets nummer og side; selve siden er ikke ændret.");
	pages_need(pages, 400);
}

static void index_table(Pages *pages, const Binding *b)
{
	static const Column columns[] = { { "Nr.", 11, ALIGN_LEFT }, { "Dato", 17, ALIGN_LEFT }, { "Titel", 38, ALIGN_LEFT },
		                              { "Type", 14, ALIGN_LEFT }, { "Sider", 8, ALIGN_RIGHT }, { "Begynder på side", 12, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	int first = b->fronts + 1;
	for (guint i = 0; i < b->exhibits->len; i++) {
		const Exhibit *exhibit = b->exhibits->pdata[i];
		char **cells = g_new0(char *, G_N_ELEMENTS(columns) + 1), *day = date_danish_long(exhibit->dated_on);
		cells[0] = g_strdup_printf("Bilag %d", exhibit->number);
		cells[1] = day != NULL ? day : g_strdup("udateret");
		cells[2] = g_strdup(exhibit->title);
		cells[3] = g_strdup(exhibit->kind);
		cells[4] = g_strdup_printf("%d", g_array_index(b->pages, int, i));
		cells[5] = g_strdup_printf("%d", first);
		first += g_array_index(b->pages, int, i);
		g_ptr_array_add(rows, cells);
	}
	pages_text(pages, FACE_TITLE, "Indhold");
	pages_gap(pages, 2);
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void hash_table(Pages *pages, const Binding *b)
{
	static const Column columns[] = { { "Nr.", 5, ALIGN_LEFT }, { "Fil og original", 33, ALIGN_LEFT }, { "SHA-256", 62, ALIGN_LEFT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < b->exhibits->len; i++) {
		const Exhibit *exhibit = b->exhibits->pdata[i];
		bool same = g_strcmp0(exhibit->sha256, exhibit->document->sha256) == 0;
		char **cells = g_new0(char *, G_N_ELEMENTS(columns) + 1);
		cells[0] = g_strdup_printf("%d", exhibit->number);
		cells[1] = g_strdup_printf("%s: %s\n%s: originalen", exhibit->file, exhibit->made, exhibit->document->name);
		cells[2] = g_strdup_printf("%s\n%s", exhibit->sha256, same ? "den samme" : exhibit->document->sha256);
		g_ptr_array_add(rows, cells);
	}
	pages_gap(pages, 6);
	pages_need(pages, 40);
	pages_text(pages, FACE_HEAD, "Filer og originaler");
	pages_gap(pages, 1);
	pages_text(pages, FACE_SMALL, "Hvert bilag er afleveret som sin egen fil. Originalen er bevaret uændret; tallene viser, at filerne er de samme.");
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void find_links(Binding *b, const Pages *pages)
{
	for (guint i = 0; i < b->exhibits->len; i++) {
		g_autofree char *text = g_strdup_printf("Bilag %d", ((const Exhibit *)b->exhibits->pdata[i])->number);
		int page, top, bottom;
		if (!pages_spot(pages, text, &page, &top, &bottom))
			continue;
		cJSON *link = json_push(b->links);
		json_int(link, "page", page);
		json_int(link, "left", 180);
		json_int(link, "right", 1920);
		json_int(link, "top", top);
		json_int(link, "bottom", bottom);
		json_int(link, "exhibit", (int64_t)i);
	}
}

static GBytes *front_once(Binding *b, int total, int *count, GError **error)
{
	const Assessment *assessment = b->press->assessment;
	g_autofree char *title = g_strdup_printf("Samlede bilag, sag %s", assessment->on_case->id);
	PagesInfo info = { .title = title, .author = "paakrav", .subject = title, .footer = title, .made_on = assessment->on, .all_pages = total };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	cover(pages, b, total);
	index_table(pages, b);
	hash_table(pages, b);
	cJSON *link;
	while ((link = cJSON_DetachItemFromArray(b->links, 0)) != NULL)
		cJSON_Delete(link);
	find_links(b, pages);
	return pages_finish(pages, count, error);
}

/* Laid out again until the pages that it names are those that come. */
static GBytes *front(Binding *b, GError **error)
{
	int leaves = 0, count = 2;
	for (guint i = 0; i < b->pages->len; i++)
		leaves += g_array_index(b->pages, int, i);
	for (int i = 0; i < FRONTS_MOST; i++) {
		b->fronts = count;
		g_autoptr(GBytes) bytes = front_once(b, b->fronts + leaves, &count, error);
		if (bytes == NULL || count == b->fronts)
			return g_steal_pointer(&bytes);
	}
	error_set(error, ERROR_INPUT, "bundle-failed", "Indholdsfortegnelsen kan ikke lægges.", "The index cannot be laid out.");
	return NULL;
}

/* A page with the letters of the stamps, so that their font comes along. */
static GBytes *ink(const Binding *b, GError **error)
{
	PagesInfo info = { .title = "Bilag", .made_on = b->press->assessment->on };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	pages_text(pages, FACE_SMALL, "Bilag 0123456789, side af");
	return pages_finish(pages, NULL, error);
}

/* ---- the binding ---- */

static cJSON *order_of(const Binding *b)
{
	cJSON *order = cJSON_CreateObject(), *list = json_array(order, "exhibits");
	for (guint i = 0; i < b->exhibits->len; i++) {
		const Exhibit *exhibit = b->exhibits->pdata[i];
		cJSON *row = json_push(list);
		g_autofree char *stamp = g_strdup_printf("Bilag %d", exhibit->number);
		g_autofree char *title = g_strdup_printf("Bilag %d: %s", exhibit->number, exhibit->title);
		json_text(row, "stamp", stamp);
		json_text(row, "title", title);
		json_text(row, "sha256", exhibit->sha256);
	}
	cJSON_AddItemToObject(order, "links", cJSON_Duplicate(b->links, true));
	/* The bundle is made of nothing but this, so this names it. */
	g_autofree char *text = json_print_compact(order);
	char hex[DIGEST_HEX];
	digest_hex(text, strlen(text), hex);
	hex[32] = '\0';
	json_text(order, "id", hex);
	return order;
}

static bool open_all(const Binding *b, CraftInput *inputs, GError **error)
{
	for (guint i = 0; i < b->files->len; i++) {
		g_autofree char *path = path_of(b, b->files->pdata[i]);
		inputs[i] = (CraftInput){ b->files->pdata[i], open(path, O_RDONLY | O_CLOEXEC) };
		if (inputs[i].fd < 0) {
			error_set(error, ERROR_DELIVERY, "file", "Bilaget kan ikke læses.", "The exhibit cannot be read.");
			error_at(error, inputs[i].name, 0, 0);
			return false;
		}
	}
	return true;
}

static bool bind_files(Binding *b, GError **error)
{
	g_autoptr(cJSON) order = order_of(b), answer = NULL;
	g_autoptr(GPtrArray) made = NULL;
	g_autofree CraftInput *inputs = g_new0(CraftInput, b->files->len);
	for (guint i = 0; i < b->files->len; i++)
		inputs[i].fd = -1;
	bool fine = open_all(b, inputs, error) && reader_craft(b->press->reader, "bind", "samlet.pdf", order, inputs, (int)b->files->len,
	                                                       b->press->folder_fd, "samlet.", &answer, &made, error);
	for (guint i = 0; i < b->files->len; i++)
		if (inputs[i].fd >= 0)
			close(inputs[i].fd);
	if (!fine)
		return false;
	const ZipEntry *entry = made->pdata[0];
	Part *part = press_take(b->press, entry->file, "samlet.pdf", "bundle", error);
	if (part == NULL)
		return false;
	part->pages = (int)json_get_int(answer, "pages", 0);
	part->title = g_strdup("Samlede bilag");
	return true;
}

static bool bundle_of(Binding *b, Sheet *sheet, GError **error)
{
	g_autoptr(GBytes) letters = ink(b, error);
	if (letters == NULL || !choose(b, sheet, error))
		return false;
	g_autoptr(GBytes) first = front(b, error);
	if (first == NULL || !scratch_put(b, "samlet.front.pdf", first, error) || !scratch_put(b, "samlet.ink.pdf", letters, error))
		return false;
	g_ptr_array_insert(b->files, 0, g_strdup("samlet.front.pdf"));
	g_ptr_array_insert(b->files, 1, g_strdup("samlet.ink.pdf"));
	return bind_files(b, error);
}

bool bundle_make(Press *press, const GPtrArray *exhibits, Sheet *sheet, GError **error)
{
	if (exhibits->len == 0)
		return true;
	g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free), scratch = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(cJSON) links = cJSON_CreateArray();
	Binding b = { .press = press, .exhibits = exhibits, .pages = pages, .files = files, .scratch = scratch, .links = links };
	bool fine = bundle_of(&b, sheet, error);
	for (guint i = 0; i < scratch->len; i++) {
		g_autofree char *path = path_of(&b, scratch->pdata[i]);
		unlink(path);
	}
	return fine;
}
