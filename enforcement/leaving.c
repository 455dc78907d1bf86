#include "enforcement/leaving.h"

#include "assess/limitation.h"
#include "enforcement/docketstore.h"
#include "enforcement/ledger.h"
#include "enforcement/walk.h"
#include "filing/approval.h"
#include "filing/outbox.h"
#include "filing/paper.h"
#include "intake/document.h"

#include <inttypes.h>
#include <string.h>

const char *point_state_name(PointState state)
{
	static const char *const names[] = { "none", "clear", "open", "done", "despite" };
	return names[state];
}

typedef struct Desk {
	const Call *call;
	LeavingWay way;
	const Case *c;
	const Assessment *assessment;
	const States *states;
	GPtrArray *papers; /* Paper* */
	Lang lang;
} Desk;

/* What of the case the point is about: for people, and for holding a person's word to it. */
static void about(Point *point, const char *subject, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void about(Point *point, const char *subject, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_string_append(point->about, point->about->len > 0 ? "; " : "");
	g_string_append_vprintf(point->about, format, arguments);
	va_end(arguments);
	g_string_append_printf(point->subject, "%s%s", point->subject->len > 0 ? " " : "", subject);
	point->state = POINT_OPEN;
}

static const DebtorState *debtor_at(const Desk *desk, guint i)
{
	return desk->states->debtors->pdata[i];
}

/* Where the debtor stood before the claim was at its end; else where he stands. */
static const State *state_before(const DebtorState *debtor, const Step **last)
{
	const State *state = debtor->state;
	*last = NULL;
	for (guint i = 0; i < debtor->steps->len; i++) {
		const Step *step = debtor->steps->pdata[i];
		if (step->to != step->from && step->to == debtor->state) {
			*last = step;
			state = debtor->state->terminal ? step->from : debtor->state;
		}
	}
	return state;
}

static bool one_of(const char *name, const char *const *names)
{
	return g_strv_contains(names, name);
}

static bool all_in(const Desk *desk, const char *const *states)
{
	for (guint i = 0; i < desk->states->debtors->len; i++)
		if (!one_of(debtor_at(desk, i)->state->name, states))
			return false;
	return desk->states->debtors->len > 0;
}

static const Paper *letter_sent(const Desk *desk, const char *kind, Date since)
{
	for (guint i = 0; i < desk->papers->len; i++) {
		const Paper *paper = desk->papers->pdata[i];
		if (strcmp(paper->kind, kind) == 0 && paper->state == PAPER_SENT && (!date_known(since) || !date_before(paper->sent_on, since)))
			return paper;
	}
	return NULL;
}

/* ---- the points ---- */

static bool state_point(const Desk *desk, Point *point, GError **error)
{
	(void)error;
	if (desk->way == LEAVING_HANDOVER)
		return true;
	point->state = POINT_CLEAR;
	for (guint i = 0; i < desk->states->debtors->len; i++) {
		const DebtorState *debtor = debtor_at(desk, i);
		g_autofree char *subject = g_strdup_printf("%s/%s", debtor->debtor->id, debtor->state->name);
		if (!debtor->state->terminal)
			about(point, subject, "%s: %s", debtor->debtor->id, say(debtor->state->word, desk->lang));
	}
	return true;
}

static bool court_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const pending[] = { "BP_FILED", "BP_SERVED",   "BP_OBJECTED",    "BP_PARKED", "SC_FILED", "SC_SERVED", "SC_DEFENDED",
		                               "SC_HEARING", "BOARD",     "APPEAL",         "REOPENED",  "FOGED_FILED", "FOGED_SUMMONED", "NO_SHOW",
		                               "POLICE",   "MEETING",     "AUCTION",        "OBJ_FOGED", "KAERE",    "ESTATE_BK", "DEBT_RELIEF",
		                               "ESTATE_DEATH", "REKON",   NULL };
	static const char *const ending[] = { "withdrawn_stop",    "estate_closed_full", "estate_closed_part", "estate_closed_none",
		                              "ruling_made",       "appeal_against",     NULL };
	(void)error;
	point->state = POINT_NONE;
	for (guint i = 0; i < desk->states->debtors->len; i++) {
		const DebtorState *debtor = debtor_at(desk, i);
		const Step *last;
		const State *state = state_before(debtor, &last);
		if (!one_of(state->name, pending) || (last != NULL && debtor->state->terminal && one_of(last->event, ending)))
			continue;
		bool written = letter_sent(desk, desk->way == LEAVING_CLOSE ? "withdrawal" : "representative",
		                           debtor->state->terminal ? DATE_NONE : debtor->since_on) != NULL;
		g_autofree char *subject = g_strdup_printf("%s/%s", debtor->debtor->id, state->name);
		if (written)
			point->state = MAX(point->state, POINT_CLEAR);
		else
			about(point, subject, "%s: %s", debtor->debtor->id, say(state->word, desk->lang));
	}
	return true;
}

