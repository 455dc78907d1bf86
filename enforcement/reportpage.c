/* The portfolio on pages that a house would show its client: figures first, then where the money is, what came in, how it ended. */
#include "enforcement/portfolio.h"
#include "filing/page_chart.h"

#include <inttypes.h>
#include <string.h>

typedef struct Sheet {
	const cJSON *report, *totals;
	Pages *pages;
	Lang lang;
	bool da;
	GPtrArray *texts; /* char*: live as long as the drawing */
} Sheet;

static const char *keep(const Sheet *sheet, char *text)
{
	g_ptr_array_add(sheet->texts, text);
	return text;
}

/* "1.234" */
static char *grouped(int64_t number)
{
	g_autofree char *digits = g_strdup_printf("%" PRId64, number < 0 ? -number : number);
	GString *text = g_string_new(number < 0 ? "-" : "");
	size_t n = strlen(digits);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			g_string_append_c(text, '.');
		g_string_append_c(text, digits[i]);
	}
	return g_string_free(text, FALSE);
}

/* Whole kroner, half away from zero: what a page of figures needs. */
static char *kroner(int64_t ore)
{
	g_autofree char *number = grouped(ore >= 0 ? (ore + 50) / 100 : (ore - 50) / 100);
	return g_strdup_printf("%s kr.", number);
}

static const char *sum_of(const Sheet *sheet, const cJSON *row, const char *key)
{
	const cJSON *value = json_get(row, key);
	if (value == NULL || cJSON_IsNull(value))
		return sheet->da ? "ukendt" : "not known";
	return keep(sheet, kroner(json_get_int(row, key, 0)));
}

static const char *share_of(const Sheet *sheet, const char *key)
{
	const cJSON *value = json_get(sheet->totals, key);
	if (value == NULL || cJSON_IsNull(value))
		return "–";
	g_autofree char *percent = rate_danish((RateBp)json_get_int(sheet->totals, key, 0));
	return keep(sheet, g_strdup_printf("%s %%", percent));
}

static const char *count_of(const Sheet *sheet, const cJSON *row, const char *key)
{
	return keep(sheet, grouped(json_get_int(row, key, 0)));
}

static char *day_shown(const char *iso, bool da)
{
	Date day;
	return iso == NULL || !date_parse(iso, &day) ? g_strdup("") : da ? date_danish_long(day) : date_english(day);
}

/* ---- the head ---- */

static void head(const Sheet *sheet)
{
	const cJSON *r = sheet->report;
	const char *firm = json_get_text(r, "firm"), *creditor = json_get_text(r, "creditor"), *lawyer = json_get_text(r, "lawyer");
	g_autofree char *from = day_shown(json_get_text(r, "from_on"), sheet->da), *to = day_shown(json_get_text(r, "to_on"), sheet->da);
	g_autofree char *period = g_strdup_printf("%s – %s", from, to);
	if (firm != NULL)
		pages_text(sheet->pages, FACE_LABEL, firm);
	pages_text(sheet->pages, FACE_TITLE, sheet->da ? "Status på sagerne" : "Status of the cases");
	pages_text(sheet->pages, FACE_TEXT, period);
	if (creditor != NULL)
		pages_text(sheet->pages, FACE_TEXT, keep(sheet, g_strdup_printf("%s: %s", sheet->da ? "Kreditor" : "Creditor", creditor)));
	if (lawyer != NULL)
		pages_text(sheet->pages, FACE_TEXT, keep(sheet, g_strdup_printf("%s: %s", sheet->da ? "Føres af" : "Handled by", lawyer)));
	pages_gap(sheet->pages, 5);
}

