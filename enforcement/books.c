#include "enforcement/books.h"

#include "assess/edition.h"
#include "enforcement/client.h"
#include "enforcement/payoutbook.h"
#include "enforcement/states.h"
#include "intake/record.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

void books_done_clear(BooksDone *done)
{
	g_clear_pointer(&done->notes, g_ptr_array_unref);
}

/* ---- what the case has ---- */

static bool advances_read(Store *store, const Case *c, FeeCase *out, GError **error)
{
	GArray *advances = g_array_new(FALSE, FALSE, sizeof(Advance));
	out->advances = advances;
	out->refunded = out->by_hand = money_zero();
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id, j.kind, j.amount_ore, j.day FROM journal j WHERE j.case_id = ? AND j.kind IN ('court_fee_advanced', 'court_fee_refunded', 'advance_charged', 'advance_lost')"
	    /* What an event says was refunded is planned from the event, and the rest from the advances; a person's word is taken as it is. */
	    " AND NOT (j.kind <> 'court_fee_advanced' AND j.id NOT LIKE '%/m%')"
	    " AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = j.kind || '_back' || substr(j.id, length(j.kind) + 1)) ORDER BY j.seq",
	    "s", c->id);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		Money amount = money_of_ore(query_int(query, 2));
		if (strcmp(query_text(query, 1), "court_fee_advanced") != 0) {
			Money *sum = strcmp(query_text(query, 1), "court_fee_refunded") == 0 ? &out->refunded : &out->by_hand;
			if (!money_add(*sum, amount, sum))
				return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.",
				                 "The sum of the books is too large.");
			continue;
		}
		Advance advance = { query_date(query, 3), amount };
		const char *tail = strrchr(query_text(query, 0), '/');
		gint64 event_id = 0;
		if (tail != NULL && g_ascii_string_to_signed(tail + 1, 10, 1, G_MAXINT64, &event_id, NULL))
			for (guint i = 0; i < c->events->len; i++)
				if (((const Event *)c->events->pdata[i])->id == event_id)
					advance.on = ((const Event *)c->events->pdata[i])->on;
		g_array_append_val(advances, advance);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

/* Does nothing more come of it, against any debtor? Asked only where an advance is open: an assessment is not free. */
static bool has_ended(const Case *c, const Law *law, Date today)
{
	g_autoptr(Assessment) assessment = assess(c, law, today);
	g_autoptr(States) states = states_of(c, assessment, law, today);
	for (guint i = 0; i < states->debtors->len; i++)
		if (!((const DebtorState *)states->debtors->pdata[i])->state->terminal)
			return false;
	return states->debtors->len > 0;
}

bool fee_case_read(Store *store, const Case *c, const Law *law, Date today, FeeCase *out, GError **error)
{
	*out = (FeeCase){ .c = c, .law = law, .today = today, .refunded = money_zero(), .by_hand = money_zero() };
	out->terms = terms_list(store, c, error);
	out->times = out->terms != NULL ? time_read(store, c->id, error) : NULL;
	if (out->times == NULL || !advances_read(store, c, out, error))
		return false;
	out->ended = out->advances->len > 0 && has_ended(c, law, today);
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && !date_before(today, event->on))
			out->ended_by = event->id;
	}
	return true;
}

void fee_case_clear(FeeCase *of)
{
	if (of->terms != NULL)
		g_ptr_array_unref((GPtrArray *)of->terms);
	if (of->times != NULL)
		g_array_unref((GArray *)of->times);
	if (of->advances != NULL)
		g_array_unref((GArray *)of->advances);
	*of = (FeeCase){ 0 };
}

/* ---- what stands ---- */

static const PostingKind own_kinds[] = { POSTING_split_costs,     POSTING_split_interest,  POSTING_split_principal, POSTING_split_surplus,
	                                 POSTING_fee_earned,      POSTING_costs_awarded,   POSTING_advance_charged, POSTING_advance_lost,
	                                 POSTING_court_fee_refunded };

