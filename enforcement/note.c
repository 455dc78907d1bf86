#include "enforcement/note.h"

#include "assess/award.h"
#include "assess/edition.h"
#include "enforcement/cash.h"
#include "enforcement/filingfee.h"
#include "enforcement/ledger.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/person.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

/* ---- batches ---- */

Csv *batch_read(const char *path, const char *const *needed, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_XML_BYTES, NULL);
	if (bytes == NULL) {
		error_set(error, ERROR_INPUT, "csv-unreadable", "Filen kan ikke læses.", "The file cannot be read.");
		error_at(error, path, 0, 0);
		return NULL;
	}
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_autoptr(Csv) csv = csv_parse(text, n, path, error);
	for (; csv != NULL && *needed != NULL; needed++) {
		if (csv_column(csv, *needed) >= 0)
			continue;
		error_set(error, ERROR_INPUT, "csv-column", "Kolonnen %s mangler.", "The column %s is missing.", *needed);
		error_at(error, path, 1, 0);
		return NULL;
	}
	return g_steal_pointer(&csv);
}

void batch_refuse(cJSON *row, const GError *fault, Lang lang)
{
	g_autofree char *text = error_sentence(fault, lang);
	json_text(row, "outcome", "refused");
	json_text(row, "code", error_code(fault));
	json_text(row, "text", text);
}

bool batch_goes_on(const GError *fault)
{
	return error_class(fault) == ERROR_INPUT || error_class(fault) == ERROR_USAGE;
}

/* ---- from fields to an event ---- */

/* Where the fields come from: options of the call, or a row of a batch. */
typedef struct Source {
	const Call *call;
	const Csv *csv;
	const CsvRow *row;
} Source;

/* NULL when it was not said. */
static const char *said(const Source *source, const char *field)
{
	const char *text =
	    source->csv != NULL ? csv_cell(source->csv, source->row, field) : call_option(source->call, field);
	return text != NULL && *text != '\0' ? text : NULL;
}

static bool day_of(const Source *source, const char *field, Date *out, GError **error)
{
	const char *text = said(source, field);
	*out = DATE_NONE;
	if (text == NULL || date_parse(text, out))
		return true;
	error_set(error, ERROR_INPUT, "impossible-date", "%s %s er ikke en dag, der findes.", "%s %s is not a day that exists.", field, text);
	error_remedy(error, "Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.");
	return false;
}

/* A file has the one form of the contract; a person may type the Danish one. */
static bool money_said(const Source *source, const char *text, Money *out)
{
	return source->csv != NULL ? money_parse(text, out) : money_typed(text, out);
}

static bool amount_of(const Source *source, Event *event, GError **error)
{
	const char *text = said(source, "amount");
	event->amount = money_zero();
	event->has_amount = text != NULL;
	if (text == NULL || money_said(source, text, &event->amount))
		return true;
	if (money_two_ways(text)) {
		error_set(error, ERROR_INPUT, "ambiguous-amount", "Beløbet %s kan læses på to måder.", "The amount %s can be read in two ways.", text);
		error_remedy(error, "Skriv det med øre: 1250,00 eller 1,25.", "Write it with two decimals: 1250.00 or 1.25.");
		return false;
	}
	error_set(error, ERROR_INPUT, "impossible-amount", "Beløbet %s kan ikke læses.", "The amount %s cannot be read.", text);
	error_remedy(error, "Skriv kroner med højst to decimaler: 1250.50, eller på en kommandolinje også 1.250,50.",
	             "Write kroner with at most two decimals: 1250.50, or on a command line also 1.250,50.");
	return false;
}

