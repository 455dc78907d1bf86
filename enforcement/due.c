#include "enforcement/due.h"

#include "assess/edition.h"
#include "enforcement/docketstore.h"
#include "enforcement/duemail.h"
#include "enforcement/dueprepare.h"
#include "enforcement/handler.h"
#include "intake/folder.h"
#include "intake/render.h"

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

/* The lists that are mailed are those of today, of everybody; papers are made for today. */
static bool goes_together(const Call *call, GError **error)
{
	static const char *const others[] = { "on", "ics", "within", "lawyer", "prepare" };
	bool mail = call_has(call, "mail"), prepare = call_has(call, "prepare");
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (call_has(call, others[i]) && (mail || (prepare && i < 2)))
			return error_set(error, ERROR_USAGE, "due-options", "--%s går ikke sammen med --%s.", "--%s does not go with --%s.",
			                 mail ? "mail" : "prepare", others[i]);
	return true;
}

/* ---- the rows ---- */

/* Rows come by their day, so that one day is written out once. */
static const char *iso(DayText *text, Date day)
{
	if (!date_known(day))
		return NULL;
	if (!date_known(text->day) || text->day.day != day.day) {
		g_autofree char *written = date_iso(day);
		text->day = day;
		g_strlcpy(text->iso, written, sizeof text->iso);
	}
	return text->iso;
}

Listing listing_of(const Law *law, cJSON *tasks, Date on, Lang lang)
{
	return (Listing){ .law = law,
		          .tasks = tasks,
		          .on = on,
		          .lang = lang,
		          .by = { .day = DATE_NONE },
		          .last = { .day = DATE_NONE } };
}

bool listing_take(const DocketRow *row, void *data)
{
	Listing *listing = data;
	bool limitation = task_is_limitation(row->kind);
	int alarm = limitation ? docket_alarm(row->last_on, listing->on) : 0, at = docket_urgency(row->by_on, listing->on);
	cJSON *task = json_push(listing->tasks);
	json_copy(task, "case", row->case_id);
	json_copy(task, "clock", row->clock);
	if (row->why != NULL)
		json_copy(task, "what", row->why);
	else
		json_word(task, "what", say(docket_what(row->kind, row->clock, row->event), listing->lang));
	json_copy(task, "by_on", iso(&listing->by, row->by_on));
	json_copy(task, "statute", docket_statute(listing->law, row->kind, row->clock, row->event));
	json_copy(task, "debtor", row->debtor);
	json_word(task, "kind", task_kind_name(row->kind));
	json_word(task, "urgency", docket_urgency_name(at));
	json_copy(task, "last_on", iso(&listing->last, row->last_on));
	if (alarm != 0)
		json_number(task, "alarm_days", alarm);
	else
		json_word(task, "alarm_days", NULL);
	json_word(task, "consequence", say(docket_after(row->kind, row->clock), listing->lang));
	json_copy(task, "about", row->about);
	const char *paper = docket_paper(row->kind, row->clock);
	json_word(task, "paper", paper != NULL ? paper : docket_day_paper(row->kind, row->event));
	json_word(task, "who", docket_who(row->kind, row->clock, row->event));
	json_copy(task, "owner", row->owner);
	json_copy(task, "key", row->key);
	if (listing->sequence)
		json_number(task, "sequence", row->seq);
	listing->counts[at]++;
	listing->lost = listing->lost || (limitation && date_before(row->last_on, listing->on));
	return true;
}

