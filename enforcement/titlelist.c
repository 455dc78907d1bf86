/* The list of a case's titles, debtor by debtor: kind, day, from when they may be enforced, what they cover, when they are lost. */
#include "enforcement/bailiff.h"
#include "enforcement/docket.h"
#include "enforcement/title.h"

#include "assess/edition.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow title_options[] = {
	{ "on", "DATE", { "dagen, der ses fra; ellers i dag", "the day it is seen from; else today" } },
	{ 0 },
};

static void money_or_null(cJSON *row, const char *key, bool known, Money amount)
{
	if (known)
		json_money(row, key, amount);
	else
		json_null(row, key);
}

/* What it covers, where the court's or the debtor's own words tell. */
static void covers_json(cJSON *row, const Case *c, const Party *debtor, const Law *law, const Event *title)
{
	Award award;
	award_read(title, &award);
	if (award.as_asked) {
		g_autoptr(DebtorView) view = execution_view(c, debtor);
		award_ask(&award, debtor_view_case(view), law);
	}
	money_or_null(row, "covers_ore", award.total_known, award.total);
	money_or_null(row, "principal_ore", award.parts_said, award.principal);
	money_or_null(row, "interest_ore", award.parts_said, award.interest);
	money_or_null(row, "costs_ore", award.parts_said || award.costs_alone, award.costs);
}

static void lost_json(cJSON *row, const GPtrArray *tasks, const Party *debtor, bool stands)
{
	static const struct {
		TaskKind kind;
		const char *key;
	} parts[] = { { TASK_LIMITATION, "limitation_on" }, { TASK_INTEREST, "interest_limitation_on" }, { TASK_FEE, "fee_limitation_on" } };
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		Date last = DATE_NONE;
		for (guint k = 0; stands && k < tasks->len; k++) {
			const DocketTask *task = tasks->pdata[k];
			if (task->kind == parts[i].kind && g_strcmp0(task->debtor, debtor->id) == 0)
				last = task->last_on;
		}
		json_date(row, parts[i].key, last);
	}
}

typedef struct Desk {
	const Case *c;
	const Law *law;
	Date on;
	Lang lang;
	const GPtrArray *tasks;
} Desk;

static void title_add(cJSON *rows, const Desk *desk, const Bailiff *b, const Event *title)
{
	const Party *debtor = b->execution.debtor;
	const char *waits;
	TitleKind kind = title != NULL ? title_kind_of(title) : b->execution.kind;
	bool stands = title == b->execution.title;
	Date from = title != NULL ? title_enforceable(desk->c, title, debtor, desk->law, desk->on, &waits) : DATE_NONE;
	cJSON *row = json_push(rows);
	json_text(row, "debtor", debtor->id);
	json_text(row, "name", field_text(&debtor->name));
	json_text(row, "kind", title_kind_name(kind));
	json_text(row, "text", say(title_kind_say(kind), desk->lang));
	json_text(row, "statute", title_kind_statute(kind));
	json_text(row, "event", title != NULL ? title->name : NULL);
	json_date(row, "on", title != NULL ? title->on : DATE_NONE);
	json_bool(row, "stands", stands);
	json_date(row, "enforceable_on", from);
	json_text(row, "waits", title != NULL ? waits : NULL);
	json_bool(row, "enforceable", stands && date_known(from) && !date_before(desk->on, from) && b->execution.stay == NULL);
	if (title != NULL) {
		covers_json(row, desk->c, debtor, desk->law, title);
	} else {
		static const char *const keys[] = { "covers_ore", "principal_ore", "interest_ore", "costs_ore" };
		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
			json_null(row, keys[i]);
	}
	lost_json(row, desk->tasks, debtor, stands);
	json_bool(row, "limitation_held", stands && b->limitation_held);
	json_text(row, "document", stands && b->execution.document != NULL ? b->execution.document->name : NULL);
}