/* What a court awarded per part: stands at the head of the event's text, and adds up to its amount. */
static bool parts_of(const Source *source, Event *event, GError **error)
{
	static const char *const names[] = { "principal", "interest", "costs" };
	Money parts[G_N_ELEMENTS(names)], sum = money_zero();
	bool any = false;
	const bool whole = event->has_amount || said(source, "principal") != NULL; /* else the principal is not said: never zero */
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *text = said(source, names[i]);
		parts[i] = money_zero();
		any = any || text != NULL;
		if (text != NULL &&
		    (!money_said(source, text, &parts[i]) || money_is_negative(parts[i]) || !money_add(sum, parts[i], &sum)))
			return error_set(error, ERROR_INPUT, "impossible-amount", "Beløbet %s kan ikke læses.", "The amount %s cannot be read.", text);
	}
	if (!any)
		return true;
	if (!award_gives(event->name))
		return error_set(error, ERROR_INPUT, "event-field", "Hændelsen %s tilkender intet og har ingen dele.",
		                 "The event %s awards nothing and has no parts.", event->name);
	if (event->has_amount && money_compare(event->amount, sum) != 0)
		return error_set(error, ERROR_INPUT, "award-sum", "Hovedstol, renter og omkostninger giver ikke beløbet tilsammen.",
		                 "Principal, interest and costs do not add up to the amount.");
	if (!whole && said(source, "interest") != NULL)
		return error_set(error, ERROR_INPUT, "award-principal", "Tilkendte renter noteres med hovedstolen: --principal.",
		                 "Interest awarded is recorded with the principal: --principal.");
	event->has_amount = whole;
	event->amount = whole ? sum : money_zero();
	char *ground = whole ? award_ground(parts[0], parts[1], parts[2], event->ground)
	                     : award_ground_costs(event->name, parts[2], event->ground);
	g_free(event->ground);
	event->ground = ground;
	return true;
}

static bool replaces_of(const Source *source, Event *event, GError **error)
{
	const char *text = said(source, "replaces");
	gint64 id = 0;
	if (text != NULL && !g_ascii_string_to_signed(text, 10, 1, LIMIT_CASE_EVENTS, &id, NULL))
		return error_set(error, ERROR_INPUT, "no-such-event", "Hændelse nr. %s findes ikke.",
		                 "There is no event number %s.", text);
	event->replaces = id;
	return true;
}

static Event *event_said(const Source *source, const char *name, GError **error)
{
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = g_strdup(name);
	event->debtor = g_strdup(said(source, "debtor"));
	event->claim = g_strdup(said(source, "claim"));
	event->paid_to = g_strdup(said(source, "paid-to"));
	bool cash = source->csv != NULL ? g_strcmp0(said(source, "cash"), "yes") == 0 : call_has(source->call, "cash");
	event->ground = cash_ground(said(source, "ground"), cash);
	event->document = g_strdup(said(source, "document"));
	const char *by = said(source, "by");
	event->by = by != NULL ? person_said("by", by, error) : g_strdup("lawyer");
	if (event->by == NULL)
		return NULL;
	if (!day_of(source, "on", &event->on, error) || !day_of(source, "deadline", &event->deadline_on, error) ||
	    !amount_of(source, event, error) || !parts_of(source, event, error) || !replaces_of(source, event, error))
		return NULL;
	return g_steal_pointer(&event);
}

/* ---- against the case ---- */

/* "1001" is said for "invoice/1001" where no item has the bare name. */
static void claim_spell_out(const Case *c, Event *event)
{
	if (event->claim == NULL || case_item(c, event->claim) != NULL)
		return;
	g_autofree char *invoice = g_strconcat("invoice/", event->claim, NULL);
	if (case_item(c, invoice) == NULL)
		return;
	g_free(event->claim);
	event->claim = g_steal_pointer(&invoice);
}

/* Nothing happens to a claim before its invoice: the day is a typing error. */
static bool after_invoice(const Case *c, const Event *event, GError **error)
{
	Date first = DATE_NONE, day;
	for (guint i = 0; i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (!item_kind_is_principal(item->kind) || (event->claim != NULL && strcmp(item->id, event->claim) != 0))
			continue;
		if (!field_date(&item->issue_on, &day))
			return true;
		first = date_min(first, day);
	}
	if (!date_known(first) || !date_before(event->on, first))
		return true;
	g_autofree char *invoice = date_iso(first);
	g_autofree char *on = date_iso(event->on);
	error_set(error, ERROR_INPUT, "before-invoice", "Dagen %s ligger før fakturaen (%s).", "The day %s lies before the invoice (%s).", on, invoice);
	error_remedy(error, "Ret dagen; en forudbetaling står på fakturaen.", "Correct the day; a prepayment stands on the invoice.");
	return false;
}

/* A correction corrects what still counts. */
static bool replaces_standing(const Case *c, const Event *event, GError **error)
{
	for (guint i = 0; event->replaces != 0 && i < c->events->len; i++) {
		const Event *other = c->events->pdata[i];
		if (other->id == event->replaces && other->replaced)
			return error_set(error, ERROR_INPUT, "replaced-before", "Hændelse nr. %" PRId64 " er allerede rettet.", "Event number %" PRId64 " was corrected before.", other->id);
	}
	return true;
}