void listing_totals(const Listing *listing, cJSON *object)
{
	cJSON *totals = json_object(object, "totals");
	for (int i = 0; i < DOCKET_URGENCIES; i++)
		json_int(totals, docket_urgency_name(i), listing->counts[i]);
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

/* The lists go out for today. From exit 2 on the object is an error's; mails[] stands in it too. Takes over the object's rows. */
static int mail_out(const Call *call, const Law *law, cJSON *object, cJSON **result, GError **error)
{
	bool overdue = false;
	GError *fault = NULL;
	if (due_mail_run(call, law, object, &overdue, &fault)) {
		*result = cJSON_Duplicate(object, true);
		return overdue ? EXIT_NO : EXIT_FINE;
	}
	if (json_get(object, "mails") != NULL) {
		static const char *const kept[] = { "mails", "limitation_overdue" };
		*result = render_error(fault, call->lang);
		for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
			if (json_get(object, kept[i]) != NULL)
				cJSON_AddItemToObject(*result, kept[i], cJSON_DetachItemFromObjectCaseSensitive(object, kept[i]));
	}
	g_propagate_error(error, fault);
	return -1;
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
	if (!within_of(call, on, &until, error) || !goes_together(call, error))
		return -1;
	if (!(call_has(call, "rebuild") ? docket_rebuild(call->store, law, call->today, &cases, error)
	                                : docket_refresh(call->store, law, call->today, &cases, error)))
		return -1;
	g_autoptr(cJSON) object = json_result("due");
	json_date(object, "on", on);
	json_date(object, "until_on", until);
	json_int(object, "refreshed", cases);
	Listing listing = listing_of(law, json_array(object, "tasks"), on, call->lang);
	listing.sequence = call_has(call, "ics");
	g_autofree char *lawyer = NULL;
	if (!handler_said(call, &lawyer, error) ||
	    !docket_each(call->store, law, call->today, on, until, lawyer, listing_take, &listing, error) ||
	    !calendar_write(call, listing.tasks, on, error))
		return -1;
	listing_totals(&listing, object);
	bool refused = false;
	if (call_has(call, "prepare") && !due_prepare_run(call, law, object, &refused, error))
		return -1;
	if (call_has(call, "mail"))
		return mail_out(call, law, object, result, error);
	*result = g_steal_pointer(&object);
	return listing.lost || refused ? EXIT_NO : EXIT_FINE;
}

/* ---- for people ---- */

static void task_line(const Call *call, const cJSON *task, Date on, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, "  %s  %s", json_get_text(task, "by_on"), json_get_text(task, "case"));
	if (json_get_text(task, "debtor") != NULL)
		g_string_append_printf(out, " %s", json_get_text(task, "debtor"));
	g_string_append_printf(out, "  %s", json_get_text(task, "what"));
	if (json_get_text(task, "statute") != NULL)
		g_string_append_printf(out, " (%s)", statute_word(json_get_text(task, "statute"), call->lang));
	/* Where the law moves a period to the next weekday, the docket keeps to the weekday before. */
	const char *last_on = json_get_text(task, "last_on");
	if (json_get_text(task, "consequence") != NULL && last_on != NULL && strcmp(json_get_text(task, "by_on"), last_on) < 0)
		g_string_append_printf(out, da ? "; lovens sidste dag %s" : "; the law's last day %s", last_on);
	g_string_append_printf(out, "  [%s]", json_get_text(task, "key"));
	if (json_get_text(task, "owner") != NULL)
		g_string_append_printf(out, "; %s", json_get_text(task, "owner"));
	int64_t alarm = json_get_int(task, "alarm_days", 0);
	if (alarm != 0)
		g_string_append_printf(out, da ? "  ! under %" PRId64 " dage" : "  ! within %" PRId64 " days", alarm);
	g_string_append_c(out, '\n');
	Date last;
	const char *after = json_get_text(task, "consequence");
	if (after != NULL && last_on != NULL && date_parse(last_on, &last) && date_before(last, on))
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
	Date on;
	size_t at = G_N_ELEMENTS(heads);
	if (json_get(result, "mails") != NULL) {
		due_mail_text(call, result, out);
		return;
	}
	if (json_get(result, "papers") != NULL) {
		due_prepare_text(call, result, out);
		return;
	}
	if (!date_parse(json_get_text(result, "on"), &on))
		return;
	cJSON_ArrayForEach(task, json_get(result, "tasks"))
	{
		size_t head = 0;
		while (head + 1 < G_N_ELEMENTS(heads) && strcmp(docket_urgency_name((int)head), json_get_text(task, "urgency")) != 0)
			head++;
		if (head != at)
			g_string_append_printf(out, "%s%s\n", at == G_N_ELEMENTS(heads) ? "" : "\n", say(heads[head], call->lang));
		at = head;
		task_line(call, task, on, out);
	}
	if (at == G_N_ELEMENTS(heads))
		g_string_append(out, call->lang == LANG_DA ? "Intet at gøre.\n" : "Nothing to do.\n");
}