/* Has the debtor heard of the claim from us? What is time-barred is not asserted any more, in no letter. */
static bool debtor_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const heard[] = { "reminder_sent", "demand_sent", "letter_sent", "call_logged", "bp_served", "henstand_granted", NULL };
	(void)error;
	point->state = POINT_NONE;
	for (guint i = 0; i < desk->states->debtors->len; i++) {
		const DebtorState *debtor = debtor_at(desk, i);
		bool knows = false;
		for (guint n = 0; heard[n] != NULL && !knows; n++) {
			g_autoptr(GPtrArray) events = case_events(desk->c, heard[n], debtor->debtor, NULL);
			knows = events->len > 0;
		}
		if (!knows || strcmp(debtor->state->name, "TIME_BARRED") == 0)
			continue;
		const Paper *paper = letter_sent(desk, "statement", debtor->since_on);
		if (paper != NULL && debtor->state->terminal && strcmp(paper->to, debtor->debtor->id) == 0)
			point->state = MAX(point->state, POINT_CLEAR);
		else
			about(point, debtor->debtor->id, "%s", debtor->debtor->id);
	}
	return true;
}

static bool client_point(const Desk *desk, Point *point, GError **error)
{
	(void)error;
	if (!case_own_account(desk->c))
		about(point, "creditor", "%s", desk->lang == LANG_DA ? "kreditor" : "the creditor");
	return true;
}

/* The earliest day for what the debtor owes; DATE_NONE: held, or not known. */
static Date limitation_on(const Desk *desk, const Party *debtor, const Law *law)
{
	Date first = DATE_NONE;
	for (guint i = 0; i < desk->c->items->len; i++) {
		const Item *item = desk->c->items->pdata[i];
		if (!item_kind_is_principal(item->kind) || !item_owed_by(item, debtor))
			continue;
		g_autoptr(Limitation) one = limitation_of(desk->c, item, debtor, law, desk->call->today);
		if (one->known)
			first = date_min(first, one->last_on);
	}
	return first;
}

static bool limitation_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const over[] = { "PAID", "SETTLED_SHORT", "LOST", "TIME_BARRED", NULL };
	(void)error;
	if (case_own_account(desk->c) && desk->way == LEAVING_CLOSE)
		return true;
	for (guint i = 0; i < desk->states->debtors->len; i++) {
		const DebtorState *debtor = debtor_at(desk, i);
		if (one_of(debtor->state->name, over))
			continue;
		Date last = limitation_on(desk, debtor->debtor, desk->assessment->law);
		g_autofree char *day = date_known(last) ? date_iso(last) : g_strdup(desk->lang == LANG_DA ? "ukendt" : "not known");
		g_autofree char *subject = g_strdup_printf("%s/%s", debtor->debtor->id, day);
		about(point, subject, "%s: %s", debtor->debtor->id, day);
	}
	if (desk->way == LEAVING_HANDOVER && point->state == POINT_OPEN)
		point->state = POINT_CLEAR; /* the days stand in the receiver's file */
	return true;
}

static bool udlaeg_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const made[] = { "udlaeg_made", "udlaeg_made_part", "plan_with_udlaeg", "registered_asset_taken" };
	(void)error;
	for (size_t n = 0; n < G_N_ELEMENTS(made); n++) {
		g_autoptr(GPtrArray) events = case_events(desk->c, made[n], NULL, NULL);
		for (guint i = 0; i < events->len; i++) {
			const Event *event = events->pdata[i];
			g_autofree char *day = date_iso(event->on);
			g_autofree char *subject = g_strdup_printf("event/%" PRId64, event->id);
			about(point, subject, desk->lang == LANG_DA ? "hændelse %" PRId64 " af %s" : "event %" PRId64 " of %s", event->id, day);
		}
	}
	return true;
}

