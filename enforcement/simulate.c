/* What each side would get if the debtor paid so much on those days, or nothing: reckoned by what books it. */
#include "enforcement/agree.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

const OptionRow agreement_simulate_options[] = {
	{ "pays", "KR", { "debitor betaler så meget i alt", "the debtor pays so much in all" } },
	{ "on", "DATE", { "dagen for den første betaling; ellers i dag", "the day of the first payment; else today" } },
	{ "instalments", "N", { "i så mange lige store månedlige rater", "in so many equal monthly instalments" } },
	{ "paid-to", "WHO", { "operator (ellers) eller creditor", "operator (else) or creditor" } },
	{ "filed", "DATE", { "sagen indleveres den dag, med den afgift vurderingen siger", "the case is filed on that day, with the fee that the assessment tells" } },
	{ "lost", NULL, { "sagen slutter derefter uden mere", "the case then ends with nothing more" } },
	{ "minutes", "N", { "så mange minutters arbejde på den første dag", "so many minutes of work on the first day" } },
	{ 0 },
};

/* The case as it would be: events are added to the record's, none of them stored. */
typedef struct Trial {
	const Call *call;
	Case *c;
	const Law *law;
	Date on, last, filed_on;
	int64_t next_id;
	Money advance;
	bool has_advance;
} Trial;

static void add_event(Trial *t, const char *name, Date on, const char *paid_to, Money amount, bool has_amount)
{
	Event *event = g_new0(Event, 1);
	event->id = t->next_id++;
	event->name = g_strdup(name);
	event->on = on;
	event->deadline_on = DATE_NONE;
	event->paid_to = g_strdup(paid_to);
	event->has_amount = has_amount;
	event->amount = amount;
	guint at = t->c->events->len;
	while (at > 0 && date_before(on, ((const Event *)t->c->events->pdata[at - 1])->on))
		at--;
	g_ptr_array_insert(t->c->events, (gint)at, event);
	t->last = date_max(t->last, on);
}

static bool count_said(const Call *call, const char *option, gint64 most, gint64 *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = 0;
	if (text == NULL || g_ascii_string_to_signed(text, 10, 1, most, out, NULL))
		return true;
	return error_set(error, ERROR_USAGE, "option-value", "Værdien for --%s kan ikke bruges: %s.", "The value for --%s cannot be used: %s.",
	                 option, text);
}

static bool add_filing(Trial *t, GError **error)
{
	if (!call_date(t->call, "filed", &t->filed_on, error))
		return false;
	if (!date_known(t->filed_on))
		return true;
	g_autoptr(Assessment) assessment = assess(t->c, t->law, t->filed_on);
	if (!assessment->court_fee_known)
		return error_set(error, ERROR_INPUT, "court-fee-unknown", "Retsafgiften for sagen kendes ikke den dag.",
		                 "The court fee of the case is not known on that day.");
	t->advance = assessment->court_fee;
	t->has_advance = true;
	add_event(t, assessment->route == ROUTE_CIVIL_CLAIM ? "claim_filed" : "bp_filed", t->filed_on, NULL, money_zero(), false);
	return true;
}

/* Equal parts, the rest of the øre in the last. */
static bool add_payments(Trial *t, GError **error)
{
	const char *text = call_option(t->call, "pays"), *to = call_option(t->call, "paid-to");
	gint64 n;
	Money whole, part, left;
	if (!count_said(t->call, "instalments", 120, &n, error))
		return false;
	if (to != NULL && strcmp(to, "operator") != 0 && strcmp(to, "creditor") != 0)
		return error_set(error, ERROR_USAGE, "option-value", "Værdien for --%s kan ikke bruges: %s.",
		                 "The value for --%s cannot be used: %s.", "paid-to", to);
	if (text == NULL)
		return true;
	n = MAX(n, 1);
	if (!money_typed(text, &whole) || money_ore(whole) < n || !money_scale(whole, 1, n, &part))
		return error_set(error, ERROR_INPUT, "impossible-amount", "Beløbet %s kan ikke betales i %d rater.",
		                 "The amount %s cannot be paid in %d instalments.", text, (int)n);
	if (!money_times(part, n - 1, &left) || !money_sub(whole, left, &left))
		left = part;
	for (int i = 0; i < (int)n; i++)
		add_event(t, "payment", date_add_months(t->on, i), to != NULL ? to : "operator", i == (int)n - 1 ? left : part, true);
	return true;
}

