#include "filing/exhibit_make.h"

#include "filing/exhibit_page.h"
#include "filing/invoice_page.h"

#include <string.h>
#include <unistd.h>

/* One exhibit on its way. */
typedef struct Making {
	Press *press;
	const GPtrArray *exhibits;
	Exhibit *exhibit;
	Sheet *sheet;
	int in; /* the original */
} Making;

static const Document *original(const Making *m)
{
	return m->exhibit->document;
}

static void tell(const Making *m, const char *da, const char *en)
{
	g_autofree char *where = g_strdup_printf("Bilag %d (%s)", m->exhibit->number, original(m)->name);
	sheet_point(m->sheet, where, da, en);
}

static void settle(Making *m, Part *part, int pages, const char *made)
{
	part->pages = pages;
	part->title = g_strdup(m->exhibit->title);
	m->exhibit->sha256 = g_strdup(part->sha256);
	m->exhibit->size = part->size;
	m->exhibit->pages = pages;
	m->exhibit->made = g_strdup(made);
}

/* ---- the original as it is ---- */

static bool copy_whole(Making *m, int pages, GError **error)
{
	Part *part = press_copy(m->press, m->exhibit->file, "exhibit", original(m), m->in, error);
	if (part == NULL)
		return false;
	settle(m, part, pages, "Originalen, uændret");
	return true;
}

/* It goes along under its own ending; a person must see to it. */
static bool copy_unfit(Making *m, const char *da, const char *en, GError **error)
{
	g_autofree char *ending = strcmp(original(m)->media, "pdf") == 0 ? g_strdup("pdf") : exhibit_ending(m->exhibit);
	g_free(m->exhibit->file);
	m->exhibit->file = g_strdup_printf("bilag-%02d.%s", m->exhibit->number, ending);
	m->exhibit->unfit_da = g_strdup(da);
	m->exhibit->unfit_en = g_strdup(en);
	tell(m, da, en);
	return copy_whole(m, 0, error);
}

/* The document's own fault makes it unfit; the world's ends the package. */
static bool copy_faulty(Making *m, GError *fault, GError **error)
{
	if (error_class(fault) != ERROR_INPUT) {
		g_propagate_error(error, fault);
		return false;
	}
	const char *remedy_da = error_remedy_text(fault, LANG_DA), *remedy_en = error_remedy_text(fault, LANG_EN);
	g_autofree char *da = g_strdup_printf("%s%s%s", error_text(fault, LANG_DA), remedy_da != NULL ? " " : "", remedy_da != NULL ? remedy_da : "");
	g_autofree char *en = g_strdup_printf("%s%s%s", error_text(fault, LANG_EN), remedy_en != NULL ? " " : "", remedy_en != NULL ? remedy_en : "");
	g_error_free(fault);
	return copy_unfit(m, da, en, error);
}

/* ---- laid out ---- */

/* What lay in the document, as the record has it, with its number where it is an exhibit too. */
static GPtrArray *enclosed_in(const Making *m)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	const Case *c = m->press->assessment->on_case;
	g_autofree char *within = g_strconcat(original(m)->name, "/", NULL);
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (strcmp(fact->name, "document.parent") != 0 || strcmp(fact->value, original(m)->name) != 0)
			continue;
		const char *name = fact->subject + strlen("document/");
		const Exhibit *exhibit = NULL;
		for (guint k = 0; k < m->exhibits->len; k++)
			if (strcmp(((const Exhibit *)m->exhibits->pdata[k])->document->name, name) == 0)
				exhibit = m->exhibits->pdata[k];
		const char *shown = g_str_has_prefix(name, within) ? name + strlen(within) : name;
		g_ptr_array_add(list, exhibit != NULL ? g_strdup_printf("%s (bilag %d)", shown, exhibit->number) : g_strdup(shown));
	}
	return list;
}

static bool has_text(const Reading *reading)
{
	for (guint i = 0; i < reading->pages->len; i++)
		for (const char *at = ((const PageText *)reading->pages->pdata[i])->text; *at != '\0'; at++)
			if (!g_ascii_isspace(*at))
				return true;
	return false;
}

static bool lay_out(Making *m, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Reading) reading = reader_read(m->press->reader, original(m)->name, m->in, &fault);
	if (reading == NULL)
		return copy_faulty(m, fault, error);
	Date day = m->press->assessment->on;
	int pages = 0;
	g_autoptr(GBytes) bytes = NULL;
	bool invoice = document_is_einvoice(original(m));
	if (invoice) {
		bytes = invoice_pages(reading, m->exhibit->number, original(m)->name, original(m)->sha256, day, &pages, error);
	} else if (!has_text(reading) && strcmp(reading->media, "mail") != 0) {
		return copy_unfit(m, "Filen har ingen tekst, der kan vises; lav den til PDF.", "The file has no text to show; make it a PDF.", error);
	} else {
		g_autoptr(GPtrArray) enclosed = enclosed_in(m);
		bytes = exhibit_pages(reading, m->exhibit, enclosed, day, &pages, error);
	}
	Part *part = bytes != NULL ? press_write(m->press, m->exhibit->file, "exhibit", bytes, error) : NULL;
	if (part == NULL)
		return false;
	settle(m, part, pages, invoice ? "Gengivet fra den elektroniske faktura" : "Teksten gengivet fra filen");
	return true;
}

/* ---- PDF ---- */

static bool make_pdf(Making *m, GError **error)
{
	g_autoptr(cJSON) answer = NULL;
	GError *fault = NULL;
	const CraftInput input = { original(m)->name, m->in };
	if (!reader_craft(m->press->reader, "look", input.name, NULL, &input, 1, -1, "", &answer, NULL, &fault))
		return copy_faulty(m, fault, error);
	if (json_get_bool(answer, "locked"))
		return copy_unfit(m, "PDF-filen er låst med en adgangskode. Åbn den, og gem den uden adgangskode.",
		                  "The PDF is locked with a password. Open it and save it without one.", error);
	return copy_whole(m, (int)json_get_int(answer, "pages", 0), error);
}

/* ---- each by its kind ---- */

static bool is_laid_out(const Document *document)
{
	static const char *const media[] = { "mail", "office", "text", NULL };
	return document_is_einvoice(document) || g_strv_contains(media, document->media);
}

static bool make_one(Making *m, GError **error)
{
	if (original(m)->size == 0)
		return copy_unfit(m, "Filen er tom.", "The file is empty.", error);
	if (strcmp(original(m)->media, "pdf") == 0)
		return make_pdf(m, error);
	if (is_laid_out(original(m)))
		return lay_out(m, error);
	return copy_unfit(m, "Portalen modtager ikke denne filtype, og den kan ikke gengives; lav den til PDF.",
	                  "The portal does not take this type of file, and it cannot be laid out; make it a PDF.", error);
}

bool exhibits_make(Press *press, const GPtrArray *exhibits, Sheet *sheet, GError **error)
{
	for (guint i = 0; i < exhibits->len; i++) {
		Making m = { .press = press, .exhibits = exhibits, .exhibit = exhibits->pdata[i], .sheet = sheet };
		m.in = store_open_document(press->store, m.exhibit->document->sha256, error);
		if (m.in < 0)
			return false;
		bool fine = make_one(&m, error);
		close(m.in);
		if (!fine)
			return false;
	}
	return true;
}
