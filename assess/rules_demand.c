/* The demand letter (påkravsskrivelse): each item against each who owes it needs one whose time is over. */
#include "assess/rules_letters.h"

#include "intake/document.h"

#include <string.h>

/* How far the best demand reaches for one item and one debtor, worst first. */
typedef enum Reach {
	REACH_NONE,
	REACH_EARLY, /* sent before the item was due */
	REACH_SHORT, /* its period is under the minimum */
	REACH_UNKNOWN, /* its deadline, or the minimum, is not known */
	REACH_RUNNING, /* good, but not over */
	REACH_OVER
} Reach;

typedef struct Demand {
	Reach reach;
	const Event *event; /* NULL for REACH_NONE */
	const Party *debtor;
	Date required_on; /* the first day the letter could have named */
	int min_days;
} Demand;

static Demand demand_weigh(const Inquiry *q, const ClaimedItem *row, const Event *event)
{
	Demand demand = { .event = event, .required_on = DATE_NONE };
	bool min_known = law_limit_number(q->law, "demand_letter_min", event->on, &demand.min_days);
	if (min_known)
		demand.required_on = date_add_days(event->on, demand.min_days);
	if (date_known(row->due_on) && date_before(event->on, row->due_on))
		demand.reach = REACH_EARLY;
	else if (!min_known || !date_known(event->deadline_on))
		demand.reach = REACH_UNKNOWN;
	else if (date_before(event->deadline_on, demand.required_on))
		demand.reach = REACH_SHORT;
	else
		demand.reach = date_before(event->deadline_on, q->on) ? REACH_OVER : REACH_RUNNING;
	return demand;
}

/* The best demand; of two running ones the one that ends first, else the later. */
static Demand demand_best(const Inquiry *q, const ClaimedItem *row, const Party *debtor)
{
	Demand best = { .reach = REACH_NONE, .required_on = DATE_NONE };
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (date_before(q->on, event->on) || !event_speaks_of(event, "demand_sent", debtor, row->item))
			continue;
		Demand demand = demand_weigh(q, row, event);
		bool sooner = demand.reach == REACH_RUNNING && best.reach == REACH_RUNNING &&
		              date_before(best.event->deadline_on, demand.event->deadline_on);
		if (demand.reach > best.reach || (demand.reach == best.reach && !sooner && best.reach != REACH_OVER))
			best = demand;
	}
	best.debtor = debtor;
	return best;
}

static Demand demand_of(const Inquiry *q, const ClaimedItem *row)
{
	Demand worst = { .reach = REACH_OVER, .required_on = DATE_NONE };
	for (guint i = 0; i < row->item->debtors->len; i++) {
		Demand demand = demand_best(q, row, row->item->debtors->pdata[i]);
		if (i == 0 || demand.reach < worst.reach)
			worst = demand;
	}
	if (row->item->debtors->len == 0)
		worst = demand_best(q, row, NULL);
	return worst;
}

static void ask_demand(Inquiry *q, Finding *f, const ClaimedItem *row, const Demand *demand)
{
	int min_days;
	if (!law_limit_number(q->law, "demand_letter_min", q->on, &min_days))
		return;
	/* Sent on the first day it can be, with the shortest period, filing is open the day after that. */
	Date sent = date_known(row->due_on) ? date_max(q->on, date_add_days(row->due_on, 1)) : q->on;
	Date until = date_add_days(sent, min_days), ready = date_add_days(until, 1);
	finding_ask(f,
	            "Send {1} en påkravsskrivelse for {0} med frist mindst {2} dage efter afsendelsen, for eksempel afsendt den {3} "
	            "med frist den {4}, og oplys begge datoer.",
	            "Send {1} a demand letter for {0} with a deadline at least {2} days after dispatch, for example sent on {3} with "
	            "deadline {4}, and tell both dates.",
	            ARGS(A_ITEM(row->item), A_PARTY(demand->debtor), A_NUMBER(min_days), A_DATE(sent), A_DATE(until)));
	finding_ready(f, ready);
}