static bool trial_fill(Trial *t, GError **error)
{
	if (!call_date(t->call, "on", &t->on, error))
		return false;
	if (!date_known(t->on))
		t->on = t->call->today;
	t->last = date_max(t->on, t->call->today);
	t->next_id = 1;
	for (guint i = 0; i < t->c->events->len; i++)
		t->next_id = MAX(t->next_id, ((const Event *)t->c->events->pdata[i])->id + 1);
	if (!add_filing(t, error) || !add_payments(t, error))
		return false;
	if (call_has(t->call, "lost"))
		add_event(t, "uneconomic", t->last, NULL, money_zero(), false);
	return true;
}

/* ---- the answer ---- */

typedef struct Sides {
	Money paid, surplus, fee, advanced, charged, lost;
} Sides;

static bool sum_dues(const FeePlan *plan, Sides *sides, GError **error)
{
	bool fine = true;
	for (guint i = 0; i < plan->dues->len; i++) {
		const FeeDue *due = plan->dues->pdata[i];
		Money *to = due->kind == POSTING_fee_earned        ? &sides->fee
		            : due->kind == POSTING_advance_charged ? &sides->charged
		            : due->kind == POSTING_advance_lost    ? &sides->lost
		            : due->kind == POSTING_split_surplus   ? &sides->surplus
		                                                   : NULL;
		fine = fine && (to == NULL || money_add(*to, due->amount, to));
	}
	sides->paid = plan->recovered;
	return fine || error_set(error, ERROR_INPUT, "sum", "Beløbene er for store.", "The amounts are too large.");
}

static bool plan_known(const FeePlan *plan)
{
	static const char *const gaps[] = { "A03", "A04", "A05", "A06", "A07", "A09", "A15", NULL };
	for (guint i = 0; i < plan->notes->len; i++)
		if (g_strv_contains(gaps, ((const FeeNote *)plan->notes->pdata[i])->id))
			return false;
	return true;
}

static void lines_json(cJSON *object, const FeePlan *plan, Lang lang)
{
	cJSON *lines = json_array(object, "lines");
	for (guint i = 0; i < plan->dues->len; i++) {
		const FeeDue *due = plan->dues->pdata[i];
		cJSON *row = json_push(lines);
		json_text(row, "kind", posting_name(due->kind));
		json_text(row, "text", say(posting_say(due->kind), lang));
		json_date(row, "on", due->on);
		json_money(row, "amount_ore", due->amount);
		json_text(row, "clause", due->clause);
		json_text(row, "phase", due->terms == NULL ? NULL : due->phase == PHASE_COURT ? "court" : "out_of_court");
		if (due->terms != NULL)
			json_int(row, "terms", due->terms->version);
		else
			json_null(row, "terms");
	}
}

/* VAT on all of the fee: once, as one invoice would. false: not known. */
static bool vat_of(const Trial *t, const FeePlan *plan, Money fee, Money *vat)
{
	const Terms *terms = NULL;
	*vat = money_zero();
	for (guint i = 0; i < plan->dues->len; i++) {
		const FeeDue *due = plan->dues->pdata[i];
		terms = due->kind == POSTING_fee_earned ? due->terms : terms;
	}
	if (money_is_zero(fee) || (terms != NULL && terms->vat == KNOWN_NO))
		return true;
	CostAnswer answer = cost_vat_on(t->law, fee, t->last);
	*vat = answer.amount;
	return terms != NULL && terms->vat == KNOWN_YES && answer.status == COST_KNOWN;
}

/* The client: what was paid, less what is the debtor's, the fee with VAT and the advance. The operator: the fee less what is lost. */
static void sides_json(cJSON *object, const Trial *t, const FeePlan *plan, const Sides *sides)
{
	Money vat, client, operator_gets;
	bool known = vat_of(t, plan, sides->fee, &vat);
	bool sure = plan_known(plan);
	const struct {
		const char *key;
		bool known;
		Money sum;
	} rows[] = { { "paid_ore", true, sides->paid },           { "surplus_ore", sure, sides->surplus },
		     { "fee_ore", sure, sides->fee },             { "fee_vat_ore", sure && known, vat },
		     { "advanced_ore", true, sides->advanced },   { "advance_charged_ore", sure, sides->charged },
		     { "advance_lost_ore", sure, sides->lost } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].known)
			json_money(object, rows[i].key, rows[i].sum);
		else
			json_null(object, rows[i].key);
	bool all = known && sure && money_sub(sides->paid, sides->surplus, &client) && money_sub(client, sides->fee, &client) &&
	           money_sub(client, vat, &client) && money_sub(client, sides->charged, &client) &&
	           money_sub(sides->fee, sides->lost, &operator_gets);
	json_bool(object, "known", all);
	if (all) {
		json_money(object, "client_ore", client);
		json_money(object, "operator_ore", operator_gets);
	} else {
		json_null(object, "client_ore");
		json_null(object, "operator_ore");
	}
}

