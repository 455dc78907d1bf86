#include "filing/exhibit_make.h"

#include "filing/exhibit_page.h"
#include "filing/exhibit_private.h"
#include "filing/invoice_page.h"
#include "intake/digest.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <stdio.h>
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

/* ---- made in the locked room ---- */

/* What the room made of it lies under its first name; the exhibit's identifier is told by the original's hash and what was done. */
static cJSON *order_for(const Making *m, const char *what)
{
	cJSON *order = cJSON_CreateObject();
	g_autofree char *text = g_strdup_printf("%s %s", original(m)->sha256, what);
	char hex[DIGEST_HEX];
	digest_hex(text, strlen(text), hex);
	hex[32] = '\0';
	json_text(order, "id", hex);
	json_text(order, "recalls", original(m)->sha256);
	return order;
}

static bool craft(const Making *m, const char *what, const cJSON *order, cJSON **answer, GPtrArray **files, GError **fault)
{
	const CraftInput input = { original(m)->name, m->in };
	g_autofree char *prefix = g_strdup_printf("bilag.%d.", m->exhibit->number);
	return reader_craft(m->press->reader, what, input.name, order, &input, 1, m->press->folder_fd, prefix, answer, files, fault);
}

static bool take_made(Making *m, const char *file, int pages, const char *made, GError **error)
{
	Part *part = press_take(m->press, file, m->exhibit->file, "exhibit", error);
	if (part == NULL)
		return false;
	settle(m, part, pages, made);
	return true;
}

static void tell_unread(const Making *m, const char *unread)
{
	if (unread == NULL || *unread == '\0')
		return;
	g_autofree char *da = g_strdup_printf("Teksten kunne ikke genkendes på side %s; portalen kræver, at den kan søges.", unread);
	g_autofree char *en = g_strdup_printf("The text on page %s was not recognised; the portal wants it searchable.", unread);
	tell(m, da, en);
}

/* ---- PDF ---- */

static const Fact *document_fact(const Making *m, const char *name)
{
	const Case *c = m->press->assessment->on_case;
	g_autofree char *subject = g_strconcat("document/", original(m)->name, NULL);
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && strcmp(fact->subject, subject) == 0)
			return fact;
	}
	return NULL;
}

/* What a PDF would do by itself, in words: "scripts og indlejrede filer". */
static char *arms_said(const cJSON *answer, Lang lang)
{
	static const struct {
		const char *arm;
		Say say;
	} words[] = {
		{ "javascript", { "scripts", "scripts" } },
		{ "launch", { "åbning af programmer eller filer", "opening of programs or files" } },
		{ "send", { "afsendelse af formulardata", "sending of form data" } },
		{ "files", { "indlejrede filer", "embedded files" } },
		{ "xfa", { "en XFA-formular", "an XFA form" } },
		{ "media", { "lyd eller film", "sound or film" } },
	};
	GString *text = g_string_new(NULL);
	const cJSON *arm;
	cJSON_ArrayForEach(arm, json_get(answer, "arms"))
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (g_strcmp0(arm->valuestring, words[i].arm) == 0)
				g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", say(words[i].say, lang));
	return g_string_free(text, FALSE);
}

static bool copy_signed(Making *m, const cJSON *answer, GError **error)
{
	g_autofree char *da = arms_said(answer, LANG_DA), *en = arms_said(answer, LANG_EN);
	if (*da != '\0') {
		g_autofree char *point_da = g_strdup_printf("Filen er underskrevet elektronisk og er derfor ikke ændret, men den indeholder %s. Afklar, om den kan afleveres.", da);
		g_autofree char *point_en = g_strdup_printf("The file is signed electronically and therefore not changed, but it holds %s. Find out whether it can be handed in.", en);
		tell(m, point_da, point_en);
	}
	if (m->exhibit->redact)
		return copy_unfit(m, "Filen er underskrevet elektronisk og ændres ikke; numrene kan ikke streges ud i den.",
		                  "The file is signed electronically and not changed; the numbers cannot be struck out of it.", error);
	if (!copy_whole(m, (int)json_get_int(answer, "pages", 0), error))
		return false;
	g_free(m->exhibit->made);
	m->exhibit->made = g_strdup("Originalen, uændret; den er underskrevet elektronisk");
	return true;
}

static char *pdf_made(const cJSON *answer)
{
	g_autofree char *arms = arms_said(answer, LANG_DA);
	GString *text = g_string_new("Kopi af originalen");
	if (json_get_int(answer, "recognised", 0) > 0)
		g_string_append(text, ", gjort søgbar");
	if (json_get_bool(answer, "encrypted"))
		g_string_append(text, ", uden kryptering");
	if (*arms != '\0')
		g_string_append_printf(text, ", uden %s", arms);
	return g_string_free(text, FALSE);
}

