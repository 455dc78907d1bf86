#include "enforcement/bailiff.h"

#include "assess/edition.h"
#include "intake/record.h"

#include <string.h>

const OptionRow bailiff_options[] = {
	{ "debtor", "ID", { "kun denne debitor", "this debtor alone" } },
	{ "on", "DATE", { "dagen, der ses fra; ellers i dag", "the day it is seen from; else today" } },
	{ 0 },
};

void bailiff_findings_json(cJSON *array, const Party *debtor, const GPtrArray *findings, Lang lang)
{
	for (guint i = 0; i < findings->len; i++) {
		const BailiffFinding *finding = findings->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "id", finding->rule->id);
		json_text(row, "name", finding->rule->name);
		json_text(row, "severity", severity_name(finding->rule->severity));
		json_text(row, "about", debtor->subject);
		json_text(row, "because", lang == LANG_DA ? finding->da : finding->en);
		json_text(row, "statute", finding->rule->statute);
		json_text(row, "quote", finding->rule->quote);
	}
}

void bailiff_findings_text(const cJSON *findings, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, findings) g_string_append_printf(out, "  %s %s\n      %s: »%s«\n", json_get_text(row, "id"),
	                                                         json_get_text(row, "because"), json_get_text(row, "statute"),
	                                                         json_get_text(row, "quote"));
}

static void money_or_null(cJSON *row, const char *key, bool known, Money amount)
{
	if (known)
		json_money(row, key, amount);
	else
		json_null(row, key);
}

void bailiff_claim_json(cJSON *row, const Bailiff *b)
{
	const Owed *owed = b->claimed->owed;
	money_or_null(row, "principal_ore", owed->known, owed->open_principal);
	money_or_null(row, "interest_ore", owed->known, owed->open_interest);
	money_or_null(row, "costs_ore", owed->known, owed->open_costs);
	money_or_null(row, "owed_ore", owed->known, owed->total);
	money_or_null(row, "per_day_ore", b->per_day_known, b->per_day);
	money_or_null(row, "fee_ore", b->fee_known, b->fee);
	json_text(row, "fee_statute", b->fee_statute);
	money_or_null(row, "total_ore", b->total_known, b->total);
	if (b->attends_known)
		json_bool(row, "attends", b->attends);
	else
		json_null(row, "attends");
}

/* The letters that may go on the day, and those that may not with why. */
static void steps_json(cJSON *row, const Bailiff *b, Lang lang)
{
	static const struct {
		const char *step, *paper;
	} steps[] = { { "request", "foged_request" }, { "limitation", "limitation_request" }, { "police", "police_request" }, { "auction", "auction_request" } };
	cJSON *array = json_array(row, "steps");
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autoptr(GPtrArray) findings = bailiff_findings(b, steps[i].step);
		cJSON *step = json_push(array);
		json_text(step, "step", steps[i].step);
		json_text(step, "letter", steps[i].paper);
		json_bool(step, "allowed", !bailiff_barred(findings));
		bailiff_findings_json(json_array(step, "findings"), b->execution.debtor, findings, lang);
	}
	g_autoptr(GPtrArray) standing = bailiff_findings(b, "standing");
	bailiff_findings_json(json_array(row, "findings"), b->execution.debtor, standing, lang);
}

static void debtor_json(cJSON *row, const Bailiff *b, Lang lang)
{
	const Execution *e = &b->execution;
	json_text(row, "debtor", e->debtor->id);
	json_text(row, "name", field_text(&e->debtor->name));
	json_text(row, "court", b->venue->court);
	json_text(row, "title", title_kind_name(e->kind));
	json_date(row, "title_on", e->on);
	json_date(row, "enforceable_on", e->enforceable_on);
	json_date(row, "rest_over_on", e->rest_over_on);
	json_date(row, "fee_until_on", e->fee_until);
	json_date(row, "limitation_on", b->limitation_on);
	bailiff_claim_json(row, b);
	steps_json(row, b, lang);
}

int bailiff_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &on, error))
		return -1;
	on = date_known(on) ? on : call->today;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const char *wanted = call_option(call, "debtor");
	if (c != NULL && wanted != NULL && case_debtor(c, wanted) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".", wanted);
		return -1;
	}
	if (c == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("bailiff");
	json_text(object, "case", c->id);
	json_date(object, "on", on);
	cJSON *rows = json_array(object, "debtors");
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		if (wanted != NULL && strcmp(wanted, debtor->id) != 0)
			continue;
		g_autoptr(Bailiff) b = bailiff_of(c, debtor, law, on);
		debtor_json(json_push(rows), b, call->lang);
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static void claim_text(const cJSON *row, Lang lang, GString *out)
{
	static const struct {
		const char *key;
		Say say;
	} lines[] = { { "principal_ore", { "hovedstol", "principal" } },
		      { "interest_ore", { "renter", "interest" } },
		      { "costs_ore", { "omkostninger", "costs" } },
		      { "fee_ore", { "retsafgift for en begæring", "court fee of a request" } },
		      { "total_ore", { "i alt", "in all" } },
		      { "per_day_ore", { "rente pr. dag herefter", "interest per further day" } } };
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		const cJSON *amount = json_get(row, lines[i].key);
		g_autofree char *kroner = amount == NULL || cJSON_IsNull(amount) ? NULL : money_danish(money_of_ore(json_get_int(row, lines[i].key, 0)));
		g_string_append_printf(out, "  %-28s %14s\n", say(lines[i].say, lang), kroner != NULL ? kroner : lang == LANG_DA ? "ukendt" : "unknown");
	}
}

void bailiff_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *step;
	cJSON_ArrayForEach(row, json_get(result, "debtors"))
	{
		const char *name = json_get_text(row, "name"), *court = json_get_text(row, "court");
		g_string_append_printf(out, "%s, %s\n", name != NULL ? name : json_get_text(row, "debtor"),
		                       court != NULL ? court : da ? "fogedretten er ikke afgjort" : "bailiff court undecided");
		claim_text(row, call->lang, out);
		cJSON_ArrayForEach(step, json_get(row, "steps"))
		{
			g_string_append_printf(out, "%s: %s\n", json_get_text(step, "letter"),
			                       json_get_bool(step, "allowed") ? (da ? "kan skrives" : "may be written") : da ? "kan ikke skrives" : "may not be written");
			bailiff_findings_text(json_get(step, "findings"), out);
		}
		bailiff_findings_text(json_get(row, "findings"), out);
	}
}
