#include "enforcement/period.h"

#include "enforcement/clientday.h"
#include "intake/journal.h"
#include "intake/limits.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char period_tables[] =
	/* Closed months, one after another, with the journal's head as it was. Who closed it is erasable side data. */
	"CREATE TABLE period_close ("
	"  id INTEGER PRIMARY KEY, last_on TEXT NOT NULL, closed_on TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL,"
	"  commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE period_close_text (id INTEGER PRIMARY KEY REFERENCES period_close (id), salt BLOB NOT NULL, by TEXT) STRICT;"
	"CREATE TRIGGER period_close_no_update BEFORE UPDATE ON period_close BEGIN SELECT RAISE(ABORT, 'append-only: period_close'); END;"
	"CREATE TRIGGER period_close_no_delete BEFORE DELETE ON period_close BEGIN SELECT RAISE(ABORT, 'append-only: period_close'); END;"
	"CREATE TRIGGER period_close_next BEFORE INSERT ON period_close"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM period_close)"
	"    OR EXISTS (SELECT 1 FROM period_close WHERE last_on >= NEW.last_on)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: period_close'); END;"
	"CREATE TRIGGER period_close_text_no_update BEFORE UPDATE ON period_close_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: period_close_text'); END;"
	"CREATE TRIGGER period_close_text_no_replace BEFORE INSERT ON period_close_text"
	"  WHEN EXISTS (SELECT 1 FROM period_close_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: period_close_text'); END;"
	/* The lock of last resort: nothing is booked in a closed month, whatever the program says. */
	"CREATE TRIGGER journal_open_month BEFORE INSERT ON journal"
	"  WHEN EXISTS (SELECT 1 FROM period_close WHERE last_on >= NEW.day)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: closed month'); END;";

const OptionRow ledger_close_options[] = {
	{ "by", "NAVN", { "hvem der lukker måneden", "who closes the month" } },
	{ 0 },
};

bool period_closed_to(Store *store, Date *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT max(last_on) FROM period_close", "");
	if (query == NULL || !query_next(query, error))
		return false;
	*out = query_date(query, 0);
	return true;
}

bool period_open_day(Store *store, Date wanted, Date *out, GError **error)
{
	Date closed;
	if (!period_closed_to(store, &closed, error))
		return false;
	*out = date_known(closed) && !date_before(closed, wanted) ? date_add_days(closed, 1) : wanted;
	return true;
}

bool period_allows(Store *store, const char *id, Date day, GError **error)
{
	Date open;
	if (!period_open_day(store, day, &open, error))
		return false;
	if (date_compare(open, day) == 0)
		return true;
	g_autofree char *said = date_iso(day);
	g_autofree char *first = date_iso(open);
	error_set(error, ERROR_INPUT, "month-closed", "Bogføringen %s er dateret %s, og den måned er lukket.",
	          "The entry %s is dated %s, and that month is closed.", id, said);
	g_autofree char *da = g_strdup_printf("Bogfør den på en åben dag: tidligst %s.", first);
	g_autofree char *en = g_strdup_printf("Book it on an open day: %s at the earliest.", first);
	error_remedy(error, da, en);
	return false;
}

/* ---- ledger close ---- */

/* "2026-10" as its last day. */
static bool month_parse(const char *text, Date *last, GError **error)
{
	int year = 0, month = 0, used = 0;
	Date first;
	if (strlen(text) == strlen("2026-10") && sscanf(text, "%4d-%2d%n", &year, &month, &used) == 2 && used == (int)strlen(text) &&
	    date_make(year, month, 1, &first)) {
		*last = date_add_days(date_add_months(first, 1), -1);
		return true;
	}
	return error_set(error, ERROR_USAGE, "bad-month", "%s er ikke en måned; skriv ÅÅÅÅ-MM.", "%s is not a month; write YYYY-MM.", text);
}

static bool may_close(const Call *call, Date last, GError **error)
{
	Date closed;
	if (!date_before(last, call->today))
		return error_set(error, ERROR_INPUT, "month-not-over", "Måneden %s er ikke slut endnu.", "The month %s is not over yet.",
		                 call->argv[0]);
	if (!period_closed_to(call->store, &closed, error))
		return false;
	if (date_known(closed) && !date_before(closed, last))
		return error_set(error, ERROR_INPUT, "month-closed", "Måneden %s er lukket i forvejen.", "The month %s is closed already.",
		                 call->argv[0]);
	return true;
}

static bool close_add(const Call *call, Date last, const JournalHead *head, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, call_option(call, "by"));
	return seal_close(seal, call->store, error) &&
	       store_run(call->store, error,
	                 "INSERT INTO period_close (id, last_on, closed_on, seq, hash, commitment)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM period_close",
	                 "ddisb", last, call->today, head->seq, head->hash, seal->commitment_bytes) &&
	       store_run(call->store, error, "INSERT INTO period_close_text (id, salt, by) VALUES (?, ?, ?)", "ibs",
	                 store_last_id(call->store), seal->salt_bytes, call_option(call, "by"));
}

/* How much is booked in what is closed now. */
static bool tell(const Call *call, Date last, const JournalHead *head, cJSON *object, GError **error)
{
	g_autoptr(GArray) missing = clientday_missing(call->store, DATE_NONE, last, error);
	g_autoptr(Query) query =
	    missing != NULL ? store_query(call->store, error, "SELECT count(*), coalesce(sum(amount_ore), 0) FROM journal WHERE day <= ?", "d", last)
	                    : NULL;
	if (query == NULL || !query_next(query, error))
		return false;
	json_text(object, "month", call->argv[0]);
	json_date(object, "closed_to_on", last);
	json_int(object, "count", query_int(query, 0));
	json_money(object, "sum_ore", money_of_ore(query_int(query, 1)));
	cJSON *journal = json_object(object, "journal");
	json_int(journal, "seq", head->seq);
	json_text(journal, "hash", head->hash);
	cJSON *days = json_array(object, "missing_days");
	for (guint i = 0; i < missing->len; i++) {
		g_autofree char *day = date_iso(g_array_index(missing, Date, i));
		json_push_text(days, day);
	}
	return true;
}

int ledger_close_run(const Call *call, cJSON **result, GError **error)
{
	Date last;
	JournalHead head;
	const char *by = call_option(call, "by");
	if (by == NULL || *by == '\0' || g_utf8_strlen(by, -1) > LIMIT_NAME_CHARS) {
		error_set(error, ERROR_USAGE, "who", "Skriv hvem der lukker måneden, med --by NAVN.", "Say who closes the month, with --by NAME.");
		return -1;
	}
	if (!month_parse(call->argv[0], &last, error) || !store_begin(call->store, error))
		return -1;
	g_autoptr(cJSON) object = json_result("ledger-close");
	if (!may_close(call, last, error) || !journal_head(call->store, &head, error) || !tell(call, last, &head, object, error) ||
	    !close_add(call, last, &head, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void ledger_close_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out,
	                       da ? "Bøgerne er lukket til og med %s: %" PRId64 " bogføringer, i alt %s kr.\n"
	                          : "The books are closed up to and with %s: %" PRId64 " entries, DKK %s in all.\n",
	                       json_get_text(result, "closed_to_on"), json_get_int(result, "count", 0), sum);
	int missing = cJSON_GetArraySize(json_get(result, "missing_days"));
	if (missing > 0)
		g_string_append_printf(out,
		                       da ? "OBS: %d åbne dage har intet dagsbevis for klientmidlerne (clientmoney missing).\n"
		                          : "NOTE: %d open days have no day proof of the client money (clientmoney missing).\n",
		                       missing);
}
