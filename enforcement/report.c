/* report: the portfolio as one object, and as text. */
#include "assess/edition.h"
#include "enforcement/handler.h"
#include "enforcement/portfolio.h"
#include "enforcement/states.h"
#include "intake/conf.h"
#include "intake/folder.h"

#include <inttypes.h>
#include <string.h>

enum { MONTHS = 12 }; /* a year of pillars fits a line */

const OptionRow report_options[] = {
	{ "from", "DATE", { "periodens første dag; ellers et år tilbage", "first day of the period; else a year back" } },
	{ "to", "DATE", { "periodens sidste dag; ellers i dag", "last day of the period; else today" } },
	{ "creditor", "NAME|CVR", { "kun denne kreditors sager", "only this creditor's cases" } },
	{ "lawyer", "NAME", { "kun sager, som navnet fører eller er stedfortræder i", "only cases of that owner or deputy" } },
	{ "pdf", "FILE", { "skriv den også som PDF med diagrammer", "write it as a PDF with charts too" } },
	{ 0 },
};

/* ---- words ---- */

typedef struct Word {
	const char *name;
	Say say;
} Word;

static const Word phases[] = {
	{ "intake", { "Modtaget", "Received" } },         { "precourt", { "Før retten", "Before court" } },
	{ "court", { "Ved retten", "At court" } },        { "title", { "Fundament", "Title" } },
	{ "foged", { "Fogedretten", "Bailiff court" } },  { "estate", { "Bo og udland", "Estates, abroad" } },
};
static const Word outcomes[] = {
	{ "PAID", { "Betalt fuldt", "Paid in full" } },
	{ "SETTLED_SHORT", { "Forlig eller dividende", "Settled or dividend" } },
	{ "WRITTEN_OFF", { "Afskrevet", "Written off" } },
	{ "TIME_BARRED", { "Forældet", "Time-barred" } },
	{ "CLIENT_STOP", { "Kreditor standsede", "Stopped by the creditor" } },
	{ "LOST", { "Tabt", "Lost" } },
	{ "HANDED_OVER", { "Overdraget", "Handed over" } },
};
static const struct Age {
	Word word;
	int to_days; /* -1: no end */
} ages[] = {
	{ { "not_due", { "Ikke forfalden", "Not due" } }, 0 },
	{ { "to_30", { "1–30 dage", "1–30 days" } }, 30 },
	{ { "to_90", { "31–90 dage", "31–90 days" } }, 90 },
	{ { "to_180", { "91–180 dage", "91–180 days" } }, 180 },
	{ { "to_365", { "181–365 dage", "181–365 days" } }, 365 },
	{ { "older", { "Over et år", "Over a year" } }, -1 },
	{ { "unknown", { "Forfald ukendt", "Due date unknown" } }, -1 },
};

static const char *word_of(const Word *words, size_t n, const char *name, Lang lang)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i].name, name) == 0)
			return say(words[i].say, lang);
	return name;
}

const char *report_phase_word(const char *phase, Lang lang)
{
	return word_of(phases, G_N_ELEMENTS(phases), phase, lang);
}

const char *report_outcome_word(const char *outcome, Lang lang)
{
	return word_of(outcomes, G_N_ELEMENTS(outcomes), outcome, lang);
}

const char *report_age_word(const char *age, Lang lang)
{
	for (size_t i = 0; i < G_N_ELEMENTS(ages); i++)
		if (strcmp(ages[i].word.name, age) == 0)
			return say(ages[i].word.say, lang);
	return age;
}

/* ---- counting ---- */

typedef struct Sum {
	int cases, known;
	Money claimed, open, received;
	Money recovered; /* of received no more than was claimed */
} Sum;

typedef struct Totals {
	Sum all, active, ended, ended_now, fresh, risk;
	Money received_now;
	int unknown;
} Totals;

static bool sum_take(Sum *sum, const PortfolioCase *one)
{
	sum->cases++;
	sum->known += one->known;
	if (!money_add(sum->received, one->received, &sum->received))
		return false;
	/* What is not known is in no other sum: a share would be wrong that has it in one part alone. */
	return !one->known ||
	       (money_add(sum->claimed, one->claimed, &sum->claimed) && money_add(sum->open, one->open, &sum->open) &&
	        money_add(sum->recovered, money_min(one->received, one->claimed), &sum->recovered));
}

