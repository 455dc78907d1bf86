/* From a court's letter to the event that it tells of, by a table; what cannot be told becomes a task. */
#include "enforcement/post.h"

#include <string.h>

typedef enum DayOf { DAY_SENT, DAY_HAPPENED, DAY_HAPPENED_OR_SENT } DayOf;

typedef struct Following {
	const char *kind; /* letter.kind */
	const char *paper; /* letter.paper; NULL: any */
	const char *outcome; /* letter.outcome; NULL: any */
	const char *event;
	DayOf day;
	bool also; /* follows beside another */
} Following;

/* The first row that fits, and those that follow beside it. */
static const Following table[] = {
	{ "court_receipt", NULL, NULL, "court_number", DAY_HAPPENED_OR_SENT, false },
	{ "court_fee_notice", NULL, NULL, "fee_notice_received", DAY_SENT, false },
	{ "court_rejection", "betalingspaakrav", NULL, "bp_rejected", DAY_SENT, false },
	{ "court_rejection", "staevning", NULL, "claim_rejected", DAY_SENT, false },
	{ "court_rejection", "udlaegsbegaering", "rest_period", "foged_refused_490", DAY_SENT, false },
	{ "court_rejection", "udlaegsbegaering", NULL, "foged_rejected_form", DAY_SENT, false },
	{ "court_service", "betalingspaakrav", "abroad", "bp_served_abroad", DAY_HAPPENED, false },
	{ "court_service", "betalingspaakrav", NULL, "bp_served", DAY_HAPPENED, false },
	{ "court_service", "staevning", "small_claim", "claim_served_kap39", DAY_HAPPENED, false },
	{ "court_service_failed", NULL, NULL, "service_failed", DAY_SENT, false },
	{ "court_objection", NULL, NULL, "bp_objection", DAY_HAPPENED_OR_SENT, false },
	{ "court_objection", NULL, "case_started", "case_started", DAY_SENT, true },
	{ "court_objection", NULL, "case_not_requested", "case_not_requested", DAY_SENT, true },
	{ "court_endorsement", NULL, NULL, "bp_endorsed_plain", DAY_HAPPENED_OR_SENT, false }, /* or _udlaeg: as the case chose */
	{ "court_summons", NULL, "hearing", "hearing_fixed", DAY_SENT, false },
	{ "court_summons", NULL, "foged", "summons_issued", DAY_SENT, false },
	{ "court_transcript", NULL, "nothing_found", "nothing_found", DAY_HAPPENED, false },
	{ "court_transcript", NULL, "attached", "udlaeg_made", DAY_HAPPENED, false },
	{ "court_transcript", NULL, "debtor_absent", "debtor_absent", DAY_HAPPENED, false },
	{ "court_transcript", NULL, "creditor_absent", "creditor_absent", DAY_HAPPENED, false },
	{ "court_transcript", NULL, "settled", "court_settlement", DAY_HAPPENED, false },
	{ "court_judgment", NULL, "default", "default_judgment", DAY_HAPPENED, false },
	{ "court_judgment", NULL, "for_claimant", "judgment_for_us", DAY_HAPPENED, false },
	{ "court_judgment", NULL, "against_claimant", "judgment_against", DAY_HAPPENED, false },
};

static const struct {
	const char *kind;
	Say task;
} tasks[] = {
	{ "court_deficiency", { "Afhjælp manglerne, som retten har skrevet om.", "Cure the defects that the court wrote about." } },
	{ "court_service_failed", { "Giv retten en anden adresse.", "Give the court another address." } },
	{ "court_transcript", { "Læs udskriften: hvad mødet endte med, kan ikke siges.", "Read the transcript: how the meeting ended cannot be told." } },
	{ "court_judgment", { "Læs dommen: udfaldet kan ikke siges.", "Read the judgment: its outcome cannot be told." } },
	{ "court_rejection", { "Læs afvisningen: hvad der er afvist, kan ikke siges.", "Read the rejection: what was rejected cannot be told." } },
	{ "court_service",
	  { "Sig med --event, hvad der er forkyndt: claim_served_kap39 eller claim_served_ordinary.",
	    "Say with --event what was served: claim_served_kap39 or claim_served_ordinary." } },
	{ "court_endorsement",
	  { "Sagen siger ikke, om udlæg er ønsket: sig bp_endorsed_udlaeg eller bp_endorsed_plain med --event.",
	    "The case does not say whether attachment was asked for: say bp_endorsed_udlaeg or bp_endorsed_plain with --event." } },
	{ "court_summons", { "Læs indkaldelsen: hvad der indkaldes til, kan ikke siges.", "Read the summons: what it is to cannot be told." } },
};