static bool is_split(PostingKind kind)
{
	return kind == POSTING_split_costs || kind == POSTING_split_interest || kind == POSTING_split_principal || kind == POSTING_split_surplus;
}

typedef struct Standing {
	PostingKind kind;
	char *id, *key; /* of the last generation */
	int generation;
	bool stands, by_hand; /* by_hand: a person took it back */
	Money amount;
} Standing;

static void standing_free(gpointer data)
{
	Standing *standing = data;
	g_free(standing->id);
	g_free(standing->key);
	g_free(standing);
}

/* "KIND/CASE/KEY.GENERATION"; an id of another shape is not ours. */
static bool id_parse(const char *id, const char *case_id, Standing *out)
{
	const char *slash = strchr(id, '/'), *dot = strrchr(id, '.');
	size_t n = strlen(case_id);
	gint64 generation;
	if (slash == NULL || dot == NULL || strncmp(slash + 1, case_id, n) != 0 || slash[1 + n] != '/' || dot < slash + n + 2 ||
	    !g_ascii_string_to_signed(dot + 1, 10, 1, G_MAXINT32, &generation, NULL))
		return false;
	out->generation = (int)generation;
	out->key = g_strndup(slash + n + 2, (gsize)(dot - (slash + n + 2)));
	out->id = g_strdup(id);
	return true;
}

/* By kind and key: a case may have thousands of payments. */
static char *place_of(PostingKind kind, const char *key)
{
	return g_strdup_printf("%d/%s", (int)kind, key);
}

static void *found_in(GHashTable *by_place, PostingKind kind, const char *key)
{
	g_autofree char *place = place_of(kind, key);
	return g_hash_table_lookup(by_place, place);
}

/* The last generation of each key, in the order of the journal. */
static GPtrArray *standings_read(Store *store, const char *case_id, GError **error)
{
	g_autoptr(GPtrArray) standings = g_ptr_array_new_with_free_func(standing_free);
	g_autoptr(GHashTable) by_place = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id, j.kind, j.amount_ore, b.seq IS NULL, instr(CAST(p.payload AS TEXT), '\"proposal\"') > 0 FROM journal j"
	    " LEFT JOIN journal b ON b.id = j.kind || '_back' || substr(j.id, length(j.kind) + 1)"
	    " LEFT JOIN journal_payload p ON p.seq = b.seq WHERE j.case_id = ? ORDER BY j.seq",
	    "s", case_id);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		Standing row = { .kind = posting_kind_of(query_text(query, 1)),
			         .amount = money_of_ore(query_int(query, 2)),
			         .stands = query_int(query, 3) != 0,
			         .by_hand = query_int(query, 4) != 0 };
		bool ours = false;
		for (size_t i = 0; i < G_N_ELEMENTS(own_kinds); i++)
			ours = ours || own_kinds[i] == row.kind;
		if (!ours || !id_parse(query_text(query, 0), case_id, &row))
			continue;
		Standing *old = found_in(by_place, row.kind, row.key);
		if (old == NULL) {
			old = g_memdup2(&row, sizeof row);
			g_ptr_array_add(standings, old);
			g_hash_table_insert(by_place, place_of(row.kind, row.key), old);
			continue;
		}
		g_free(old->id);
		g_free(old->key);
		*old = row;
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL ? g_steal_pointer(&standings) : NULL;
}

/* ---- from one to the other ---- */

typedef struct Follow {
	Store *store;
	const char *case_id;
	const FeeCase *of;
	Date today;
	FeePlan *plan;
	int posted, reversed;
	GPtrArray *gaps; /* BooksGap*: they are told, and nothing is booked; NULL */
} Follow;

static void gap_free(gpointer data)
{
	BooksGap *gap = data;
	g_free(gap->key);
	g_free(gap->entry);
	g_free(gap);
}

