/* outbox: what waits and why, what is in doubt, what was sent; and a person's word on what became of a dispatch. */
#include "filing/outbox.h"

#include "assess/edition.h"
#include "filing/approval.h"
#include "filing/paper.h"
#include "filing/run.h"
#include "filing/send.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/render.h"

#include <inttypes.h>
#include <string.h>

static void dispatch_row(cJSON *row, const Dispatch *d, Lang lang)
{
	json_int(row, "dispatch", d->id);
	json_text(row, "case", d->case_id);
	json_text(row, "what", d->letter != 0 ? "letter" : "package");
	if (d->letter != 0)
		json_int(row, "letter", d->letter);
	else
		json_null(row, "letter");
	json_text(row, "via", via_name(d->via));
	json_text(row, "state", dispatch_state_name(d->state));
	json_text(row, "court", d->court);
	json_text(row, "to", d->place);
	json_date(row, "prepared_on", d->prepared_on);
	json_date(row, "on", d->on);
	json_int(row, "failed_tries", d->vain);
	if (d->code != 0)
		json_int(row, "answer_code", d->code);
	else
		json_null(row, "answer_code");
	json_text(row, "answer", d->answer);
	json_text(row, "because", say((Say){ d->because_da, d->because_en }, lang));
	json_text(row, "by", d->by);
	json_text(row, "message_id", d->message_id);
	json_text(row, "sha256", d->sha256);
}

/* What is approved and no dispatch has taken up. */
typedef struct Ready {
	const char *case_id, *court, *to, *by, *sha256; /* court, to: NULL where it is not known */
	int letter; /* 0: the package */
	Date approved_on, for_on;
	bool valid;
	Say why;
} Ready;

static void ready_row(cJSON *row, const Ready *ready, Lang lang)
{
	json_null(row, "dispatch");
	json_text(row, "case", ready->case_id);
	json_text(row, "what", ready->letter != 0 ? "letter" : "package");
	if (ready->letter != 0)
		json_int(row, "letter", ready->letter);
	else
		json_null(row, "letter");
	json_null(row, "via");
	json_text(row, "state", ready->valid ? "ready" : "void");
	json_text(row, "court", ready->court);
	json_text(row, "to", ready->to);
	json_date(row, "prepared_on", ready->approved_on);
	json_date(row, "on", ready->for_on);
	json_int(row, "failed_tries", 0);
	json_null(row, "answer_code");
	json_null(row, "answer");
	json_text(row, "because", say(ready->why, lang));
	json_text(row, "by", ready->by);
	json_null(row, "message_id");
	json_text(row, "sha256", ready->sha256);
	json_bool(row, "stands", ready->valid);
}

static bool taken_up(const GPtrArray *all, const char *case_id, int64_t approval, int letter)
{
	for (guint i = 0; i < all->len; i++) {
		const Dispatch *d = all->pdata[i];
		if (d->approval == approval && d->letter == letter && strcmp(d->case_id, case_id) == 0)
			return true;
	}
	return false;
}

/* A letter that no dispatch has taken up, with whom it is to: a list that says nobody is no help to who must post it. */
static bool letter_row(const Call *call, const Law *law, const Paper *p, cJSON *rows, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, p->case_id, 0, error);
	if (c == NULL)
		return false;
	bool court = strcmp(p->to, "court") == 0;
	g_autoptr(Assessment) assessment = court ? assess(c, law, p->for_on) : NULL;
	const Party *party = court ? NULL : strcmp(p->to, "creditor") == 0 ? c->creditor : case_debtor(c, p->to);
	ready_row(json_push(rows),
	          &(Ready){ .case_id = p->case_id, .court = court ? assessment->court : NULL, .to = court ? NULL : party_shown(party),
	                    .by = p->by, .sha256 = p->sha256, .letter = p->number, .approved_on = p->approved_on, .for_on = p->for_on,
	                    .valid = p->state == PAPER_APPROVED, .why = p->because },
	          call->lang);
	return true;
}

