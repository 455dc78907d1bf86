/* Time worked on a case: recorded lines, and the command that runs over all of the books. */
#include "enforcement/books.h"

#include "assess/edition.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

const char time_tables[] =
	/* A line is never changed; one that was wrong is replaced by another, with no minutes when there were none. */
	"CREATE TABLE case_time ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), on_day TEXT NOT NULL, minutes INTEGER NOT NULL,"
	"  recorded_on TEXT NOT NULL, replaces INTEGER, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX case_time_by_case ON case_time (case_id);"
	"CREATE TABLE case_time_text (id INTEGER PRIMARY KEY REFERENCES case_time (id), salt BLOB NOT NULL, by TEXT, what TEXT) STRICT;"
	"CREATE TRIGGER case_time_no_update BEFORE UPDATE ON case_time BEGIN SELECT RAISE(ABORT, 'append-only: case_time'); END;"
	"CREATE TRIGGER case_time_no_delete BEFORE DELETE ON case_time BEGIN SELECT RAISE(ABORT, 'append-only: case_time'); END;"
	"CREATE TRIGGER case_time_next BEFORE INSERT ON case_time"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM case_time)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: case_time'); END;"
	"CREATE TRIGGER case_time_text_no_update BEFORE UPDATE ON case_time_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: case_time_text'); END;"
	"CREATE TRIGGER case_time_text_no_replace BEFORE INSERT ON case_time_text"
	"  WHEN EXISTS (SELECT 1 FROM case_time_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: case_time_text'); END;";

const OptionRow time_options[] = {
	{ "minutes", "N", { "minutter; 0 når en linje tages tilbage", "minutes; 0 to take a line back" } },
	{ "on", "DATE", { "dagen arbejdet er gjort; ellers i dag", "the day of the work; else today" } },
	{ "by", "NAME", { "hvem der arbejdede", "who worked" } },
	{ "what", "TEXT", { "hvad der blev gjort", "what was done" } },
	{ "replaces", "N", { "nummeret på den linje, der rettes", "number of the line that is corrected" } },
	{ 0 },
};

GArray *time_read(Store *store, const char *case_id, GError **error)
{
	g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(TimeLine));
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT id, on_day, minutes FROM case_time t WHERE case_id = ? AND minutes > 0"
	                                     " AND NOT EXISTS (SELECT 1 FROM case_time r WHERE r.replaces = t.id) ORDER BY on_day, id",
	                                     "s", case_id);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		TimeLine line = { query_int(query, 0), query_date(query, 1), (int)query_int(query, 2) };
		g_array_append_val(times, line);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL ? g_steal_pointer(&times) : NULL;
}

static bool replaced_fits(Store *store, const char *case_id, int64_t id, GError **error)
{
	g_autoptr(GArray) times = time_read(store, case_id, error);
	for (guint i = 0; times != NULL && i < times->len; i++)
		if (g_array_index(times, TimeLine, i).id == id)
			return true;
	return times != NULL && error_set(error, ERROR_INPUT, "no-such-time", "Sagen har ingen gældende tidslinje nr. %" PRId64 ".",
	                                  "The case has no standing time line number %" PRId64 ".", id);
}

/* The very same line, still standing: a second call changes nothing. */
static bool line_there(Store *store, const char *case_id, Date on, int64_t minutes, const char *by, const char *what, int64_t *id,
                       GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT t.id FROM case_time t JOIN case_time_text x ON x.id = t.id WHERE t.case_id = ? AND t.on_day = ?"
	                                     " AND t.minutes = ? AND x.by IS ? AND x.what IS ?"
	                                     " AND NOT EXISTS (SELECT 1 FROM case_time r WHERE r.replaces = t.id) LIMIT 1",
	                                     "sdiss", case_id, on, minutes, by, what);
	GError *fault = NULL;
	*id = 0;
	if (query != NULL && query_next(query, &fault))
		*id = query_int(query, 0);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