static void tiles(const Sheet *sheet)
{
	const cJSON *t = sheet->totals, *d = json_get(sheet->report, "decisions");
	bool da = sheet->da;
	const char *claims = keep(sheet, g_strdup_printf(da ? "af %s i alt" : "of %s in all", count_of(sheet, t, "cases")));
	const char *all = keep(sheet, g_strdup_printf(da ? "%s siden start" : "%s since the start", sum_of(sheet, t, "received_ore")));
	const char *ended = keep(sheet, g_strdup_printf(da ? "%s i sluttede sager" : "%s in cases that ended", share_of(sheet, "recovered_of_ended_bp")));
	const Tile first[] = { { da ? "Åbne sager" : "Open cases", count_of(sheet, t, "open"), claims, false },
		               { da ? "Åbent krav" : "Open claims", sum_of(sheet, t, "open_ore"), da ? "med renter og omkostninger" : "with interest and costs", false },
		               { da ? "Indbetalt i perioden" : "Received in the period", sum_of(sheet, t, "received_in_period_ore"), all, false },
		               { da ? "Inddrevet af det krævede" : "Recovered of claims", share_of(sheet, "recovered_bp"), ended, false } };
	const char *decided = keep(sheet, g_strdup_printf("%s / %s", count_of(sheet, d, "won"), count_of(sheet, d, "lost")));
	const char *settled = keep(sheet, g_strdup_printf(da ? "og %s forlig" : "and %s settlements", count_of(sheet, d, "settled")));
	bool risk = json_get_int(t, "at_risk", 0) > 0;
	const Tile second[] = { { da ? "Nye sager i perioden" : "New in the period", count_of(sheet, t, "new_in_period"), NULL, false },
		                { da ? "Sluttet i perioden" : "Ended in the period", count_of(sheet, t, "ended_in_period"), NULL, false },
		                { da ? "Vundet / tabt ved retten" : "Won / lost in court", decided, settled, false },
		                { da ? "Forældes inden 90 dage" : "Limitation within 90 days", count_of(sheet, t, "at_risk"),
		                  risk ? sum_of(sheet, t, "at_risk_ore") : da ? "intet krav i fare" : "no claim at risk", risk } };
	pages_tiles(sheet->pages, first, G_N_ELEMENTS(first));
	pages_tiles(sheet->pages, second, G_N_ELEMENTS(second));
}

/* ---- charts ---- */

static int64_t longest(const cJSON *rows, const char *key)
{
	int64_t most = 0;
	const cJSON *row;
	cJSON_ArrayForEach(row, rows) most = MAX(most, json_get_int(row, key, 0));
	return most;
}

/* Thousandths of the longest, in whole numbers; what is there at all is seen. */
static int permille(int64_t size, int64_t most)
{
	if (size <= 0 || most <= 0)
		return 0;
	int64_t part = most > INT64_MAX / 1000 ? size / (most / 1000) : size * 1000 / most;
	return (int)MAX(part, 4);
}

static const char *cases_shown(const Sheet *sheet, const cJSON *row)
{
	int64_t n = json_get_int(row, "cases", 0);
	g_autofree char *number = grouped(n);
	return keep(sheet, g_strdup_printf("%s %s", number, sheet->da ? n == 1 ? "sag" : "sager" : n == 1 ? "case" : "cases"));
}

/* Bars of a list: those with cases. always: those without too. */
static void bars(const Sheet *sheet, const char *list, const char *name, const char *key, const char *(*word)(const char *, Lang), bool always)
{
	const cJSON *rows = json_get(sheet->report, list), *row;
	g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(Bar));
	int64_t most = longest(rows, key);
	cJSON_ArrayForEach(row, rows)
	{
		if (!always && json_get_int(row, "cases", 0) == 0)
			continue;
		const Bar bar = { word(json_get_text(row, name), sheet->lang), sum_of(sheet, row, key), cases_shown(sheet, row),
			          permille(json_get_int(row, key, 0), most), INK_DEEP };
		g_array_append_val(made, bar);
	}
	if (made->len > 0)
		pages_bars(sheet->pages, (const Bar *)(const void *)made->data, (int)made->len);
	else
		pages_text(sheet->pages, FACE_TEXT, sheet->da ? "Ingen." : "None.");
}

static const char *month_word(const Sheet *sheet, const char *month)
{
	static const Say names[] = { { "jan.", "Jan" }, { "feb.", "Feb" }, { "marts", "Mar" }, { "april", "Apr" }, { "maj", "May" },   { "juni", "Jun" },
		                     { "juli", "Jul" }, { "aug.", "Aug" }, { "sep.", "Sep" },  { "okt.", "Oct" },  { "nov.", "Nov" },  { "dec.", "Dec" } };
	int n = (month[5] - '0') * 10 + (month[6] - '0');
	return keep(sheet, g_strdup_printf("%s\n%.4s", say(names[n - 1], sheet->lang), month));
}

