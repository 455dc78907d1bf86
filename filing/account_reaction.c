/*
 * What the other side has said, and the betalingspåkrav that was objected to. Exactly what the record says, and nothing
 * that was offered to settle: no offer of the other side, no internal paper is quoted to the court.
 */
#include "filing/account.h"

#include "intake/document.h"

#include <string.h>

/* Words by which people name an attempt to settle; beginnings of words, folded. */
static const char *const settling[] = { "forlig", "tilbyd", "tilbød", "præjudice", "prejudice", "settle", "erbjud", "vergleich" };

static bool about_settling(const char *words)
{
	g_autofree char *folded = g_utf8_casefold(words, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(settling); i++)
		if (strstr(folded, settling[i]) != NULL)
			return true;
	return false;
}

static bool offers(const Letter *letter)
{
	for (guint i = 0; i < letter->says->len; i++)
		if (strcmp(((const Fact *)letter->says->pdata[i])->value, "instalment_offer") == 0)
			return true;
	return field_is(&letter->kind, "instalment_offer");
}

/* Does what the event was told in hold an offer, or is it kept internal? A mail and what it carries were sent on one day. */
static bool confidential(const Account *account, const Event *event)
{
	const Document *document = event->document != NULL ? case_document_named(account->c, event->document) : NULL;
	if (document != NULL && g_strcmp0(document_use(document), "internal") == 0)
		return true;
	for (guint i = 0; i < account->c->letters->len; i++) {
		const Letter *letter = account->c->letters->pdata[i];
		Date sent;
		bool of_it = g_strcmp0(letter->id, event->letter) == 0 ||
		             (letter->side == LETTER_FROM_DEBTOR && field_date(&letter->sent_on, &sent) && date_compare(sent, event->on) == 0);
		if (of_it && offers(letter))
			return true;
	}
	return event->ground != NULL && about_settling(event->ground);
}

static void withheld(Account *account, const Event *event)
{
	g_autofree char *day_da = date_danish_long(event->on), *day_en = date_iso(event->on);
	g_autofree char *da = g_strdup_printf("Modpartens ord af %s er ikke gengivet: de rummer et forligstilbud eller står i et internt "
	                                      "dokument.",
	                                      day_da);
	g_autofree char *en = g_strdup_printf("The other side's words of %s are not quoted: they hold an offer to settle or stand in an "
	                                      "internal document.",
	                                      day_en);
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
static char *ground_of(Account *account, const Event *event)
{
	if (event->ground == NULL)
		return NULL;
	if (!confidential(account, event))
		return words_bare(event->ground);
	withheld(account, event);
	return NULL;
}

/* The event that cleared the objection; NULL: it stands. */
static const Event *cleared_by(const Account *account, const Event *objection)
{
	g_autoptr(GPtrArray) ends = case_events(account->c, "objection_cleared", NULL, NULL);
	for (guint i = 0; i < ends->len; i++) {
		const Event *end = ends->pdata[i];
		if (date_compare(end->on, objection->on) >= 0 &&
		    (end->claim == NULL || g_strcmp0(end->claim, objection->claim) == 0) &&
		    (end->debtor == NULL || g_strcmp0(end->debtor, objection->debtor) == 0))
			return end;
	}
	return NULL;
}

/* How many stand. */
static guint objections(Account *account, Paragraph *paragraph, const GPtrArray *events)
{
	guint standing = 0;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i], *end = cleared_by(account, event);
		const Item *item = event->claim != NULL ? case_item(account->c, event->claim) : NULL;
		g_autofree char *who = who_of(account, event), *day = date_danish_long(event->on), *ground = ground_of(account, event);
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
static void acknowledgements(Account *account, Paragraph *paragraph)
{
	g_autoptr(GPtrArray) events = case_events(account->c, "acknowledged", NULL, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (confidential(account, event)) {
			withheld(account, event);
			continue;
		}
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
static bool history(Account *account)
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
		g_autofree char *who = who_of(account, event), *on = date_danish_long(event->on), *ground = ground_of(account, event);
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
	g_autoptr(GPtrArray) events = case_events(account->c, "objection_received", NULL, NULL);
	guint standing = objections(account, paragraph, events);
	acknowledgements(account, paragraph);
	if (!history(account) && standing == 0)
		expectation(account, paragraph, events->len > 0);
}
