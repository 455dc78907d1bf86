/* What came of meetings, a line each: the events and the assets in one step a line; the same line again changes nothing. */
#include "enforcement/meeting.h"

#include "enforcement/assetlist.h"
#include "enforcement/bailiff.h"
#include "enforcement/note.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

typedef struct Outcome {
	const char *result; /* as the file says it */
	bool met; /* the meeting was held: meeting_opened before it */
	const char *event;
	bool taken; /* assets of the line were taken */
	bool needs_day; /* a plan's last day, or the day it was adjourned to */
} Outcome;

static const Outcome outcomes[] = { { "udlaeg", true, "udlaeg_made", true, false },
	                            { "udlaeg_part", true, "udlaeg_made_part", true, false },
	                            { "plan", true, "plan_with_udlaeg", true, true },
	                            { "instalments", true, "plan_voluntary", false, true },
	                            { "nothing", true, "nothing_found", false, false },
	                            { "objection", true, "objection_raised", false, false },
	                            { "debtor_absent", false, "debtor_absent", false, false },
	                            { "creditor_absent", false, "creditor_absent", false, false },
	                            { "adjourned", false, "summons_issued", false, true } };

typedef struct Line {
	const Call *call;
	const Law *law;
	const Csv *csv;
	const CsvRow *row;
	const char *case_id, *debtor;
	const Outcome *outcome;
	Date on, deadline;
	bool has_amount;
	Money amount, value;
	bool has_value;
} Line;

static const char *cell(const Line *line, const char *name)
{
	const char *text = csv_cell(line->csv, line->row, name);
	return text != NULL && *text != '\0' ? text : NULL;
}

static bool day_cell(const Line *line, const char *name, Date *out, GError **error)
{
	const char *text = cell(line, name);
	*out = DATE_NONE;
	return text == NULL || date_parse(text, out) ||
	       error_set(error, ERROR_INPUT, "day", "»%s« i %s er ingen dag: skriv ÅÅÅÅ-MM-DD.", "\"%s\" in %s is no day: write YYYY-MM-DD.", text, name);
}

static bool money_cell(const Line *line, const char *name, bool *has, Money *out, GError **error)
{
	const char *text = cell(line, name);
	*has = text != NULL;
	*out = money_zero();
	return text == NULL || (money_parse(text, out) && !money_is_negative(*out)) ||
	       error_set(error, ERROR_INPUT, "amount", "»%s« i %s er intet beløb.", "\"%s\" in %s is no amount.", text, name);
}

static bool line_read(Line *line, GError **error)
{
	if (line->row->n != line->csv->columns)
		return error_set(error, ERROR_INPUT, "csv-cells", "Linjen har %d felter, overskriften %d.", "The line has %d cells, the header %d.", line->row->n,
		                 line->csv->columns);
	const char *result = cell(line, "result");
	line->case_id = cell(line, "case");
	line->debtor = cell(line, "debtor");
	for (size_t i = 0; result != NULL && i < G_N_ELEMENTS(outcomes); i++)
		if (strcmp(outcomes[i].result, result) == 0)
			line->outcome = &outcomes[i];
	if (line->outcome == NULL) {
		error_set(error, ERROR_INPUT, "meeting-result", "»%s« er intet udfald.", "\"%s\" is no result.", result != NULL ? result : "");
		error_remedy(error, "Brug udlaeg, udlaeg_part, plan, instalments, nothing, objection, debtor_absent, creditor_absent eller adjourned.",
		             "Use udlaeg, udlaeg_part, plan, instalments, nothing, objection, debtor_absent, creditor_absent or adjourned.");
		return false;
	}
	if (!day_cell(line, "on", &line->on, error) || !day_cell(line, "deadline", &line->deadline, error) ||
	    !money_cell(line, "amount", &line->has_amount, &line->amount, error) || !money_cell(line, "asset_value", &line->has_value, &line->value, error))
		return false;
	if (line->case_id == NULL || !date_known(line->on))
		return error_set(error, ERROR_INPUT, "csv-empty", "Linjen mangler case eller on.", "The line lacks case or on.");
	if (line->outcome->needs_day && !date_known(line->deadline))
		return error_set(error, ERROR_INPUT, "meeting-day", "Udfaldet %s skal have en dag i deadline.", "The result %s needs a day in deadline.", result);
	return true;
}

/* Whose it is; with one debtor nobody needs to say. */
static bool debtor_look(Line *line, const Case *c, GError **error)
{
	if (line->debtor == NULL && c->debtors->len == 1)
		line->debtor = g_intern_string(((const Party *)c->debtors->pdata[0])->id); /* outlives the case */
	if (line->debtor != NULL && case_debtor(c, line->debtor) != NULL)
		return true;
	return error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".",
	                 line->debtor != NULL ? line->debtor : "");
}