static bool letter_rows(const Call *call, const char *wanted, const Law *law, const GPtrArray *all, cJSON *rows, GError **error)
{
	g_autoptr(GPtrArray) papers = papers_of(call->store, wanted, law_edition(law), call->today, error);
	for (guint i = 0; papers != NULL && i < papers->len; i++) {
		const Paper *p = papers->pdata[i];
		bool open = p->state == PAPER_APPROVED || (p->state == PAPER_VOID && date_known(p->approved_on));
		if (!open || taken_up(all, p->case_id, 0, p->number))
			continue;
		if (!letter_row(call, law, p, rows, error))
			return false;
	}
	return papers != NULL;
}

static bool ready_rows(const Call *call, const char *wanted, const Law *law, const GPtrArray *all, cJSON *rows, GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT DISTINCT case_id FROM approval WHERE (?1 IS NULL OR case_id = ?1) "
	                                     "AND case_id NOT IN (SELECT case_id FROM erased) "
	                                     "ORDER BY case_id",
	                                     "s", wanted);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault))
		g_ptr_array_add(ids, g_strdup(query_text(query, 0)));
	if (query == NULL || fault != NULL) {
		if (fault != NULL)
			g_propagate_error(error, fault);
		return false;
	}
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(Approval) approval = NULL;
		int64_t seq;
		if (!approval_latest(call->store, ids->pdata[i], &approval, error) ||
		    !case_seq(call->store, ids->pdata[i], &seq, error))
			return false;
		Say why;
		ApprovalState state = approval_state(approval, seq, law_edition(law), DATE_NONE, &why);
		if (state == APPROVAL_FILED || taken_up(all, approval->case_id, approval->id, 0))
			continue;
		if (state == APPROVAL_VALID && date_before(approval->for_on, call->today)) {
			state = APPROVAL_VOID;
			why = (Say){ "dagen, den er godkendt til, er gået", "the day it was approved for has passed" };
		}
		ready_row(json_push(rows),
		          &(Ready){ .case_id = approval->case_id, .court = approval->court, .by = approval->by, .sha256 = approval->zip_sha256,
		                    .approved_on = approval->approved_on, .for_on = approval->for_on, .valid = state == APPROVAL_VALID, .why = why },
		          call->lang);
	}
	return true;
}

/*
 * Papers that wait, or lie with a person, under an approval that no longer holds: they are not to be handed in. Adds "stands":
 * null where nobody can act on it any more.
 */
static bool stands_tell(const Call *call, const Law *law, const Dispatch *d, cJSON *row, GError **error)
{
	bool open = d->approval != 0 && dispatch_stands(d->state) && (d->state != DISPATCH_SENT || d->via == VIA_FOLDER);
	g_autoptr(Approval) approval = NULL;
	int64_t seq;
	if (open && (!approval_latest(call->store, d->case_id, &approval, error) || !case_seq(call->store, d->case_id, &seq, error)))
		return false;
	if (approval == NULL || (approval->id == d->approval && approval->filed_event != 0)) {
		json_null(row, "stands");
		return true;
	}
	Say why = { "en senere godkendelse er trådt i stedet", "a later approval took its place" };
	ApprovalState state = approval->id == d->approval ? approval_state(approval, seq, law_edition(law), DATE_NONE, &why) : APPROVAL_VOID;
	json_bool(row, "stands", state == APPROVAL_VALID);
	if (state == APPROVAL_VALID)
		return true;
	g_autofree char *da = g_strdup_printf("skal ikke afleveres: %s", why.da), *en = g_strdup_printf("not to be handed in: %s", why.en);
	cJSON_ReplaceItemInObjectCaseSensitive(row, "because", cJSON_CreateString(say((Say){ da, en }, call->lang)));
	return true;
}