static bool time_record(const Call *call, const char *case_id, Date on, int64_t minutes, int64_t replaces, int64_t *id, GError **error)
{
	const char *by = call_option(call, "by"), *what = call_option(call, "what");
	g_autofree char *corrected = replaces != 0 ? g_strdup_printf("%" PRId64, replaces) : NULL;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	seal_add(seal, what);
	if ((replaces != 0 && !replaced_fits(call->store, case_id, replaces, error)) || !seal_close(seal, call->store, error) ||
	    !store_run(call->store, error,
	               "INSERT INTO case_time (id, case_id, on_day, minutes, recorded_on, replaces, commitment)"
	               " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM case_time), ?, ?, ?, ?, CAST(? AS INTEGER), ?)",
	               "sdidsb", case_id, on, minutes, call->today, corrected, seal->commitment_bytes))
		return false;
	*id = store_last_id(call->store);
	return store_run(call->store, error, "INSERT INTO case_time_text (id, salt, by, what) VALUES (?, ?, ?, ?)", "ibss", *id,
	                 seal->salt_bytes, by, what);
}

static bool number(const Call *call, const char *option, gint64 least, gint64 most, gint64 *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = 0;
	if (text == NULL || g_ascii_string_to_signed(text, 10, least, most, out, NULL))
		return true;
	return error_set(error, ERROR_USAGE, "option-value", "Værdien for --%s kan ikke bruges: %s.", "The value for --%s cannot be used: %s.",
	                 option, text);
}

static bool time_step(const Call *call, Date on, gint64 minutes, gint64 replaces, int64_t *id, bool *already, BooksDone *done,
                      GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL || !line_there(call->store, c->id, on, minutes, call_option(call, "by"), call_option(call, "what"), id, error))
		return false;
	*already = *id != 0 && replaces == 0;
	if (*already)
		return true;
	return time_record(call, c->id, on, minutes, replaces, id, error) &&
	       books_follow(call->store, c->id, c, NULL, call->today, done, error);
}

void fee_notes_json(cJSON *row, const GPtrArray *notes, Lang lang)
{
	cJSON *findings = json_array(row, "findings");
	for (guint i = 0; notes != NULL && i < notes->len; i++) {
		const FeeNote *note = notes->pdata[i];
		cJSON *finding = json_push(findings);
		json_text(finding, "id", note->id);
		json_text(finding, "name", note->name);
		json_text(finding, "severity", "WARN");
		json_text(finding, "about", note->about);
		json_text(finding, "because", lang == LANG_DA ? note->da : note->en);
		json_text(finding, "statute", note->statute);
		json_text(finding, "quote", note->quote);
	}
}

