#include "enforcement/due.h"

#include "assess/edition.h"
#include "enforcement/docketstore.h"
#include "intake/folder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was asked ---- */

/* "14d" or "14": days. */
static bool within_of(const Call *call, Date on, Date *until, GError **error)
{
	enum { MOST_DAYS = 36525 }; /* a hundred years: more is a typing error */
	const char *text = call_option(call, "within");
	*until = DATE_NONE;
	if (text == NULL)
		return true;
	size_t n = strlen(text);
	g_autofree char *digits = g_strndup(text, n > 0 && text[n - 1] == 'd' ? n - 1 : n);
	gint64 days;
	if (!g_ascii_string_to_signed(digits, 10, 0, MOST_DAYS, &days, NULL))
		return error_set(error, ERROR_USAGE, "within", "»%s« er ikke et antal dage: skriv 14d.",
		                 "\"%s\" is not a number of days: write 14d.", text);
	*until = date_add_days(on, (int)days);
	return true;
}

/* ---- the rows ---- */

typedef struct Listing {
	const Law *law;
	cJSON *tasks;
	Date on;
	Lang lang;
	int64_t counts[5]; /* by urgency */
	bool lost; /* a limitation date is overdue */
} Listing;

static const char *const urgencies[] = { "overdue", "today", "week", "fortnight", "later" };

static bool listed(const DocketRow *row, void *data)
{
	Listing *listing = data;
	const char *urgency = docket_urgency(row->by_on, listing->on);
	bool limitation = task_is_limitation(row->kind);
	cJSON *task = json_push(listing->tasks);
	json_text(task, "case", row->case_id);
	json_text(task, "clock", row->clock);
	if (row->why != NULL)
		json_text(task, "what", row->why);
	else
		json_word(task, "what", say(docket_what(row->kind, row->clock, row->event), listing->lang));
	json_date(task, "by_on", row->by_on);
	json_text(task, "statute", docket_statute(listing->law, row->kind, row->clock, row->event));
	json_text(task, "debtor", row->debtor);
	json_word(task, "kind", task_kind_name(row->kind));
	json_word(task, "urgency", urgency);
	json_int(task, "days", date_diff(listing->on, row->by_on));
	json_date(task, "last_on", row->last_on);
	int alarm = limitation ? docket_alarm(row->last_on, listing->on) : 0;
	if (alarm != 0)
		json_int(task, "alarm_days", alarm);
	else
		json_null(task, "alarm_days");
	json_word(task, "consequence", say(docket_after(row->kind, row->clock), listing->lang));
	json_text(task, "about", row->about);
	json_word(task, "paper", docket_paper(row->kind, row->clock));
	json_word(task, "who", docket_who(row->kind, row->clock));
	json_text(task, "owner", row->owner);
	json_text(task, "deputy", row->deputy);
	json_text(task, "key", row->key);
	json_int(task, "sequence", row->seq);
	for (size_t i = 0; i < G_N_ELEMENTS(urgencies); i++)
		listing->counts[i] += strcmp(urgencies[i], urgency) == 0;
	listing->lost = listing->lost || (limitation && date_before(row->last_on, listing->on));
	return true;
}

static bool calendar_write(const Call *call, const cJSON *tasks, Date on, GError **error)
{
	const char *path = call_option(call, "ics");
	if (path == NULL)
		return true;
	g_autofree char *text = calendar_file(tasks, on, call->lang);
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	return file_write(path, bytes, error);
}

int due_run(const Call *call, cJSON **result, GError **error)
{
	Date on, until;
	int64_t cases;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	if (!within_of(call, on, &until, error))
		return -1;
	if (!(call_has(call, "rebuild") ? docket_rebuild(call->store, law, call->today, &cases, error)
	                                : docket_refresh(call->store, law, call->today, &cases, error)))
		return -1;
	g_autoptr(cJSON) object = json_result("due");
	json_date(object, "on", on);
	json_date(object, "until_on", until);
	json_int(object, "refreshed", cases);
	Listing listing = { law, json_array(object, "tasks"), on, call->lang, { 0 }, false };
	if (!docket_each(call->store, law, call->today, on, until, call_option(call, "lawyer"), listed, &listing, error) ||
	    !calendar_write(call, listing.tasks, on, error))
		return -1;
	cJSON *totals = json_object(object, "totals");
	for (size_t i = 0; i < G_N_ELEMENTS(urgencies); i++)
		json_int(totals, urgencies[i], listing.counts[i]);
	*result = g_steal_pointer(&object);
	return listing.lost ? EXIT_NO : EXIT_FINE;
}

/* ---- for people ---- */

static void task_line(const Call *call, const cJSON *task, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, "  %s  %s", json_get_text(task, "by_on"), json_get_text(task, "case"));
	if (json_get_text(task, "debtor") != NULL)
		g_string_append_printf(out, " %s", json_get_text(task, "debtor"));
	g_string_append_printf(out, "  %s", json_get_text(task, "what"));
	if (json_get_text(task, "statute") != NULL)
		g_string_append_printf(out, " (%s)", json_get_text(task, "statute"));
	if (json_get_text(task, "owner") != NULL)
		g_string_append_printf(out, "; %s", json_get_text(task, "owner"));
	int64_t alarm = json_get_int(task, "alarm_days", 0);
	if (alarm != 0)
		g_string_append_printf(out, da ? "  ! under %" PRId64 " dage" : "  ! within %" PRId64 " days", alarm);
	g_string_append_c(out, '\n');
	Date last, by;
	const char *after = json_get_text(task, "consequence"), *last_on = json_get_text(task, "last_on");
	if (after == NULL || last_on == NULL || !date_parse(last_on, &last) || !date_parse(json_get_text(task, "by_on"), &by))
		return;
	if (date_before(last, date_add_days(by, -(int)json_get_int(task, "days", 0))))
		g_string_append_printf(out, "      %s.\n", after);
}

void due_text(const Call *call, const cJSON *result, GString *out)
{
	static const Say heads[] = { { "Overskredet eller muligt nu", "Overdue, or possible now" },
		                     { "I dag", "Today" },
		                     { "Inden en uge", "Within a week" },
		                     { "Inden 14 dage", "Within 14 days" },
		                     { "Senere", "Later" } };
	const cJSON *task;
	size_t at = G_N_ELEMENTS(heads);
	cJSON_ArrayForEach(task, json_get(result, "tasks"))
	{
		size_t head = 0;
		while (head + 1 < G_N_ELEMENTS(heads) && strcmp(urgencies[head], json_get_text(task, "urgency")) != 0)
			head++;
		if (head != at)
			g_string_append_printf(out, "%s%s\n", at == G_N_ELEMENTS(heads) ? "" : "\n", say(heads[head], call->lang));
		at = head;
		task_line(call, task, out);
	}
	if (at == G_N_ELEMENTS(heads))
		g_string_append(out, call->lang == LANG_DA ? "Intet at gøre.\n" : "Nothing to do.\n");
}
