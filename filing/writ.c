#include "filing/writ.h"

#include "filing/template.h"

#include <string.h>

const char *writ_name(const Assessment *assessment, bool asked)
{
	if (claim_may_need_pleading(assessment))
		return "processkrift.pdf";
	return asked && !claim_has_writ(assessment) ? "staevning.pdf" : NULL;
}

static const Box *box_named(const Sheet *sheet, const char *name)
{
	for (guint i = 0; i < sheet->boxes->len; i++) {
		const Box *box = sheet->boxes->pdata[i];
		if (g_strcmp0(box->name, name) == 0)
			return box;
	}
	return NULL;
}

static char *about(const Sheet *sheet, const Assessment *assessment, const Templates *templates, GError **error)
{
	const Box *court = box_named(sheet, "court");
	g_autoptr(GPtrArray) filings = case_events(assessment->on_case, "bp_filed", NULL, NULL);
	g_autoptr(GPtrArray) numbers = case_events(assessment->on_case, "court_number", NULL, NULL);
	bool continues = claim_has_writ(assessment);
	g_autofree char *filed = continues ? date_danish_long(((const Event *)filings->pdata[filings->len - 1])->on) : NULL;
	const char *number =
	    continues && numbers->len > 0 ? ((const Event *)numbers->pdata[numbers->len - 1])->ground : NULL;
	return template_words(templates, error, "writ.about", "court", court != NULL ? court->value : NULL, "filed", filed, "number",
	                      number, NULL);
}

/* Plaintiff, representative and defendants, two side by side. */
static void parties(Pages *pages, const Sheet *sheet)
{
	static const char *const names[] = { "creditor", "representative", "debtor" };
	Cell cells[2];
	int n = 0;
	for (guint i = 0; i < sheet->boxes->len; i++) {
		const Box *box = sheet->boxes->pdata[i];
		bool party = false;
		for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
			party = party || g_strcmp0(box->name, names[k]) == 0;
		if (!party)
			continue;
		cells[n++] = (Cell){ .twelfths = 6, .label = box->label, .text = box->value, .face = FACE_TEXT };
		if (n == 2)
			pages_boxes(pages, cells, n);
		n %= 2;
	}
	cells[0].twelfths = 12;
	if (n > 0)
		pages_boxes(pages, cells, n);
}

/* Never alone at the foot of a page. */
static void heading(Pages *pages, const char *text)
{
	pages_gap(pages, 3);
	pages_need(pages, 20);
	pages_text(pages, FACE_HEAD, text);
	pages_gap(pages, 0.8);
}

static void amounts(Pages *pages, const Sheet *sheet)
{
	static const char *const names[] = { "value", "court_fee", "case_type" };
	Cell cells[G_N_ELEMENTS(names)];
	int n = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const Box *box = box_named(sheet, names[i]);
		if (box != NULL && (box->value != NULL || box->open))
			cells[n++] = (Cell){ .twelfths = strcmp(names[i], "case_type") == 0 ? 6 : 3, .label = box->label, .text = box->value,
				                 .face = FACE_TEXT, .open = box->open };
	}
	if (n > 0)
		pages_boxes(pages, cells, n);
}

/* A field's words under its heading; nothing where it is empty and may be. */
static void words(Pages *pages, const Sheet *sheet, const char *name)
{
	const Box *box = box_named(sheet, name);
	if (box == NULL || (box->value == NULL && !box->open))
		return;
	if (box->value != NULL) {
		heading(pages, box->label);
		pages_text(pages, FACE_TEXT, box->value);
		return;
	}
	pages_gap(pages, 3);
	const Cell cell = { .twelfths = 12, .label = box->label, .open = true, .high_mm = 20 };
	pages_boxes(pages, &cell, 1);
}

static void signature(Pages *pages)
{
	const Cell cells[] = {
		{ .twelfths = 4, .label = "Dato", .open = true, .high_mm = 16 },
		{ .twelfths = 8, .label = "Underskrift", .open = true, .high_mm = 16 },
	};
	pages_gap(pages, 6);
	pages_boxes(pages, cells, G_N_ELEMENTS(cells));
}

GBytes *writ_pages(const Sheet *sheet, const Assessment *assessment, const Statement *statement, const Templates *templates,
                   int *count, GError **error)
{
	bool pleading = claim_may_need_pleading(assessment);
	g_autofree char *title = template_words(templates, error, pleading ? "writ.supplement" : "writ.title", NULL);
	g_autofree char *to = title != NULL ? about(sheet, assessment, templates, error) : NULL;
	if (to == NULL)
		return NULL;
	g_autofree char *footer = g_strdup_printf("%s, sag %s", title, sheet->case_id);
	PagesInfo info = { .title = footer, .author = "paakrav", .subject = title, .footer = footer, .made_on = sheet->on };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	pages_text(pages, FACE_TITLE, title);
	pages_gap(pages, 2);
	pages_text(pages, FACE_TEXT, to);
	pages_gap(pages, 2);
	parties(pages, sheet);
	words(pages, sheet, "claim");
	pages_gap(pages, 1.5);
	amounts(pages, sheet);
	words(pages, sheet, "summary");
	heading(pages, box_named(sheet, "statement")->label);
	statement_pages(statement, pages);
	words(pages, sheet, "arguments");
	words(pages, sheet, "evidence");
	words(pages, sheet, "proposals");
	signature(pages);
	return pages_finish(pages, count, error);
}