/* The very same event, still standing; NULL when there is none. Who recorded it does not matter. */
static const Event *event_there(const Case *c, const Event *event)
{
	for (guint i = 0; i < c->events->len; i++) {
		const Event *other = c->events->pdata[i];
		if (!other->replaced && strcmp(other->name, event->name) == 0 && date_compare(other->on, event->on) == 0 &&
		    g_strcmp0(other->debtor, event->debtor) == 0 && g_strcmp0(other->claim, event->claim) == 0 &&
		    other->has_amount == event->has_amount && money_compare(other->amount, event->amount) == 0 &&
		    other->deadline_on.day == event->deadline_on.day && g_strcmp0(other->paid_to, event->paid_to) == 0 &&
		    g_strcmp0(other->ground, event->ground) == 0 && g_strcmp0(other->document, event->document) == 0 &&
		    (event->replaces == 0 || other->replaces == event->replaces))
			return other;
	}
	return NULL;
}

bool note_shown(const char *document, GError **error)
{
	if (document != NULL)
		return true;
	error_set(error, ERROR_INPUT, "plan-document", "Kun det skriftlige tæller: vis bilaget med --document FIL.",
	          "Only what is in writing counts: show the document with --document FILE.");
	error_remedy(error, "Tag papiret ind med submit; er intet underskrevet, så brug plan --how oral.",
	             "Take the paper in with submit; if nothing was signed, use plan --how oral.");
	return false;
}

/* A signed settlement is a title by its paper, which the bailiff court asks for (rpl § 488 stk. 2). A correction keeps what it had. */
static bool settlement_shown(const Event *event, GError **error)
{
	return strcmp(event->name, "settlement_signed") != 0 || event->replaces != 0 || note_shown(event->document, error);
}

/* ---- recording ---- */

/* On somebody else's case it moves the fee and the settlement who got the money: it is said, never supposed. */
static bool receiver_said(const Case *c, const Event *event, GError **error)
{
	if (strcmp(event->name, "payment") != 0 || event->paid_to != NULL || case_own_account(c))
		return true;
	error_set(error, ERROR_INPUT, "paid-to-whom", "Det er ikke sagt, hvem der fik pengene.", "It is not said who got the money.");
	error_remedy(error, "Skriv paid-to: --paid-to operator (til os) eller --paid-to creditor (direkte til kreditor).",
	             "Write paid-to: --paid-to operator (to us) or --paid-to creditor (directly to the creditor).");
	return false;
}

/* c as it stands, inside the caller's transaction. */
static bool step_on(const Call *call, const Case *c, Event *event, const Receipt *receipt, bool *already, GError **error)
{
	Store *store = call->store;
	*already = false;
	claim_spell_out(c, event);
	if (!case_event_fits(c, event, error) || !after_invoice(c, event, error) || !receiver_said(c, event, error))
		return false;
	const Event *there = event_there(c, event);
	if (there != NULL) {
		*already = true;
		event->id = there->id;
		return true;
	}
	return settlement_shown(event, error) && replaces_standing(c, event, error) && event_record(store, c->id, event, call->today, error) &&
	       filing_fee_book(store, c, event, receipt->booked_on, error) && ledger_book_event(store, c, event, receipt, error);
}

static Receipt receipt_today(const Call *call)
{
	return (Receipt){ .booked_on = call->today, .today = call->today };
}

bool note_step(const Call *call, const char *case_id, Event *event, bool *already, GError **error)
{
	const Receipt receipt = receipt_today(call);
	return note_step_as(call, case_id, event, &receipt, already, error);
}

bool note_step_as(const Call *call, const char *case_id, Event *event, const Receipt *receipt, bool *already, GError **error)
{
	*already = false;
	g_autoptr(Case) c = event_check(event, call->today, error) ? case_read(call->store, case_id, 0, error) : NULL;
	return c != NULL && step_on(call, c, event, receipt, already, error);
}

bool note_record(const Call *call, const char *case_id, Event *event, bool *already, GError **error)
{
	Store *store = call->store;
	if (!event_check(event, call->today, error) || !store_begin(store, error))
		return false;
	bool fine = note_step(call, case_id, event, already, error);
	if (fine && !*already)
		fine = store_commit(store, error);
	if (!fine || *already)
		store_rollback(store);
	return fine;
}

static States *states_now(const Call *call, const Law *law, const Case *c, Assessment **assessment)
{
	*assessment = assess(c, law, call->today);
	return states_of(c, *assessment, law, call->today);
}