int outbox_run(const Call *call, cJSON **result, GError **error)
{
	const char *wanted = call->argc > 0 ? call->argv[0] : NULL;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) all = law != NULL ? outbox_of(call->store, wanted, error) : NULL;
	if (all == NULL)
		return -1;
	bool open_only = call_has(call, "open");
	g_autoptr(cJSON) object = json_result("outbox");
	cJSON *rows = json_array(object, "entries");
	if (!ready_rows(call, wanted, law, all, rows, error) || !letter_rows(call, wanted, law, all, rows, error))
		return -1;
	for (guint i = 0; i < all->len; i++) {
		const Dispatch *d = all->pdata[i];
		if (open_only && (!dispatch_stands(d->state) || d->state == DISPATCH_SENT))
			continue;
		cJSON *row = json_push(rows);
		dispatch_row(row, d, call->lang);
		if (!stands_tell(call, law, d, row, error))
			return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static const char *state_word(const cJSON *row, Lang lang)
{
	const char *state = json_get_text(row, "state");
	if (strcmp(state, "ready") == 0)
		return lang == LANG_EN ? "approved, not sent" : "godkendt, ikke sendt";
	if (strcmp(state, "void") == 0)
		return lang == LANG_EN ? "approval void" : "godkendelse bortfaldet";
	return dispatch_word(state, json_get_text(row, "via"), lang);
}

void outbox_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "entries"))
	{
		int64_t number = json_get_int(row, "dispatch", 0), letter = json_get_int(row, "letter", 0);
		const char *why = json_get_text(row, "because"), *answer = json_get_text(row, "answer"), *to = json_get_text(row, "to"),
			   *by = json_get_text(row, "by");
		if (to == NULL)
			to = json_get_text(row, "court") != NULL ? json_get_text(row, "court") : da ? "retten" : "the court";
		g_autofree char *name = number != 0 ? g_strdup_printf("%" PRId64, number) : g_strdup("-");
		g_autofree char *paper = letter != 0 ? g_strdup_printf(da ? "brev %" PRId64 : "letter %" PRId64, letter)
		                                     : g_strdup(da ? "pakke" : "package");
		render_padded(out, name, 4);
		g_string_append_printf(out, "%s  ", json_get_text(row, "case"));
		render_padded(out, paper, 11);
		render_padded(out, state_word(row, call->lang), 25);
		g_string_append_printf(out, "%s  %s%s%s\n", json_get_text(row, "on"), to,
		                       by != NULL ? ", " : "", by != NULL ? by : "");
		if (why != NULL)
			g_string_append_printf(out, "      %s\n", why);
		if (answer != NULL)
			g_string_append_printf(out, "      %s %s\n", da ? "svar:" : "answer:", answer);
	}
	if (cJSON_GetArraySize(json_get(result, "entries")) == 0)
		g_string_append(out, da ? "Intet venter, og intet er sendt.\n" : "Nothing waits, and nothing was sent.\n");
}

/* ---- a person's word ---- */

static bool may_resolve(const Dispatch *d, bool sent, GError **error)
{
	bool open = d->state == DISPATCH_DOUBT || d->state == DISPATCH_HANDING_OVER;
	bool noted = d->letter != 0 && d->via == VIA_MAIL; /* with its event */
	if (open || (!sent && d->state == DISPATCH_SENT && !noted))
		return true;
	if (noted && d->state == DISPATCH_SENT) {
		error_set(error, ERROR_INPUT, "letter-sent", "Brevet er noteret sendt.", "The letter is recorded as sent.");
		error_remedy(error, "Kom det tilbage, så noter hændelsen letter_returned.",
		             "If it came back, note the event letter_returned.");
		return false;
	}
	return error_set(error, ERROR_INPUT, "nothing-to-resolve", "Forsendelse %" PRId64 " er ikke uvis.",
	                 "Dispatch %" PRId64 " is not in doubt.", d->id);
}

