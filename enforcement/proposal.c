#include "enforcement/proposal.h"

#include "enforcement/audit.h"
#include "enforcement/books.h"
#include "intake/person.h"
#include "intake/record.h"
#include "intake/seal.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

#define GUARDED(table)                                                                                                \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                       \
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")"                                       \
	"  BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"
#define ERASABLE(table)                                                                                               \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE id = NEW.id)"  \
	"  BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;"

const char proposal_tables[] =
	"CREATE TABLE ledger_proposal ("
	"  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, case_id TEXT NOT NULL, amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),"
	"  reverses TEXT, proposed_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE ledger_proposal_text (id INTEGER PRIMARY KEY REFERENCES ledger_proposal (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TABLE ledger_confirmation ("
	"  id INTEGER PRIMARY KEY, proposal_id INTEGER NOT NULL UNIQUE REFERENCES ledger_proposal (id), confirmed_on TEXT NOT NULL,"
	"  commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE ledger_confirmation_text (id INTEGER PRIMARY KEY REFERENCES ledger_confirmation (id), salt BLOB NOT NULL, by TEXT) STRICT;"
	GUARDED("ledger_proposal") GUARDED("ledger_confirmation") ERASABLE("ledger_proposal_text") ERASABLE("ledger_confirmation_text");

const OptionRow propose_options[] = {
	{ "kind", "KIND", { "bogføringens art, fx court_fee_refunded", "kind of posting, such as court_fee_refunded" } },
	{ "case", "CASE", { "sagen; ellers ingen", "the case; else none" } },
	{ "amount", "KR", { "beløbet", "the amount" } },
	{ "reverse", "ENTRY", { "tilbagefør denne bogføring, nævnt ved sit id", "reverse this entry, named by its id" } },
	{ "why", "TEXT", { "grunden", "the reason" } },
	{ "by", "NAME", { "hvem der foreslår", "who proposes" } },
	{ 0 },
};

const OptionRow confirm_options[] = {
	{ "by", "NAME", { "hvem der bekræfter: en anden end den, der foreslog", "who confirms: another than who proposed" } },
	{ 0 },
};

/* Everything else has a door of its own. */
static bool may_be_manual(PostingKind kind)
{
	static const PostingKind manual[] = { POSTING_court_fee_advanced, POSTING_court_fee_paid,  POSTING_court_fee_refunded,
		                              POSTING_advance_lost,       POSTING_advance_charged, POSTING_receipt_returned,
		                              POSTING_surplus_returned,   POSTING_client_paid_us,  POSTING_cover_client,
		                              POSTING_cover_bank,         POSTING_bank_charge,     POSTING_client_loss };
	for (size_t i = 0; i < G_N_ELEMENTS(manual); i++)
		if (manual[i] == kind)
			return true;
	return false;
}

static bool is_invoiced(PostingKind kind)
{
	static const PostingKind invoiced[] = { POSTING_fee_invoiced,    POSTING_fee_vat,          POSTING_setoff_costs,
		                                POSTING_setoff_interest, POSTING_setoff_principal, POSTING_withdrawal };
	for (size_t i = 0; i < G_N_ELEMENTS(invoiced); i++)
		if (invoiced[i] == kind)
			return true;
	return false;
}

typedef struct Proposal {
	int64_t id;
	PostingKind kind;
	char *case_id, *reverses, *by, *why;
	Money amount;
	Date on;
	bool confirmed;
} Proposal;

static void proposal_clear(Proposal *p)
{
	g_free(p->case_id);
	g_free(p->reverses);
	g_free(p->by);
	g_free(p->why);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Proposal, proposal_clear)

/* ---- proposing ---- */