static void money_about(const Desk *desk, Point *point, const char *subject, Money amount, const char *what)
{
	g_autofree char *kroner = money_danish(amount);
	g_autofree char *with = g_strdup_printf("%s/%" PRId64, subject, money_ore(amount));
	about(point, with, desk->lang == LANG_DA ? "%s %s kr." : "%s DKK %s", what, kroner);
}

static bool balance_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const given_up[] = { "SETTLED_SHORT", "WRITTEN_OFF", "TIME_BARRED", "CLIENT_STOP", "LOST", NULL };
	(void)error;
	bool da = desk->lang == LANG_DA;
	const Owed *owed = desk->assessment->owed;
	if (desk->way == LEAVING_HANDOVER)
		return true;
	point->state = POINT_CLEAR;
	if (!owed->known)
		about(point, "unknown", "%s", da ? "hvad der skyldes, er ikke kendt" : "what is owed is not known");
	else if (!money_is_zero(owed->surplus))
		money_about(desk, point, "surplus", owed->surplus, da ? "betalt for meget" : "paid too much:");
	else if (!money_is_zero(owed->returned_beyond))
		money_about(desk, point, "returned", owed->returned_beyond,
		            da ? "sendt tilbage uden at være betalt for meget" : "sent back though it was not overpaid:");
	else if (!money_is_zero(owed->total) && !all_in(desk, given_up))
		money_about(desk, point, "owed", owed->total, da ? "skyldes endnu" : "still owed:");
	return true;
}

/* What stands on the case's accounts of these classes. */
static bool books_point(const Desk *desk, Point *point, AccountClass class, GError **error)
{
	const char *account;
	point->state = POINT_CLEAR;
	for (size_t i = 0; (account = ledger_account_at(i)) != NULL; i++) {
		Money amount;
		/* A receipt is held without a case; on the case stands only that it was placed there. */
		if (ledger_account_class(account) != class || strcmp(account, "unidentified") == 0)
			continue;
		if (!ledger_balance(desk->call->store, account, desk->c->id, DATE_NONE, &amount, error))
			return false;
		if (money_is_zero(amount))
			continue;
		Money shown = amount;
		if (class == ACCOUNT_CLIENT && !money_sub(money_zero(), amount, &shown))
			shown = amount;
		money_about(desk, point, account, shown, say(ledger_account_say(account), desk->lang));
	}
	return true;
}

/* Lines of the client account that paid the case and are placed nowhere: a creditor's own money, until it is moved. */
static bool held_for(const Desk *desk, Point *point, GError **error)
{
	g_autoptr(Query) query = store_query(
	    desk->call->store, error,
	    "SELECT m.line_id, l.amount_minor FROM bank_match m JOIN bank_line l ON l.id = m.line_id WHERE m.case_id = ?1 AND m.kind = 'paid'"
	    " AND m.id = (SELECT max(n.id) FROM bank_match n WHERE n.line_id = m.line_id)"
	    " AND EXISTS (SELECT 1 FROM journal j WHERE j.id = 'receipt_unplaced/-/' || m.line_id)"
	    " AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.id IN ('receipt_unplaced_back/-/' || m.line_id, 'receipt_returned/-/' || m.line_id))"
	    " AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.id = 'receipt_placed/' || m.case_id || '/' || m.event_id)"
	    " ORDER BY m.line_id",
	    "s", desk->c->id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *subject = g_strdup_printf("line/%" PRId64, query_int(query, 0));
		g_autofree char *word = g_strdup_printf(desk->lang == LANG_DA ? "på klientkontoen, banklinje %" PRId64 ":" : "on the client account, bank line %" PRId64 ":",
		                                        query_int(query, 0));
		money_about(desk, point, subject, money_of_ore(query_int(query, 1)), word);
	}
	return found == 0;
}

static bool client_money_point(const Desk *desk, Point *point, GError **error)
{
	return books_point(desk, point, ACCOUNT_CLIENT, error) && held_for(desk, point, error);
}

static bool advance_point(const Desk *desk, Point *point, GError **error)
{
	return books_point(desk, point, ACCOUNT_ASSET, error);
}

