#include "filing/exhibits.h"

#include "filing/exhibit_choice.h"

#include <string.h>

static void exhibit_free(Exhibit *exhibit)
{
	g_free(exhibit->file);
	g_free(exhibit->title);
	g_free(exhibit->sha256);
	g_free(exhibit->made);
	g_free(exhibit->unfit_da);
	g_free(exhibit->unfit_en);
	g_free(exhibit);
}

static const char *kind_danish(const char *kind)
{
	static const struct {
		const char *kind, *da;
	} names[] = {
		{ "invoice", "Faktura" },   { "credit_note", "Kreditnota" }, { "contract", "Aftale" },   { "order", "Ordre" },
		{ "reminder", "Rykker" },   { "demand", "Påkrav" },          { "letter", "Brev" },       { "mail", "Mail" },
		{ "title", "Tvangsfuldbyrdelsesgrundlag" },   { "payment", "Betalingsbilag" },       { "mandate", "Fuldmagt" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_strcmp0(kind, names[i].kind) == 0)
			return names[i].da;
	return "Andet";
}

/* What its own invoice says, where nobody has said it of the document. */
static void from_invoice(const Case *c, const Document *document, Date *dated, const char **number)
{
	*number = NULL;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item->document != document->id)
			continue;
		*number = field_text(&item->number);
		if (!date_known(*dated) && !field_date(&item->issue_on, dated))
			*dated = DATE_NONE;
	}
	for (guint i = 0; i < c->credits->len; i++) {
		const Credit *credit = c->credits->pdata[i];
		if (credit->document != document->id)
			continue;
		*number = field_text(&credit->number);
		if (!date_known(*dated) && !field_date(&credit->issue_on, dated))
			*dated = DATE_NONE;
	}
}

/* What was read in it: a letter's day and heading, the day a contract was signed, the day and number of an invoice on a page. */
static void from_reading(const Case *c, const Document *document, Date *dated, const char **number, const char **heading)
{
	*heading = NULL;
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		if (letter->document != document->id || field_is(&letter->quoted, "yes") || *heading != NULL)
			continue;
		*heading = field_text(&letter->subject);
		if (!date_known(*dated) && !field_date(&letter->sent_on, dated))
			*dated = DATE_NONE;
	}
	for (guint i = 0; i < c->contracts->len; i++) {
		const Contract *contract = c->contracts->pdata[i];
		if (contract->document == document->id && !date_known(*dated) && !field_date(&contract->signed_on, dated))
			*dated = DATE_NONE;
	}
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		const Fact *fact = item->number.fact;
		if (fact == NULL || g_strcmp0(fact->proof.document, document->name) != 0 || fact->status == FACT_STATED)
			continue;
		*number = field_text(&item->number);
		if (!date_known(*dated) && !field_date(&item->issue_on, dated))
			*dated = DATE_NONE;
	}
}

char *exhibit_ending(const Exhibit *exhibit)
{
	const char *point = strrchr(exhibit->document->name, '.');
	g_autofree char *ending = g_ascii_strdown(point != NULL ? point + 1 : "", -1);
	size_t n = strlen(ending);
	bool plain = n > 0 && n <= 5;
	for (size_t i = 0; i < n; i++)
		plain = plain && g_ascii_isalnum(ending[i]);
	return g_strdup(plain ? ending : "bin");
}

/* "scan_kontrakt-2.docx" is "Scan kontrakt 2"; a name of numbers alone tells nothing, so the kind stands before it. */
static char *plain_title(const char *name, const char *kind)
{
	g_autofree char *base = g_path_get_basename(name);
	char *point = strrchr(base, '.');
	if (point != NULL && point > base)
		*point = '\0';
	g_strdelimit(base, "_-", ' ');
	g_auto(GStrv) words = g_strsplit(g_strstrip(base), " ", -1);
	g_autoptr(GString) title = g_string_new(NULL);
	for (char **word = words; *word != NULL; word++)
		if (**word != '\0')
			g_string_append_printf(title, "%s%s", title->len > 0 ? " " : "", *word);
	bool letters = false;
	for (const char *p = title->str; *p != '\0'; p = g_utf8_next_char(p))
		letters = letters || g_unichar_isalpha(g_utf8_get_char(p));
	if (!letters)
		return title->len > 0 ? g_strdup_printf("%s %s", kind, title->str) : g_strdup(kind);
	gunichar first = g_unichar_toupper(g_utf8_get_char(title->str));
	char head[7] = "";
	g_unichar_to_utf8(first, head);
	return g_strconcat(head, g_utf8_next_char(title->str), NULL);
}

bool exhibit_other_day(const Case *c, const Document *document, Date *own)
{
	Date said, read;
	if (!field_date(&document->dated_on, &said))
		return false;
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		*own = DATE_NONE;
		if (letter->document != document->id || field_is(&letter->quoted, "yes") || !field_date(&letter->sent_on, &read))
			continue;
		*own = read;
		return date_compare(said, read) != 0;
	}
	return false;
}

static Exhibit *exhibit_new(const Case *c, const Document *document)
{
	Exhibit *exhibit = g_new0(Exhibit, 1);
	const char *kind = document_kind(document), *number = NULL, *heading, *title = field_text(&document->title);
	exhibit->document = document;
	exhibit->kind = kind_danish(kind);
	if (!field_date(&document->dated_on, &exhibit->dated_on))
		exhibit->dated_on = DATE_NONE;
	from_invoice(c, document, &exhibit->dated_on, &number);
	from_reading(c, document, &exhibit->dated_on, &number, &heading);
	if (title != NULL)
		exhibit->title = g_strdup(title);
	else if (number != NULL)
		exhibit->title = g_strdup_printf("%s %s", exhibit->kind, number);
	else if (heading != NULL)
		exhibit->title = g_strdup(heading);
	else
		exhibit->title = plain_title(document->name, exhibit->kind);
	return exhibit;
}