static bool reversal_said(const Call *call, Proposal *p, GError **error)
{
	const char *id = call_option(call, "reverse");
	bool stands;
	g_autoptr(Query) query =
	    store_query(call->store, error, "SELECT kind, case_id, amount_ore FROM journal WHERE id = ?", "s", id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (!query_next(query, &fault)) {
		if (fault != NULL)
			g_propagate_error(error, fault);
		return fault == NULL && error_set(error, ERROR_INPUT, "no-such-entry", "Der er ingen bogføring %s.", "There is no entry %s.", id);
	}
	PostingKind kind = posting_kind_of(query_text(query, 0));
	p->case_id = g_strdup(query_text(query, 1));
	p->amount = money_of_ore(query_int(query, 2));
	p->reverses = g_strdup(id);
	g_clear_pointer(&query, query_free);
	if (is_invoiced(kind)) {
		error_set(error, ERROR_INPUT, "entry-is-invoiced", "%s hører til en faktura og tages kun tilbage af en kreditnota.",
		          "%s belongs to an invoice, and only a credit note takes it back.", id);
		error_remedy(error, "Brug invoice credit.", "Use invoice credit.");
		return false;
	}
	p->kind = kind != POSTING_none ? posting_reversed_by(kind) : POSTING_none;
	if (p->kind == POSTING_none)
		return error_set(error, ERROR_INPUT, "entry-is-reversal", "%s er selv en tilbageførsel; bogfør den rigtige på ny.",
		                 "%s is itself a reversal; book the right one anew.", id);
	return ledger_stands(call->store, id, &stands, error) &&
	       (stands || error_set(error, ERROR_INPUT, "entry-reversed", "%s er allerede tilbageført.", "%s is reversed already.", id));
}

/* What was never advanced cannot come back, be lost or be charged; asked again when it is booked. */
static bool within_advance(Store *store, const Proposal *p, GError **error)
{
	Money open;
	if (p->reverses != NULL || strcmp(posting_credit(p->kind), "court_fee_advanced") != 0)
		return true;
	if (!ledger_balance(store, "court_fee_advanced", p->case_id, DATE_NONE, &open, error))
		return false;
	if (money_compare(p->amount, open) <= 0)
		return true;
	g_autofree char *kroner = money_danish(open);
	error_set(error, ERROR_INPUT, "no-such-advance", "Der er kun udlagt %s kr. i retsafgift på %s.", "Only DKK %s of court fee is advanced on %s.",
	          kroner, p->case_id);
	error_remedy(error, "Bogfør først udlægget (court_fee_advanced), eller ret sagen eller beløbet.",
	             "Book the advance first (court_fee_advanced), or correct the case or the amount.");
	return false;
}

static bool posting_said(const Call *call, Proposal *p, GError **error)
{
	const char *kind = call_option(call, "kind"), *amount = call_option(call, "amount"), *case_id = call_option(call, "case");
	p->kind = posting_kind_of(kind);
	if (p->kind == POSTING_none)
		return error_set(error, ERROR_INPUT, "no-such-kind", "Der er ingen bogføringsart %s.", "There is no kind of posting %s.", kind);
	if (!may_be_manual(p->kind)) {
		error_set(error, ERROR_INPUT, "kind-not-manual", "%s bogføres ikke i hånden: den følger af hændelser eller har sin egen kommando.",
		          "%s is not booked by hand: it follows from events or has a command of its own.", kind);
		error_remedy(error, "Er den forkert bogført, så foreslå en tilbageførsel med --reverse.",
		             "If it is booked wrongly, propose a reversal with --reverse.");
		return false;
	}
	if (amount == NULL || !money_typed(amount, &p->amount) || money_is_negative(p->amount) || money_is_zero(p->amount))
		return error_set(error, ERROR_INPUT, "impossible-amount", "Beløbet %s kan ikke bogføres.", "The amount %s cannot be booked.",
		                 amount != NULL ? amount : "");
	p->case_id = g_strdup(case_id != NULL ? case_id : LEDGER_NO_CASE);
	int64_t seq;
	return (case_id == NULL || case_seq(call->store, case_id, &seq, error)) && within_advance(call->store, p, error);
}

static bool propose(const Call *call, Proposal *p, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, p->by);
	seal_add(seal, p->why);
	if (!seal_close(seal, call->store, error) ||
	    !store_run(call->store, error,
	               "INSERT INTO ledger_proposal (id, kind, case_id, amount_ore, reverses, proposed_on, commitment)"
	               " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM ledger_proposal",
	               "ssisdb", posting_name(p->kind), p->case_id, money_ore(p->amount), p->reverses, call->today, seal->commitment_bytes))
		return false;
	p->id = store_last_id(call->store);
	return store_run(call->store, error, "INSERT INTO ledger_proposal_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", p->id,
	                 seal->salt_bytes, p->by, p->why);
}

static void proposal_json(cJSON *object, const Proposal *p, const char *outcome, const char *entry)
{
	json_int(object, "proposal", p->id);
	json_text(object, "outcome", outcome);
	json_text(object, "kind", posting_name(p->kind));
	json_text(object, "case", p->case_id);
	json_money(object, "amount_ore", p->amount);
	json_text(object, "reverses", p->reverses);
	json_text(object, "entry", entry);
}