static Finding *find_none(Inquiry *q, const ClaimedItem *row, const Demand *demand)
{
	const Document *letter = NULL;
	for (guint i = 0; i < q->c->documents->len && letter == NULL; i++) {
		const Document *document = q->c->documents->pdata[i];
		if (field_is(&document->kind, "demand"))
			letter = document;
	}
	if (letter != NULL) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, row->item->id,
		                         "Sagen har en påkravsskrivelse ({0}), men afsendelsesdag og frist er ikke oplyst.",
		                         "The case holds a demand letter ({0}), but its day of dispatch and deadline are not told.",
		                         ARGS(A_TEXT(letter->name)));
		finding_ask(f, "Oplys, hvornår påkravsskrivelsen for {0} blev sendt, og hvilken frist den gav.",
		            "Tell when the demand letter for {0} was sent and which deadline it gave.", ARGS(A_ITEM(row->item)));
		return f;
	}
	Finding *f = finding_add(q, VERDICT_FOUND, row->item->id,
	                         "Der er ikke sendt en påkravsskrivelse for kravet til {0}.",
	                         "No demand letter for the claim was sent to {0}.",
	                         ARGS(A_PARTY(demand->debtor)));
	ask_demand(q, f, row, demand);
	return f;
}

static Finding *find_reach(Inquiry *q, const ClaimedItem *row, const Demand *demand)
{
	const Event *event = demand->event;
	Finding *f = NULL;
	switch (demand->reach) {
	case REACH_NONE:
		return find_none(q, row, demand);
	case REACH_EARLY:
		f = finding_add(q, VERDICT_FOUND, row->item->id,
		                "Påkravsskrivelsen blev sendt den {0}, før kravet forfaldt den {1}.",
		                "The demand letter was sent on {0}, before the claim fell due on {1}.",
		                ARGS(A_DATE(event->on), A_DATE(row->due_on)));
		ask_demand(q, f, row, demand);
		return f;
	case REACH_SHORT:
		f = finding_add(q, VERDICT_FOUND, row->item->id,
		                "Påkravsskrivelsen af {0} gav frist til den {1}. Loven kræver mindst {2} dage fra afsendelsen, altså "
		                "tidligst den {3}. Der skal sendes en ny.",
		                "The demand letter of {0} gave until {1}. The law asks for at least {2} days from dispatch, that is {3} "
		                "at the earliest. A new one must be sent.",
		                ARGS(A_DATE(event->on), A_DATE(event->deadline_on), A_NUMBER(demand->min_days),
		                     A_DATE(demand->required_on)));
		ask_demand(q, f, row, demand);
		return f;
	case REACH_UNKNOWN:
		f = finding_add(q, VERDICT_UNKNOWN, row->item->id,
		                "Påkravsskrivelsen af {0} er registreret uden den frist, den gav.",
		                "The demand letter of {0} is recorded without the deadline it gave.", ARGS(A_DATE(event->on)));
		finding_ask(f, "Oplys, hvilken frist påkravsskrivelsen af {1} for {0} gav.",
		            "Tell which deadline the demand letter of {1} for {0} gave.",
		            ARGS(A_ITEM(row->item), A_DATE(event->on)));
		return f;
	case REACH_RUNNING:
		f = finding_add(q, VERDICT_FOUND, row->item->id,
		                "Påkravsskrivelsens frist løber til og med den {0}. Der kan indleveres fra den {1}.",
		                "The demand letter's period runs to and with {0}. Filing is open from {1}.",
		                ARGS(A_DATE(event->deadline_on), A_DATE(date_add_days(event->deadline_on, 1))));
		finding_ask(f, "Vent til den {1}; er {0} ubetalt da, kan der indleveres.",
		            "Wait until {1}; if {0} is unpaid then, it can be filed.",
		            ARGS(A_ITEM(row->item), A_DATE(date_add_days(event->deadline_on, 1))));
		finding_ready(f, date_add_days(event->deadline_on, 1));
		return f;
	case REACH_OVER:
		break;
	}
	return finding_add(q, VERDICT_CLEAR, row->item->id,
	                   "Påkravsskrivelsen af {0} gav frist til den {1}, mindst {2} dage, og fristen er udløbet.",
	                   "The demand letter of {0} gave until {1}, at least {2} days, and the period is over.",
	                   ARGS(A_DATE(event->on), A_DATE(event->deadline_on), A_NUMBER(demand->min_days)));
}