static gint by_date_then_name(gconstpointer a, gconstpointer b)
{
	const Exhibit *x = *(Exhibit *const *)a, *y = *(Exhibit *const *)b;
	if (date_known(x->dated_on) != date_known(y->dated_on))
		return date_known(x->dated_on) ? -1 : 1;
	int order = date_known(x->dated_on) ? date_compare(x->dated_on, y->dated_on) : 0;
	return order != 0 ? order : strcmp(x->document->name, y->document->name);
}

static void number_them(GPtrArray *exhibits)
{
	g_ptr_array_sort(exhibits, by_date_then_name);
	for (guint i = 0; i < exhibits->len; i++) {
		Exhibit *exhibit = exhibits->pdata[i];
		exhibit->number = (int)i + 1;
		exhibit->file = g_strdup_printf("bilag-%02d.pdf", exhibit->number);
	}
}

#define DECIDE_DA "Tag stilling til, om dokumentet er et bilag eller internt; det er ikke medtaget."
#define DECIDE_EN "Decide whether the document is an exhibit or internal; it is not included."

#define EMPTY_DA "Filen er tom og er ikke medtaget som bilag. Skaf den igen, eller sig, at den er intern."
#define EMPTY_EN "The file is empty and is no exhibit. Get it again, or say that it is internal."

/* Held back, or taken along in spite of its kind: both are said. */
static void tell_held(Sheet *sheet, const Document *document, const ExhibitChoice *choice)
{
	g_autofree char *da = NULL, *en = NULL;
	if (choice->use == EXHIBIT_GOES) {
		da = g_strdup_printf("Dokumentet %s, men er bilag: %s (%s).", choice->held.da, choice->why, choice->by);
		en = g_strdup_printf("The document %s, but is an exhibit: %s (%s).", choice->held.en, choice->why, choice->by);
	} else {
		da = g_strdup_printf("Dokumentet %s og er holdt tilbage.", choice->held.da);
		en = g_strdup_printf("The document %s and is held back.", choice->held.en);
	}
	sheet_point(sheet, document->name, da, en);
}

GPtrArray *exhibits_of(const Case *c, Sheet *sheet)
{
	GPtrArray *exhibits = g_ptr_array_new_with_free_func((GDestroyNotify)exhibit_free);
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		ExhibitChoice choice = exhibit_choice(c, document);
		if (choice.held.da != NULL)
			tell_held(sheet, document, &choice);
		Date own;
		if (choice.use == EXHIBIT_GOES && document->size == 0) {
			sheet_point(sheet, document->name, EMPTY_DA, EMPTY_EN);
			continue;
		}
		if (choice.use == EXHIBIT_GOES && exhibit_other_day(c, document, &own)) {
			g_autofree char *day = date_danish_long(own);
			g_autofree char *da = g_strdup_printf("Dokumentet siger selv, at det er fra den %s; ret bilagets dato, hvis den er forkert.", day);
			g_autofree char *en = g_strdup_printf("The document itself says %s; correct the exhibit's date if it is wrong.", day);
			sheet_point(sheet, document->name, da, en);
		}
		if (choice.use == EXHIBIT_GOES) {
			Exhibit *exhibit = exhibit_new(c, document);
			exhibit->redact = choice.redact;
			g_ptr_array_add(exhibits, exhibit);
		} else if (choice.use == EXHIBIT_UNDECIDED) {
			sheet_point(sheet, document->name, DECIDE_DA, DECIDE_EN);
		}
	}
	number_them(exhibits);
	return exhibits;
}

static void point_free(void *data)
{
	OpenPoint *point = data;
	g_free(point->where);
	g_free(point->da);
	g_free(point->en);
	g_free(point);
}

static void block(GPtrArray *points, const char *where, const char *da, const char *en)
{
	OpenPoint *point = g_new0(OpenPoint, 1);
	*point = (OpenPoint){ g_strdup(where), g_strdup(da), g_strdup(en) };
	g_ptr_array_add(points, point);
}

GPtrArray *exhibits_block(const Case *c, const GPtrArray *exhibits)
{
	g_autoptr(GPtrArray) points = g_ptr_array_new_with_free_func(point_free);
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		ExhibitUse use = exhibit_choice(c, document).use;
		if (use == EXHIBIT_UNDECIDED)
			block(points, document->name, DECIDE_DA, DECIDE_EN);
		else if (use == EXHIBIT_GOES && document->size == 0)
			block(points, document->name, EMPTY_DA, EMPTY_EN);
	}
	for (guint i = 0; i < exhibits->len; i++) {
		const Exhibit *exhibit = exhibits->pdata[i];
		g_autofree char *where = g_strdup_printf("Bilag %d (%s)", exhibit->number, exhibit->document->name);
		if (exhibit->unfit_da != NULL)
			block(points, where, exhibit->unfit_da, exhibit->unfit_en);
	}
	return points->len > 0 ? g_steal_pointer(&points) : NULL;
}

char *exhibit_line(const Exhibit *exhibit)
{
	g_autofree char *day = date_danish_long(exhibit->dated_on);
	return g_strdup_printf("Bilag %d: %s, %s (%s), %s", exhibit->number, exhibit->title, day != NULL ? day : "udateret",
	                       exhibit->kind, exhibit->file);
}