static bool answer(Trial *t, FeeCase *of, cJSON *object, GError **error)
{
	gint64 minutes;
	Sides sides = { money_zero(), money_zero(), money_zero(), money_zero(), money_zero(), money_zero() };
	if (!count_said(t->call, "minutes", 100000, &minutes, error))
		return false;
	TimeLine time = { G_MAXINT64, t->on, (int)minutes };
	if (minutes > 0)
		g_array_append_val((GArray *)of->times, time);
	Advance advance = { t->filed_on, t->advance };
	if (t->has_advance)
		g_array_append_val((GArray *)of->advances, advance);
	of->ended = of->ended || call_has(t->call, "lost");
	for (guint i = 0; i < of->advances->len; i++)
		if (!money_add(sides.advanced, g_array_index(of->advances, Advance, i).amount, &sides.advanced))
			return error_set(error, ERROR_INPUT, "sum", "Beløbene er for store.", "The amounts are too large.");
	g_autoptr(FeePlan) plan = fee_plan(of);
	if (!sum_dues(plan, &sides, error))
		return false;
	const Terms *terms = terms_pick(of->terms, of->c, t->last);
	if (terms != NULL)
		json_int(object, "terms", terms->version);
	else
		json_null(object, "terms");
	json_date(object, "filed_on", t->filed_on);
	json_bool(object, "lost", call_has(t->call, "lost"));
	cJSON *payments = json_array(object, "payments");
	for (guint i = 0; i < plan->splits->len; i++) {
		const Event *event = ((const Split *)plan->splits->pdata[i])->event;
		cJSON *row = json_push(payments);
		json_date(row, "on", event->on);
		json_money(row, "amount_ore", event->amount);
	}
	lines_json(object, plan, t->call->lang);
	sides_json(object, t, plan, &sides);
	fee_notes_json(object, plan->notes, t->call->lang);
	return true;
}

int agreement_simulate_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return -1;
	Trial t = { .call = call, .c = c, .law = law, .filed_on = DATE_NONE, .advance = money_zero() };
	if (!trial_fill(&t, error))
		return -1;
	g_auto(FeeCase) of = { 0 };
	if (!fee_case_read(call->store, c, law, t.last, &of, error))
		return -1;
	g_autoptr(cJSON) object = json_result("agreement-simulate");
	json_text(object, "case", c->id);
	json_date(object, "on", t.last);
	json_text(object, "law_edition", law_edition(law));
	if (!answer(&t, &of, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static void line_text(GString *out, const char *what, const cJSON *result, const char *key)
{
	const cJSON *value = json_get(result, key);
	g_autofree char *amount =
	    cJSON_IsNull(value) ? g_strdup("?") : money_danish(money_of_ore(json_get_int(result, key, 0)));
	int wide = 44 + (int)(strlen(what) - (size_t)g_utf8_strlen(what, -1));
	g_string_append_printf(out, "  %-*s %16s\n", wide, what, amount);
}

void agreement_simulate_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "Sag %s, tænkt til og med %s:\n" : "Case %s, imagined up to %s:\n", json_get_text(result, "case"),
	                       json_get_text(result, "on"));
	line_text(out, da ? "debitor betaler" : "the debtor pays", result, "paid_ore");
	line_text(out, da ? "heraf for meget, debitors" : "of it too much, the debtor's", result, "surplus_ore");
	line_text(out, da ? "salær" : "fee", result, "fee_ore");
	line_text(out, da ? "moms af salæret" : "VAT on the fee", result, "fee_vat_ore");
	line_text(out, da ? "udlagt retsafgift" : "court fee advanced", result, "advanced_ore");
	line_text(out, da ? "- betalt af kreditor" : "- paid by the creditor", result, "advance_charged_ore");
	line_text(out, da ? "- tabt af den, der fører sagen" : "- lost by the operator", result, "advance_lost_ore");
	line_text(out, da ? "kreditor får" : "the creditor gets", result, "client_ore");
	line_text(out, da ? "den, der fører sagen, får" : "the operator gets", result, "operator_ore");
	const cJSON *finding;
	cJSON_ArrayForEach(finding, json_get(result, "findings"))
		g_string_append_printf(out, "  %s %s\n", json_get_text(finding, "id"), json_get_text(finding, "because"));
}
