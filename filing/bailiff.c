#include "filing/bailiff.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <string.h>

/* ---- the table ---- */

static Severity severity_of(const char *text)
{
	for (int i = SEVERITY_NOTE; i <= SEVERITY_BLOCK; i++)
		if (strcmp(severity_name((Severity)i), text) == 0)
			return (Severity)i;
	assert(false && "a rule without a severity");
	return SEVERITY_BLOCK;
}

const GPtrArray *bailiff_rules(void)
{
	static GPtrArray *rules;
	if (rules != NULL)
		return rules;
	const Embedded *file = embedded_find(embedded_papers, "bailiff.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "bailiff.csv", NULL);
	assert(csv != NULL);
	rules = g_ptr_array_new();
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		assert(row->n == csv->columns);
		BailiffRule *rule = g_new0(BailiffRule, 1);
#define CELL(column) g_intern_string(csv_cell(csv, row, column))
		*rule = (BailiffRule){ .id = CELL("id"),
			               .name = CELL("name"),
			               .statute = CELL("statute"),
			               .quote = CELL("quote"),
			               .severity = severity_of(CELL("severity")),
			               .steps = g_strsplit(CELL("steps"), " ", -1),
			               .say = { CELL("da"), CELL("en") } };
#undef CELL
		g_ptr_array_add(rules, rule);
	}
	return rules;
}

const BailiffRule *bailiff_rule(const char *id)
{
	const GPtrArray *rules = bailiff_rules();
	for (guint i = 0; i < rules->len; i++) {
		const BailiffRule *rule = rules->pdata[i];
		if (strcmp(rule->id, id) == 0)
			return rule;
	}
	assert(false && "a rule that bailiff.csv does not have");
	return NULL;
}

/* ---- what is asked for ---- */

static void fee_look(Bailiff *b)
{
	const LawRow *row = NULL;
	bool owed = b->claimed->owed->known;
	b->fee_due = !date_known(b->execution.fee_until) || date_before(b->execution.fee_until, b->on);
	b->fee = money_zero();
	b->fee_statute = "ral § 13 stk. 6";
	b->fee_known = !b->fee_due || law_court_fee(b->law, "udlaeg", owed ? b->claimed->owed->total : money_zero(), b->on, &b->fee, &row);
	if (b->fee_due)
		b->fee_statute = row != NULL ? row->statute : "ral § 13 stk. 1";
	b->total_known = owed && b->fee_known && money_add(b->claimed->owed->total, b->fee, &b->total);
}

static void limitation_look(Bailiff *b)
{
	b->limitation_on = b->interest_on = DATE_NONE;
	const Case *c = debtor_view_case(b->view);
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (!item_kind_is_principal(item->kind))
			continue;
		g_autoptr(Limitation) one = limitation_of(c, item, b->execution.debtor, b->law, b->on);
		if (!one->known)
			continue;
		b->limitation_held = b->limitation_held || one->held;
		b->barred = b->barred || one->barred;
		if (!one->held || one->barred)
			b->limitation_on = date_min(b->limitation_on, one->last_on);
		b->interest_on = date_max(b->interest_on, one->interest_barred_to);
	}
}

static void attendance_look(Bailiff *b)
{
	const Owed *owed = b->claimed->owed;
	b->attends_known = owed->known && law_limit_money(b->law, "foged_attendance_free", b->on, &b->attend_limit);
	b->attends = b->attends_known && money_compare(owed->total, b->attend_limit) > 0;
}