int time_add_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	gint64 minutes, replaces;
	if (!call_date(call, "on", &on, error) || !number(call, "minutes", 0, LIMIT_TIME_LINE_MINUTES, &minutes, error) ||
	    !number(call, "replaces", 1, G_MAXINT64, &replaces, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	if (call_option(call, "minutes") == NULL || call_option(call, "by") == NULL || call_option(call, "what") == NULL) {
		error_set(error, ERROR_USAGE, "time-what", "Skriv time add SAG --minutes N --by NAVN --what TEKST.",
		          "Write time add CASE --minutes N --by NAME --what TEXT.");
		return -1;
	}
	if (date_before(call->today, on)) {
		error_set(error, ERROR_INPUT, "event-future", "Dagen er ikke kommet endnu.", "The day has not come yet.");
		return -1;
	}
	int64_t id = 0;
	bool already = false;
	g_auto(BooksDone) done = { 0 };
	if (!store_begin(call->store, error))
		return -1;
	bool fine = time_step(call, on, minutes, replaces, &id, &already, &done, error);
	if (fine && !already)
		fine = store_commit(call->store, error);
	if (!fine || already)
		store_rollback(call->store);
	if (!fine)
		return -1;
	g_autoptr(cJSON) object = json_result("time-add");
	json_text(object, "case", call->argv[0]);
	json_text(object, "outcome", already ? "already" : "recorded");
	json_int(object, "id", id);
	json_date(object, "on", on);
	json_int(object, "minutes", minutes);
	json_int(object, "posted", done.posted);
	fee_notes_json(object, done.notes, call->lang);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static void findings_text(const cJSON *row, GString *out)
{
	const cJSON *finding;
	cJSON_ArrayForEach(finding, json_get(row, "findings"))
		g_string_append_printf(out, "    %s %s\n", json_get_text(finding, "id"), json_get_text(finding, "because"));
}

void time_add_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	bool already = strcmp(json_get_text(result, "outcome"), "already") == 0;
	g_string_append_printf(out, "%s  %s  %" PRId64 " min.  nr. %" PRId64 "%s\n", json_get_text(result, "case"), json_get_text(result, "on"),
	                       json_get_int(result, "minutes", 0), json_get_int(result, "id", 0),
	                       !already ? ""
	                       : da     ? ": stod der allerede, intet er ændret"
	                                : ": was there already, nothing changed");
	findings_text(result, out);
}

/* ---- time list ---- */

int time_list_run(const Call *call, cJSON **result, GError **error)
{
	int64_t seq, minutes = 0;
	if (!case_seq(call->store, call->argv[0], &seq, error))
		return -1;
	g_autoptr(cJSON) object = json_result("time-list");
	json_text(object, "case", call->argv[0]);
	cJSON *rows = json_array(object, "times");
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT t.id, t.on_day, t.minutes, t.recorded_on, x.by, x.what,"
	                                     " EXISTS (SELECT 1 FROM case_time r WHERE r.replaces = t.id) FROM case_time t"
	                                     " LEFT JOIN case_time_text x ON x.id = t.id WHERE t.case_id = ? ORDER BY t.on_day, t.id",
	                                     "s", call->argv[0]);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		cJSON *row = json_push(rows);
		bool replaced = query_int(query, 6) != 0;
		json_int(row, "id", query_int(query, 0));
		json_date(row, "on", query_date(query, 1));
		json_int(row, "minutes", query_int(query, 2));
		json_date(row, "recorded_on", query_date(query, 3));
		json_text(row, "by", query_text(query, 4));
		json_text(row, "what", query_text(query, 5));
		json_bool(row, "replaced", replaced);
		minutes += replaced ? 0 : query_int(query, 2);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	if (query == NULL || fault != NULL)
		return -1;
	json_int(object, "minutes", minutes);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void time_list_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "times"))
	{
		const char *by = json_get_text(row, "by"), *what = json_get_text(row, "what");
		g_string_append_printf(out, "%4" PRId64 "  %s  %5" PRId64 " min.  %s, %s%s\n", json_get_int(row, "id", 0), json_get_text(row, "on"),
		                       json_get_int(row, "minutes", 0), by != NULL ? by : "-", what != NULL ? what : "-",
		                       !json_get_bool(row, "replaced") ? ""
		                       : da                            ? "  (rettet, gælder ikke)"
		                                                       : "  (corrected, does not count)");
	}
	g_string_append_printf(out, da ? "%" PRId64 " minutter i alt.\n" : "%" PRId64 " minutes in all.\n", json_get_int(result, "minutes", 0));
}

/* ---- books update ---- */

static bool update_one(const Call *call, const Law *law, const char *case_id, cJSON *rows, int64_t sums[2], GError **error)
{
	g_auto(BooksDone) done = { 0 };
	if (!store_begin(call->store, error))
		return false;
	bool fine = books_follow(call->store, case_id, NULL, law, call->today, &done, error) && store_commit(call->store, error);
	if (!fine) {
		store_rollback(call->store);
		return false;
	}
	sums[0] += done.posted;
	sums[1] += done.reversed;
	if (done.posted == 0 && done.reversed == 0 && (done.notes == NULL || done.notes->len == 0))
		return true;
	cJSON *row = json_push(rows);
	json_text(row, "case", case_id);
	json_int(row, "posted", done.posted);
	json_int(row, "reversed", done.reversed);
	fee_notes_json(row, done.notes, call->lang);
	return true;
}