static const Say no_day = { "Dagen kan ikke læses sikkert: sig den med --on.", "The day cannot be read surely: say it with --on." };
static const Say no_number = { "Rettens sagsnummer kan ikke læses sikkert.", "The court's case number cannot be read surely." };
static const Say read_it = { "Brevets slags kan ikke siges sikkert: læs det.", "What kind of letter it is cannot be told surely: read it." };

void offer_free(Offer *offer)
{
	if (offer == NULL)
		return;
	match_clear(&offer->match);
	event_free(offer->event);
	g_clear_error(&offer->refusal);
	g_free(offer);
}

static bool fits(const Following *row, const char *kind, const char *paper, const char *outcome)
{
	return strcmp(row->kind, kind) == 0 && (row->paper == NULL || g_strcmp0(row->paper, paper) == 0) &&
	       (row->outcome == NULL || g_strcmp0(row->outcome, outcome) == 0);
}

static Match match_copy(const Match *match)
{
	Match copy = *match;
	copy.case_id = g_strdup(match->case_id);
	copy.candidates = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < match->candidates->len; i++)
		g_ptr_array_add(copy.candidates, g_strdup(match->candidates->pdata[i]));
	return copy;
}

static Offer *offer_new(const Piece *piece, const Match *match)
{
	Offer *offer = g_new0(Offer, 1);
	offer->piece = piece;
	offer->match = match_copy(match);
	offer->task_by_on = DATE_NONE;
	return offer;
}

static Offer *offer_task(const Piece *piece, const Match *match, Say task)
{
	Offer *offer = offer_new(piece, match);
	offer->task = task;
	offer->task_by_on = piece_day(piece, "letter.deadline_on");
	const char *days = piece_text(piece, "letter.deadline_days");
	Date sent = piece_day(piece, "letter.sent_on");
	if (!date_known(offer->task_by_on) && days != NULL && date_known(sent))
		offer->task_by_on = date_add_days(sent, (int)g_ascii_strtoll(days, NULL, 10));
	return offer;
}

/* The debtor that it is about, when the case has several and the letter names one. */
static const char *debtor_of(const Case *c, const Piece *piece)
{
	g_autoptr(GPtrArray) names = piece_texts(piece, "letter.party");
	const char *found = NULL;
	for (guint i = 0; c->debtors->len > 1 && i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		for (guint n = 0; n < names->len; n++) {
			if (g_strcmp0(field_text(&debtor->name), names->pdata[n]) != 0)
				continue;
			if (found != NULL && strcmp(found, debtor->id) != 0)
				return NULL;
			found = debtor->id;
		}
	}
	return found;
}

static bool kind_takes(const EventKind *kind, const char *field)
{
	g_autofree char *all = g_strconcat(" ", kind->needs, " ", kind->may, " ", NULL), *one = g_strconcat(" ", field, " ", NULL);
	return strstr(all, one) != NULL;
}

static Date day_of(const Piece *piece, DayOf how)
{
	Date happened = piece_day(piece, "letter.happened_on"), sent = piece_day(piece, "letter.sent_on");
	return how == DAY_SENT ? sent : how == DAY_HAPPENED || date_known(happened) ? happened : sent;
}

/* Its fields, as far as the letter tells them and an event of that name carries them. */
static Event *event_of(const Piece *piece, const Case *c, const char *name, Date on)
{
	Event *event = g_new0(Event, 1);
	const EventKind *kind = event_kind_find(name);
	const char *amount = piece_text(piece, "letter.amount_ore");
	event->name = g_strdup(name);
	event->on = on;
	event->deadline_on = kind_takes(kind, "deadline") ? piece_day(piece, "letter.deadline_on") : DATE_NONE;
	event->amount = money_zero();
	event->has_amount = kind_takes(kind, "amount") && amount != NULL && money_parse_ore(amount, &event->amount);
	event->debtor = c != NULL ? g_strdup(debtor_of(c, piece)) : NULL;
	event->document = g_strdup(piece->document);
	if (strcmp(name, "court_number") == 0)
		event->ground = g_strdup(piece_text(piece, "letter.court_case"));
	return event;
}

