#include "filing/manifest.h"

#include <string.h>

/* Attribute or text: escaped, and without the characters that XML 1.0 cannot hold. */
static char *escaped(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) kept = g_string_new(NULL);
	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '\n' || c == '\t')
			g_string_append_c(kept, ' ');
		else if (c >= 0x20 && c != 0xfffe && c != 0xffff)
			g_string_append_unichar(kept, c);
	}
	return g_markup_escape_text(kept->str, -1);
}

static void attribute(GString *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	g_autofree char *text = escaped(value);
	g_string_append_printf(out, " %s=\"%s\"", name, text);
}

static void attribute_day(GString *out, const char *name, Date day)
{
	g_autofree char *text = date_iso(day);
	attribute(out, name, text);
}

static void attribute_money(GString *out, const char *name, Money amount)
{
	g_string_append_printf(out, " %s=\"%" G_GINT64_FORMAT "\"", name, (gint64)money_ore(amount));
}

static const Exhibit *exhibit_of(const GPtrArray *exhibits, const char *file)
{
	for (guint i = 0; exhibits != NULL && i < exhibits->len; i++)
		if (strcmp(((Exhibit *)exhibits->pdata[i])->file, file) == 0)
			return exhibits->pdata[i];
	return NULL;
}

static void parts(GString *out, const Package *package, const GPtrArray *exhibits)
{
	for (guint i = 0; i < package->parts->len; i++) {
		const Part *part = package->parts->pdata[i];
		const Exhibit *exhibit = exhibit_of(exhibits, part->name);
		g_string_append(out, "  <part");
		attribute(out, "name", part->name);
		attribute(out, "role", part->role);
		attribute(out, "sha256", part->sha256);
		g_string_append_printf(out, " size=\"%" G_GINT64_FORMAT "\"", (gint64)part->size);
		if (part->pages > 0)
			g_string_append_printf(out, " pages=\"%d\"", part->pages);
		if (exhibit != NULL) {
			g_string_append_printf(out, " number=\"%d\"", exhibit->number);
			attribute(out, "title", exhibit->title);
			attribute(out, "kind", document_kind(exhibit->document));
			attribute_day(out, "dated-on", exhibit->dated_on);
			attribute(out, "original", exhibit->document->name);
			attribute(out, "original-sha256", exhibit->document->sha256);
		}
		g_string_append(out, "/>\n");
	}
}

static void findings(GString *out, const Assessment *assessment)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_CLEAR)
			continue;
		g_string_append(out, "  <finding");
		attribute(out, "id", finding->rule->id);
		g_string_append_printf(out, " version=\"%d\"", finding->rule->version);
		attribute(out, "name", finding->rule->name);
		attribute(out, "verdict", verdict_name(finding->verdict));
		attribute(out, "severity", severity_name(finding->severity));
		attribute(out, "effect", effect_name(finding->effect));
		attribute(out, "about", finding->about);
		g_autofree char *because = escaped(finding_because(finding, LANG_DA));
		g_string_append_printf(out, ">%s</finding>\n", because);
	}
}

static void owed(GString *out, const Assessment *assessment, const Sums *sums)
{
	g_string_append(out, "  <owed");
	attribute_money(out, "principal-ore", sums->principal);
	attribute_money(out, "interest-ore", sums->interest);
	attribute_money(out, "reminder-fees-ore", sums->reminder_fees);
	attribute_money(out, "inkasso-fee-ore", sums->inkasso_fee);
	attribute_money(out, "collection-costs-ore", sums->collection_costs);
	attribute_money(out, "compensation-ore", sums->compensation);
	attribute_money(out, "payments-ore", assessment->owed->payments);
	attribute_money(out, "total-ore", sums->total);
	if (assessment->court_fee_known)
		attribute_money(out, "court-fee-ore", assessment->court_fee);
	attribute(out, "day-count", day_count_name(assessment->owed->day_count));
	g_string_append(out, "/>\n");
}

char *manifest_text(const Package *package, const Assessment *assessment, const Sheet *sheet, const Sums *sums,
                    const GPtrArray *exhibits)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"urn:paakrav:manifest:1\"");
	attribute(out, "case", package->case_id);
	attribute(out, "kind", package->kind);
	attribute_day(out, "on", assessment->on);
	attribute(out, "law-edition", assessment->law_edition);
	attribute(out, "wordings", package->wordings);
	attribute(out, "form-edition", sheet->edition);
	attribute(out, "route", route_name(assessment->route));
	attribute(out, "track", track_name(assessment->track));
	attribute(out, "court", assessment->court);
	g_string_append_printf(out, " up-to-seq=\"%" G_GINT64_FORMAT "\">\n", (gint64)assessment->on_case->up_to_seq);
	owed(out, assessment, sums);
	parts(out, package, exhibits);
	findings(out, assessment);
	for (guint i = 0; i < sheet->open->len; i++) {
		const OpenPoint *point = sheet->open->pdata[i];
		g_string_append(out, "  <open");
		attribute(out, "where", point->where);
		g_autofree char *text = escaped(point->da);
		g_string_append_printf(out, ">%s</open>\n", text);
	}
	g_string_append(out, "</manifest>\n");
	return g_string_free(out, FALSE);
}
