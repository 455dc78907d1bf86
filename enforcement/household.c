#include "enforcement/household.h"

#include "assess/edition.h"
#include "assess/claimed.h"
#include "assess/instalments.h"
#include "enforcement/note.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/seal.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

const OptionRow household_options[] = {
	{ "debtor", "ID", { "skyldneren; kan udelades, når der er én", "the debtor; may be left out when there is one" } },
	{ "income", "WHAT=KR", { "en indtægt om måneden efter skat; kan gentages", "a monthly income after tax; may be repeated" } },
	{ "cost", "WHAT=KR", { "en fast udgift om måneden; kan gentages", "a fixed monthly cost; may be repeated" } },
	{ "debt", "WHAT=KR", { "afdrag på anden gæld om måneden; kan gentages", "monthly instalment of another debt; may be repeated" } },
	{ "on", "DATE", { "dagen; ellers i dag", "the day; else today" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

const OptionRow household_show_options[] = {
	{ "debtor", "ID", { "skyldneren; kan udelades, når der er én", "the debtor; may be left out when there is one" } },
	{ "by", "NAME", { "hvem der sletter", "who erases it" } },
	{ 0 },
};

const char household_tables[] =
	"CREATE TABLE household ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), debtor TEXT NOT NULL, recorded_on TEXT NOT NULL,"
	"  commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX household_of_case ON household (case_id, debtor);"
	"CREATE TABLE household_salt (id INTEGER PRIMARY KEY REFERENCES household (id), salt BLOB NOT NULL) STRICT;"
	"CREATE TABLE household_line ("
	"  id INTEGER NOT NULL REFERENCES household (id), n INTEGER NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,"
	"  amount_ore INTEGER NOT NULL, PRIMARY KEY (id, n)"
	") STRICT, WITHOUT ROWID;"
	"CREATE TRIGGER household_no_update BEFORE UPDATE ON household BEGIN SELECT RAISE(ABORT, 'append-only: household'); END;"
	"CREATE TRIGGER household_no_delete BEFORE DELETE ON household BEGIN SELECT RAISE(ABORT, 'append-only: household'); END;"
	"CREATE TRIGGER household_next BEFORE INSERT ON household"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM household)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: household'); END;";

static const char *const kinds[] = { "income", "cost", "debt" };
enum { LINES_MOST = 60 };

static const Party *debtor_asked(const Case *c, const Call *call, GError **error)
{
	const char *id = call_option(call, "debtor");
	const Party *debtor = id != NULL ? case_debtor(c, id) : c->debtors->len == 1 ? c->debtors->pdata[0] : NULL;
	if (debtor == NULL)
		error_set_texts(error, id != NULL ? ERROR_INPUT : ERROR_USAGE, id != NULL ? "no-such-debtor" : "debtor",
		                "Sig hvilken af sagens skyldnere: --debtor ID.", "Say which of the case's debtors: --debtor ID.");
	return debtor;
}

/* ---- erasing ---- */

/* What stood of the debtor is taken out, overwritten in the file. Inside the caller's transaction. */
static bool lines_erase(Store *store, const char *case_id, const char *debtor, GError **error)
{
	return store_run(store, error,
	                 "DELETE FROM household_line WHERE id IN (SELECT id FROM household WHERE case_id = ? AND debtor = ?)", "ss", case_id,
	                 debtor) &&
	       store_run(store, error,
	                 "DELETE FROM household_salt WHERE id IN (SELECT id FROM household WHERE case_id = ? AND debtor = ?)", "ss", case_id,
	                 debtor);
}

/* A setting of the connection answers with a row; what it says does not matter. */
static bool setting(Query *query, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) owned = query;
	if (query == NULL)
		return false;
	while (query_next(owned, &fault))
		;
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

/* Deleted cells are overwritten with zeros, and the log that still holds them is emptied afterwards. */
static bool erase_hard(Store *store, GError **error)
{
	return setting(store_query(store, error, "PRAGMA secure_delete = ON", ""), error);
}

static bool erase_settle(Store *store, GError **error)
{
	return setting(store_query(store, error, "PRAGMA wal_checkpoint(TRUNCATE)", ""), error);
}

static bool event_say(const Call *call, const char *case_id, const char *debtor, const char *name, Date on, GError **error)
{
	bool already;
	const char *by = call_option(call, "by");
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = g_strdup(name);
	event->on = on;
	event->deadline_on = DATE_NONE;
	event->debtor = g_strdup(debtor);
	event->by = g_strdup(by != NULL ? by : "lawyer");
	return note_step(call, case_id, event, &already, error);
}

/* ---- recording ---- */

typedef struct Line {
	const char *kind;
	char *what;
	Money amount;
} Line;

static void line_clear(void *data)
{
	g_free(((Line *)data)->what);
}

static bool lines_asked(const Call *call, GArray *lines, GError **error)
{
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		const GPtrArray *said = call_options(call, kinds[k]);
		for (guint i = 0; said != NULL && i < said->len; i++) {
			const char *text = said->pdata[i], *equals = strrchr(text, '=');
			Line line = { .kind = kinds[k] };
			if (equals == NULL || equals == text || strlen(text) > LIMIT_SUMMARY_BYTES || !money_typed(equals + 1, &line.amount) ||
			    money_is_negative(line.amount))
				return error_set(error, ERROR_USAGE, "household-line", "Skriv --%s \"Hvad=beløb\", for eksempel \"Husleje=7200\".",
				                 "Write --%s \"What=amount\", such as \"Rent=7200\".", kinds[k]);
			line.what = g_strndup(text, (gsize)(equals - text));
			g_array_append_val(lines, line);
		}
	}
	if (lines->len > 0 && lines->len <= LINES_MOST)
		return true;
	return error_set_texts(error, ERROR_USAGE, "household-what", "Skriv mindst én linje og højst 60: --income, --cost, --debt.",
	                       "Write at least one line and at most 60: --income, --cost, --debt.");
}

static bool lines_store(const Call *call, const char *case_id, const char *debtor, Date on, const GArray *lines, GError **error)
{
	Store *store = call->store;
	g_autoptr(Seal) seal = seal_new();
	for (guint i = 0; i < lines->len; i++) {
		const Line *line = &g_array_index(lines, Line, i);
		g_autofree char *amount = money_plain(line->amount);
		seal_add(seal, line->kind);
		seal_add(seal, line->what);
		seal_add(seal, amount);
	}
	if (!seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO household (id, case_id, debtor, recorded_on, commitment)"
	               " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM household), ?, ?, ?, ?)",
	               "ssdb", case_id, debtor, on, seal->commitment_bytes))
		return false;
	int64_t id = store_last_id(store);
	bool fine = store_run(store, error, "INSERT INTO household_salt (id, salt) VALUES (?, ?)", "ib", id, seal->salt_bytes);
	for (guint i = 0; fine && i < lines->len; i++) {
		const Line *line = &g_array_index(lines, Line, i);
		fine = store_run(store, error, "INSERT INTO household_line (id, n, kind, what, amount_ore) VALUES (?, ?, ?, ?, ?)", "iissi", id,
		                 (int64_t)i + 1, line->kind, line->what, money_ore(line->amount));
	}
	return fine;
}

