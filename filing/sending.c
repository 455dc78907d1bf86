/* One sending, whatever it carries: what stands of before, its dispatch, its handing-over, its outcome. */
#include "filing/send.h"

#include "filing/paperdraw.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

void attempt_clear(Attempt *attempt)
{
	g_clear_pointer(&attempt->answer, g_free);
	g_clear_pointer(&attempt->because_da, g_free);
	g_clear_pointer(&attempt->because_en, g_free);
}

void attempt_wait(Attempt *attempt, const GError *fault)
{
	attempt_clear(attempt);
	attempt->state = DISPATCH_WAITING;
	attempt->because_da = g_strdup(error_text(fault, LANG_DA));
	attempt->because_en = g_strdup(error_text(fault, LANG_EN));
}

/* ---- what was sent before ---- */

static bool step_now(const Errand *errand, const Dispatch *dispatch, DispatchState state, Say because, GError **error)
{
	const DispatchStep step = { .state = state, .on = errand->call->today, .because = because };
	return outbox_step(errand->call->store, dispatch->id, &step, error);
}

static bool in_doubt(const Dispatch *dispatch, GError **error)
{
	error_set(error, ERROR_INPUT, "in-doubt", "Det er uvist, om forsendelse %" PRId64 " i sag %s nåede frem; den sendes ikke igen.",
	          "It is not known whether dispatch %" PRId64 " of case %s arrived; it is not sent again.", dispatch->id,
	          dispatch->case_id);
	error_remedy(error, "Spørg modtageren, og skriv svaret med outbox resolve N --sent eller --not-sent.",
	             "Ask the receiver, and record the answer with outbox resolve N --sent or --not-sent.");
	return false;
}

/*
 * A run before this one stopped while handing over: nobody else sends while this one holds the store's lock. A folder tells
 * by itself how far it came; a mail does not.
 */
static bool settle_stopped(const Errand *errand, Dispatch *dispatch, GError **error)
{
	Store *store = errand->call->store;
	bool laid;
	if (dispatch->via == VIA_FOLDER && folder_seen(dispatch, &laid)) {
		dispatch->state = laid ? DISPATCH_SENT : DISPATCH_WAITING;
		return step_now(errand, dispatch, dispatch->state, (Say){ NULL, NULL }, error) && store_commit(store, error) &&
		       store_begin(store, error);
	}
	dispatch->state = DISPATCH_DOUBT;
	return step_now(errand, dispatch, DISPATCH_DOUBT,
	                (Say){ "programmet blev standset, mens forsendelsen blev afleveret",
	                       "the program was stopped while it was being handed over" },
	                error) &&
	       store_commit(store, error) && store_begin(store, error);
}

/* The last dispatch of the letter of that number, or of the case's package (0), that stands; NULL. Borrowed from all. */
static Dispatch *standing(const GPtrArray *all, int letter)
{
	Dispatch *last = NULL;
	for (guint i = 0; i < all->len; i++) {
		Dispatch *dispatch = all->pdata[i];
		if (dispatch->letter == letter && dispatch_stands(dispatch->state))
			last = dispatch;
	}
	return last;
}

/* Nothing has left; what it was to carry, or the way, is no longer this one. */
static bool drop(const Errand *errand, const Dispatch *dispatch, GError **error)
{
	return (dispatch->via != VIA_FOLDER || folder_clear(dispatch, error)) &&
	       step_now(errand, dispatch, DISPATCH_DROPPED,
	                (Say){ "den er ikke sendt, og papirerne eller vejen er en anden nu",
	                       "it was not sent, and the papers or the way are others now" },
	                error);
}

/* ---- one case ---- */

bool sending_release(const Sending *sending, bool *moved, GError **error)
{
	Store *store = sending->errand->call->store;
	int64_t seq;
	*moved = false;
	if (!store_begin(store, error))
		return false;
	bool fine = case_seq(store, sending->dispatch->case_id, &seq, error);
	*moved = fine && seq != sending->on_case->up_to_seq;
	fine = fine && !*moved &&
	       step_now(sending->errand, sending->dispatch, DISPATCH_HANDING_OVER, (Say){ NULL, NULL }, error) &&
	       store_commit(store, error);
	if (!fine)
		store_rollback(store);
	return fine;
}

static void row_fill(cJSON *row, const Dispatch *dispatch, const char *outcome)
{
	json_text(row, "outcome", outcome);
	json_int(row, "dispatch", dispatch->id);
	if (dispatch->letter != 0)
		json_int(row, "letter", dispatch->letter);
	else
		json_null(row, "letter");
	json_text(row, "via", via_name(dispatch->via));
	json_text(row, "court", dispatch->court);
	json_text(row, "to", dispatch->place);
	json_text(row, "sha256", dispatch->sha256);
	json_text(row, "message_id", dispatch->message_id);
}