static bool inside(const Portfolio *p, Date day)
{
	return date_known(day) && !date_before(day, p->from_on) && !date_before(p->to_on, day);
}

static bool totals_take(Totals *t, const Portfolio *p)
{
	bool fine = true;
	for (guint i = 0; fine && i < p->cases->len; i++) {
		const PortfolioCase *one = p->cases->pdata[i];
		fine = sum_take(&t->all, one) && sum_take(one->outcome == NULL ? &t->active : &t->ended, one) &&
		       money_add(t->received_now, one->received_now, &t->received_now);
		fine = fine && (one->outcome == NULL || !inside(p, one->ended_on) || sum_take(&t->ended_now, one));
		fine = fine && (!inside(p, one->opened_on) || sum_take(&t->fresh, one));
		fine = fine && (!date_known(one->limitation_on) || sum_take(&t->risk, one));
		t->unknown += !one->known;
	}
	return fine;
}

/* Hundredths of a percent, rounded down; false: of nothing. */
static bool share_of(Money part, Money whole, int64_t *out)
{
	Money times;
	if (money_is_zero(whole) || money_is_negative(whole) || !money_times(part, 10000, &times))
		return false;
	*out = money_ore(times) / money_ore(whole);
	return true;
}

static void share_json(cJSON *object, const char *key, const Sum *sum)
{
	int64_t share;
	if (share_of(sum->recovered, sum->claimed, &share))
		json_int(object, key, share);
	else
		json_null(object, key);
}

static void money_or_null(cJSON *row, const char *key, bool known, Money amount)
{
	if (known)
		json_money(row, key, amount);
	else
		json_null(row, key);
}

/* Of cases none of which is known the sum is not known either. */
static void sum_json(cJSON *row, const char *key, const Sum *sum, Money amount)
{
	money_or_null(row, key, sum->cases == 0 || sum->known > 0, amount);
}

static void totals_json(cJSON *report, const Totals *t)
{
	cJSON *totals = json_object(report, "totals");
	json_int(totals, "cases", t->all.cases);
	json_int(totals, "open", t->active.cases);
	json_int(totals, "ended", t->ended.cases);
	json_int(totals, "new_in_period", t->fresh.cases);
	json_int(totals, "ended_in_period", t->ended_now.cases);
	sum_json(totals, "claimed_ore", &t->all, t->all.claimed);
	sum_json(totals, "open_ore", &t->active, t->active.open);
	json_money(totals, "received_ore", t->all.received);
	json_money(totals, "received_in_period_ore", t->received_now);
	share_json(totals, "recovered_bp", &t->all);
	share_json(totals, "recovered_of_ended_bp", &t->ended);
	json_int(totals, "at_risk", t->risk.cases);
	sum_json(totals, "at_risk_ore", &t->risk, t->risk.open);
	json_int(totals, "unknown", t->unknown);
}

static bool phases_json(cJSON *report, const Portfolio *p)
{
	cJSON *rows = json_array(report, "phases");
	for (size_t k = 0; k < G_N_ELEMENTS(phases); k++) {
		Sum sum = { 0 };
		for (guint i = 0; i < p->cases->len; i++) {
			const PortfolioCase *one = p->cases->pdata[i];
			if (one->outcome == NULL && strcmp(one->phase, phases[k].name) == 0 && !sum_take(&sum, one))
				return false;
		}
		cJSON *row = json_push(rows);
		json_text(row, "phase", phases[k].name);
		json_int(row, "cases", sum.cases);
		sum_json(row, "open_ore", &sum, sum.open);
	}
	return true;
}

static size_t age_of(const Portfolio *p, const PortfolioCase *one)
{
	size_t last = G_N_ELEMENTS(ages) - 1;
	if (!date_known(one->due_on))
		return last;
	int days = date_diff(one->due_on, p->to_on);
	for (size_t k = 0; k < last - 1; k++)
		if (days <= ages[k].to_days)
			return k;
	return last - 1;
}