static bool note_one(const Call *call, const Law *law, const Source *source, const char *case_id, const char *name,
                     cJSON *row, GError **error)
{
	g_autoptr(Event) event = event_said(source, name, error);
	bool already;
	if (event == NULL || !cash_allows(call->store, law, case_id, event, error) ||
	    !note_record(call, case_id, event, &already, error))
		return false;
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(Assessment) assessment = NULL;
	g_autoptr(States) states = states_now(call, law, c, &assessment);
	return note_answer(call, states, assessment, event, already, row, error);
}

/* ---- many at once ---- */

/* Rows that follow each other on one case: it is read once, they are one step, and the case is judged once after them. */
typedef struct Run {
	const Call *call;
	const Law *law;
	char *case_id; /* NULL: none is open */
	Case *c; /* NULL: to be read again */
	GPtrArray *events, *rows; /* Event*, owned; cJSON*, borrowed */
	GArray *already; /* bool */
} Run;

/* Refused: what the row wrote is taken back, what came before it stays. */
static bool row_record(Run *run, Event *event, bool *already, GError **error)
{
	Store *store = run->call->store;
	if (!event_check(event, run->call->today, error))
		return false;
	if (run->c == NULL)
		run->c = case_read(store, run->case_id, 0, error);
	if (run->c == NULL || !cash_allows(store, run->law, run->case_id, event, error) ||
	    !store_run(store, error, "SAVEPOINT note_row", ""))
		return false;
	const Receipt receipt = receipt_today(run->call);
	bool fine = step_on(run->call, run->c, event, &receipt, already, error);
	if (!fine)
		fine = !store_run(store, NULL, "ROLLBACK TO note_row", "");
	return store_run(store, fine ? error : NULL, "RELEASE note_row", "") && fine;
}

/* The event as the case would be read with it; where that takes more than a place in the row of days, it is read again. */
static void case_follow(Run *run, const Event *event)
{
	if (event->replaces != 0 || run->c->letters->len > 0) {
		g_clear_pointer(&run->c, case_free);
		return;
	}
	guint at = run->c->events->len;
	while (at > 0 && date_before(event->on, ((const Event *)run->c->events->pdata[at - 1])->on))
		at--;
	g_ptr_array_insert(run->c->events, (gint)at, event_copy(event));
}

/* Commit what stands, and say of each row what the case looks like now. */
static bool run_end(Run *run, GError **error)
{
	if (run->case_id == NULL)
		return true;
	g_autofree char *case_id = g_steal_pointer(&run->case_id);
	g_clear_pointer(&run->c, case_free);
	if (!store_commit(run->call->store, error)) {
		store_rollback(run->call->store);
		return false;
	}
	g_autoptr(Case) c = run->rows->len > 0 ? case_read(run->call->store, case_id, 0, error) : NULL;
	if (c == NULL)
		return run->rows->len == 0;
	g_autoptr(Assessment) assessment = NULL;
	g_autoptr(States) states = states_now(run->call, run->law, c, &assessment);
	for (guint i = 0; i < run->rows->len; i++)
		if (!note_answer(run->call, states, assessment, run->events->pdata[i], g_array_index(run->already, bool, i), run->rows->pdata[i], error))
			return false;
	g_ptr_array_set_size(run->rows, 0);
	g_ptr_array_set_size(run->events, 0);
	g_array_set_size(run->already, 0);
	return true;
}

static bool run_row(Run *run, const Source *source, const char *case_id, const char *name, cJSON *row, GError **error)
{
	enum { ROWS_IN_A_STEP = 500 }; /* another writer waits no longer than they take */
	bool already;
	g_autoptr(Event) event = event_said(source, name, error);
	if (event == NULL)
		return false;
	if ((g_strcmp0(run->case_id, case_id) != 0 || run->rows->len >= ROWS_IN_A_STEP) && !run_end(run, error))
		return false;
	if (run->case_id == NULL) {
		if (!store_begin(run->call->store, error))
			return false;
		run->case_id = g_strdup(case_id != NULL ? case_id : "");
	}
	if (!row_record(run, event, &already, error))
		return false;
	if (!already)
		case_follow(run, event);
	g_ptr_array_add(run->rows, row);
	g_array_append_val(run->already, already);
	g_ptr_array_add(run->events, g_steal_pointer(&event));
	return true;
}