int books_update_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) all = law != NULL && call->argc == 0 ? case_list(call->store, error) : NULL;
	if (law == NULL || (call->argc == 0 && all == NULL))
		return -1;
	g_autoptr(cJSON) object = json_result("books-update");
	cJSON *rows = json_array(object, "cases");
	int64_t sums[2] = { 0, 0 };
	guint n = all != NULL ? all->len : (guint)call->argc;
	for (guint i = 0; i < n; i++)
		if (!update_one(call, law, all != NULL ? all->pdata[i] : call->argv[i], rows, sums, error))
			return -1;
	json_int(object, "count", n);
	json_int(object, "posted", sums[0]);
	json_int(object, "reversed", sums[1]);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void books_update_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases"))
	{
		g_string_append_printf(out, da ? "%s  %" PRId64 " bogført, %" PRId64 " tilbageført\n" : "%s  %" PRId64 " booked, %" PRId64 " reversed\n",
		                       json_get_text(row, "case"), json_get_int(row, "posted", 0), json_get_int(row, "reversed", 0));
		findings_text(row, out);
	}
	g_string_append_printf(out,
	                       da ? "%" PRId64 " sager set igennem: %" PRId64 " bogført, %" PRId64 " tilbageført.\n"
	                          : "%" PRId64 " cases looked at: %" PRId64 " booked, %" PRId64 " reversed.\n",
	                       json_get_int(result, "count", 0), json_get_int(result, "posted", 0), json_get_int(result, "reversed", 0));
}

/* ---- books check ---- */

static bool check_one(const Call *call, const Law *law, const char *case_id, cJSON *rows, int64_t *count, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	g_autoptr(GPtrArray) notes = NULL;
	g_autoptr(GPtrArray) gaps = c != NULL ? books_gaps(call->store, c, law, call->today, &notes, error) : NULL;
	if (gaps == NULL)
		return false;
	*count += gaps->len;
	if (gaps->len == 0)
		return true;
	cJSON *row = json_push(rows);
	json_text(row, "case", case_id);
	cJSON *list = json_array(row, "gaps");
	for (guint i = 0; i < gaps->len; i++) {
		const BooksGap *gap = gaps->pdata[i];
		cJSON *one = json_push(list);
		json_text(one, "kind", posting_name(gap->kind));
		json_text(one, "key", gap->key);
		json_text(one, "entry", gap->entry);
		json_money(one, "booked_ore", gap->booked);
		json_money(one, "wanted_ore", gap->wanted);
	}
	fee_notes_json(row, notes, call->lang);
	return true;
}

int books_check_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) all = law != NULL && call->argc == 0 ? case_list(call->store, error) : NULL;
	if (law == NULL || (call->argc == 0 && all == NULL))
		return -1;
	g_autoptr(cJSON) object = json_result("books-check");
	cJSON *rows = json_array(object, "cases");
	guint n = all != NULL ? all->len : (guint)call->argc;
	int64_t gaps = 0;
	for (guint i = 0; i < n; i++)
		if (!check_one(call, law, all != NULL ? all->pdata[i] : call->argv[i], rows, &gaps, error))
			return -1;
	json_int(object, "count", n);
	json_int(object, "gaps", gaps);
	*result = g_steal_pointer(&object);
	return gaps > 0 ? EXIT_NO : EXIT_FINE;
}

void books_check_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *gap;
	cJSON_ArrayForEach(row, json_get(result, "cases")) cJSON_ArrayForEach(gap, json_get(row, "gaps"))
	{
		g_autofree char *booked = money_danish(money_of_ore(json_get_int(gap, "booked_ore", 0)));
		g_autofree char *wanted = money_danish(money_of_ore(json_get_int(gap, "wanted_ore", 0)));
		g_string_append_printf(out, da ? "%s  %s %s: bogført %s, skal være %s\n" : "%s  %s %s: booked %s, should be %s\n",
		                       json_get_text(row, "case"), json_get_text(gap, "kind"), json_get_text(gap, "key"), booked, wanted);
	}
	g_string_append_printf(out, da ? "%" PRId64 " sager set igennem, %" PRId64 " afvigelser.\n" : "%" PRId64 " cases looked at, %" PRId64 " gaps.\n",
	                       json_get_int(result, "count", 0), json_get_int(result, "gaps", 0));
}