static bool ages_json(cJSON *report, const Portfolio *p)
{
	cJSON *rows = json_array(report, "ages");
	for (size_t k = 0; k < G_N_ELEMENTS(ages); k++) {
		Sum sum = { 0 };
		for (guint i = 0; i < p->cases->len; i++) {
			const PortfolioCase *one = p->cases->pdata[i];
			if (one->outcome == NULL && age_of(p, one) == k && !sum_take(&sum, one))
				return false;
		}
		cJSON *row = json_push(rows);
		json_text(row, "age", ages[k].word.name);
		json_int(row, "cases", sum.cases);
		sum_json(row, "open_ore", &sum, sum.open);
	}
	return true;
}

static bool outcomes_json(cJSON *report, const Portfolio *p)
{
	cJSON *rows = json_array(report, "outcomes");
	for (size_t k = 0; k < G_N_ELEMENTS(outcomes); k++) {
		Sum sum = { 0 };
		for (guint i = 0; i < p->cases->len; i++) {
			const PortfolioCase *one = p->cases->pdata[i];
			if (g_strcmp0(one->outcome, outcomes[k].name) == 0 && inside(p, one->ended_on) && !sum_take(&sum, one))
				return false;
		}
		cJSON *row = json_push(rows);
		json_text(row, "outcome", outcomes[k].name);
		json_int(row, "cases", sum.cases);
		sum_json(row, "claimed_ore", &sum, sum.claimed);
		json_money(row, "received_ore", sum.received);
	}
	cJSON *decisions = json_object(report, "decisions");
	json_int(decisions, "won", p->won);
	json_int(decisions, "settled", p->settled);
	json_int(decisions, "lost", p->lost);
	return true;
}

static void steps_json(cJSON *report, const Portfolio *p, Lang lang)
{
	cJSON *rows = json_array(report, "steps");
	for (guint i = 0; i < p->steps->len; i++) {
		const PortfolioStep *step = p->steps->pdata[i];
		guint n = step->days->len;
		cJSON *row = json_push(rows);
		json_text(row, "court", step->court);
		json_text(row, "step", say(portfolio_step_say(step->step), lang));
		json_int(row, "count", n);
		json_int(row, "shortest_days", g_array_index(step->days, int, 0));
		json_int(row, "median_days", g_array_index(step->days, int, (n - 1) / 2));
		json_int(row, "longest_days", g_array_index(step->days, int, n - 1));
	}
}

/* ---- months ---- */

/* The last twelve months of the period: what came in, and how many cases. */
static bool months_json(cJSON *report, const Portfolio *p, const GPtrArray *received)
{
	cJSON *rows = json_array(report, "months");
	int year, month, day;
	Date first;
	date_split(p->to_on, &year, &month, &day);
	if (!date_make(year, month, 1, &first))
		return true;
	for (int back = MONTHS - 1; back >= 0; back--) {
		Date begin = date_add_months(first, -back), end = date_add_days(date_add_months(begin, 1), -1);
		Money sum = money_zero();
		int fresh = 0;
		if (date_before(end, p->from_on))
			continue;
		for (guint i = 0; i < received->len; i++) {
			const Event *event = received->pdata[i];
			bool in = strcmp(event->name, "payment") == 0;
			if (!date_before(event->on, date_max(begin, p->from_on)) && !date_before(date_min(end, p->to_on), event->on) &&
			    !(in ? money_add(sum, event->amount, &sum) : money_sub(sum, event->amount, &sum)))
				return false;
		}
		for (guint i = 0; i < p->cases->len; i++) {
			Date opened = ((const PortfolioCase *)p->cases->pdata[i])->opened_on;
			fresh += inside(p, opened) && !date_before(opened, begin) && !date_before(end, opened);
		}
		g_autofree char *iso = date_iso(begin);
		cJSON *row = json_push(rows);
		iso[7] = '\0';
		json_text(row, "month", iso);
		json_int(row, "new", fresh);
		json_money(row, "received_ore", sum);
	}
	return true;
}

/* ---- the rows ---- */