/* A settlement or a note is shown to the bailiff court as original (rpl § 488 stk. 2): somebody has it. */
static bool originals_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const given[] = { "settlement_signed", "title_at_intake" };
	(void)error;
	for (guint i = 0; i < desk->c->documents->len; i++) {
		const Document *document = desk->c->documents->pdata[i];
		g_autofree char *subject = g_strdup_printf("document/%" PRId64, document->id);
		if (g_strcmp0(document_kind(document), "title") == 0)
			about(point, subject, "%s", document->name);
	}
	for (size_t n = 0; n < G_N_ELEMENTS(given); n++) {
		g_autoptr(GPtrArray) events = case_events(desk->c, given[n], NULL, NULL);
		for (guint i = 0; i < events->len; i++) {
			const Event *event = events->pdata[i];
			g_autofree char *subject = g_strdup_printf("event/%" PRId64, event->id);
			about(point, subject, desk->lang == LANG_DA ? "hændelse %" PRId64 : "event %" PRId64, event->id);
		}
	}
	return true;
}

static bool tasks_point(const Desk *desk, Point *point, GError **error)
{
	GError *fault = NULL;
	point->state = POINT_CLEAR;
	g_autoptr(Query) query = store_query(desk->call->store, error, "SELECT key FROM docket WHERE case_id = ? AND kind = ? ORDER BY key",
	                                     "si", desk->c->id, (int64_t)TASK_OWN);
	if (query == NULL)
		return false;
	while (query_next(query, &fault))
		about(point, query_text(query, 0), "%s", query_text(query, 0));
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

static bool plan_point(const Desk *desk, Point *point, GError **error)
{
	static const char *const running[] = { "PLAN_OUT", "PLAN_FOGED", "HENSTAND", NULL };
	(void)error;
	for (guint i = 0; i < desk->states->debtors->len; i++) {
		const DebtorState *debtor = debtor_at(desk, i);
		const Step *last;
		const State *state = state_before(debtor, &last);
		bool runs = one_of(state->name, running) || (debtor->flags & (FLAG_PLAN | FLAG_HENSTAND)) != 0;
		if (!runs || strcmp(debtor->state->name, "PAID") == 0)
			continue;
		g_autofree char *subject = g_strdup_printf("%s/%s", debtor->debtor->id, state->name);
		about(point, subject, "%s: %s", debtor->debtor->id, say(state->word, desk->lang));
	}
	return true;
}

static bool outbox_point(const Desk *desk, Point *point, GError **error)
{
	bool da = desk->lang == LANG_DA;
	point->state = POINT_CLEAR;
	g_autoptr(GPtrArray) dispatches = outbox_of(desk->call->store, desk->c->id, error);
	g_autoptr(Approval) approval = NULL;
	if (dispatches == NULL || !approval_latest(desk->call->store, desk->c->id, &approval, error))
		return false;
	for (guint i = 0; i < dispatches->len; i++) {
		const Dispatch *d = dispatches->pdata[i];
		g_autofree char *subject = g_strdup_printf("dispatch/%" PRId64, d->id);
		if (d->state == DISPATCH_PREPARED || d->state == DISPATCH_HANDING_OVER || d->state == DISPATCH_WAITING || d->state == DISPATCH_DOUBT)
			about(point, subject, da ? "forsendelse %" PRId64 ": %s" : "dispatch %" PRId64 ": %s", d->id,
			      dispatch_word(dispatch_state_name(d->state), via_name(d->via), desk->lang));
	}
	for (guint i = 0; i < desk->papers->len; i++) {
		const Paper *paper = desk->papers->pdata[i];
		g_autofree char *subject = g_strdup_printf("letter/%d", paper->number);
		if (paper->state == PAPER_APPROVED)
			about(point, subject, da ? "brev %d er godkendt og ikke sendt" : "letter %d is approved and not sent", paper->number);
	}
	Say why;
	if (approval != NULL &&
	    approval_state(approval, desk->c->up_to_seq, law_edition(desk->assessment->law), desk->call->today, &why) == APPROVAL_VALID)
		about(point, "approval", "%s", da ? "papirerne er godkendt og ikke indleveret" : "the papers are approved and not handed in");
	return true;
}

/* ---- the list ---- */

typedef struct PointKind {
	const char *name;
	bool (*look)(const Desk *desk, Point *point, GError **error);
	const char *statute;
	Say title, closing, handing_over; /* what to do about it */
} PointKind;

static const PointKind kinds[] = {
	{ "state", state_point, NULL, { "Kravet er slut mod hver skyldner", "The claim is at its end against each debtor" },
	  { "Noter det, der er sket, eller luk med --as uneconomic, client_stop eller discount_accepted.",
	    "Record what happened, or close with --as uneconomic, client_stop or discount_accepted." },
	  { NULL, NULL } },
	{ "court_step", court_point, "rpl § 359; rpl § 314; rpl § 260", { "Skridt ved retten eller i et bo", "Steps before a court or in an estate" },
	  { "Tilbagekald det: letter SAG withdrawal, og send brevet.", "Withdraw it: letter CASE withdrawal, and send it." },
	  { "Meld den nye repræsentant: letter SAG representative, og send brevet.",
	    "Tell of the new representative: letter CASE representative, and send it." } },
	{ "debtor_notice", debtor_point, "practice", { "Besked til skyldneren", "Notice to the debtor" },
	  { "Skriv til skyldneren, at sagen er slut, og hvad der står tilbage: letter SAG statement.",
	    "Write to the debtor that the case is over, and what is left: letter CASE statement." },
	  { "Skriv til skyldneren, hvem der fører sagen, og hvortil der betales.",
	    "Write to the debtor who handles the case, and where to pay." } },
	{ "client_notice", client_point, "practice", { "Besked til kreditor", "Notice to the creditor" },
	  { "Skriv til kreditor, hvad der er opnået, hvad det kostede, og om tabet kan trækkes fra i momsen: loss SAG.",
	    "Write to the creditor what was achieved, what it cost, and whether the loss gives VAT relief: loss CASE." },
	  { "Skriv til kreditor, hvem der fører sagen fra nu af.", "Write to the creditor who handles the case from now on." } },
	{ "limitation_warning", limitation_point, "fl § 3; fl § 5", { "Advarsel om forældelse", "Limitation warning" },
	  { "Skriv til kreditor, hvilken dag kravet forældes, og at ingen holder øje med den mere.",
	    "Write to the creditor on which day the claim is barred, and that nobody watches it any more." },
	  { "Dagene står i modtagerens fil.", "The days stand in the receiver's file." } },
	{ "udlaeg", udlaeg_point, "practice", { "Udlæg", "Attachments" },
	  { "Frigiv det: slet det i registeret, og giv skyldneren og den, der fik besked, besked igen.",
	    "Release it: have it deleted from the register, and tell the debtor and whoever was notified." },
	  { "Meld til fogedretten og registeret, hvem der har udlægget.", "Tell the bailiff court and the register who holds it." } },
	{ "balance", balance_point, NULL, { "Hvad der skyldes", "What is owed" },
	  { "Noter betaling, kreditnota eller opgivelse; send tilbage, hvad der er betalt for meget.",
	    "Record payment, credit note or giving up; send back what was paid too much." },
	  { NULL, NULL } },
	{ "client_money", client_money_point, "il § 14", { "Klientmidler", "Client money" },
	  { "Udbetal dem, eller send dem tilbage.", "Pay them out, or send them back." },
	  { "Udbetal dem til kreditor.", "Pay them out to the creditor." } },
	{ "advance", advance_point, NULL, { "Udlagt for klienten og ikke faktureret", "Advanced for the client, and not invoiced" },
	  { "Opkræv eller afskriv det.", "Charge it or write it off." },
	  { "Opkræv det.", "Charge it." } },
	{ "originals", originals_point, "rpl § 488 stk. 2", { "Originaler", "Originals" },
	  { "Send originalerne tilbage, og gem kvitteringen.", "Send the originals back, and keep the receipt." },
	  { "Giv modtageren originalerne mod kvittering.", "Give the receiver the originals against a receipt." } },
	{ "tasks", tasks_point, NULL, { "Egne opgaver", "Own tasks" },
	  { "Gør dem, og kryds dem af: task done SAG NØGLE.", "Do them and tick them off: task done CASE KEY." },
	  { "Gør dem, eller skriv dem til modtageren, og kryds dem af: task done SAG NØGLE.",
	    "Do them, or write them to the receiver, and tick them off: task done CASE KEY." } },
	{ "plan", plan_point, "practice", { "Ordning eller henstand, der løber", "Plan or time given that runs" },
	  { "Skriv til skyldneren, hvad der gælder nu.", "Write to the debtor what holds now." },
	  { "Skriv til skyldneren, hvem raterne betales til.", "Write to the debtor to whom the instalments are paid." } },
	{ "outbox", outbox_point, NULL, { "Det, der skal sendes", "What is to be sent" },
	  { "Send det, eller lad det bortfalde; afgør det uvisse: outbox resolve N.",
	    "Send it or let it lapse; decide what is in doubt: outbox resolve N." },
	  { "Send det, eller lad det bortfalde; afgør det uvisse: outbox resolve N.",
	    "Send it or let it lapse; decide what is in doubt: outbox resolve N." } },
};

static void point_free(void *data)
{
	Point *point = data;
	g_string_free(point->about, TRUE);
	g_string_free(point->subject, TRUE);
	g_free(point);
}

void leaving_free(Leaving *leaving)
{
	if (leaving == NULL)
		return;
	g_ptr_array_unref(leaving->points);
	g_ptr_array_unref(leaving->words);
	g_free(leaving);
}

/* A person's word counts as long as the point is about the same. */
static void word_take(Leaving *leaving, Point *point)
{
	for (guint i = 0; i < leaving->words->len; i++) {
		const LeavingWord *word = leaving->words->pdata[i];
		if (strcmp(word->point, point->name) != 0 || strcmp(word->subject, point->subject->str) != 0)
			continue;
		point->word = word;
		if (point->state == POINT_OPEN)
			point->state = word->despite ? POINT_DESPITE : POINT_DONE;
	}
	leaving->open += point->state == POINT_OPEN;
}

Leaving *leaving_of(const Call *call, LeavingWay way, const Case *c, const Assessment *assessment, const States *states,
                    GError **error)
{
	g_autoptr(GPtrArray) papers = papers_of(call->store, c->id, law_edition(assessment->law), call->today, error);
	GPtrArray *words = papers != NULL ? leaving_words(call->store, c->id, way, error) : NULL;
	if (words == NULL)
		return NULL;
	g_autoptr(Leaving) leaving = g_new0(Leaving, 1);
	*leaving = (Leaving){ way, g_ptr_array_new_with_free_func(point_free), words, 0 };
	const Desk desk = { call, way, c, assessment, states, papers, call->lang };
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		Point *point = g_new0(Point, 1);
		*point = (Point){ .name = kinds[i].name,
			          .title = kinds[i].title,
			          .remedy = way == LEAVING_CLOSE ? kinds[i].closing : kinds[i].handing_over,
			          .statute = kinds[i].statute,
			          .about = g_string_new(NULL),
			          .subject = g_string_new(NULL) };
		g_ptr_array_add(leaving->points, point);
		if (!kinds[i].look(&desk, point, error))
			return NULL;
		word_take(leaving, point);
	}
	return g_steal_pointer(&leaving);
}