static bool step_end(const Call *call, bool fine, GError **error)
{
	fine = fine && store_commit(call->store, error);
	if (!fine)
		store_rollback(call->store);
	return fine;
}

int ledger_propose_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Proposal) p = { .by = g_strdup(call_option(call, "by")), .why = g_strdup(call_option(call, "why")), .amount = money_zero() };
	bool reversal = call_option(call, "reverse") != NULL;
	if (p.by == NULL || p.why == NULL || reversal == (call_option(call, "kind") != NULL)) {
		error_set(error, ERROR_USAGE, "propose-what", "Skriv ledger propose --kind ART --amount KR (eller --reverse ID) --why GRUND --by NAVN.",
		          "Write ledger propose --kind KIND --amount KR (or --reverse ID) --why REASON --by NAME.");
		return -1;
	}
	if (!store_begin(call->store, error))
		return -1;
	bool fine = (reversal ? reversal_said(call, &p, error) : posting_said(call, &p, error)) && propose(call, &p, error);
	if (!step_end(call, fine, error))
		return -1;
	g_autoptr(cJSON) object = json_result("proposal");
	proposal_json(object, &p, "proposed", NULL);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- confirming ---- */

static bool proposal_read(const Call *call, int64_t id, Proposal *p, GError **error)
{
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT p.kind, p.case_id, p.amount_ore, p.reverses, p.proposed_on, t.by, t.why,"
	                                     " EXISTS (SELECT 1 FROM ledger_confirmation c WHERE c.proposal_id = p.id)"
	                                     " FROM ledger_proposal p LEFT JOIN ledger_proposal_text t ON t.id = p.id WHERE p.id = ?",
	                                     "i", id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (!query_next(query, &fault)) {
		if (fault != NULL)
			g_propagate_error(error, fault);
		return fault == NULL && error_set(error, ERROR_INPUT, "no-such-proposal", "Der er intet forslag nr. %" PRId64 ".",
		                                  "There is no proposal number %" PRId64 ".", id);
	}
	*p = (Proposal){ .id = id,
		         .kind = posting_kind_of(query_text(query, 0)),
		         .case_id = g_strdup(query_text(query, 1)),
		         .amount = money_of_ore(query_int(query, 2)),
		         .reverses = g_strdup(query_text(query, 3)),
		         .on = query_date(query, 4),
		         .by = g_strdup(query_text(query, 5)),
		         .why = g_strdup(query_text(query, 6)),
		         .confirmed = query_int(query, 7) != 0 };
	return true;
}

/* Two persons: the name however it is spaced or capitalised. A proposer who was erased cannot be told from anybody. */
static bool is_other(const Proposal *p, const char *by, GError **error)
{
	if (p->by != NULL && !person_same(p->by, by))
		return true;
	error_set(error, ERROR_PERMISSION, "second-person", "Forslag nr. %" PRId64 " skal bekræftes af en anden end den, der foreslog det.",
	          "Proposal number %" PRId64 " must be confirmed by another person than who proposed it.", p->id);
	return false;
}

static char *entry_of(const Proposal *p)
{
	if (p->reverses != NULL)
		return g_strconcat(posting_name(p->kind), strchr(p->reverses, '/'), NULL);
	return g_strdup_printf("%s/%s/m%" PRId64, posting_name(p->kind), p->case_id, p->id);
}

/*
 * What moves the clients' money without the client account, or the account without the clients, goes with its cover from own money:
 * both are booked, and both are taken back.
 */
static const PostingKind covered[] = { POSTING_cover_client, POSTING_bank_charge, POSTING_out_unexplained };

/* Of the same case, key and amount as the entry that is reversed, and standing; NULL and no Error: there is none. The caller's. */
static char *twin_of(Store *store, const Proposal *p, GError **error)
{
	const char *rest = strchr(p->reverses, '/');
	g_autofree char *name = g_strndup(p->reverses, (gsize)(rest - p->reverses));
	PostingKind kind = posting_kind_of(name);
	for (size_t i = 0; i < G_N_ELEMENTS(covered); i++) {
		PostingKind other = kind == covered[i] ? POSTING_cover_bank : kind == POSTING_cover_bank ? covered[i] : POSTING_none;
		if (other == POSTING_none)
			continue;
		g_autofree char *twin = g_strconcat(posting_name(other), rest, NULL);
		g_autoptr(Query) query = store_query(store, error,
		                                     "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?1 AND amount_ore = ?2)"
		                                     " AND NOT EXISTS (SELECT 1 FROM journal WHERE id = ?3 || ?4)",
		                                     "siss", twin, money_ore(p->amount), posting_name(posting_reversed_by(other)), rest);
		if (query_step(query, error) != 1)
			return NULL;
		if (query_int(query, 0) != 0)
			return g_steal_pointer(&twin);
	}
	return NULL;
}