static void cases_json(cJSON *report, const Portfolio *p)
{
	cJSON *risk = json_array(report, "limitation"), *rows = json_array(report, "cases");
	for (guint i = 0; i < p->cases->len; i++) {
		const PortfolioCase *one = p->cases->pdata[i];
		cJSON *row = json_push(rows);
		json_text(row, "case", one->id);
		json_text(row, "creditor", one->creditor);
		json_text(row, "court", one->court);
		json_text(row, "phase", one->phase);
		json_text(row, "state", one->state);
		json_text(row, "outcome", one->outcome);
		json_date(row, "opened_on", one->opened_on);
		json_date(row, "due_on", one->due_on);
		json_date(row, "ended_on", one->ended_on);
		money_or_null(row, "claimed_ore", one->known, one->claimed);
		money_or_null(row, "open_ore", one->known, one->open);
		json_money(row, "received_ore", one->received);
		json_money(row, "received_in_period_ore", one->received_now);
		json_date(row, "limitation_on", one->limitation_on);
		if (!date_known(one->limitation_on))
			continue;
		cJSON *near = json_push(risk);
		json_text(near, "case", one->id);
		json_text(near, "debtor", one->limitation_debtor);
		json_date(near, "by_on", one->limitation_by);
		json_date(near, "last_on", one->limitation_on);
		money_or_null(near, "open_ore", one->known, one->open);
	}
}

/* ---- the command ---- */

static bool period_of(const Call *call, Date *from, Date *to, GError **error)
{
	int year, month, day;
	if (!call_date(call, "from", from, error) || !call_date(call, "to", to, error))
		return false;
	if (!date_known(*to))
		*to = call->today;
	if (date_before(call->today, *to))
		return error_set(error, ERROR_USAGE, "period", "Perioden slutter efter i dag.", "The period ends after today.");
	if (!date_known(*from)) {
		date_split(*to, &year, &month, &day);
		*from = date_make(year, month, 1, from) ? date_add_months(*from, 1 - MONTHS) : *to;
	}
	return !date_before(*to, *from) ||
	       error_set(error, ERROR_USAGE, "period", "Perioden slutter, før den begynder.", "The period ends before it begins.");
}

static bool pdf_write(const Call *call, const cJSON *object, GError **error)
{
	const char *path = call_option(call, "pdf");
	if (path == NULL)
		return true;
	g_autoptr(GBytes) pdf = report_pdf(object, call->today, call->lang, error);
	return pdf != NULL && file_write(path, pdf, error);
}

