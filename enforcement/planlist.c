/* Plans as they stand: shown, listed, and the notice of default for the instalment that is late. */
#include "enforcement/plan.h"

#include "assess/edition.h"
#include "filing/letter.h"
#include "intake/record.h"

#include <string.h>

const OptionRow plan_show_options[] = {
	{ "debtor", "ID", { "kun denne skyldner", "this debtor alone" } },
	{ "on", "DATE", { "dagen der ses fra; ellers i dag", "the day it is seen from; else today" } },
	{ 0 },
};

const OptionRow plan_notice_options[] = {
	{ "debtor", "ID", { "skyldneren", "the debtor" } },
	{ "on", "DATO", { "dagen, brevet er skrevet til og sendes", "the day that it is written for and sent" } },
	{ "until", "DATO", { "betalingsfrist", "day of payment" } },
	{ "language", "da|en|sv", { "brevets sprog", "its language" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ 0 },
};

/* ---- as JSON ---- */

static void instalments_json(cJSON *row, const Plan *plan)
{
	cJSON *list = json_array(row, "instalments");
	for (guint i = 0; i < plan->instalments->len; i++) {
		const Instalment *one = &g_array_index(plan->instalments, Instalment, i);
		cJSON *line = json_push(list);
		json_int(line, "n", (int64_t)i + 1);
		json_date(line, "due_on", one->due_on);
		json_date(line, "last_on", one->last_on);
		json_money(line, "amount_ore", one->amount);
		json_money(line, "paid_ore", one->paid);
		json_date(line, "paid_on", one->paid_on);
		json_text(line, "state", instalment_state_name(one->state));
	}
}

static void plan_json(cJSON *plans, const char *case_id, const Party *debtor, const Plan *plan)
{
	cJSON *row = json_push(plans);
	const Instalment *next = plan->next >= 0 ? &g_array_index(plan->instalments, Instalment, plan->next) : NULL;
	Money open;
	json_text(row, "case", case_id);
	json_text(row, "debtor", debtor->id);
	json_text(row, "name", field_text(&debtor->name));
	json_text(row, "state", plan_state_name(plan->state));
	json_text(row, "event", plan->event->name);
	json_int(row, "event_id", plan->event->id);
	json_date(row, "agreed_on", plan->event->on);
	json_money(row, "sum_ore", plan->schedule.sum);
	json_money(row, "paid_ore", plan->paid);
	json_money(row, "rest_ore", plan->rest);
	json_money(row, "late_ore", plan->late);
	json_money(row, "over_ore", plan->over);
	json_date(row, "next_on", next != NULL ? next->due_on : DATE_NONE);
	if (next != NULL && money_sub(next->amount, next->paid, &open))
		json_money(row, "next_ore", open);
	else
		json_null(row, "next_ore");
	json_date(row, "notice_on", plan->notice != NULL ? plan->notice->on : DATE_NONE);
	json_date(row, "notice_until_on", plan->notice_until);
	json_date(row, "falls_on", plan->falls_on);
	json_date(row, "ended_on", plan->ended_on);
	instalments_json(row, plan);
}

void plans_of_case(cJSON *plans, const Case *c, const Law *law, const char *only, Date on)
{
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		g_autoptr(Plan) plan = only == NULL || strcmp(only, debtor->id) == 0 ? plan_of(c, debtor, law, on) : NULL;
		if (plan != NULL)
			plan_json(plans, c->id, debtor, plan);
	}
}

cJSON *plan_result(Date on)
{
	cJSON *object = json_result("plan");
	json_date(object, "on", on);
	json_text(object, "outcome", NULL);
	return object;
}

/* ---- show, list ---- */

int plan_show_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && plan_day(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const char *only = call_option(call, "debtor");
	if (c == NULL || (only != NULL && plan_debtor(c, call, error) == NULL))
		return -1;
	g_autoptr(cJSON) object = plan_result(on);
	plans_of_case(json_array(object, "plans"), c, law, only, on);
	json_array(object, "findings");
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int plan_list_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	GError *fault = NULL;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !plan_day(call, &on, error))
		return -1;
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT DISTINCT case_id FROM event WHERE name IN ('settlement_signed', 'plan_agreed',"
	                                     " 'plan_voluntary', 'plan_with_udlaeg', 'court_settlement')"
	                                     " AND case_id NOT IN (SELECT case_id FROM erased) ORDER BY case_id", "");
	if (query == NULL)
		return -1;
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	while (query_next(query, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(query, 0)));
	g_autoptr(cJSON) object = plan_result(on);
	cJSON *plans = json_array(object, "plans");
	for (guint i = 0; fault == NULL && i < ids->len; i++) {
		g_autoptr(Case) c = case_read(call->store, ids->pdata[i], 0, &fault);
		if (c != NULL)
			plans_of_case(plans, c, law, NULL, on);
	}
	json_array(object, "findings");
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- the notice of default ---- */

static void option_set(GHashTable *options, const char *name, char *value)
{
	GPtrArray *one = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(one, value);
	g_hash_table_insert(options, (gpointer)name, one);
}

int plan_notice_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	Money open;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL && plan_day(call, &on, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const Party *debtor = c != NULL ? plan_debtor(c, call, error) : NULL;
	if (debtor == NULL)
		return -1;
	g_autoptr(Plan) plan = plan_of(c, debtor, law, on);
	if (plan == NULL || plan->state != PLAN_LATE || !plan_needs_notice(plan)) {
		error_set_texts(error, ERROR_INPUT, "no-late-instalment", "Der er intet forlig med en rate, som er for sent betalt og ikke varslet.",
		    "There is no settlement with an instalment that is late and without a notice.");
		return -1;
	}
	const Instalment *late = &g_array_index(plan->instalments, Instalment, plan->next);
	if (!money_sub(late->amount, late->paid, &open))
		return -1;
	g_autoptr(GHashTable) options = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	for (const OptionRow *row = plan_notice_options; row->name != NULL; row++)
		if (call_has(call, row->name))
			option_set(options, row->name, g_strdup(call_option(call, row->name)));
	option_set(options, "debtor", g_strdup(debtor->id));
	option_set(options, "missed", date_iso(late->due_on));
	option_set(options, "amount", money_plain(open));
	char *argv[] = { call->argv[0], (char *)"default", NULL };
	Call letter = *call;
	letter.argc = 2;
	letter.argv = argv;
	letter.options = options;
	return letter_run(&letter, result, error);
}