static bool cover_back(const Call *call, const Proposal *p, const char *payload, GError **error)
{
	GError *fault = NULL;
	g_autofree char *twin = twin_of(call->store, p, &fault);
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	return twin == NULL || ledger_reverse(call->store, twin, call->today, payload, error);
}

static bool cover_too(const Call *call, const Proposal *p, const char *entry, const char *payload, GError **error)
{
	if (p->kind != POSTING_cover_client && p->kind != POSTING_bank_charge)
		return true;
	g_autofree char *id = g_strconcat(posting_name(POSTING_cover_bank), strchr(entry, '/'), NULL);
	const Booking booking = { POSTING_cover_bank, id, p->case_id, call->today, p->amount, payload };
	return ledger_post(call->store, &booking, error);
}

static bool book(const Call *call, const Proposal *p, const char *by, const char *entry, GError **error)
{
	g_autoptr(cJSON) payload = cJSON_CreateObject();
	json_int(payload, "proposal", p->id);
	if (p->reverses != NULL)
		json_text(payload, "entry", p->reverses);
	json_text(payload, "by", p->by);
	json_text(payload, "confirmed_by", by);
	json_text(payload, "why", p->why);
	g_autofree char *text = json_print_compact(payload);
	if (p->reverses != NULL)
		return ledger_reverse(call->store, p->reverses, call->today, text, error) && cover_back(call, p, text, error);
	const Booking booking = { p->kind, entry, p->case_id, call->today, p->amount, text };
	return ledger_post(call->store, &booking, error) && cover_too(call, p, entry, text, error);
}

static bool was_there(const JournalReport *before, const JournalFault *one)
{
	for (guint i = 0; i < before->faults->len; i++) {
		const JournalFault *old = before->faults->pdata[i];
		if (strcmp(old->what, one->what) == 0 && g_strcmp0(old->where, one->where) == 0)
			return true;
	}
	return false;
}

/* Two persons may be wrong together: what an audit would find is refused here, where it is not yet in the books. */
static bool is_sound(const Call *call, const JournalReport *before, GError **error)
{
	g_autoptr(JournalReport) after = audit_books(call, error);
	for (guint i = 0; after != NULL && i < after->faults->len; i++) {
		const JournalFault *one = after->faults->pdata[i];
		if (was_there(before, one))
			continue;
		g_autofree char *da = g_strdup_printf("Bogføringen ville gøre bøgerne forkerte: %s: %s", one->where, one->da);
		g_autofree char *en = g_strdup_printf("The posting would make the books wrong: %s: %s", one->where, one->en);
		error_set_texts(error, ERROR_INPUT, "audit-would-fail", da, en);
		error_remedy(error,
		             "Det, klienten skylder os, betales (client_paid_us) eller afskrives (client_loss); andet rettes med hændelser, banklinjer og kreditnotaer.",
		             "What the client owes us is paid (client_paid_us) or written off (client_loss); all else is put right by events, bank lines and credit notes.");
		return false;
	}
	return after != NULL;
}

static bool confirm(const Call *call, const Proposal *p, const char *by, const char *entry, GError **error)
{
	bool stands = true;
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	if (!is_other(p, by, error) || (p->reverses != NULL && !ledger_stands(call->store, p->reverses, &stands, error)))
		return false;
	if (!stands)
		return error_set(error, ERROR_INPUT, "entry-reversed", "%s er allerede tilbageført.", "%s is reversed already.", p->reverses);
	g_autoptr(JournalReport) before = audit_books(call, error);
	if (before == NULL || !within_advance(call->store, p, error) || !seal_close(seal, call->store, error) ||
	    !store_run(call->store, error,
	               "INSERT INTO ledger_confirmation (id, proposal_id, confirmed_on, commitment)"
	               " SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM ledger_confirmation",
	               "idb", p->id, call->today, seal->commitment_bytes) ||
	    !store_run(call->store, error, "INSERT INTO ledger_confirmation_text (id, salt, by) VALUES (?, ?, ?)", "ibs",
	               store_last_id(call->store), seal->salt_bytes, by) ||
	    !book(call, p, by, entry, error))
		return false;
	return (strcmp(p->case_id, LEDGER_NO_CASE) == 0 || books_follow(call->store, p->case_id, NULL, NULL, call->today, NULL, error)) &&
	       is_sound(call, before, error);
}