int report_run(const Call *call, cJSON **result, GError **error)
{
	Date from, to;
	Totals totals = { 0 };
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !period_of(call, &from, &to, error))
		return -1;
	const char *creditor = call_option(call, "creditor"), *lawyer = call_option(call, "lawyer");
	g_autofree char *spelt = NULL;
	g_autoptr(Portfolio) p = handler_said(call, &spelt, error) ? portfolio_read(call->store, law, from, to, creditor, spelt, call->lang, error) : NULL;
	if (p == NULL)
		return -1;
	g_autofree char *house = conf_text(call->home, "firm", "name");
	g_autoptr(cJSON) object = json_result("report");
	json_date(object, "from_on", from);
	json_date(object, "to_on", to);
	json_text(object, "firm", house);
	json_text(object, "creditor", creditor);
	json_text(object, "lawyer", lawyer);
	bool fine = totals_take(&totals, p);
	totals_json(object, &totals);
	fine = fine && phases_json(object, p) && ages_json(object, p) && outcomes_json(object, p);
	steps_json(object, p, call->lang);
	fine = fine && months_json(object, p, p->payments);
	cases_json(object, p);
	if (!fine)
		return error_set(error, ERROR_INPUT, "sum-overflow", "Beløbene er tilsammen for store.", "The amounts together are too large."), -1;
	if (!pdf_write(call, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- for people ---- */

static char *kroner(const cJSON *row, const char *key, Lang lang)
{
	const cJSON *value = json_get(row, key);
	if (value == NULL || cJSON_IsNull(value))
		return g_strdup(lang == LANG_DA ? "ukendt" : "not known");
	g_autofree char *text = money_danish(money_of_ore(json_get_int(row, key, 0)));
	return g_strdup_printf(lang == LANG_DA ? "%s kr." : "DKK %s", text);
}

static void share_line(const Call *call, const cJSON *totals, const char *key, Say label, GString *out)
{
	const cJSON *value = json_get(totals, key);
	if (value == NULL || cJSON_IsNull(value))
		return;
	g_autofree char *percent = rate_danish((RateBp)json_get_int(totals, key, 0));
	g_string_append_printf(out, "%s: %s %%\n", say(label, call->lang), percent);
}

static void rows_text(const Call *call, const cJSON *rows, const char *name, const char *sum, const char *(*word)(const char *, Lang), GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, rows)
	{
		g_autofree char *amount = kroner(row, sum, call->lang);
		if (json_get_int(row, "cases", 0) > 0)
			g_string_append_printf(out, "  %s: %" PRId64 ", %s\n", word(json_get_text(row, name), call->lang), json_get_int(row, "cases", 0), amount);
	}
}

void report_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *totals = json_get(result, "totals"), *row;
	g_autofree char *open = kroner(totals, "open_ore", call->lang), *in = kroner(totals, "received_in_period_ore", call->lang);
	g_autofree char *risk = kroner(totals, "at_risk_ore", call->lang);
	g_string_append_printf(out, "%s – %s\n", json_get_text(result, "from_on"), json_get_text(result, "to_on"));
	g_string_append_printf(out, da ? "Sager: %" PRId64 ", åbne %" PRId64 ", nye %" PRId64 ", sluttet %" PRId64 "\n"
	                               : "Cases: %" PRId64 ", open %" PRId64 ", new %" PRId64 ", ended %" PRId64 "\n",
	                       json_get_int(totals, "cases", 0), json_get_int(totals, "open", 0), json_get_int(totals, "new_in_period", 0),
	                       json_get_int(totals, "ended_in_period", 0));
	g_string_append_printf(out, da ? "Åbent krav: %s\nIndbetalt i perioden: %s\n" : "Open claims: %s\nReceived in the period: %s\n", open, in);
	share_line(call, totals, "recovered_bp", (Say){ "Inddrevet af det krævede", "Recovered of what was claimed" }, out);
	share_line(call, totals, "recovered_of_ended_bp", (Say){ "Inddrevet i sluttede sager", "Recovered in cases that ended" }, out);
	g_string_append_printf(out, da ? "Forældelse inden 90 dage: %" PRId64 ", %s\n" : "Limitation within 90 days: %" PRId64 ", %s\n",
	                       json_get_int(totals, "at_risk", 0), risk);
	g_string_append(out, da ? "Hvor sagerne står\n" : "Where cases stand\n");
	rows_text(call, json_get(result, "phases"), "phase", "open_ore", report_phase_word, out);
	g_string_append(out, da ? "Siden forfald\n" : "Since due\n");
	rows_text(call, json_get(result, "ages"), "age", "open_ore", report_age_word, out);
	g_string_append(out, da ? "Sluttet i perioden, indbetalt i alt\n" : "Ended in the period, received in all\n");
	rows_text(call, json_get(result, "outcomes"), "outcome", "received_ore", report_outcome_word, out);
	cJSON_ArrayForEach(row, json_get(result, "steps"))
		g_string_append_printf(out, da ? "%s, %s: %" PRId64 " dage (%" PRId64 ")\n" : "%s, %s: %" PRId64 " days (%" PRId64 ")\n", json_get_text(row, "court"),
		                       json_get_text(row, "step"), json_get_int(row, "median_days", 0), json_get_int(row, "count", 0));
	cJSON_ArrayForEach(row, json_get(result, "limitation"))
		g_string_append_printf(out, "! %s %s  %s\n", json_get_text(row, "case"), json_get_text(row, "debtor"), json_get_text(row, "by_on"));
	if (json_get_int(totals, "unknown", 0) > 0)
		g_string_append_printf(out, da ? "Uden for summerne, fordi et beløb er ukendt: %" PRId64 "\n" : "Outside the sums, an amount being unknown: %" PRId64 "\n",
		                       json_get_int(totals, "unknown", 0));
}
