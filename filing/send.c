/* send: the day's checks once more, the dispatch's row, the handing-over, its outcome. */
#include "filing/send.h"

#include "assess/edition.h"
#include "filing/make.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/render.h"

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

/* ---- what may go ---- */

static bool no(GError **error, const char *case_id, const char *code, Say what, Say remedy)
{
	g_autofree char *da = g_strdup_printf("Sag %s: %s.", case_id, what.da);
	g_autofree char *en = g_strdup_printf("Case %s: %s.", case_id, what.en);
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, remedy.da, remedy.en);
	return false;
}

#define MAKE_ANEW { "Læg pakken med package, og godkend den med approve.", "Make the package and approve it." }

static bool approval_allows(const Sender *sender, const Case *c, const Approval *approval, GError **error)
{
	if (approval == NULL)
		return no(error, c->id, "not-approved", (Say){ "den er ikke godkendt", "it is not approved" }, (Say)MAKE_ANEW);
	Date today = sender->call->today;
	Say why;
	ApprovalState state = approval_state(approval, c->up_to_seq, law_edition(sender->law), DATE_NONE, &why);
	if (state == APPROVAL_FILED)
		return no(error, c->id, "filed-before", (Say){ "den er allerede noteret indleveret", "it is recorded as handed in" },
		          (Say){ "Skal den indleveres igen, så læg og godkend nye papirer.",
		                 "Make and approve new papers if it is to be handed in again." });
	if (state == APPROVAL_VOID) {
		g_autofree char *da = g_strdup_printf("godkendelsen gælder ikke: %s", why.da);
		g_autofree char *en = g_strdup_printf("the approval does not hold: %s", why.en);
		return no(error, c->id, "not-approved", (Say){ da, en }, (Say)MAKE_ANEW);
	}
	/* A mail is there the same day; a person may be given the papers ahead of it. */
	if (date_before(approval->for_on, today) || (sender->via == VIA_MAIL && date_before(today, approval->for_on))) {
		g_autofree char *day = date_iso(approval->for_on);
		g_autofree char *da = g_strdup_printf("den er godkendt til indlevering %s, ikke i dag", day);
		g_autofree char *en = g_strdup_printf("it is approved for hand-in on %s, not today", day);
		return no(error, c->id, "other-day", (Say){ da, en },
		          (Say){ "Send den på dagen, eller læg og godkend den til i dag.",
		                 "Send it on that day, or make and approve it for today." });
	}
	return true;
}

/* On the day of hand-in the case must still take the way it was approved for, with something left to claim. */
static bool law_allows(const Assessment *assessment, const Approval *approval, GError **error)
{
	const char *case_id = assessment->on_case->id;
	if (assessment->route != approval->route) {
		g_autofree char *da = g_strdup_printf("den kan ikke længere indleveres ad den vej, der er godkendt (%s)",
		                                      say(route_say(assessment->route), LANG_DA));
		g_autofree char *en = g_strdup_printf("it can no longer be handed in by the route that was approved (%s)",
		                                      say(route_say(assessment->route), LANG_EN));
		return no(error, case_id, "route", (Say){ da, en }, (Say)MAKE_ANEW);
	}
	if (assessment->owed->known && money_is_zero(assessment->owed->total))
		return no(error, case_id, "paid", (Say){ "den er betalt", "it is paid" },
		          (Say){ "Den skal ikke indleveres.", "It is not to be handed in." });
	return true;
}

GBytes *sending_zip(const Sending *sending, char **path, GError **error)
{
	const Approval *approval = sending->approval;
	g_autofree char *folder = approval_folder(approval->court);
	g_autofree char *name = g_strconcat(approval->case_id, ".zip", NULL);
	*path = g_build_filename(sending->sender->out, folder, name, NULL);
	g_autoptr(GBytes) bytes = file_read(*path, LIMIT_SUBMISSION_BYTES, error);
	if (bytes == NULL)
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char hash[DIGEST_HEX];
	digest_hex(data, size, hash);
	if (strcmp(hash, approval->zip_sha256) == 0)
		return g_steal_pointer(&bytes);
	error_set(error, ERROR_INTEGRITY, "papers-differ", "Papirerne er ikke dem, der blev godkendt.",
	          "The papers are not those that were approved.");
	error_at(error, *path, 0, 0);
	error_remedy(error, "Godkend sagen igen; approve lægger de godkendte papirer på plads.",
	             "Approve the case again; approve puts the approved papers in place.");
	return NULL;
}

/* ---- what was sent before ---- */