/* The way to the receiver; false and an Error when there is none. */
static bool way_find(const Sending *sending, char **place, GError **error)
{
	bool mail = sending->errand->via == VIA_MAIL;
	if (sending->paper != NULL)
		*place = mail ? letter_address(sending, error) : folder_for_letter(sending, error);
	else
		*place = mail ? mail_place(sending, error) : folder_place(sending, error);
	return *place != NULL;
}

static int letter_of(const Sending *sending)
{
	return sending->paper != NULL ? sending->paper->number : 0;
}

/* Take up the dispatch that waits, or make one: sending->dispatch, the caller's. */
static bool dispatch_settle(Sending *sending, const Dispatch *waits, const char *place, GError **error)
{
	const Errand *errand = sending->errand;
	const Approval *approval = sending->paper == NULL ? sending->approval : NULL;
	Store *store = errand->call->store;
	int64_t approval_id = approval != NULL ? approval->id : 0;
	if (waits != NULL && waits->approval == approval_id && waits->via == errand->via && g_strcmp0(waits->place, place) == 0) {
		sending->dispatch = outbox_find(store, waits->id, error);
		return sending->dispatch != NULL;
	}
	if (waits != NULL && !drop(errand, waits, error))
		return false;
	Dispatch *d = sending->dispatch = g_new0(Dispatch, 1);
	*d = (Dispatch){ .case_id = g_strdup(sending->on_case->id),
		         .approval = approval_id,
		         .letter = letter_of(sending),
		         .via = errand->via,
		         .court = g_strdup(sending->court_name),
		         .sha256 = g_strdup(approval != NULL ? approval->zip_sha256 : sending->paper->sha256),
		         .law_edition = g_strdup(law_edition(errand->law)),
		         .up_to_seq = sending->on_case->up_to_seq,
		         .prepared_on = errand->call->today,
		         .on = errand->call->today,
		         .place = g_strdup(place) };
	if (!outbox_next(store, &d->id, error))
		return false;
	d->message_id = errand->via == VIA_MAIL ? mail_id(errand, d) : NULL;
	return outbox_add(store, d, error);
}

/* Does what was sent before forbid it? *done: it is this very one. */
static bool sent_allows(const Sending *sending, const Dispatch *last, bool *done, GError **error)
{
	const Approval *approval = sending->approval;
	bool same = sending->paper != NULL || (approval != NULL && last->approval == approval->id);
	*done = same && last->via == sending->errand->via;
	if (*done)
		return true;
	if (sending->paper == NULL)
		return case_may_go_again(sending->errand, approval, last, error);
	error_set(error, ERROR_INPUT, "sent-before", "Brev %d i sag %s er lagt frem (forsendelse %" PRId64 ").",
	          "Letter %d of case %s is laid out (dispatch %" PRId64 ").", last->letter, last->case_id, last->id);
	error_remedy(error, "Noter det med letter sent, eller skriv med outbox resolve N --not-sent, at det ikke er sendt.",
	             "Note it with letter sent, or say with outbox resolve N --not-sent that it was not sent.");
	return false;
}

/* The day's checks; what waits and can no longer go is dropped for good. */
static bool checks_pass(const Sending *sending, const Dispatch *waits, GError **error)
{
	static const char *const over[] = { "not-approved", "route", "paid", "letter-void" };
	GError *fault = NULL;
	if (sending->paper != NULL ? letter_allows(sending, &fault) : case_allows(sending, &fault))
		return true;
	Store *store = sending->errand->call->store;
	for (size_t i = 0; i < G_N_ELEMENTS(over) && waits != NULL; i++)
		if (strcmp(error_code(fault), over[i]) == 0 &&
		    !(drop(sending->errand, waits, error) && store_commit(store, error) && store_begin(store, error))) {
			g_error_free(fault);
			return false;
		}
	g_propagate_error(error, fault);
	return false;
}

/*
 * In the transaction: what stands of before, the day's checks, the dispatch. *before is the dispatch by which it was sent
 * already; then nothing is to be done.
 */
static bool prepare(Sending *sending, const GPtrArray *all, const Dispatch **before, GError **error)
{
	Dispatch *last = standing(all, letter_of(sending));
	bool done = false;
	if (last != NULL && last->state == DISPATCH_HANDING_OVER && !settle_stopped(sending->errand, last, error))
		return false;
	if (last != NULL && last->state == DISPATCH_DOUBT)
		return in_doubt(last, error);
	if (last != NULL && last->state == DISPATCH_SENT) {
		if (!sent_allows(sending, last, &done, error))
			return false;
		*before = done ? last : NULL;
		last = NULL;
	}
	g_autofree char *place = NULL;
	return done || (checks_pass(sending, last, error) && way_find(sending, &place, error) &&
	                dispatch_settle(sending, last, place, error));
}