int ledger_confirm_run(const Call *call, cJSON **result, GError **error)
{
	gint64 id = 0;
	const char *by = call_option(call, "by");
	if (by == NULL || !g_ascii_string_to_signed(call->argv[0], 10, 1, G_MAXINT64, &id, NULL)) {
		error_set(error, ERROR_USAGE, "confirm-what", "Skriv ledger confirm N --by NAVN.", "Write ledger confirm N --by NAME.");
		return -1;
	}
	g_auto(Proposal) p = { 0 };
	if (!store_begin(call->store, error))
		return -1;
	bool fine = proposal_read(call, id, &p, error);
	g_autofree char *entry = fine ? entry_of(&p) : NULL;
	bool already = fine && p.confirmed;
	if (!step_end(call, fine && (already || confirm(call, &p, by, entry, error)), error))
		return -1;
	g_autoptr(cJSON) object = json_result("proposal");
	proposal_json(object, &p, already ? "already" : "confirmed", entry);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void proposal_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const char *outcome = json_get_text(result, "outcome");
	g_autofree char *amount = money_danish(money_of_ore(json_get_int(result, "amount_ore", 0)));
	g_string_append_printf(out, da ? "Forslag nr. %" PRId64 ": %s, %s kr.: %s\n" : "Proposal number %" PRId64 ": %s, DKK %s: %s\n",
	                       json_get_int(result, "proposal", 0), say(posting_say(posting_kind_of(json_get_text(result, "kind"))), call->lang),
	                       amount,
	                       strcmp(outcome, "proposed") == 0    ? (da ? "venter på en anden person" : "waits for another person")
	                       : strcmp(outcome, "confirmed") == 0 ? (da ? "bogført" : "booked")
	                                                           : (da ? "var bogført før" : "was booked before"));
}

/* ---- those that wait ---- */

int ledger_proposals_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = json_result("proposals");
	cJSON *rows = json_array(object, "proposals");
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT p.id, p.kind, p.case_id, p.amount_ore, p.reverses, p.proposed_on, t.by, t.why, c.confirmed_on, x.by"
	                                     " FROM ledger_proposal p LEFT JOIN ledger_proposal_text t ON t.id = p.id"
	                                     " LEFT JOIN ledger_confirmation c ON c.proposal_id = p.id"
	                                     " LEFT JOIN ledger_confirmation_text x ON x.id = c.id ORDER BY p.id",
	                                     "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		cJSON *row = json_push(rows);
		json_int(row, "proposal", query_int(query, 0));
		json_text(row, "kind", query_text(query, 1));
		json_text(row, "case", query_text(query, 2));
		json_int(row, "amount_ore", query_int(query, 3));
		json_text(row, "reverses", query_text(query, 4));
		json_date(row, "proposed_on", query_date(query, 5));
		json_text(row, "by", query_text(query, 6));
		json_text(row, "why", query_text(query, 7));
		json_date(row, "confirmed_on", query_date(query, 8));
		json_text(row, "confirmed_by", query_text(query, 9));
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	if (query == NULL || fault != NULL)
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void proposals_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "proposals"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		const char *by = json_get_text(row, "by"), *second = json_get_text(row, "confirmed_by"), *why = json_get_text(row, "why");
		g_string_append_printf(out, "%4" PRId64 "  %s  %s  %14s  %s: %s (%s)  %s\n", json_get_int(row, "proposal", 0),
		                       json_get_text(row, "proposed_on"), json_get_text(row, "case"), amount, json_get_text(row, "kind"),
		                       why != NULL ? why : "-", by != NULL ? by : "-",
		                       json_get_text(row, "confirmed_on") == NULL ? (da ? "venter" : "waits")
		                       : second != NULL                           ? second
		                                                                  : "-");
	}
	if (cJSON_GetArraySize(json_get(result, "proposals")) == 0)
		g_string_append(out, da ? "Ingen forslag.\n" : "No proposals.\n");
}