static bool step_now(const Sender *sender, const Dispatch *dispatch, DispatchState state, Say because, GError **error)
{
	const DispatchStep step = { .state = state, .on = sender->call->today, .because = because };
	return outbox_step(sender->call->store, dispatch->id, &step, error);
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
static bool settle_stopped(const Sender *sender, Dispatch *dispatch, GError **error)
{
	Store *store = sender->call->store;
	bool laid;
	if (dispatch->via == VIA_FOLDER && folder_seen(dispatch, &laid)) {
		dispatch->state = laid ? DISPATCH_SENT : DISPATCH_WAITING;
		return step_now(sender, dispatch, dispatch->state, (Say){ NULL, NULL }, error) && store_commit(store, error) &&
		       store_begin(store, error);
	}
	dispatch->state = DISPATCH_DOUBT;
	return step_now(sender, dispatch, DISPATCH_DOUBT,
	                (Say){ "programmet blev standset, mens forsendelsen blev afleveret",
	                       "the program was stopped while it was being handed over" },
	                error) &&
	       store_commit(store, error) && store_begin(store, error);
}

static bool hand_in_noted(Store *store, int64_t approval, bool *noted, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM hand_in WHERE approval_id = ?", "i", approval);
	GError *fault = NULL;
	*noted = query != NULL && query_next(query, &fault);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

/* It was sent, by another channel or under another approval: may the case go again? */
static bool may_go_again(const Sender *sender, const Approval *approval, const Dispatch *before, GError **error)
{
	bool noted;
	if (!hand_in_noted(sender->call->store, before->approval, &noted, error))
		return false;
	if (noted && (approval == NULL || approval->id != before->approval))
		return true;
	g_autofree char *day = date_iso(before->on);
	error_set(error, ERROR_INPUT, "sent-before", "Sag %s blev sendt %s (forsendelse %" PRId64 ").",
	          "Case %s was sent on %s (dispatch %" PRId64 ").", before->case_id, day, before->id);
	error_remedy(error, "Noter indleveringen med filed; blev den ikke indleveret, så skriv det med outbox resolve N --not-sent.",
	             "Record the hand-in with filed; if it was not handed in, say so with outbox resolve N --not-sent.");
	return false;
}

/* The last dispatch of the case's package that stands; NULL. Borrowed from all. */
static Dispatch *standing(const GPtrArray *all)
{
	Dispatch *last = NULL;
	for (guint i = 0; i < all->len; i++) {
		Dispatch *dispatch = all->pdata[i];
		if (dispatch->letter == 0 && dispatch_stands(dispatch->state))
			last = dispatch;
	}
	return last;
}

/* Nothing has left; what it was to carry, or the way, is no longer this one. */
static bool drop(const Sender *sender, const Dispatch *dispatch, GError **error)
{
	return (dispatch->via != VIA_FOLDER || folder_clear(dispatch, error)) &&
	       step_now(sender, dispatch, DISPATCH_DROPPED,
	                (Say){ "den er ikke sendt, og papirerne eller vejen er en anden nu",
	                       "it was not sent, and the papers or the way are others now" },
	                error);
}

/* ---- one case ---- */

bool sending_release(const Sending *sending, bool *moved, GError **error)
{
	Store *store = sending->sender->call->store;
	int64_t seq;
	*moved = false;
	if (!store_begin(store, error))
		return false;
	bool fine = case_seq(store, sending->dispatch->case_id, &seq, error);
	*moved = fine && seq != sending->dispatch->up_to_seq;
	fine = fine && !*moved &&
	       step_now(sending->sender, sending->dispatch, DISPATCH_HANDING_OVER, (Say){ NULL, NULL }, error) &&
	       store_commit(store, error);
	if (!fine)
		store_rollback(store);
	return fine;
}

static void row_fill(cJSON *row, const Dispatch *dispatch, const char *outcome)
{
	json_text(row, "outcome", outcome);
	json_int(row, "dispatch", dispatch->id);
	json_text(row, "via", via_name(dispatch->via));
	json_text(row, "court", dispatch->court);
	json_text(row, "to", dispatch->place);
	json_text(row, "sha256", dispatch->sha256);
	json_text(row, "message_id", dispatch->message_id);
}

/* The way to the receiver; false and an Error when there is none. */
static bool way_find(const Sender *sender, const Approval *approval, const CourtRow *court, char **place, GError **error)
{
	*place = sender->via == VIA_MAIL ? mail_place(sender, approval, court, error) : folder_place(sender, approval, court, error);
	return *place != NULL;
}

/* Take up the dispatch that waits, or make one; *dispatch is the caller's. */
static bool dispatch_settle(const Sender *sender, const Case *c, const Approval *approval, const Dispatch *waits, char *place,
                            Dispatch **dispatch, GError **error)
{
	Store *store = sender->call->store;
	if (waits != NULL && waits->approval == approval->id && waits->via == sender->via && g_strcmp0(waits->place, place) == 0) {
		*dispatch = outbox_find(store, waits->id, error);
		return *dispatch != NULL;
	}
	if (waits != NULL && !drop(sender, waits, error))
		return false;
	Dispatch *d = *dispatch = g_new0(Dispatch, 1);
	*d = (Dispatch){ .case_id = g_strdup(c->id),
		         .approval = approval->id,
		         .via = sender->via,
		         .court = g_strdup(approval->court),
		         .sha256 = g_strdup(approval->zip_sha256),
		         .law_edition = g_strdup(approval->law_edition),
		         .up_to_seq = approval->up_to_seq,
		         .prepared_on = sender->call->today,
		         .on = sender->call->today,
		         .place = g_strdup(place) };
	if (!outbox_next(store, &d->id, error))
		return false;
	d->message_id = sender->via == VIA_MAIL ? mail_id(sender, d) : NULL;
	return outbox_add(store, d, error);
}

/*
 * In the transaction: what stands of before, the day's checks, the dispatch. *before is the dispatch by which it was sent
 * already; then nothing is to be done.
 */
static bool prepare(Sending *sending, const GPtrArray *all, const Dispatch **before, GError **error)
{
	const Sender *sender = sending->sender;
	const Approval *approval = sending->approval;
	Dispatch *last = standing(all);
	if (last != NULL && last->state == DISPATCH_HANDING_OVER && !settle_stopped(sender, last, error))
		return false;
	if (last != NULL && last->state == DISPATCH_DOUBT)
		return in_doubt(last, error);
	if (last != NULL && last->state == DISPATCH_SENT) {
		if (approval != NULL && last->approval == approval->id && last->via == sender->via) {
			*before = last;
			return true;
		}
		if (!may_go_again(sender, approval, last, error))
			return false;
		last = NULL;
	}
	g_autofree char *place = NULL;
	sending->court = approval != NULL ? court_find(sender->courts, approval->court) : NULL;
	if (!approval_allows(sender, sending->on_case, approval, error) || !law_allows(sending->assessment, approval, error))
		return false;
	return way_find(sender, approval, sending->court, &place, error) &&
	       dispatch_settle(sender, sending->on_case, approval, last, place, &sending->dispatch, error);
}

static bool conclude(const Sending *sending, const Attempt *attempt, cJSON *row, GError **error)
{
	Store *store = sending->sender->call->store;
	const DispatchStep step = { .state = attempt->state,
		                    .on = sending->sender->call->today,
		                    .code = attempt->code,
		                    .answer = attempt->answer,
		                    .by = attempt->state == DISPATCH_SENT ? sending->sender->by : NULL,
		                    .because = { attempt->because_da, attempt->because_en } };
	if (!store_begin(store, error))
		return false;
	if (!outbox_step(store, sending->dispatch->id, &step, error) || !store_commit(store, error)) {
		store_rollback(store);
		return false;
	}
	row_fill(row, sending->dispatch, dispatch_state_name(attempt->state));
	if (attempt->code != 0)
		json_int(row, "answer_code", attempt->code);
	json_text(row, "answer", attempt->answer);
	json_text(row, "because", say((Say){ attempt->because_da, attempt->because_en }, sending->sender->call->lang));
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

static bool send_one(const Sender *sender, const char *case_id, cJSON *row, GError **error)
{
	Store *store = sender->call->store;
	if (!store_begin(store, error))
		return false;
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	g_autoptr(Approval) approval = NULL;
	g_autoptr(GPtrArray) all = c != NULL && approval_latest(store, case_id, &approval, error) ? outbox_of(store, case_id, error) : NULL;
	g_autoptr(Assessment) assessment =
	    all != NULL ? assess(c, sender->law, approval != NULL ? approval->for_on : sender->call->today) : NULL;
	Sending sending = { .sender = sender, .on_case = c, .assessment = assessment, .approval = approval };
	const Dispatch *before = NULL;
	bool fine = all != NULL && prepare(&sending, all, &before, error);
	g_autoptr(Dispatch) dispatch = sending.dispatch;
	if (!fine || before != NULL)
		store_rollback(store);
	if (before != NULL)
		row_fill(row, before, "already");
	return fine && (before != NULL || (store_commit(store, error) && deliver(&sending, row, error)));
}

/* ---- the command ---- */

static bool sender_open(Sender *sender, const Call *call, GError **error)
{
	const char *via = call_option(call, "via");
	if (via == NULL || (strcmp(via, "folder") != 0 && strcmp(via, "mail") != 0))
		return error_set(error, ERROR_USAGE, "which-way", "Skriv vejen med --via folder eller --via mail.",
		                 "Say the way with --via folder or --via mail.");
	sender->via = strcmp(via, "mail") == 0 ? VIA_MAIL : VIA_FOLDER;
	sender->by = call_option(call, "by");
	if (sender->by != NULL && (*sender->by == '\0' || g_utf8_strlen(sender->by, -1) > LIMIT_NAME_CHARS))
		return error_set(error, ERROR_USAGE, "who", "Skriv hvem der sender, med --by NAVN.", "Say who sends, with --by NAME.");
	if (sender->via == VIA_MAIL && (sender->postbox = postbox_open(call->home, error)) == NULL)
		return false;
	sender->courts = court_list(call->home, sender->law, error);
	return sender->courts != NULL;
}

/* Goes the batch on after it? Then the row tells, and *worst keeps the fault that the exit code is to tell of. */
static bool row_refuse(cJSON *row, GError *fault, Lang lang, bool alone, GError **worst, GError **error)
{
	ErrorClass class = error_class(fault);
	bool unknown = alone && strcmp(error_code(fault), "no-such-case") == 0;
	if (unknown || (class != ERROR_INPUT && class != ERROR_DELIVERY && class != ERROR_INTEGRITY)) {
		g_propagate_error(error, fault);
		return false;
	}
	g_autofree char *text = error_sentence(fault, lang);
	json_text(row, "outcome", "refused");
	json_text(row, "code", error_code(fault));
	json_text(row, "because", text);
	if (class != ERROR_INPUT && *worst == NULL)
		*worst = g_steal_pointer(&fault);
	g_clear_error(&fault);
	return true;
}

/* An outcome that is no delivery makes the exit code that of one. */
static void row_judge(const cJSON *row, GError **worst)
{
	const char *outcome = json_get_text(row, "outcome"), *why = json_get_text(row, "because");
	if (*worst != NULL || strcmp(outcome, "sent") == 0 || strcmp(outcome, "already") == 0)
		return;
	error_set(worst, ERROR_DELIVERY, "not-delivered", "Sag %s er ikke afleveret: %s.", "Case %s was not delivered: %s.",
	          json_get_text(row, "case"), why != NULL ? why : outcome);
	error_remedy(worst, "paakrav outbox viser, hvad der venter, og hvorfor.", "paakrav outbox lists what waits and why.");
}

/* From exit 2 on the object is an error's; the rows stand in it too. */
static cJSON *as_error(cJSON *object, const GError *worst, Lang lang)
{
	cJSON *told = render_error(worst, lang);
	cJSON_AddItemToObject(told, "deliveries", cJSON_DetachItemFromObjectCaseSensitive(object, "deliveries"));
	return told;
}

static int send_all(const Sender *sender, cJSON **result, GError **error)
{
	const Call *call = sender->call;
	g_autoptr(cJSON) object = json_result("send");
	cJSON *rows = json_array(object, "deliveries");
	g_autoptr(GError) worst = NULL;
	bool refused = false;
	for (int i = 0; i < call->argc; i++) {
		cJSON *row = json_push(rows);
		json_text(row, "case", call->argv[i]);
		GError *fault = NULL;
		if (send_one(sender, call->argv[i], row, &fault)) {
			row_judge(row, &worst);
			continue;
		}
		refused = true;
		if (!row_refuse(row, fault, call->lang, call->argc == 1, &worst, error))
			return -1;
	}
	if (worst == NULL) {
		*result = g_steal_pointer(&object);
		return refused ? EXIT_NO : EXIT_FINE;
	}
	*result = as_error(object, worst, call->lang);
	g_propagate_error(error, g_steal_pointer(&worst));
	return -1;
}

int send_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	g_autofree char *out = out_folder(call);
	Sender sender = { .call = call, .law = law, .out = out };
	/* One sender at a time: what another left half-way is then nobody's work any more. */
	FOLDER_LOCK lock = folder_enter(call->home, error);
	int code = lock >= 0 && sender_open(&sender, call, error) ? send_all(&sender, result, error) : -1;
	g_clear_pointer(&sender.courts, g_ptr_array_unref);
	g_clear_pointer(&sender.postbox, postbox_free);
	return code;
}

void send_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "deliveries"))
	{
		const char *outcome = json_get_text(row, "outcome"), *why = json_get_text(row, "because"), *to = json_get_text(row, "to");
		const char *word = outcome;
		if (strcmp(outcome, "already") == 0)
			word = da ? "var allerede sendt" : "was sent already";
		else if (strcmp(outcome, "refused") == 0)
			word = da ? "sendes ikke" : "is not sent";
		for (int i = 0; i < DISPATCH_STATES; i++)
			if (strcmp(outcome, dispatch_state_name((DispatchState)i)) == 0)
				word = say(dispatch_state_say((DispatchState)i), call->lang);
		g_string_append_printf(out, "%s  %s%s%s%s%s\n", json_get_text(row, "case"), word, to != NULL ? (da ? " til " : " to ") : "",
		                       to != NULL ? to : "", why != NULL ? ": " : "", why != NULL ? why : "");
	}
}