static void months(const Sheet *sheet)
{
	const cJSON *rows = json_get(sheet->report, "months"), *row;
	g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(Bar));
	int64_t most = longest(rows, "received_ore");
	if (most <= 0) {
		pages_text(sheet->pages, FACE_TEXT, sheet->da ? "Intet er indbetalt i perioden." : "Nothing was received in the period.");
		return;
	}
	cJSON_ArrayForEach(row, rows)
	{
		int64_t ore = json_get_int(row, "received_ore", 0);
		const char *value = ore == 0 ? "" : keep(sheet, grouped(ore >= 0 ? (ore + 50) / 100 : (ore - 50) / 100));
		const Bar bar = { month_word(sheet, json_get_text(row, "month")), value, NULL, permille(ore, most), INK_DEEP };
		g_array_append_val(made, bar);
	}
	pages_pillars(sheet->pages, (const Bar *)(const void *)made->data, (int)made->len, 30);
}

/* ---- tables ---- */

static void row_add(GPtrArray *rows, const char *a, const char *b, const char *c, const char *d, const char *e)
{
	char **row = g_new0(char *, 6);
	const char *const texts[] = { a, b, c, d, e };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		row[i] = g_strdup(texts[i]);
	g_ptr_array_add(rows, row);
}

static void outcomes(const Sheet *sheet)
{
	bool da = sheet->da;
	const Column columns[] = { { da ? "Hvordan" : "How", 38, ALIGN_LEFT }, { da ? "Sager" : "Cases", 12, ALIGN_RIGHT },
		                   { da ? "Krævet" : "Claimed", 25, ALIGN_RIGHT }, { da ? "Indbetalt" : "Received", 25, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(sheet->report, "outcomes"))
	{
		if (json_get_int(row, "cases", 0) > 0)
			row_add(rows, report_outcome_word(json_get_text(row, "outcome"), sheet->lang), count_of(sheet, row, "cases"),
			        sum_of(sheet, row, "claimed_ore"), sum_of(sheet, row, "received_ore"), NULL);
	}
	if (rows->len > 0)
		pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, NULL);
	else
		pages_text(sheet->pages, FACE_TEXT, da ? "Ingen sag er sluttet i perioden." : "No case ended in the period.");
}

static void steps(const Sheet *sheet)
{
	bool da = sheet->da;
	const Column columns[] = { { da ? "Ret" : "Court", 26, ALIGN_LEFT }, { da ? "Skridt" : "Step", 40, ALIGN_LEFT },
		                   { da ? "Antal" : "Count", 10, ALIGN_RIGHT }, { da ? "Median, dage" : "Median, days", 12, ALIGN_RIGHT },
		                   { da ? "Længst" : "Longest", 12, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(sheet->report, "steps"))
		row_add(rows, json_get_text(row, "court"), json_get_text(row, "step"), count_of(sheet, row, "count"), count_of(sheet, row, "median_days"),
		        count_of(sheet, row, "longest_days"));
	if (rows->len > 0)
		pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, NULL);
	else
		pages_text(sheet->pages, FACE_TEXT, da ? "Intet skridt er afsluttet i perioden." : "No step was finished in the period.");
}