/* ---- what it comes to ---- */

/* The smallest whole hundred that pays what is owed within three years: less than that ends in a new dispute. */
static bool lowest_plan(Money owed, Money *out)
{
	enum { MONTHS = 36, STEP_ORE = 10000 };
	int64_t each = (money_ore(owed) + MONTHS - 1) / MONTHS;
	*out = money_of_ore((each + STEP_ORE - 1) / STEP_ORE * STEP_ORE);
	return !money_is_zero(*out);
}

static bool lines_json(const Call *call, cJSON *object, const Case *c, const Law *law, const Party *debtor, GError **error)
{
	GError *fault = NULL;
	Money sums[] = { money_zero(), money_zero(), money_zero() }, left, lowest;
	cJSON *rows = json_array(object, "lines");
	g_autoptr(Query) query =
	    store_query(call->store, error,
	                "SELECT kind, what, amount_ore FROM household_line WHERE id = (SELECT max(id) FROM household WHERE case_id = ? AND"
	                " debtor = ?) ORDER BY n",
	                "ss", c->id, debtor->id);
	if (query == NULL)
		return false;
	while (query_next(query, &fault)) {
		cJSON *row = json_push(rows);
		Money amount = money_of_ore(query_int(query, 2));
		json_text(row, "kind", query_text(query, 0));
		json_text(row, "what", query_text(query, 1));
		json_money(row, "amount_ore", amount);
		for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
			if (strcmp(kinds[k], query_text(query, 0)) == 0 && !money_add(sums[k], amount, &sums[k]))
				return error_set_texts(error, ERROR_INPUT, "household-sum", "Beløbene er for store.", "The amounts are too large.");
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	bool any = cJSON_GetArraySize(rows) > 0 && money_sub(sums[0], sums[1], &left) && money_sub(left, sums[2], &left);
	g_autoptr(Claimed) claimed = claimed_of(c, law, call->today);
	bool plan = any && claimed->owed->known && lowest_plan(claimed->owed->total, &lowest);
	if (any)
		json_money(object, "disposable_ore", left);
	else
		json_null(object, "disposable_ore");
	if (plan)
		json_money(object, "lowest_ore", lowest);
	else
		json_null(object, "lowest_ore");
	if (plan)
		json_bool(object, "affordable", money_compare(left, lowest) >= 0);
	else
		json_null(object, "affordable");
	return true;
}

static int answer(const Call *call, const char *outcome, const Law *law, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const Party *debtor = c != NULL ? debtor_asked(c, call, error) : NULL;
	if (debtor == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("household");
	json_text(object, "case", c->id);
	json_text(object, "debtor", debtor->id);
	json_text(object, "outcome", outcome);
	if (!lines_json(call, object, c, law, debtor, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int household_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	g_autoptr(GArray) lines = g_array_new(FALSE, TRUE, sizeof(Line));
	g_array_set_clear_func(lines, line_clear);
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !call_date(call, "on", &on, error) || !lines_asked(call, lines, error))
		return -1;
	on = date_known(on) ? on : call->today;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const Party *debtor = c != NULL ? debtor_asked(c, call, error) : NULL;
	if (debtor == NULL || !erase_hard(call->store, error) || !store_begin(call->store, error))
		return -1;
	if (!lines_erase(call->store, c->id, debtor->id, error) || !lines_store(call, c->id, debtor->id, on, lines, error) ||
	    !event_say(call, c->id, debtor->id, "household_recorded", on, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return erase_settle(call->store, error) ? answer(call, "recorded", law, result, error) : -1;
}

int household_show_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	return law != NULL ? answer(call, NULL, law, result, error) : -1;
}

int household_erase_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	const Party *debtor = c != NULL ? debtor_asked(c, call, error) : NULL;
	if (debtor == NULL || !erase_hard(call->store, error) || !store_begin(call->store, error))
		return -1;
	if (!lines_erase(call->store, c->id, debtor->id, error) ||
	    !event_say(call, c->id, debtor->id, "household_erased", call->today, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return erase_settle(call->store, error) ? answer(call, "erased", law, result, error) : -1;
}

void household_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	static const struct {
		const char *kind;
		Say say;
	} words[] = { { "income", { "indtægt", "income" } }, { "cost", { "udgift", "cost" } }, { "debt", { "anden gæld", "other debt" } } };
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "lines"))
	{
		const char *kind = json_get_text(row, "kind");
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(words[i].kind, kind) == 0)
				kind = say(words[i].say, call->lang);
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		g_string_append_printf(out, "  %-12s %12s  %s\n", kind, amount, json_get_text(row, "what"));
	}
	if (cJSON_GetArraySize(json_get(result, "lines")) == 0) {
		g_string_append(out, da ? "Der står intet om husstandens økonomi.\n" : "Nothing is kept of the household's economy.\n");
		return;
	}
	g_autofree char *left = money_danish(money_of_ore(json_get_int(result, "disposable_ore", 0)));
	g_string_append_printf(out, da ? "  Til rådighed om måneden: %s kr.\n" : "  Disposable each month: DKK %s\n", left);
	int64_t lowest = json_get_int(result, "lowest_ore", 0);
	if (lowest == 0)
		return;
	g_autofree char *least = money_danish(money_of_ore(lowest));
	bool affordable = json_get_bool(result, "affordable");
	g_string_append_printf(out, da ? "  Laveste fornuftige rate: %s kr. om måneden (%s)\n" : "  Lowest sensible instalment: DKK %s a month (%s)\n",
	                       least, affordable ? (da ? "der er råd til den" : "affordable") : (da ? "der er ikke råd til den" : "not affordable"));
}
