/* Own tasks, tasks done, and whose case it is. */
#include "assess/edition.h"
#include "enforcement/clockwords.h"
#include "enforcement/docketstore.h"
#include "enforcement/due.h"
#include "intake/limits.h"
#include "intake/person.h"
#include "intake/record.h"

#include <string.h>

static bool short_enough(const char *text, size_t most, const char *option, GError **error)
{
	if (text == NULL || strlen(text) <= most)
		return true;
	return error_set(error, ERROR_INPUT, "text-long", "Teksten i --%s er for lang.", "The text of --%s is too long.", option);
}

static const char *who_says(const Call *call)
{
	const char *by = call_option(call, "by-whom");
	return by != NULL ? by : "lawyer";
}

/* ---- task add ---- */

/* A clock that is set by hand, such as T27, T36 or T52: its last open day from the day given. */
static bool clock_day(const Call *call, const Law *law, Date *start_on, Date *by_on, const char **clock_id, GError **error)
{
	const char *id = call_option(call, "clock");
	*clock_id = NULL;
	if (!call_date(call, "from", start_on, error))
		return false;
	if (id == NULL)
		return true;
	const Clock *clock = law_clock(law, id);
	if (clock == NULL || !date_known(*start_on))
		return error_set(error, ERROR_USAGE, "task-clock", "--clock skal være et ur i clocks.csv og have --from DATO.",
		                 "--clock must be a clock of clocks.csv and have --from DATE.");
	Deadline end = clock_end(law, clock, *start_on);
	ClockAct act = clock_words(id)->act;
	*by_on = act == CLOCK_FROM ? end.act_from : act == CLOCK_BY || act == CLOCK_LIMITATION ? end.file_by : end.last_day;
	*clock_id = clock->id;
	return true;
}

static bool task_said(const Call *call, const Law *law, Date *start_on, Date *by_on, const char **clock, const char **why,
                      GError **error)
{
	*by_on = DATE_NONE;
	*why = call_option(call, "why");
	Date said;
	if (!clock_day(call, law, start_on, by_on, clock, error) || !call_date(call, "by", &said, error) ||
	    !short_enough(*why, LIMIT_SUMMARY_BYTES, "why", error))
		return false;
	*by_on = date_known(said) ? said : *by_on;
	if (date_known(*by_on) && (*why != NULL || *clock != NULL))
		return true;
	error_set(error, ERROR_USAGE, "task-what", "En opgave har en dag og en grund: task add SAG --by DATO --why TEKST.",
	          "A task has a day and a reason: task add CASE --by DATE --why TEXT.");
	error_remedy(error, "Et ur, der sættes i gang i hånden, skrives --clock T36 --from DATO.",
	             "A clock that is started by hand is written --clock T36 --from DATE.");
	return false;
}

int task_add_run(const Call *call, cJSON **result, GError **error)
{
	Date start_on, by_on;
	const char *clock, *why;
	g_autofree char *key = NULL;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !task_said(call, law, &start_on, &by_on, &clock, &why, error) || !store_begin(call->store, error))
		return -1;
	const char *debtor = call_option(call, "debtor");
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	bool fine = c != NULL;
	if (fine && debtor != NULL && case_debtor(c, debtor) == NULL)
		fine = error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.",
		                 "The case has no debtor \"%s\".", debtor);
	fine = fine &&
	       docket_own_add(call->store, c->id, debtor, clock, start_on, by_on, why, who_says(call), call->today, &key, error) &&
	       store_commit(call->store, error);
	if (!fine) {
		store_rollback(call->store);
		return -1;
	}
	g_autoptr(cJSON) object = json_result("task");
	cJSON *row = json_push(json_array(object, "tasks"));
	json_text(row, "case", c->id);
	json_text(row, "key", key);
	json_text(row, "outcome", "added");
	json_date(row, "by_on", by_on);
	json_text(row, "clock", clock);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- task done ---- */

static bool done_one(const Call *call, const char *key, cJSON *row, GError **error)
{
	bool found;
	TaskKind kind;
	Date by_on, last_on;
	const char *case_id = call->argv[0];
	if (!docket_find(call->store, case_id, key, &found, &kind, &by_on, &last_on, error))
		return false;
	if (!found) {
		error_set(error, ERROR_INPUT, "no-such-task", "Sag %s har ingen opgave %s.", "Case %s has no task %s.", case_id, key);
		error_remedy(error, "Se nøglerne med due --format json.", "See the keys with due --format json.");
		return false;
	}
	if (task_is_limitation(kind) && !date_before(last_on, call->today)) {
		error_set(error, ERROR_INPUT, "task-limitation", "Forældelsen kan ikke krydses af: noter det, der afbryder den.",
		          "Limitation cannot be ticked off: record what interrupts it.");
		error_remedy(error, "Noter fx acknowledged, bp_filed eller foged_request_filed.",
		             "Record for instance acknowledged, bp_filed or foged_request_filed.");
		return false;
	}
	json_text(row, "case", case_id);
	json_text(row, "key", key);
	json_text(row, "outcome", "done");
	json_date(row, "by_on", by_on);
	return docket_done_add(call->store, case_id, key, by_on, who_says(call), call->today, error);
}

int task_done_run(const Call *call, cJSON **result, GError **error)
{
	int64_t cases;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !docket_refresh(call->store, law, call->today, &cases, error) || !store_begin(call->store, error))
		return -1;
	g_autoptr(cJSON) object = json_result("task");
	cJSON *rows = json_array(object, "tasks");
	bool fine = true;
	for (int i = 1; fine && i < call->argc; i++)
		fine = done_one(call, call->argv[i], json_push(rows), error);
	if (!fine || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void task_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "tasks"))
	{
		bool done = strcmp(json_get_text(row, "outcome"), "done") == 0;
		g_string_append_printf(out, "%s %s: %s %s\n", json_get_text(row, "case"), json_get_text(row, "key"),
		                       done ? (da ? "gjort, frist" : "done, was due") : (da ? "senest" : "by"),
		                       json_get_text(row, "by_on"));
	}
}

/* ---- assign ---- */

int assign_run(const Call *call, cJSON **result, GError **error)
{
	int64_t seq;
	g_autofree char *owner = person_said("NAME", call->argv[1], error);
	const char *deputy = call_option(call, "deputy");
	if (owner == NULL || !store_begin(call->store, error))
		return -1;
	if (!case_seq(call->store, call->argv[0], &seq, error) ||
	    !docket_assign(call->store, call->argv[0], owner, deputy, call->today, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	g_autoptr(cJSON) object = json_result("assign");
	json_text(object, "case", call->argv[0]);
	json_text(object, "owner", owner);
	json_text(object, "deputy", deputy);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void assign_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "%s føres af %s" : "%s is handled by %s", json_get_text(result, "case"),
	                       json_get_text(result, "owner"));
	if (json_get_text(result, "deputy") != NULL)
		g_string_append_printf(out, da ? ", stedfortræder %s" : ", deputy %s", json_get_text(result, "deputy"));
	g_string_append(out, ".\n");
}