static void demand_figures(Inquiry *q, Finding *f, const ClaimedItem *row, const Demand *demand)
{
	finding_field(f, &row->item->due_on);
	finding_event(f, demand->event);
	finding_date(f, "sent_on", demand->event != NULL ? demand->event->on : DATE_NONE);
	finding_date(f, "deadline_on", demand->event != NULL ? demand->event->deadline_on : DATE_NONE);
	finding_date(f, "required_on", demand->required_on);
	finding_date(f, "on", q->on);
}

/* A claim that was credited away needs no demand. */
static bool is_gone(const ClaimedItem *row)
{
	return row->amount_known && money_compare(row->credited, row->amount) >= 0 && !money_is_zero(row->credited);
}

/* The way past the period that inkassoloven § 11 opens: who takes it must be able to say why, and a person answers for it. */
static const Event *risk_of(const Inquiry *q, const ClaimedItem *row, const Demand *demand)
{
	return inquiry_standing(q, "risk_recorded", NULL, demand->debtor, row->item);
}

static void find_risk(Inquiry *q, Finding *f, const ClaimedItem *row, const Demand *demand)
{
	const Event *risk = risk_of(q, row, demand);
	if (risk == NULL)
		return;
	finding_append(f,
	               "Den {0} er en nærliggende risiko for, at kravet ellers ikke kan inddrives, noteret: {1}. Retslige skridt er da "
	               "mulige uden påkrav (inkassolovens § 11), når en person godkender det.",
	               "On {0} an imminent risk that the claim cannot be collected otherwise was recorded: {1}. Legal steps are then "
	               "possible without a demand (inkassoloven § 11), when a person approves.",
	               ARGS(A_DATE(risk->on), A_TEXT(risk->ground)));
	finding_ask(f, "Godkend eller afvis risikoen efter inkassolovens § 11 (noter person_decided med grunden U06).",
	            "Approve or refuse the risk under inkassoloven § 11 (note person_decided with the ground U06).", NO_ARGS);
	finding_ready(f, DATE_NONE);
	finding_soften(f, EFFECT_HUMAN);
	finding_event(f, risk);
}

QUOTE(U06, 1, "rpl § 477 b stk. 2",
      "Før betalingspåkravet indleveres til fogedretten, skal der til skyldneren være sendt en påkravsskrivelse, der opfylder "
      "betingelserne i § 10, stk. 2 og 3, i lov om inkassovirksomhed, og den frist, der er nævnt i § 10, stk. 3, i lov om "
      "inkassovirksomhed, skal være udløbet, jf. dog § 11 i lov om inkassovirksomhed.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (is_gone(row))
			continue;
		Demand demand = demand_of(q, row);
		Finding *f = find_reach(q, row, &demand);
		demand_figures(q, f, row, &demand);
		if (f->verdict == VERDICT_CLEAR)
			continue;
		find_risk(q, f, row, &demand);
		/* The creditor's own civil claim is not bound by § 477 b, and inkassoloven binds those who collect for others. */
		if (q->civil && !q->represented)
			finding_soften(f, EFFECT_WARN);
	}
}