const Point *leaving_point(const Leaving *leaving, const char *name)
{
	for (guint i = 0; i < leaving->points->len; i++) {
		const Point *point = leaving->points->pdata[i];
		if (strcmp(point->name, name) == 0)
			return point;
	}
	return NULL;
}

void leaving_json(const Leaving *leaving, cJSON *object, Lang lang)
{
	cJSON *points = json_array(object, "points");
	for (guint i = 0; i < leaving->points->len; i++) {
		const Point *point = leaving->points->pdata[i];
		cJSON *row = json_push(points);
		json_text(row, "point", point->name);
		json_text(row, "title", say(point->title, lang));
		json_text(row, "state", point_state_name(point->state));
		json_text(row, "about", point->about->len > 0 ? point->about->str : NULL);
		json_text(row, "do", point->state == POINT_OPEN ? say(point->remedy, lang) : NULL);
		json_text(row, "statute", point->statute);
		json_text(row, "by", point->word != NULL ? point->word->by : NULL);
		json_date(row, "said_on", point->word != NULL ? point->word->on : DATE_NONE);
		json_text(row, "why", point->word != NULL ? point->word->why : NULL);
		json_text(row, "document", point->word != NULL ? point->word->document : NULL);
	}
	json_int(object, "open", leaving->open);
}