Bailiff *bailiff_of(const Case *c, const Party *debtor, const Law *law, Date on)
{
	Bailiff *b = g_new0(Bailiff, 1);
	b->c = c;
	b->law = law;
	b->on = on;
	b->execution = execution_of(c, debtor, law, on);
	b->view = execution_view(c, debtor);
	b->claimed = claimed_of(debtor_view_case(b->view), law, on);
	b->venue = venue_of(law, debtor);
	b->per_day_known = execution_per_day(b->view, law, on, &b->per_day);
	b->assets = assets_of(c, on);
	for (guint i = b->assets->len; i-- > 0;) {
		const Asset *asset = b->assets->pdata[i];
		if (asset->debtor != NULL && strcmp(asset->debtor, debtor->id) != 0)
			g_ptr_array_remove_index(b->assets, i);
	}
	fee_look(b);
	limitation_look(b);
	attendance_look(b);
	return b;
}

void bailiff_free(Bailiff *b)
{
	if (b == NULL)
		return;
	claimed_free(b->claimed);
	debtor_view_free(b->view);
	venue_free(b->venue);
	g_ptr_array_unref(b->assets);
	g_free(b);
}

int bailiff_claim_rows(const Bailiff *b, bool with_fee, ClaimRow rows[4])
{
	const Owed *owed = b->claimed->owed;
	int n = 0;
	if (!owed->known)
		return 0;
	rows[n++] = (ClaimRow){ { "Hovedstol", "Principal" }, owed->open_principal };
	if (!money_is_zero(owed->open_interest))
		rows[n++] = (ClaimRow){ { "Renter til og med dagen", "Interest through the day" }, owed->open_interest };
	if (!money_is_zero(owed->open_costs))
		rows[n++] = (ClaimRow){ { "Omkostninger", "Costs" }, owed->open_costs };
	if (with_fee && !money_is_zero(b->fee))
		rows[n++] = (ClaimRow){ { "Retsafgift for udlæg", "Court fee for the attachment" }, b->fee };
	return n;
}

/* ---- assets ---- */

Date asset_lapses_on(const Asset *asset, const Law *law)
{
	if (!asset->kind->lapses || !asset_held(asset) || date_known(asset->auction_on))
		return DATE_NONE;
	if (date_known(asset->hindered_on) && date_known(asset->free_on))
		return clock_end(law, law_clock(law, "T36"), asset->free_on).last_day;
	if (date_known(asset->hindered_on))
		return DATE_NONE; /* while it is hindered, it does not lapse */
	return clock_end(law, law_clock(law, "T33"), asset->taken_on).last_day;
}

const Asset *bailiff_auctionable(const Bailiff *b)
{
	const Asset *best = NULL;
	Date first = DATE_NONE;
	for (guint i = 0; i < b->assets->len; i++) {
		const Asset *asset = b->assets->pdata[i];
		if (!asset_held(asset) || date_known(asset->auction_on))
			continue;
		Date last = asset_lapses_on(asset, b->law);
		if (best != NULL && (!date_known(last) || (date_known(first) && !date_before(last, first))))
			continue;
		best = asset;
		first = last;
	}
	return best;
}

/* ---- the rules ---- */

typedef struct Bench {
	const Bailiff *b;
	const char *step;
	GPtrArray *findings;
} Bench;

static void finding_free(void *data)
{
	BailiffFinding *finding = data;
	g_free(finding->da);
	g_free(finding->en);
	g_free(finding);
}