QUOTE(U07, 1, "il § 10 stk. 2",
      "I påkravsskrivelsen skal tydeligt angives alle oplysninger, som er nødvendige for skyldnerens bedømmelse af "
      "fordringen.")
{
	static const char *const again[] = { "demand_sent", NULL };
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Event *sent = inquiry_standing(q, "demand_sent", NULL, debtor, NULL);
		const Event *back = inquiry_standing(q, "demand_returned", again, debtor, NULL);
		if (sent == NULL)
			continue; /* U06 */
		Finding *f;
		if (back != NULL) {
			f = finding_add(q, VERDICT_FOUND, debtor->subject,
			                "Påkravsskrivelsen kom retur eller var forkert den {0}{1}{2}. Der skal sendes en ny.",
			                "The demand letter came back or was wrong on {0}{1}{2}. A new one must be sent.",
			                ARGS(A_DATE(back->on), A_TEXT(back->ground != NULL ? ": " : ""),
			                     A_TEXT(back->ground != NULL ? back->ground : "")));
			finding_ask(f, "Send en ny påkravsskrivelse til rette person og adresse med de rette beløb, og oplys dens datoer.",
			            "Send a new demand letter to the right person and address with the right amounts, and tell its dates.",
			            NO_ARGS);
			finding_event(f, back);
			if (q->civil && !q->represented)
				finding_soften(f, EFFECT_WARN);
		} else if (demand_was_read(q, debtor)) {
			f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Påkravsskrivelsen er læst.", "The demand letter was read.",
			                NO_ARGS);
		} else {
			f = finding_add(q, VERDICT_UNKNOWN, debtor->subject,
			                "Påkravsskrivelsen er registreret, men ikke læst: se efter, at navn, adresse og beløb er rigtige.",
			                "The demand letter is recorded but not read: see that name, address and amounts are right.", NO_ARGS);
		}
		finding_event(f, sent);
	}
}

QUOTE(D01, 1, "il § 10 stk. 3", "Fristen skal være mindst 10 dage fra afsendelsen af påkravsskrivelsen.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		Demand demand = demand_of(q, row);
		if (is_gone(row) || demand.reach != REACH_SHORT)
			continue;
		int days = date_diff(demand.event->on, demand.event->deadline_on);
		/* U06 asks for the new letter; this line names what was wrong with the old one. */
		Finding *f = finding_add(q, VERDICT_FOUND, row->item->id,
		                         "Fristen var {0} dage: afsendt den {1}, frist den {2}. Den skal være mindst {3} dage.",
		                         "The period was {0} days: sent on {1}, deadline {2}. It must be at least {3} days.",
		                         ARGS(A_NUMBER(days), A_DATE(demand.event->on), A_DATE(demand.event->deadline_on),
		                              A_NUMBER(demand.min_days)));
		finding_number(f, "days", days);
		finding_number(f, "min_days", demand.min_days);
		demand_figures(q, f, row, &demand);
		if ((q->civil && !q->represented) || risk_of(q, row, &demand) != NULL)
			finding_soften(f, EFFECT_WARN);
	}
}

QUOTE(D02, 1, "il § 10 stk. 3",
      "I påkravsskrivelsen skal angives en frist, inden for hvilken skyldneren kan indfri fordringen, uden at der foretages "
      "foranstaltninger, hvorved der påføres skyldneren yderligere omkostninger.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		Demand demand = demand_of(q, row);
		if (is_gone(row) || demand.reach != REACH_UNKNOWN)
			continue;
		Finding *f = finding_add(q, VERDICT_UNKNOWN, row->item->id,
		                         "Det er ikke oplyst, hvilken frist påkravsskrivelsen af {0} gav.",
		                         "It is not told which deadline the demand letter of {0} gave.",
		                         ARGS(A_DATE(demand.event->on)));
		demand_figures(q, f, row, &demand);
		if ((q->civil && !q->represented) || risk_of(q, row, &demand) != NULL)
			finding_soften(f, EFFECT_WARN);
	}
}