static bool event_step(const Line *line, const char *name, bool whole, bool *already, GError **error)
{
	const char *by = call_option(line->call, "by");
	Event event = { .name = (char *)name,
		        .on = line->on,
		        .debtor = (char *)line->debtor,
		        .has_amount = whole && line->has_amount,
		        .amount = whole && line->has_amount ? line->amount : money_zero(),
		        .deadline_on = whole ? line->deadline : DATE_NONE,
		        .ground = whole ? (char *)cell(line, "ground") : NULL,
		        .document = whole ? (char *)cell(line, "document") : NULL,
		        .by = (char *)(by != NULL && *by != '\0' ? by : "lawyer") };
	return note_step(line->call, line->case_id, &event, already, error);
}

/* The same thing, noted before the meeting: what became of it is told there. 0: none. */
static int asset_there(const Case *c, const Line *line, const char *kind, const char *text, Date on)
{
	g_autoptr(GPtrArray) assets = assets_of(c, on);
	for (guint i = 0; i < assets->len; i++) {
		const Asset *asset = assets->pdata[i];
		if (strcmp(asset->kind->name, kind) == 0 && g_strcmp0(asset->text, text) == 0 && (asset->debtor == NULL || strcmp(asset->debtor, line->debtor) == 0))
			return asset->number;
	}
	return 0;
}

static bool asset_step(const Line *line, const Case *c, GError **error)
{
	const char *kind = cell(line, "asset_kind"), *text = cell(line, "asset_text"), *by = call_option(line->call, "by");
	if (kind == NULL && text == NULL)
		return true;
	if (kind == NULL || text == NULL || asset_kind_find(kind) == NULL || strlen(text) > LIMIT_SUMMARY_BYTES)
		return error_set(error, ERROR_INPUT, "asset-what", "Et aktiv har en art og en tekst: asset_kind og asset_text.",
		                 "An asset has a kind and a text: asset_kind and asset_text.");
	int number = asset_there(c, line, kind, text, line->call->today);
	g_autofree char *value = line->has_value ? g_strdup_printf("%" G_GINT64_FORMAT, money_ore(line->value)) : NULL;
	g_autofree char *day = line->outcome->taken ? date_iso(line->on) : NULL;
	const char *const facts[] = { "asset.kind",  kind,
		                      "asset.debtor", line->debtor,
		                      "asset.text",   text,
		                      "asset.register", cell(line, "asset_register"),
		                      "asset.value_ore", value,
		                      "asset.taken_on", day,
		                      NULL };
	return asset_record(line->call->store, c, &number, by != NULL && *by != '\0' ? by : "lawyer", line->call->today, facts, error);
}

static bool line_record(Line *line, bool *already, GError **error)
{
	Store *store = line->call->store;
	bool met = true;
	g_autoptr(Case) c = case_read(store, line->case_id, 0, error);
	if (c == NULL || !debtor_look(line, c, error))
		return false;
	if (line->outcome->met && !event_step(line, "meeting_opened", false, &met, error))
		return false;
	return event_step(line, line->outcome->event, true, already, error) && asset_step(line, c, error);
}

/* What the case looks like after it, and what stands against what came of it. */
static bool line_answer(const Line *line, bool already, cJSON *row, GError **error)
{
	g_autoptr(Case) c = case_read(line->call->store, line->case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = assess(c, line->law, line->call->today);
	g_autoptr(States) states = states_of(c, assessment, line->law, line->call->today);
	json_text(row, "outcome", already ? "already" : "recorded");
	json_text(row, "debtor", line->debtor);
	json_text(row, "result", line->outcome->result);
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *state = states->debtors->pdata[i];
		if (strcmp(state->debtor->id, line->debtor) == 0)
			json_text(row, "state", state->state->name);
	}
	g_autoptr(Bailiff) b = bailiff_of(c, case_debtor(c, line->debtor), line->law, line->call->today);
	g_autoptr(GPtrArray) standing = bailiff_findings(b, "standing");
	bailiff_findings_json(json_array(row, "findings"), b->execution.debtor, standing, line->call->lang);
	return true;
}

static bool line_step(Line *line, cJSON *row, GError **error)
{
	Store *store = line->call->store;
	bool already = false;
	if (!line_read(line, error) || !store_begin(store, error))
		return false;
	if (!line_record(line, &already, error) || !store_commit(store, error)) {
		store_rollback(store);
		return false;
	}
	return line_answer(line, already, row, error);
}

bool meeting_results(const Call *call, const Law *law, const char *path, cJSON *rows, bool *refused, GError **error)
{
	static const char *const needed[] = { "case", "on", "result", NULL };
	g_autoptr(Csv) csv = batch_read(path, needed, error);
	if (csv == NULL)
		return false;
	for (guint i = 0; i < csv->rows->len; i++) {
		Line line = { .call = call, .law = law, .csv = csv, .row = csv->rows->pdata[i] };
		cJSON *row = json_push(rows);
		json_int(row, "line", line.row->line);
		json_text(row, "case", csv_cell(csv, line.row, "case"));
		GError *fault = NULL;
		if (line_step(&line, row, &fault))
			continue;
		error_at(&fault, path, line.row->line, 0);
		if (!batch_goes_on(fault)) {
			g_propagate_error(error, fault);
			return false;
		}
		batch_refuse(row, fault, call->lang);
		g_error_free(fault);
		*refused = true;
	}
	return true;
}
