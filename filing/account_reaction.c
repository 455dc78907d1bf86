/*
 * What the other side has said, and the betalingspåkrav that was objected to. Exactly what the record says, and nothing
 * that was offered to settle: no offer of the other side, no internal paper is quoted to the court.
 */
#include "filing/account.h"
#include "filing/reaction.h"

#include <string.h>

/* What a person must know of words that are not told, or are told in spite of what they are. */
static void tell_use(Account *account, const Reaction *reaction)
{
	const char *by = word_by(reaction->why);
	g_autofree char *day_da = date_danish_long(reaction->event->on), *day_en = date_iso(reaction->event->on);
	g_autofree char *why = reaction->why != NULL ? words_bare(reaction->why->value) : NULL;
	g_autofree char *da = NULL, *en = NULL;
	if (reaction->told && reaction->held.da != NULL) {
		da = g_strdup_printf("Modpartens ord af %s er gengivet, skønt de %s: %s (%s).", day_da, reaction->held.da, why, by != NULL ? by : "?");
		en = g_strdup_printf("The other side's words of %s are quoted although they %s: %s (%s).", day_en, reaction->held.en, why,
		                     by != NULL ? by : "?");
	} else if (!reaction->told && why != NULL) {
		da = g_strdup_printf("Modpartens ord af %s er ikke gengivet: %s (%s).", day_da, why, by != NULL ? by : "?");
		en = g_strdup_printf("The other side's words of %s are not quoted: %s (%s).", day_en, why, by != NULL ? by : "?");
	} else if (!reaction->told) {
		da = g_strdup_printf("Modpartens ord af %s er ikke gengivet: de %s.", day_da, reaction->held.da);
		en = g_strdup_printf("The other side's words of %s are not quoted: they %s.", day_en, reaction->held.en);
	} else {
		return;
	}
	account_open(account, "silence", da, en);
}

static char *who_of(const Account *account, const Event *event)
{
	const Party *debtor = event->debtor != NULL ? case_debtor(account->c, event->debtor) : NULL;
	if (debtor != NULL)
		return party_called(debtor);
	return g_strdup(account->c->debtors->len > 1 ? account->voice->Debtors : account->voice->Debtor);
}

/* What may be quoted of its ground; NULL: nothing. */
static char *ground_of(Account *account, const Reaction *reaction)
{
	if (reaction->event->ground == NULL)
		return NULL;
	tell_use(account, reaction);
	return reaction->told ? words_bare(reaction->event->ground) : NULL;
}

/* How many stand. */
static guint objections(Account *account, Paragraph *paragraph, const GPtrArray *reactions)
{
	guint standing = 0;
	for (guint i = 0; i < reactions->len; i++) {
		const Reaction *reaction = reactions->pdata[i];
		const Event *event = reaction->event, *end = reaction->cleared;
		if (!reaction->objection || reaction->to_form)
			continue;
		const Item *item = event->claim != NULL ? case_item(account->c, event->claim) : NULL;
		g_autofree char *who = who_of(account, event), *day = date_danish_long(event->on), *ground = ground_of(account, reaction);
		g_autofree char *about = item != NULL && account->claimed->items->len > 1 ? item_called(item) : NULL;
		Sentence *said = account_say(account, paragraph, "silence.objection", "who", who, "day", day, "ground", ground, "about", about,
		                             NULL);
		sources_event(&said->sources, event);
		standing += end == NULL;
		if (end == NULL)
			continue;
		g_autofree char *over = date_danish_long(end->on);
		sources_event(&account_say(account, paragraph, "silence.cleared", "day", over, NULL)->sources, end);
	}
	return standing;
}

/* An acknowledgement within an offer to settle is part of the offer. */
static void acknowledgements(Account *account, Paragraph *paragraph, const GPtrArray *reactions)
{
	for (guint i = 0; i < reactions->len; i++) {
		const Reaction *reaction = reactions->pdata[i];
		const Event *event = reaction->event;
		if (reaction->objection)
			continue;
		tell_use(account, reaction);
		if (!reaction->told)
			continue;
		g_autofree char *who = who_of(account, event), *day = date_danish_long(event->on);
		g_autofree char *amount = event->has_amount ? money_danish(event->amount) : NULL;
		sources_event(
		    &account_say(account, paragraph, "silence.acknowledged", "who", who, "day", day, "amount", amount, NULL)->sources, event);
	}
}

/* What the creditor has told of objections, where none stands. */
static void expectation(Account *account, Paragraph *paragraph, bool any)
{
	const Case *c = account->c;
	bool expected;
	if (!field_yes(&c->objection_expected, &expected)) {
		account_open(account, "silence", "Kreditor har ikke oplyst, om der ventes indsigelser mod kravet.",
		             "The creditor has not said whether objections are expected.");
		return;
	}
	Date on;
	g_autofree char *day = field_date(&c->instruction_on, &on) ? date_danish_long(on) : NULL;
	Sentence *said = expected ? account_say(account, paragraph, "silence.expected", "day", day, "represented",
	                                        TEMPLATE_WHEN(c->representative != NULL), NULL)
	                          : account_say(account, paragraph, "silence.none", "day", day, "other", TEMPLATE_WHEN(any), NULL);
	sources_field(&said->sources, &c->objection_expected);
	sources_field(&said->sources, &c->instruction_on);
}

/* The betalingspåkrav that was objected to: it counts as a writ where the form chose a court case (rpl § 477 f). */
static bool history(Account *account, const GPtrArray *reactions)
{
	g_autoptr(GPtrArray) filings = case_events(account->c, "bp_filed", NULL, NULL);
	g_autoptr(GPtrArray) events = case_events(account->c, "bp_objection", NULL, NULL);
	g_autoptr(GPtrArray) numbers = case_events(account->c, "court_number", NULL, NULL);
	if (account->voice != &voice_claim || filings->len == 0 || events->len == 0)
		return false;
	Paragraph *paragraph = account_paragraph(account, "history", false);
	const Event *filed = filings->pdata[filings->len - 1], *number = NULL;
	for (guint i = 0; i < numbers->len; i++)
		number = numbers->pdata[i];
	g_autofree char *day = date_danish_long(filed->on);
	Sentence *said = account_say(account, paragraph, "history.filed", "day", day, "number", number != NULL ? number->ground : NULL, NULL);
	sources_event(&said->sources, filed);
	sources_event(&said->sources, number);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		g_autofree char *who = who_of(account, event), *on = date_danish_long(event->on);
		g_autofree char *ground = ground_of(account, reaction_about(reactions, event));
		said = account_say(account, paragraph, "history.objection", "who", who, "day", on, "ground", ground, NULL);
		sources_event(&said->sources, event);
	}
	if (account->assessment->court_case) {
		said = account_say(account, paragraph, "history.writ", NULL);
		sources_field(&said->sources, &account->c->court_case);
	}
	return true;
}

void account_reaction(Account *account)
{
	Paragraph *paragraph = account_paragraph(account, "silence", account->c->debtors->len > 1);
	g_autoptr(GPtrArray) reactions = reactions_of(account->c), events = case_events(account->c, "objection_received", NULL, NULL);
	guint standing = objections(account, paragraph, reactions);
	acknowledgements(account, paragraph, reactions);
	if (!history(account, reactions) && standing == 0)
		expectation(account, paragraph, events->len > 0);
}