static void debtor_add(cJSON *object, const Desk *desk, const Party *debtor)
{
	g_autoptr(Bailiff) b = bailiff_of(desk->c, debtor, desk->law, desk->on);
	g_autoptr(GPtrArray) titles = execution_titles(desk->c, debtor, desk->on);
	cJSON *rows = cJSON_GetObjectItemCaseSensitive(object, "titles");
	for (guint i = 0; i < titles->len; i++)
		title_add(rows, desk, b, titles->pdata[i]);
	if (titles->len == 0 && b->execution.kind != TITLE_NONE)
		title_add(rows, desk, b, NULL); /* its paper alone */
	if (titles->len == 0 && b->execution.kind == TITLE_NONE)
		return;
	g_autoptr(GPtrArray) findings = bailiff_findings(b, "request"), standing = bailiff_findings(b, "standing");
	bailiff_findings_json(cJSON_GetObjectItemCaseSensitive(object, "findings"), debtor, findings, desk->lang);
	for (guint i = standing->len; i-- > 0;) {
		const BailiffFinding *one = standing->pdata[i];
		if (g_strv_contains((const char *const *)one->rule->steps, "request"))
			g_ptr_array_remove_index(standing, i);
	}
	bailiff_findings_json(cJSON_GetObjectItemCaseSensitive(object, "findings"), debtor, standing, desk->lang);
}

int title_run(const Call *call, cJSON **result, GError **error)
{
	Desk desk = { .lang = call->lang };
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &desk.on, error))
		return -1;
	desk.on = date_known(desk.on) ? desk.on : call->today;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(Assessment) assessment = assess(c, law, desk.on);
	g_autoptr(States) states = states_of(c, assessment, law, desk.on);
	g_autoptr(GPtrArray) tasks = docket_of(c, states, law, desk.on);
	desk.c = c;
	desk.law = law;
	desk.tasks = tasks;
	g_autoptr(cJSON) object = json_result("title");
	json_text(object, "case", c->id);
	json_date(object, "on", desk.on);
	json_array(object, "titles");
	json_array(object, "findings");
	for (guint i = 0; i < c->debtors->len; i++)
		debtor_add(object, &desk, c->debtors->pdata[i]);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static void line_day(GString *out, Lang lang, const cJSON *row, const char *key, Say label)
{
	Date day;
	const char *iso = json_get_text(row, key);
	if (iso == NULL || !date_parse(iso, &day))
		return;
	g_autofree char *text = lang == LANG_DA ? date_danish_long(day) : date_english(day);
	g_string_append_printf(out, "    %s %s\n", say(label, lang), text);
}

static void line_money(GString *out, Lang lang, const cJSON *row, const char *key, Say label)
{
	const cJSON *amount = json_get(row, key);
	if (amount == NULL || cJSON_IsNull(amount))
		return;
	g_autofree char *kroner = money_danish(money_of_ore(json_get_int(row, key, 0)));
	g_string_append_printf(out, "    %s %s kr.\n", say(label, lang), kroner);
}

void title_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "titles"))
	{
		const char *name = json_get_text(row, "name"), *on = json_get_text(row, "on");
		g_string_append_printf(out, "%s: %s%s%s (%s)%s\n", name != NULL ? name : json_get_text(row, "debtor"),
		                       json_get_text(row, "text"), on != NULL ? (da ? " af " : " of ") : "", on != NULL ? on : "",
		                       json_get_text(row, "statute"),
		                       json_get_bool(row, "stands") ? "" : da ? ", gælder ikke længere" : ", no longer stands");
		line_money(out, call->lang, row, "covers_ore", (Say){ "lyder på", "for" });
		line_money(out, call->lang, row, "principal_ore", (Say){ "  hovedstol", "  principal" });
		line_money(out, call->lang, row, "interest_ore", (Say){ "  renter", "  interest" });
		line_money(out, call->lang, row, "costs_ore", (Say){ "  omkostninger", "  costs" });
		if (!json_get_bool(row, "stands"))
			continue;
		line_day(out, call->lang, row, "enforceable_on", (Say){ "kan fuldbyrdes fra", "may be enforced from" });
		line_day(out, call->lang, row, "limitation_on", (Say){ "forældes", "time-barred after" });
		line_day(out, call->lang, row, "interest_limitation_on", (Say){ "de ældste renter forældes", "oldest interest time-barred after" });
		line_day(out, call->lang, row, "fee_limitation_on", (Say){ "gebyrer og omkostninger forældes", "fees and costs time-barred after" });
		if (json_get_bool(row, "limitation_held"))
			g_string_append(out, da ? "    forældelsen er afbrudt, mens sagen er i rettens hænder\n"
			                        : "    limitation is held while the court has it\n");
	}
	if (cJSON_GetArraySize(json_get(result, "titles")) == 0)
		g_string_append(out, da ? "Intet fundament.\n" : "No title.\n");
	bailiff_findings_text(json_get(result, "findings"), out);
}