const Event *post_event_there(const Case *c, const Event *event)
{
	bool number = strcmp(event->name, "court_number") == 0;
	for (guint i = 0; c != NULL && i < c->events->len; i++) {
		const Event *other = c->events->pdata[i];
		if (other->replaced || strcmp(other->name, event->name) != 0)
			continue;
		if (number ? g_strcmp0(other->ground, event->ground) == 0
		           : date_compare(other->on, event->on) == 0 &&
		                 (other->debtor == NULL || event->debtor == NULL || strcmp(other->debtor, event->debtor) == 0))
			return other;
	}
	return NULL;
}

/* Which endorsement it is follows from choice 2 of the form; NULL: the case does not say. */
static const char *endorsement(const Case *c)
{
	bool asked;
	if (c == NULL || !field_yes(&c->choice_udlaeg, &asked))
		return NULL;
	return asked ? "bp_endorsed_udlaeg" : "bp_endorsed_plain";
}

static Say task_for(const char *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tasks); i++)
		if (strcmp(tasks[i].kind, kind) == 0)
			return tasks[i].task;
	return read_it;
}

static void offer_row(const Piece *piece, const Case *c, const Match *match, const Following *row, GPtrArray *offers)
{
	const char *name = strcmp(row->kind, "court_endorsement") == 0 ? endorsement(c) : row->event;
	Date on = day_of(piece, row->day);
	if (name == NULL || !date_known(on)) {
		g_ptr_array_add(offers, offer_task(piece, match, name == NULL ? task_for(row->kind) : no_day));
		return;
	}
	Offer *offer = offer_new(piece, match);
	offer->event = event_of(piece, c, name, on);
	if (strcmp(name, "court_number") == 0 && offer->event->ground == NULL) {
		g_clear_pointer(&offer->event, event_free);
		offer->task = no_number;
	}
	if (strcmp(row->kind, "court_service_failed") == 0) {
		offer->task = task_for(row->kind);
		offer->task_by_on = piece_day(piece, "letter.deadline_on");
	}
	const Event *there = offer->event != NULL ? post_event_there(c, offer->event) : NULL;
	offer->already = there != NULL;
	offer->event_id = there != NULL ? there->id : 0;
	g_ptr_array_add(offers, offer);
}

/* A number that the case does not have yet, in a letter that is no receipt, is offered too. */
static void offer_number(const Piece *piece, const Case *c, const Match *match, GPtrArray *offers)
{
	static const Following row = { "court_receipt", NULL, NULL, "court_number", DAY_SENT, false };
	const char *number = piece_text(piece, "letter.court_case");
	bool any = false;
	for (guint i = 0; c != NULL && i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		any = any || (!event->replaced && strcmp(event->name, "court_number") == 0);
	}
	/* Another letter of the same call offers it. */
	for (guint i = 0; c != NULL && i < offers->len; i++) {
		const Offer *other = offers->pdata[i];
		any = any || (other->event != NULL && strcmp(other->event->name, "court_number") == 0 &&
		              g_strcmp0(other->match.case_id, c->id) == 0);
	}
	if (number != NULL && c != NULL && !any && date_known(day_of(piece, DAY_SENT)))
		offer_row(piece, c, match, &row, offers);
}

void offers_of(const Piece *piece, const Case *c, Match *match, GPtrArray *offers)
{
	const char *kind = piece_text(piece, "letter.kind"), *paper = piece_text(piece, "letter.paper");
	const char *outcome = piece_text(piece, "letter.outcome");
	bool any = false;
	for (size_t i = 0; kind != NULL && i < G_N_ELEMENTS(table); i++) {
		const Following *row = &table[i];
		if (!fits(row, kind, paper, outcome) || (any && !row->also))
			continue;
		offer_row(piece, c, match, row, offers);
		any = true;
	}
	if (!any)
		g_ptr_array_add(offers, offer_task(piece, match, kind != NULL ? task_for(kind) : read_it));
	if (kind != NULL && strcmp(kind, "court_receipt") != 0)
		offer_number(piece, c, match, offers);
	match_clear(match);
}