static void tell_disarmed(const Making *m, const cJSON *answer)
{
	g_autofree char *da = arms_said(answer, LANG_DA), *en = arms_said(answer, LANG_EN);
	if (*da == '\0')
		return;
	bool xfa = strstr(da, "XFA") != NULL;
	g_autofree char *point_da = g_strdup_printf("Bilaget er en kopi uden %s; originalen er bevaret uændret.%s", da,
	                                            xfa ? " Se efter, at siderne ikke er tomme, ellers udskriv originalen som PDF." : "");
	g_autofree char *point_en = g_strdup_printf("The exhibit is a copy without %s; the original is kept unchanged.%s", en,
	                                            xfa ? " See that its pages are not empty, else print the original as PDF." : "");
	tell(m, point_da, point_en);
}

static bool make_pdf(Making *m, GError **error)
{
	g_autoptr(cJSON) answer = NULL, order = order_for(m, "exhibit");
	g_autoptr(GPtrArray) files = NULL;
	GError *fault = NULL;
	const Fact *text = document_fact(m, "document.text");
	json_bool(order, "recognise", text == NULL || strcmp(text->value, "text") != 0);
	if (!craft(m, "exhibit", order, &answer, &files, &fault))
		return copy_faulty(m, fault, error);
	if (json_get_bool(answer, "locked"))
		return copy_unfit(m, "PDF-filen er låst med en adgangskode. Åbn den, og gem den uden adgangskode.",
		                  "The PDF is locked with a password. Open it and save it without one.", error);
	if (json_get_bool(answer, "signed"))
		return copy_signed(m, answer, error);
	tell_disarmed(m, answer);
	tell_unread(m, json_get_text(answer, "unread"));
	int pages = (int)json_get_int(answer, "pages", 0);
	if (files->len == 0)
		return copy_whole(m, pages, error);
	g_autofree char *made = pdf_made(answer);
	return take_made(m, ((const ZipEntry *)files->pdata[0])->file, pages, made, error);
}

/* ---- pictures ---- */

#define PICTURES_A_JOB 5 /* pages that one job unpacks, recalls and packs within its seconds */

/* Files of several jobs become one; they go. */
static bool join(Making *m, const GPtrArray *pieces, int pages, const char *made, GError **error)
{
	g_autoptr(cJSON) order = order_for(m, "join");
	g_autoptr(GPtrArray) files = NULL;
	g_autofree CraftInput *inputs = g_new0(CraftInput, pieces->len);
	g_autofree char *prefix = g_strdup_printf("bilag.%d.all.", m->exhibit->number);
	cJSON_DeleteItemFromObject(order, "recalls");
	for (guint i = 0; i < pieces->len; i++)
		inputs[i] = (CraftInput){ original(m)->name, openat(m->press->folder_fd, pieces->pdata[i], O_RDONLY | O_CLOEXEC) };
	bool fine = reader_craft(m->press->reader, "join", original(m)->name, order, inputs, (int)pieces->len, m->press->folder_fd, prefix, NULL, &files,
	                         error);
	for (guint i = 0; i < pieces->len; i++) {
		close(inputs[i].fd);
		unlinkat(m->press->folder_fd, pieces->pdata[i], 0);
	}
	return fine && take_made(m, ((const ZipEntry *)files->pdata[0])->file, pages, made, error);
}

/* Have a craft work through the pages, some at a time, until it has told all of them. */
static bool in_pieces(Making *m, const char *what, const cJSON *order, GPtrArray *pieces, int *pages, GString *unread, GError **fault)
{
	int all = 1;
	for (int from = 1; from <= all && from <= LIMIT_PAGES; from += PICTURES_A_JOB) {
		g_autoptr(cJSON) part = cJSON_Duplicate(order, true), answer = NULL;
		g_autoptr(GPtrArray) files = NULL;
		json_int(part, "from", from);
		json_int(part, "to", from + PICTURES_A_JOB - 1);
		if (!craft(m, what, part, &answer, &files, fault))
			return false;
		all = (int)json_get_int(answer, "all", 1);
		*pages += (int)json_get_int(answer, "pages", 0);
		const char *there = json_get_text(answer, "unread");
		if (there != NULL && *there != '\0')
			g_string_append_printf(unread, "%s%s", unread->len > 0 ? ", " : "", there);
		g_autofree char *piece = g_strdup_printf("bilag.%d.piece.%d", m->exhibit->number, from);
		if (renameat(m->press->folder_fd, ((const ZipEntry *)files->pdata[0])->file, m->press->folder_fd, piece) != 0)
			return error_set(fault, ERROR_DELIVERY, "file", "Bilaget kan ikke skrives.", "The exhibit cannot be written.");
		g_ptr_array_add(pieces, g_steal_pointer(&piece));
	}
	return true;
}

static void drop_pieces(const Making *m, const GPtrArray *pieces)
{
	for (guint i = 0; i < pieces->len; i++)
		unlinkat(m->press->folder_fd, pieces->pdata[i], 0);
}