/* The outcome, and with a letter that was sent its event: together, or without the event and with the reason. */
static bool step_keep(const Sending *sending, const DispatchStep *step, bool with_event, GError **error)
{
	const Errand *errand = sending->errand;
	Store *store = errand->call->store;
	if (!store_begin(store, error))
		return false;
	if (outbox_step(store, sending->dispatch->id, step, error) && (!with_event || letter_dispatched(sending, error)) &&
	    store_commit(store, error))
		return true;
	store_rollback(store);
	return false;
}

static bool conclude(const Sending *sending, Attempt *attempt, cJSON *row, GError **error)
{
	const Errand *errand = sending->errand;
	bool letter_gone = sending->paper != NULL && sending->dispatch->via == VIA_MAIL && attempt->state == DISPATCH_SENT;
	DispatchStep step = { .state = attempt->state,
		              .on = errand->call->today,
		              .code = attempt->code,
		              .answer = attempt->answer,
		              .by = attempt->state == DISPATCH_SENT ? errand->by : NULL,
		              .because = { attempt->because_da, attempt->because_en } };
	g_autoptr(GError) fault = NULL;
	if (!step_keep(sending, &step, letter_gone, &fault)) {
		if (!letter_gone) {
			g_propagate_error(error, g_steal_pointer(&fault));
			return false;
		}
		attempt->because_da = g_strdup_printf("brevet er sendt, men hændelsen mangler: %s", error_text(fault, LANG_DA));
		attempt->because_en = g_strdup_printf("the letter was sent, but its event is missing: %s", error_text(fault, LANG_EN));
		step.because = (Say){ attempt->because_da, attempt->because_en };
		if (!step_keep(sending, &step, false, error))
			return false;
	} else if (letter_gone && !paper_cleared(sending->paper, errand->out, error)) {
		return false;
	}
	row_fill(row, sending->dispatch, dispatch_state_name(attempt->state));
	if (attempt->code != 0)
		json_int(row, "answer_code", attempt->code);
	json_text(row, "answer", attempt->answer);
	json_text(row, "because", say((Say){ attempt->because_da, attempt->because_en }, errand->call->lang));
	return true;
}

static bool deliver(const Sending *sending, cJSON *row, GError **error)
{
	g_auto(Attempt) attempt = { .state = DISPATCH_WAITING };
	bool mail = sending->dispatch->via == VIA_MAIL;
	if (!(mail ? mail_deliver(sending, &attempt, error) : folder_deliver(sending, &attempt, error)))
		return false;
	if (attempt.state == DISPATCH_DROPPED) {
		attempt.because_da = g_strdup("der kom nyt i sagen, mens den blev sendt; intet er afleveret");
		attempt.because_en = g_strdup("the record changed while it was being sent; nothing was handed over");
	}
	return conclude(sending, &attempt, row, error);
}

static bool sending_go(Sending *sending, const GPtrArray *all, cJSON *row, GError **error)
{
	Store *store = sending->errand->call->store;
	const Dispatch *before = NULL;
	bool fine = prepare(sending, all, &before, error) && (before != NULL || store_commit(store, error));
	if (!fine || before != NULL)
		store_rollback(store);
	if (before != NULL)
		row_fill(row, before, "already");
	fine = fine && (before != NULL || deliver(sending, row, error));
	g_clear_pointer(&sending->dispatch, dispatch_free);
	return fine;
}

bool send_one(const Errand *errand, const char *case_id, int letter, cJSON *row, GError **error)
{
	Store *store = errand->call->store;
	Date today = errand->call->today;
	if (!store_begin(store, error))
		return false;
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	g_autoptr(Approval) approval = NULL;
	g_autoptr(GPtrArray) all = c != NULL && approval_latest(store, case_id, &approval, error) ? outbox_of(store, case_id, error) : NULL;
	g_autoptr(Paper) paper =
	    all != NULL && letter != 0 ? paper_numbered(store, case_id, letter, law_edition(errand->law), today, error) : NULL;
	if (all == NULL || (letter != 0 && paper == NULL)) {
		store_rollback(store);
		return false;
	}
	g_autoptr(Assessment) assessment = assess(c, errand->law, paper == NULL && approval != NULL ? approval->for_on : today);
	g_autoptr(Drawn) drawn = NULL;
	Sending sending = { .errand = errand, .on_case = c, .assessment = assessment, .approval = approval, .paper = paper, .drawn = &drawn };
	if (paper == NULL || strcmp(paper->to, "court") == 0)
		sending.court_name = approval != NULL ? approval->court : assessment->court;
	sending.court = court_find(errand->courts, sending.court_name);
	return sending_go(&sending, all, row, error);
}