static bool batch_rows(Run *run, const Csv *csv, const char *path, cJSON *rows, bool *refused, GError **error)
{
	for (guint i = 0; i < csv->rows->len; i++) {
		const Source source = { run->call, csv, csv->rows->pdata[i] };
		const char *case_id = csv_cell(csv, source.row, "case"), *name = csv_cell(csv, source.row, "event");
		cJSON *row = json_push(rows);
		json_int(row, "line", source.row->line);
		json_text(row, "case", case_id);
		GError *fault = NULL;
		if (source.row->n != csv->columns)
			error_set(&fault, ERROR_INPUT, "csv-cells", "Linjen har %d felter, overskriften %d.",
			          "The line has %d cells, the header %d.", source.row->n, csv->columns);
		if (fault == NULL && run_row(run, &source, case_id, name, row, &fault))
			continue;
		error_at(&fault, path, source.row->line, 0);
		if (!batch_goes_on(fault)) {
			g_propagate_error(error, fault);
			return false;
		}
		batch_refuse(row, fault, run->call->lang);
		g_error_free(fault);
		*refused = true;
	}
	return run_end(run, error);
}

static int note_batch(const Call *call, const Law *law, const char *path, cJSON **result, GError **error)
{
	static const char *const needed[] = { "case", "event", "on", NULL };
	g_autoptr(Csv) csv = batch_read(path, needed, error);
	if (csv == NULL)
		return -1;
	g_autoptr(cJSON) object = json_result("note");
	g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	g_autoptr(GPtrArray) waiting = g_ptr_array_new();
	g_autoptr(GArray) already = g_array_new(FALSE, FALSE, sizeof(bool));
	Run run = { .call = call, .law = law, .events = events, .rows = waiting, .already = already };
	bool refused = false, fine = batch_rows(&run, csv, path, json_array(object, "notes"), &refused, error);
	if (store_stepping(call->store))
		store_rollback(call->store);
	g_clear_pointer(&run.c, case_free);
	g_free(run.case_id);
	if (!fine)
		return -1;
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

int note_run(const Call *call, cJSON **result, GError **error)
{
	const char *from = call_option(call, "from");
	if (from == NULL ? call->argc != 2 : call->argc != 0) {
		error_set(error, ERROR_USAGE, "note-what", "Skriv note SAG HÆNDELSE --on DATO, eller note --from FIL.",
		          "Write note CASE EVENT --on DATE, or note --from FILE.");
		return -1;
	}
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	if (from != NULL)
		return note_batch(call, law, from, result, error);
	g_autoptr(cJSON) object = json_result("note");
	cJSON *row = json_push(json_array(object, "notes"));
	json_text(row, "case", call->argv[0]);
	const Source source = { call, NULL, NULL };
	if (!note_one(call, law, &source, call->argv[0], call->argv[1], row, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

const char *event_word(const char *name, Lang lang)
{
	const EventKind *kind = event_kind_find(name);
	return kind == NULL ? name : lang == LANG_DA ? kind->da : kind->en;
}

void note_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "notes"))
	{
		const char *outcome = json_get_text(row, "outcome"), *case_id = json_get_text(row, "case");
		if (strcmp(outcome, "refused") == 0) {
			g_string_append_printf(out, "%s  %s: %s\n", case_id != NULL ? case_id : "-",
			                       da ? "afvist" : "refused", json_get_text(row, "text"));
			continue;
		}
		const cJSON *event = json_get(row, "event");
		g_string_append_printf(
		    out, "%s  %s  %s  nr. %" PRId64 "%s\n", case_id, json_get_text(event, "on"),
		    event_word(json_get_text(event, "name"), call->lang), json_get_int(event, "id", 0),
		    strcmp(outcome, "already") != 0 ? ""
		    : da ? ": stod der allerede, intet er ændret (er det endnu en, så sig hvad der skiller den ud med "
			   "--ground)"
			 : ": was there already, nothing changed (if it is another one, tell it apart with --ground)");
		const cJSON *debtor, *finding;
		cJSON_ArrayForEach(debtor, json_get(row, "debtors")) g_string_append_printf(
		    out, "    %s: %s\n",
		    json_get_text(debtor, "name") != NULL ? json_get_text(debtor, "name") : json_get_text(debtor, "debtor"),
		    json_get_text(debtor, "text"));
		cJSON_ArrayForEach(finding, json_get(row, "findings")) g_string_append_printf(
		    out, "    %s %s\n", json_get_text(finding, "id"), json_get_text(finding, "because"));
	}
}
