#include "filing/exhibit_page.h"

#include "filing/page.h"

#include <string.h>

/* What the letter itself says of its sender, day and heading; a letter quoted within it comes later. */
static const char *head_of(const Reading *reading, const char *name)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && strcmp(fact->subject, "letter/1") == 0)
			return fact->raw != NULL && *fact->raw != '\0' && strcmp(name, "letter.sent_on") != 0 ? fact->raw : fact->value;
	}
	return NULL;
}

static void line(GString *out, const char *label, const char *text)
{
	if (text != NULL && *text != '\0')
		g_string_append_printf(out, "%s%s: %s", out->len > 0 ? "\n" : "", label, text);
}

static char *mail_head(const Reading *reading)
{
	GString *out = g_string_new(NULL);
	const char *sent = head_of(reading, "letter.sent_on");
	Date day;
	g_autofree char *long_day = sent != NULL && date_parse(sent, &day) ? date_danish_long(day) : g_strdup(sent);
	line(out, "Fra", head_of(reading, "letter.from"));
	line(out, "Til", head_of(reading, "letter.to"));
	line(out, "Sendt", long_day);
	line(out, "Emne", head_of(reading, "letter.subject"));
	return g_string_free(out, FALSE);
}

static void enclosures(Pages *pages, const GPtrArray *enclosed)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint i = 0; i < enclosed->len; i++)
		g_string_append_printf(list, "%s%s", i > 0 ? "\n" : "", (const char *)enclosed->pdata[i]);
	const Cell cell = { .twelfths = 12, .label = "Vedhæftet", .text = list->str, .face = FACE_TEXT };
	if (enclosed->len > 0)
		pages_boxes(pages, &cell, 1);
}

/* Each page of the original begins where it began, as far as it has pages. */
static void body(Pages *pages, const Reading *reading)
{
	pages_gap(pages, 4);
	for (guint i = 0; i < reading->pages->len; i++) {
		const PageText *page = reading->pages->pdata[i];
		g_autofree char *text = g_strdup(page->text);
		if (i > 0) {
			g_autofree char *number = g_strdup_printf("Originalens side %d", page->page);
			pages_gap(pages, 3);
			pages_rule(pages);
			pages_gap(pages, 1);
			pages_text(pages, FACE_LABEL, number);
			pages_gap(pages, 1);
		}
		pages_text(pages, FACE_TEXT, g_strchomp(text));
	}
}

static Pages *begin(const Exhibit *exhibit, const char *footer, Date made_on, GError **error)
{
	PagesInfo info = { .title = exhibit->title, .author = "paakrav", .subject = footer, .footer = footer, .made_on = made_on };
	Pages *pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	g_autofree char *heading = g_strdup_printf("Bilag %d", exhibit->number);
	pages_text(pages, FACE_HEAD, heading);
	pages_text(pages, FACE_TITLE, exhibit->title);
	pages_gap(pages, 2);
	return pages;
}

GBytes *exhibit_pages(const Reading *reading, const Exhibit *exhibit, const GPtrArray *enclosed, Date made_on, int *count, GError **error)
{
	bool mail = strcmp(reading->media, "mail") == 0;
	const char *what = mail ? "mailen" : strcmp(reading->media, "text") == 0 ? "teksten" : "dokumentet";
	g_autofree char *base = g_path_get_basename(exhibit->document->name);
	g_autofree char *footer = g_strdup_printf("Bilag %d. Gengivelse af %s %s", exhibit->number, what, base);
	g_autoptr(Pages) pages = begin(exhibit, footer, made_on, error);
	if (pages == NULL)
		return NULL;
	g_autofree char *head = mail_head(reading);
	const Cell cell = { .twelfths = 12, .label = "Mail", .text = head, .face = FACE_TEXT };
	if (mail && *head != '\0')
		pages_boxes(pages, &cell, 1);
	enclosures(pages, enclosed);
	body(pages, reading);
	pages_gap(pages, 5);
	pages_need(pages, 10);
	pages_rule(pages);
	pages_gap(pages, 1);
	g_autofree char *origin = g_strdup_printf("Teksten er gengivet fra filen %s, SHA-256 %s. Opsætning og billeder er ikke gengivet.",
	                                          exhibit->document->name, exhibit->document->sha256);
	pages_text(pages, FACE_SMALL, origin);
	return pages_finish(pages, count, error);
}

GBytes *exhibit_stand_in(const Exhibit *exhibit, const char *why, Date made_on, GError **error)
{
	g_autofree char *footer = g_strdup_printf("Bilag %d", exhibit->number);
	g_autoptr(Pages) pages = begin(exhibit, footer, made_on, error);
	if (pages == NULL)
		return NULL;
	pages_text(pages, FACE_TEXT, why);
	pages_gap(pages, 3);
	g_autofree char *origin = g_strdup_printf("Bilaget er filen %s. Originalen er %s, SHA-256 %s.", exhibit->file,
	                                          exhibit->document->name, exhibit->document->sha256);
	pages_text(pages, FACE_SMALL, origin);
	return pages_finish(pages, NULL, error);
}