static void gap_add(Follow *f, PostingKind kind, const char *key, const Standing *standing, Money wanted)
{
	BooksGap *gap = g_new0(BooksGap, 1);
	bool stands = standing != NULL && standing->stands;
	*gap = (BooksGap){ kind, g_strdup(key), stands ? g_strdup(standing->id) : NULL, stands ? standing->amount : money_zero(), wanted };
	g_ptr_array_add(f->gaps, gap);
}

/* An Error that says no client may go below zero is an answer here: the money has left. */
static bool money_left(GError **fault)
{
	if (*fault == NULL || strcmp(error_code(*fault), "client-negative") != 0)
		return false;
	g_clear_error(fault);
	return true;
}

/*
 * Is the money that was split still on the case's own account? That of the client's other cases is no answer, nor is money
 * that came back to it since: what was covered when the payment was taken back had left then (a credit note may give it back).
 */
static bool is_there(Store *store, const char *case_id, const Standing *standing, bool *there, GError **error)
{
	Money balance, held, reserved;
	*there = true;
	if (!is_split(standing->kind))
		return true;
	g_autofree char *cover = g_strdup_printf("cover_client/%s/%s", case_id, standing->key);
	bool covered;
	if (!ledger_stands(store, cover, &covered, error))
		return false;
	*there = !covered;
	if (covered)
		return true;
	const char *account = posting_credit(standing->kind);
	if (!ledger_balance(store, account, case_id, DATE_NONE, &balance, error) ||
	    !payout_reserved(store, NULL, case_id, account, false, 0, &reserved, error))
		return false;
	/* What a payout has sent to the bank has left, though the bank has not told of it. */
	*there = money_sub(money_zero(), balance, &held) && money_sub(held, reserved, &held) && money_compare(held, standing->amount) >= 0;
	return true;
}

static bool reverse_one(Store *store, const char *case_id, const Standing *standing, int64_t seq, Date today, bool *left,
                        GError **error)
{
	bool there;
	if (!is_there(store, case_id, standing, &there, error))
		return false;
	*left = !there;
	if (!there)
		return true;
	g_autoptr(cJSON) payload = cJSON_CreateObject();
	json_text(payload, "entry", standing->id);
	if (seq != 0)
		json_int(payload, "seq", seq);
	json_text(payload, "why", "recomputed");
	g_autofree char *text = json_print_compact(payload);
	GError *fault = NULL;
	if (ledger_reverse(store, standing->id, today, text, &fault))
		return true;
	*left = money_left(&fault);
	if (*left)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static char *due_payload(const FeeCase *of, const FeeDue *due)
{
	g_autoptr(cJSON) payload = cJSON_CreateObject();
	if (due->event != 0)
		json_int(payload, "event", due->event);
	if (due->time != 0)
		json_int(payload, "time", due->time);
	json_text(payload, "law", law_edition(of->law));
	json_int(payload, "seq", of->c->up_to_seq);
	json_date(payload, "on", due->on);
	if (due->terms != NULL) {
		json_int(payload, "terms", due->terms->version);
		if (due->terms->version != 0)
			json_text(payload, "terms_sha256", due->terms->sha256);
		json_text(payload, "phase", due->phase == PHASE_COURT ? "court" : "out_of_court");
		json_text(payload, "clause", due->clause);
	}
	if (due->has_base)
		json_money(payload, "base_ore", due->base);
	return json_print_compact(payload);
}

/* Nothing is known to be wrong with it: what it rests on has become unknown. */
static bool is_held(const FeePlan *plan, const Standing *standing)
{
	gint64 event_id = g_ascii_strtoll(standing->key, NULL, 10);
	for (guint i = 0; i < plan->notes->len; i++) {
		const FeeNote *note = plan->notes->pdata[i];
		static const char *const holding[] = { "A04", "A05", "A06", "A08", "A09", "A15", NULL };
		if (note->event != 0 && note->event == event_id && g_strv_contains(holding, note->id))
			return true;
	}
	return false;
}

static bool take_back(Follow *f, GPtrArray *standings, GError **error)
{
	g_autoptr(GHashTable) dues = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < f->plan->dues->len; i++) {
		FeeDue *due = f->plan->dues->pdata[i];
		char *place = place_of(due->kind, due->key);
		if (g_hash_table_contains(dues, place))
			g_free(place);
		else
			g_hash_table_insert(dues, place, due);
	}
	for (guint i = 0; i < standings->len; i++) {
		Standing *standing = standings->pdata[i];
		const FeeDue *due = found_in(dues, standing->kind, standing->key);
		bool left;
		if (!standing->stands || is_held(f->plan, standing) || (due != NULL && money_compare(due->amount, standing->amount) == 0))
			continue;
		if (f->gaps != NULL) {
			bool there;
			if (!is_there(f->store, f->case_id, standing, &there, error))
				return false;
			if (there)
				gap_add(f, standing->kind, standing->key, standing, due != NULL ? due->amount : money_zero());
			continue;
		}
		if (!reverse_one(f->store, f->case_id, standing, f->of->c->up_to_seq, f->today, &left, error))
			return false;
		if (left) {
			fee_note(f->plan, "A10", "money-has-left", g_ascii_strtoll(standing->key, NULL, 10),
			         g_strdup("Betalingens fordeling er ændret, efter at pengene er udbetalt; bøgerne siger det, der blev udbetalt efter."),
			         g_strdup("The split of the payment has changed after its money was paid out; the books keep what it was paid out by."));
			continue;
		}
		standing->stands = false;
		standing->by_hand = false;
		f->reversed++;
	}
	return true;
}