QUOTE(D03, 1, "il § 10 stk. 2",
      "I påkravsskrivelsen skal tydeligt angives alle oplysninger, som er nødvendige for skyldnerens bedømmelse af "
      "fordringen.")
{
	const Event *demand = inquiry_standing(q, "demand_sent", NULL, NULL, NULL);
	if (demand == NULL)
		return;
	g_autoptr(GPtrArray) payments = case_events(q->c, "payment", NULL, NULL);
	for (guint i = 0; i < payments->len; i++) {
		const Event *payment = payments->pdata[i];
		if (date_compare(payment->on, demand->on) < 0 || date_before(q->on, payment->on) || !payment->has_amount)
			continue;
		Finding *f = finding_add(q, VERDICT_FOUND, payment->claim != NULL ? payment->claim : "case",
		                         "Den {0} blev der betalt {1} efter påkravsskrivelsen af {2}. Kravet er mindre end i brevet; "
		                         "beløbene her er det, der skyldes nu.",
		                         "On {0} {1} was paid after the demand letter of {2}. The claim is smaller than in the letter; "
		                         "the amounts here are what is owed now.",
		                         ARGS(A_DATE(payment->on), A_MONEY(payment->amount), A_DATE(demand->on)));
		finding_event(f, payment);
		finding_event(f, demand);
		finding_money(f, "paid_ore", payment->amount);
	}
}

/* ---- a letter that came back ---- */

/* The last demand that the letter can be: the one that names the same document, else the last before it came back. */
static const Event *demand_back(const Inquiry *q, const Party *debtor, const Event *back)
{
	const Event *demand = NULL;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		bool same = back->document == NULL || g_strcmp0(event->document, back->document) == 0;
		if (same && !date_before(back->on, event->on) && event_speaks_of(event, "demand_sent", debtor, NULL))
			demand = event;
	}
	return demand;
}

QUOTE(D08, 1, "practice 53",
      "Kommer et påkrav retur, regnes det ikke som afsendt, før en person har afgjort, at det blev sendt rigtigt; et nyt påkrav, "
      "der er sendt senere, træder i stedet.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Event *back = inquiry_standing(q, "letter_returned", NULL, debtor, NULL);
		if (back == NULL)
			continue;
		const Event *demand = demand_back(q, debtor, back), *last = inquiry_standing(q, "demand_sent", NULL, debtor, NULL);
		bool renewed = demand != NULL && date_before(back->on, last->on);
		Finding *f = finding_add(q, renewed ? VERDICT_CLEAR : VERDICT_FOUND, debtor->subject,
		                         renewed          ? "Påkravet af {1} kom retur den {0}, og et nyt blev sendt senere."
		                         : demand != NULL ? "Påkravet af {1} kom retur den {0}. Det regnes ikke som afsendt, før en person har "
		                                            "afgjort, at det blev sendt rigtigt."
		                                          : "Et brev til skyldner kom retur den {0}. Se efter, om adressen er rigtig.",
		                         renewed          ? "The demand of {1} came back on {0}, and a new one was sent later."
		                         : demand != NULL ? "The demand of {1} came back on {0}. It does not count as sent before a person has "
		                                            "decided that it was sent rightly."
		                                          : "A letter to the debtor came back on {0}. See whether the address is right.",
		                         ARGS(A_DATE(back->on), A_DATE(demand != NULL ? demand->on : back->on)));
		finding_event(f, back);
		finding_event(f, demand);
		if (renewed)
			continue;
		finding_ask(f,
		            "Find skyldners adresse, og send påkravet igen, eller afgør, at det blev sendt til rette adresse (noter "
		            "person_decided med grunden D08).",
		            "Find the debtor's address and send the demand again, or decide that it went to the right address (note "
		            "person_decided with the ground D08).",
		            NO_ARGS);
		if (demand == NULL || (q->civil && !q->represented))
			finding_soften(f, EFFECT_WARN);
	}
}