/* Was the hand-in recorded already? Then it is the record that must be corrected. */
static bool not_filed(Store *store, const Dispatch *d, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM hand_in WHERE approval_id = ?", "i", d->approval);
	GError *fault = NULL;
	bool noted = query != NULL && query_next(query, &fault);
	if (noted)
		return error_set(error, ERROR_INPUT, "filed-before", "Indleveringen af sag %s er noteret.",
		                 "The hand-in of case %s is recorded.", d->case_id);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

/*
 * The event of a letter that arrived after all, on the day it was written for; when the record has gone on too far for that, the
 * result says so, and a person notes it.
 */
static bool letter_event(const Call *call, const Dispatch *d, cJSON *object, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Paper) paper =
	    law != NULL ? paper_numbered(call->store, d->case_id, d->letter, law_edition(law), DATE_NONE, error) : NULL;
	if (paper == NULL)
		return false;
	g_autofree char *out = out_folder(call);
	g_autoptr(GError) fault = NULL;
	if (paper->state == PAPER_SENT || paper->state == PAPER_RETURNED ||
	    paper_dispatched(call->store, paper, out, "mail", paper->for_on, call_option(call, "by"), &fault))
		return true;
	if (error_class(fault) == ERROR_STORE) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	g_autofree char *text = error_sentence(fault, call->lang);
	json_text(object, "event_because", text);
	return true;
}

static bool resolve(const Call *call, int64_t id, bool sent, cJSON *object, GError **error)
{
	g_autoptr(Dispatch) before = outbox_find(call->store, id, error);
	if (before == NULL || !may_resolve(before, sent, error) || (!sent && !not_filed(call->store, before, error)))
		return false;
	const char *why = call_option(call, "why");
	const DispatchStep step = { .state = sent ? DISPATCH_SENT : DISPATCH_NOT_SENT,
		                    .on = call->today,
		                    .by = call_option(call, "by"),
		                    .because = { why, why } };
	if (!outbox_step(call->store, id, &step, error))
		return false;
	g_autoptr(Dispatch) after = outbox_find(call->store, id, error);
	if (after == NULL)
		return false;
	dispatch_row(object, after, call->lang);
	return !sent || after->letter == 0 || after->via != VIA_MAIL || letter_event(call, after, object, error);
}

int resolve_run(const Call *call, cJSON **result, GError **error)
{
	const char *by = call_option(call, "by"), *why = call_option(call, "why");
	bool sent = call_has(call, "sent");
	gint64 id;
	if (!g_ascii_string_to_signed(call->argv[0], 10, 1, G_MAXINT64, &id, NULL) || sent == call_has(call, "not-sent") || by == NULL ||
	    *by == '\0' || g_utf8_strlen(by, -1) > LIMIT_NAME_CHARS || why == NULL || *why == '\0' ||
	    g_utf8_strlen(why, -1) > LIMIT_NAME_CHARS) {
		error_set(error, ERROR_USAGE, "resolve-how",
		          "Skriv outbox resolve N --sent eller --not-sent, med --by NAVN og --why GRUND.",
		          "Write outbox resolve N --sent or --not-sent, with --by NAME and --why REASON.");
		return -1;
	}
	FOLDER_LOCK lock = folder_enter(call->home, error); /* not while it is being sent */
	if (lock < 0 || !store_begin(call->store, error))
		return -1;
	g_autoptr(cJSON) object = json_result("outbox-resolve");
	if (!resolve(call, id, sent, object, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void resolve_text(const Call *call, const cJSON *result, GString *out)
{
	const char *why = json_get_text(result, "event_because");
	g_string_append_printf(out, "%" PRId64 "  %s  %s\n", json_get_int(result, "dispatch", 0), json_get_text(result, "case"),
	                       state_word(result, call->lang));
	if (why != NULL)
		g_string_append_printf(out, "%s: %s\n", call->lang == LANG_DA ? "hændelsen er ikke noteret" : "the event is not recorded", why);
}