static void limitation(const Sheet *sheet)
{
	bool da = sheet->da;
	const Column columns[] = { { da ? "Sag" : "Case", 22, ALIGN_LEFT }, { da ? "Skyldner" : "Debtor", 13, ALIGN_LEFT },
		                   { da ? "Skal afbrydes senest" : "To be interrupted by", 24, ALIGN_LEFT },
		                   { da ? "Lovens sidste dag" : "The law's last day", 20, ALIGN_LEFT }, { da ? "Åbent krav" : "Open claim", 21, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(sheet->report, "limitation"))
	{
		g_autofree char *by = day_shown(json_get_text(row, "by_on"), da), *last = day_shown(json_get_text(row, "last_on"), da);
		row_add(rows, json_get_text(row, "case"), json_get_text(row, "debtor"), by, last, sum_of(sheet, row, "open_ore"));
	}
	if (rows->len > 0)
		pages_table(sheet->pages, columns, G_N_ELEMENTS(columns), rows, NULL);
	else
		pages_text(sheet->pages, FACE_TEXT, da ? "Ingen." : "None.");
}

/* ---- what the figures mean ---- */

static void notes(const Sheet *sheet)
{
	static const Say lines[] = {
		{ "Beløb er i hele kroner. Åbent krav er hovedstol, renter og omkostninger den sidste dag i perioden, efter betalinger.",
		  "Amounts are in whole kroner. An open claim is principal, interest and costs on the last day of the period, after payments." },
		{ "Inddrevet er alt, hvad der er betalt på sagerne, i forhold til alt, hvad der er krævet i dem, også betalt direkte til kreditor.",
		  "Recovered is all that was paid on the cases against all that was claimed in them, payments to the creditor directly among it." },
		{ "Vundet er domme, påtegninger og udeblivelsesdomme for kreditor; tabt er domme imod. En sag kan have flere.",
		  "Won are judgments, endorsements and default judgments for the creditor; lost are those against. A case may have several." },
		{ "Dage ved retten regnes mellem de to hændelser i sagen; medianen er den midterste sag.",
		  "Days in court are counted between the two events of the case; the median is the case in the middle." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		pages_text(sheet->pages, FACE_LABEL, say(lines[i], sheet->lang));
	int64_t unknown = json_get_int(sheet->totals, "unknown", 0);
	if (unknown > 0)
		pages_text(sheet->pages, FACE_LABEL,
		           keep(sheet, g_strdup_printf(sheet->da ? "%" PRId64 " af sagerne er uden for summerne, fordi et beløb eller en dag ikke er kendt."
		                                                 : "%" PRId64 " of the cases are outside the sums, an amount or a day being unknown.",
		                                       unknown)));
}

/* What is read in detail stands on one page where it can: so much room, about, or the next page. */
static int detail_mm(const cJSON *report)
{
	static const char *const lists[] = { "outcomes", "steps", "limitation" };
	int rows = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		rows += cJSON_GetArraySize(json_get(report, lists[i]));
	return MIN(64 + 5 * rows, 130);
}

static void section(const Sheet *sheet, const char *title, int needs_mm)
{
	pages_need(sheet->pages, needs_mm);
	pages_gap(sheet->pages, 3);
	pages_text(sheet->pages, FACE_HEAD, title);
}

GBytes *report_pdf(const cJSON *report, Date today, Lang lang, GError **error)
{
	bool da = lang == LANG_DA;
	const char *firm = json_get_text(report, "firm");
	const char *title = da ? "Status på sagerne" : "Status of the cases";
	g_autofree char *footer = firm != NULL ? g_strdup_printf("%s · %s", firm, title) : g_strdup(title);
	const PagesInfo info = { .title = title, .author = firm, .footer = footer, .made_on = today, .language = da ? "da" : "en" };
	g_autoptr(Pages) pages = pages_new(&info, error);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	if (pages == NULL)
		return NULL;
	const Sheet sheet = { report, json_get(report, "totals"), pages, lang, da, texts };
	head(&sheet);
	tiles(&sheet);
	section(&sheet, da ? "Indbetalt, måned for måned (kr.)" : "Received, month by month (kr.)", 56);
	months(&sheet);
	section(&sheet, da ? "Hvor de åbne sager står" : "Where the open cases stand", 30);
	bars(&sheet, "phases", "phase", "open_ore", report_phase_word, true);
	section(&sheet, da ? "Siden forfald" : "Since due", 30);
	bars(&sheet, "ages", "age", "open_ore", report_age_word, false);
	section(&sheet, da ? "Hvordan sagerne sluttede" : "How the cases ended", detail_mm(report));
	outcomes(&sheet);
	section(&sheet, da ? "Dage ved retterne" : "Days in the courts", 24);
	steps(&sheet);
	section(&sheet, da ? "Forældelse inden 90 dage" : "Limitation within 90 days", 24);
	limitation(&sheet);
	section(&sheet, da ? "Hvad tallene dækker" : "What the figures cover", 24);
	notes(&sheet);
	return pages_finish(pages, NULL, error);
}