/* Is the money there to split: booked as received for the case and not split yet? */
static bool received(Follow *f, const FeeDue *due, bool *there, GError **error)
{
	Money balance, held;
	*there = true;
	if (!is_split(due->kind))
		return true;
	if (!ledger_balance(f->store, "client_debt", f->case_id, DATE_NONE, &balance, error))
		return false;
	*there = money_sub(money_zero(), balance, &held) && money_compare(held, due->amount) >= 0;
	return true;
}

static bool post_one(Follow *f, const FeeDue *due, int generation, GError **error)
{
	bool there;
	if (!received(f, due, &there, error))
		return false;
	if (!there) {
		fee_note(f->plan, "A11", "receipt-not-booked", due->event, g_strdup("Betalingen er ikke fordelt: den er ikke bogført som modtaget på sagen."),
		         g_strdup("The payment is not split: it is not booked as received for the case."));
		return true;
	}
	g_autofree char *id = g_strdup_printf("%s/%s/%s.%d", posting_name(due->kind), f->case_id, due->key, generation);
	g_autofree char *payload = due_payload(f->of, due);
	if (f->gaps != NULL) {
		gap_add(f, due->kind, due->key, NULL, due->amount);
		return true;
	}
	const Booking booking = { due->kind, id, f->case_id, f->today, due->amount, payload };
	GError *fault = NULL;
	if (ledger_post(f->store, &booking, &fault)) {
		f->posted++;
		return true;
	}
	if (money_left(&fault))
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool put_up(Follow *f, GPtrArray *standings, GError **error)
{
	g_autoptr(GHashTable) by_place = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < standings->len; i++) {
		Standing *standing = standings->pdata[i];
		g_hash_table_insert(by_place, place_of(standing->kind, standing->key), standing);
	}
	for (guint i = 0; i < f->plan->dues->len; i++) {
		const FeeDue *due = f->plan->dues->pdata[i];
		const Standing *standing = found_in(by_place, due->kind, due->key);
		if (standing != NULL && standing->stands)
			continue;
		if (standing != NULL && standing->by_hand && money_compare(standing->amount, due->amount) == 0) {
			fee_note(f->plan, "A12", "taken-back-by-hand", due->event, g_strdup("En person har tilbageført posten; den bogføres ikke igen."),
			         g_strdup("A person reversed the entry; it is not booked again."));
			continue;
		}
		if (!post_one(f, due, standing != NULL ? standing->generation + 1 : 1, error))
			return false;
	}
	return true;
}