static char *filled(const char *text, const char *a, const char *second)
{
	g_autoptr(GString) out = g_string_new(text);
	g_string_replace(out, "{a}", a != NULL ? a : "", 0);
	g_string_replace(out, "{b}", second != NULL ? second : "", 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void say_texts(Bench *bench, const char *id, Say a, Say second)
{
	const BailiffRule *rule = bailiff_rule(id);
	if (!g_strv_contains((const char *const *)rule->steps, bench->step))
		return;
	BailiffFinding *finding = g_new0(BailiffFinding, 1);
	*finding = (BailiffFinding){ rule, filled(rule->say.da, a.da, second.da), filled(rule->say.en, a.en, second.en) };
	g_ptr_array_add(bench->findings, finding);
}

static void say_plain(Bench *bench, const char *id)
{
	say_texts(bench, id, (Say){ NULL, NULL }, (Say){ NULL, NULL });
}

static void say_days(Bench *bench, const char *id, Date a, Date second)
{
	g_autofree char *a_da = date_danish_long(a), *a_en = date_english(a), *b_da = date_danish_long(second), *b_en = date_english(second);
	say_texts(bench, id, (Say){ a_da, a_en }, (Say){ b_da, b_en });
}

static void say_day_text(Bench *bench, const char *id, Date a, const char *text)
{
	g_autofree char *a_da = date_danish_long(a), *a_en = date_english(a);
	say_texts(bench, id, (Say){ a_da, a_en }, (Say){ text, text });
}

static void look_at_title(Bench *bench)
{
	const Bailiff *b = bench->b;
	const Execution *e = &b->execution;
	if (e->kind == TITLE_NONE) {
		say_plain(bench, "B01");
		return;
	}
	if (e->title == NULL) {
		say_plain(bench, "B13");
		return;
	}
	const Event *early = execution_decided(b->c, e->debtor, "B02", e->title, b->on);
	if (!date_known(e->enforceable_on))
		say_plain(bench, e->kind == TITLE_SETTLEMENT ? "B14" : "B13");
	else if (date_before(b->on, e->enforceable_on) && early != NULL)
		say_day_text(bench, "B35", early->on, early->ground);
	else if (date_before(b->on, e->enforceable_on))
		say_day_text(bench, "B02", e->enforceable_on, e->waits);
	if (e->stay != NULL)
		say_days(bench, "B09", e->stay->on, DATE_NONE);
	if (e->late_appeal != NULL)
		say_days(bench, "B33", e->late_appeal->on, DATE_NONE);
	if (e->document == NULL)
		say_plain(bench, title_kind_needs_original(e->kind) ? "B30" : "B31");
	Deadline appeal = clock_end(b->law, law_clock(b->law, "T22"), e->on);
	if (e->kind == TITLE_JUDGMENT && !date_before(appeal.last_day, b->on))
		say_days(bench, "B32", appeal.last_day, DATE_NONE);
}

/* Insolvency and death, as far as they are recorded and not over. */
static void look_at_debtor(Bench *bench)
{
	static const struct {
		const char *begins, *ends, *rule;
	} rows[] = { { "bankruptcy_notice", "estate_closed_none", "B05" },
		     { "reconstruction_notice", "reconstruction_ended", "B06" },
		     { "debt_relief_notice", "relief_refused", "B07" },
		     { "death_notice", NULL, "B08" } };
	const Bailiff *b = bench->b;
	for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
		const Event *stands = NULL;
		for (guint i = 0; i < b->c->events->len; i++) {
			const Event *event = b->c->events->pdata[i];
			if (event->replaced || date_before(b->on, event->on) ||
			    (event->debtor != NULL && strcmp(event->debtor, b->execution.debtor->id) != 0))
				continue;
			if (strcmp(event->name, rows[r].begins) == 0)
				stands = event;
			else if (rows[r].ends != NULL && strcmp(event->name, rows[r].ends) == 0)
				stands = NULL;
		}
		if (stands != NULL)
			say_days(bench, rows[r].rule, stands->on, DATE_NONE);
	}
}

static void look_at_rest(Bench *bench)
{
	const Bailiff *b = bench->b;
	const Execution *e = &b->execution;
	bool rests = date_known(e->rest_over_on) && date_before(b->on, e->rest_over_on);
	const Event *exception = rests ? execution_decided(b->c, e->debtor, "B03", e->meeting, b->on) : NULL;
	if (exception != NULL)
		say_day_text(bench, "B34", exception->on, exception->ground);
	else if (rests)
		say_days(bench, "B03", e->rest_over_on, e->meeting->on);
	else
		say_plain(bench, "B15");
	if (e->request != NULL)
		say_days(bench, "B10", e->request->on, DATE_NONE);
	if (e->attachment != NULL)
		say_days(bench, "B21", e->attachment->on, DATE_NONE);
	if (e->absent == NULL)
		say_plain(bench, "B17");
	if (e->failed != NULL && !date_before(e->presumed_to, b->on))
		say_days(bench, "B39", e->presumed_to, e->failed->on);
}

static void look_at_money(Bench *bench)
{
	const Bailiff *b = bench->b;
	const Owed *owed = b->claimed->owed;
	if (!owed->known)
		say_texts(bench, "B12", (Say){ owed->unknown_da, owed->unknown_en }, (Say){ NULL, NULL });
	else if (money_is_zero(owed->total) || money_is_negative(owed->total))
		say_plain(bench, "B11");
	if (b->barred)
		say_days(bench, "B04", b->limitation_on, DATE_NONE);
	else if (date_known(b->interest_on))
		say_days(bench, "B40", b->interest_on, DATE_NONE);
	if (b->venue->court == NULL)
		say_texts(bench, "B16", (Say){ b->venue->da, b->venue->en }, (Say){ NULL, NULL });
	if (b->attends_known) {
		g_autofree char *limit = money_danish(b->attend_limit), *da = g_strdup_printf("%s kr.", limit);
		g_autofree char *en = g_strdup_printf("DKK %s", limit);
		say_texts(bench, b->attends ? "B36" : "B37", (Say){ da, en }, (Say){ NULL, NULL });
	}
	if (!b->fee_due)
		say_days(bench, "B42", b->execution.fee_until, DATE_NONE);
	else if (b->c->debtors->len > 1)
		say_plain(bench, "B41");
}

static void look_at_attachment(Bench *bench)
{
	const Bailiff *b = bench->b;
	const Execution *e = &b->execution;
	const Asset *asset = bailiff_auctionable(b);
	if (asset == NULL)
		say_plain(bench, "B18");
	Date last = asset != NULL ? asset_lapses_on(asset, b->law) : DATE_NONE;
	if (date_known(last) && date_before(last, b->on))
		say_days(bench, "B19", last, DATE_NONE);
	/* An agreement without attachment has nothing that could fall. */
	bool whole = e->attachment != NULL && strcmp(e->attachment->name, "plan_voluntary") != 0;
	Date taken = whole ? e->attachment->on : asset != NULL ? asset->taken_on : DATE_NONE;
	Date safe = date_known(taken) ? clock_end(b->law, law_clock(b->law, "T35"), taken).last_day : DATE_NONE;
	if (date_known(safe) && date_before(b->on, safe))
		say_days(bench, "B43", taken, safe);
	if (e->plan == NULL)
		return;
	say_days(bench, "B20", e->plan->on, DATE_NONE);
	if (date_known(e->plan->deadline_on) && date_before(e->plan_longest, e->plan->deadline_on) &&
	    execution_decided(b->c, e->debtor, "B38", e->plan, b->on) == NULL)
		say_days(bench, "B38", e->plan_longest, e->plan->on);
}

static int by_rule(gconstpointer a, gconstpointer b)
{
	const BailiffFinding *x = *(const BailiffFinding *const *)a, *y = *(const BailiffFinding *const *)b;
	return strcmp(x->rule->id, y->rule->id);
}

GPtrArray *bailiff_findings(const Bailiff *b, const char *step)
{
	Bench bench = { b, step, g_ptr_array_new_with_free_func(finding_free) };
	look_at_title(&bench);
	look_at_debtor(&bench);
	look_at_rest(&bench);
	look_at_money(&bench);
	look_at_attachment(&bench);
	say_plain(&bench, "B50");
	say_plain(&bench, "B51");
	g_ptr_array_sort(bench.findings, by_rule);
	return bench.findings;
}

bool bailiff_barred(const GPtrArray *findings)
{
	for (guint i = 0; i < findings->len; i++)
		if (((const BailiffFinding *)findings->pdata[i])->rule->severity == SEVERITY_BLOCK)
			return true;
	return false;
}