static bool make_picture(Making *m, GError **error)
{
	g_autoptr(cJSON) order = order_for(m, "picture");
	g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) unread = g_string_new(NULL);
	GError *fault = NULL;
	int pages = 0;
	if (!in_pieces(m, "picture", order, pieces, &pages, unread, &fault)) {
		drop_pieces(m, pieces);
		return copy_faulty(m, fault, error);
	}
	tell_unread(m, unread->str);
	const char *made = "Billedet som PDF, gjort søgbart";
	return pieces->len == 1 ? take_made(m, pieces->pdata[0], pages, made, error) : join(m, pieces, pages, made, error);
}

/* ---- struck out ---- */

/* The copy as it was made is drawn anew, page by page, without the numbers; only the new one is a part. */
static bool redact(Making *m, GError **error)
{
	Exhibit *exhibit = m->exhibit;
	if (!exhibit->redact || exhibit->unfit_da != NULL)
		return true;
	GPtrArray *parts = m->press->package->parts;
	part_free(g_ptr_array_steal_index(parts, parts->len - 1));
	g_autofree char *made = g_strdup_printf("%s; numre streget ud, siderne er billeder", exhibit->made);
	g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) unread = g_string_new(NULL);
	g_autoptr(cJSON) order = order_for(m, "redact");
	g_auto(GStrv) own = private_own(m->press->assessment->on_case);
	GError *fault = NULL;
	int pages = 0, original_in = m->in;
	cJSON_DeleteItemFromObject(order, "recalls");
	cJSON *list = json_array(order, "own");
	for (size_t i = 0; own[i] != NULL; i++)
		json_push_text(list, own[i]);
	m->in = openat(m->press->folder_fd, exhibit->file, O_RDONLY | O_CLOEXEC);
	bool fine = m->in >= 0 && in_pieces(m, "redact", order, pieces, &pages, unread, &fault);
	if (m->in >= 0)
		close(m->in);
	m->in = original_in;
	g_clear_pointer(&exhibit->sha256, g_free);
	g_clear_pointer(&exhibit->made, g_free);
	if (!fine) {
		/* Never the copy with the numbers in it. */
		unlinkat(m->press->folder_fd, exhibit->file, 0);
		drop_pieces(m, pieces);
		if (fault == NULL)
			error_set(&fault, ERROR_DELIVERY, "file", "Bilaget kan ikke læses.", "The exhibit cannot be read.");
		g_propagate_error(error, fault);
		return false;
	}
	if (unread->len > 0) {
		g_autofree char *da = g_strdup_printf("Side %s har ingen tekst og blev ikke gennemsøgt for numre; se den igennem.", unread->str);
		g_autofree char *en = g_strdup_printf("Page %s has no text and was not searched for numbers; look it through.", unread->str);
		tell(m, da, en);
	}
	return pieces->len == 1 ? take_made(m, pieces->pdata[0], pages, made, error) : join(m, pieces, pages, made, error);
}

/* ---- each by its kind ---- */

static bool is_laid_out(const Document *document)
{
	static const char *const media[] = { "mail", "office", "text", NULL };
	return document_is_einvoice(document) || g_strv_contains(media, document->media);
}

static bool make_one(Making *m, GError **error)
{
	if (strcmp(original(m)->media, "pdf") == 0)
		return make_pdf(m, error);
	if (strcmp(original(m)->media, "image") == 0)
		return make_picture(m, error);
	if (is_laid_out(original(m)))
		return lay_out(m, error);
	/* Why it could not be read, in Danish and English. */
	g_auto(GStrv) unread = g_strsplit(original(m)->unread != NULL ? original(m)->unread : "", "\n", 2);
	if (unread[0] != NULL && unread[1] != NULL)
		return copy_unfit(m, unread[0], unread[1], error);
	return copy_unfit(m, "Portalen modtager ikke denne filtype, og den kan ikke gengives; lav den til PDF.",
	                  "The portal does not take this type of file, and it cannot be laid out; make it a PDF.", error);
}

/* It was made, but the portal does not take it. */
static void weigh(Making *m)
{
	if (m->exhibit->size <= LIMIT_PORTAL_BYTES || m->exhibit->unfit_da != NULL)
		return;
	m->exhibit->unfit_da = g_strdup("Filen er større end de 250 MB, som portalen modtager; del den.");
	m->exhibit->unfit_en = g_strdup("The file is larger than the 250 MB that the portal takes; split it.");
	tell(m, m->exhibit->unfit_da, m->exhibit->unfit_en);
}

bool exhibits_make(Press *press, const GPtrArray *exhibits, Sheet *sheet, GError **error)
{
	for (guint i = 0; i < exhibits->len; i++) {
		Making m = { .press = press, .exhibits = exhibits, .exhibit = exhibits->pdata[i], .sheet = sheet };
		m.in = store_open_document(press->store, m.exhibit->document->sha256, error);
		if (m.in < 0)
			return false;
		bool fine = make_one(&m, error) && redact(&m, error) && private_list(press, m.exhibit, sheet, error);
		close(m.in);
		if (fine)
			weigh(&m);
		if (!fine)
			return false;
	}
	return true;
}