/* Has the case anything that the books could speak of? Asked before the case is read: most hand-ins have nothing. */
static bool is_of_interest(Store *store, const char *case_id, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT EXISTS (SELECT 1 FROM event WHERE case_id = ?1 AND name IN ('payment', 'bp_endorsed_udlaeg', 'bp_endorsed_plain',"
	    " 'default_judgment', 'judgment_for_us', 'appeal_for_us', 'court_settlement')) OR EXISTS (SELECT 1 FROM agreement)"
	    " OR EXISTS (SELECT 1 FROM case_time WHERE case_id = ?1)"
	    " OR EXISTS (SELECT 1 FROM fact WHERE case_id = ?1 AND name LIKE 'agreement.%')",
	    "s", case_id);
	if (query == NULL || !query_next(query, error))
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

static bool follow(Follow *f, const Case *c, const Law *law, GError **error)
{
	g_auto(FeeCase) of = { 0 };
	g_autoptr(GPtrArray) standings = standings_read(f->store, f->case_id, error);
	if (standings == NULL || !fee_case_read(f->store, c, law, f->today, &of, error))
		return false;
	f->of = &of;
	g_autoptr(FeePlan) plan = fee_plan(&of);
	f->plan = plan;
	bool fine = take_back(f, standings, error) && put_up(f, standings, error);
	if (f->posted > 0 && fine)
		fine = law_keep(f->store, law, f->today, error);
	f->plan = fine ? g_steal_pointer(&plan) : NULL;
	f->of = NULL;
	return fine;
}

bool books_follow(Store *store, const char *case_id, const Case *c, const Law *law, Date today, BooksDone *done, GError **error)
{
	bool interesting;
	if (!is_of_interest(store, case_id, &interesting, error))
		return false;
	if (!interesting)
		return true;
	g_autoptr(Case) own = c == NULL ? case_read(store, case_id, 0, error) : NULL;
	const Case *seen = c != NULL ? c : own;
	if (seen == NULL)
		return false;
	g_autoptr(Law) in_force = law == NULL ? law_in_force(store, error) : NULL;
	if (law == NULL && in_force == NULL)
		return false;
	Follow f = { .store = store, .case_id = case_id, .today = today };
	if (!follow(&f, seen, law != NULL ? law : in_force, error))
		return false;
	if (done != NULL) {
		done->posted += f.posted;
		done->reversed += f.reversed;
		if (done->notes != NULL)
			g_ptr_array_unref(done->notes);
		done->notes = g_ptr_array_ref(f.plan->notes);
	}
	fee_plan_free(f.plan);
	return true;
}

GPtrArray *books_gaps(Store *store, const Case *c, const Law *law, Date today, GPtrArray **notes, GError **error)
{
	Follow f = { .store = store, .case_id = c->id, .today = today };
	f.gaps = g_ptr_array_new_with_free_func(gap_free);
	if (!follow(&f, c, law, error)) {
		g_ptr_array_unref(f.gaps);
		return NULL;
	}
	if (notes != NULL)
		*notes = g_ptr_array_ref(f.plan->notes);
	fee_plan_free(f.plan);
	return f.gaps;
}

bool books_release(Store *store, const char *case_id, int64_t event_id, Date today, GError **error)
{
	g_autoptr(GPtrArray) standings = standings_read(store, case_id, error);
	g_autofree char *key = g_strdup_printf("%" PRId64, event_id);
	for (guint i = 0; standings != NULL && i < standings->len; i++) {
		const Standing *standing = standings->pdata[i];
		bool left;
		if (standing->stands && is_split(standing->kind) && strcmp(standing->key, key) == 0 &&
		    !reverse_one(store, case_id, standing, 0, today, &left, error))
			return false;
	}
	return standings != NULL;
}
