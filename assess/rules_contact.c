/* The dialogue with the debtor: were visits, calls and pauses kept within the act and good practice? */
#include "assess/contact.h"
#include "assess/pause.h"
#include "assess/rules.h"

#include <string.h>

typedef struct Look {
	const Event *event;
	Contact contact;
	const char *about;
} Look;

/* The i-th logged contact that has come; false at the end. */
static bool next_contact(const Inquiry *q, guint *i, Look *out)
{
	while (*i < q->c->events->len) {
		const Event *event = q->c->events->pdata[(*i)++];
		if (event->replaced || strcmp(event->name, "call_logged") != 0 || date_before(q->on, event->on))
			continue;
		const Party *debtor = event->debtor != NULL ? case_debtor(q->c, event->debtor) : NULL;
		*out = (Look){ .event = event, .about = debtor != NULL ? debtor->subject : "case" };
		contact_read(event, &out->contact);
		return true;
	}
	return false;
}

static bool next_visit(const Inquiry *q, guint *i, Look *out)
{
	while (next_contact(q, i, out))
		if (out->contact.channel == CHANNEL_VISIT && !out->contact.asked)
			return true;
	return false;
}

/* inkassoloven binds who collects for others; of a creditor's own dealings it is only said (il § 2). */
static Finding *said(Inquiry *q, const Look *look, Verdict verdict, const char *da, const char *en, const Arg *args)
{
	Finding *f = finding_add(q, verdict, look->about, da, en, args);
	finding_event(f, look->event);
	if (verdict != VERDICT_CLEAR && !q->represented)
		finding_soften(f, EFFECT_INFO);
	return f;
}

/* Sundays, holidays, 5 June, 24 and 31 December; a plain Saturday is none. */
static bool day_barred(const Law *law, Date on)
{
	const char *name = NULL;
	return law_closed_day(law, on, &name) && (date_weekday(on) != 6 || g_strcmp0(name, "Lørdag") != 0);
}

typedef enum Hours { HOURS_UNKNOWN, HOURS_WITHIN, HOURS_OUTSIDE } Hours;

/* Within the hours of a visit's own day (il § 12 stk. 2); a contact without a time of day is told apart by its caller. */
static Hours hours_of(const Inquiry *q, const Look *look)
{
	int from, to;
	Date on = look->event->on;
	const char *end = date_weekday(on) == 6 ? "visit_hour_to_saturday" : "visit_hour_to";
	if (!law_limit_number(q->law, "visit_hour_from", on, &from) || !law_limit_number(q->law, end, on, &to))
		return HOURS_UNKNOWN;
	return look->contact.minute < from * 60 || look->contact.minute > to * 60 ? HOURS_OUTSIDE : HOURS_WITHIN;
}

QUOTE(K01, 1, "il § 12 stk. 2",
      "Personlig henvendelse til skyldneren uden forudgående anmodning herom, jf. stk. 1, må kun ske på hverdage herunder lørdage, "
      "bortset fra juleaftensdag, nytårsaftensdag og grundlovsdag og må kun ske i tidsrummet mellem kl. 8.00 og kl. 21.00, "
      "lørdage dog kun i tidsrummet mellem kl. 8.00 og kl. 16.00.")
{
	Look look;
	for (guint i = 0; next_visit(q, &i, &look);) {
		Date on = look.event->on;
		if (day_barred(q->law, on))
			said(q, &look, VERDICT_FOUND, "Skyldner blev besøgt uanmodet den {0}, som ikke er en hverdag.",
			     "The debtor was visited without a request on {0}, which is no weekday.", ARGS(A_DATE(on)));
		else if (look.contact.minute < 0)
			said(q, &look, VERDICT_UNKNOWN, "Hvornår på dagen besøget den {0} fandt sted, er ikke noteret.",
			     "At what time of the day the visit on {0} took place was not recorded.", ARGS(A_DATE(on)));
		else if (hours_of(q, &look) == HOURS_UNKNOWN)
			said(q, &look, VERDICT_UNKNOWN, "Hvilke tider der gjaldt for besøget den {0}, står ikke i lovtabellerne.",
			     "The law tables do not hold the hours for the visit on {0}.", ARGS(A_DATE(on)));
		else if (hours_of(q, &look) == HOURS_OUTSIDE)
			said(q, &look, VERDICT_FOUND, "Besøget den {0} lå uden for de tider, som loven tillader.",
			     "The visit on {0} was outside the hours that the act allows.", ARGS(A_DATE(on)));
		else
			said(q, &look, VERDICT_CLEAR, "Besøget den {0} lå inden for lovens tider.",
			     "The visit on {0} was within the hours of the act.", ARGS(A_DATE(on)));
	}
}

QUOTE(K02, 1, "il § 12 stk. 3",
      "Er skyldneren en fysisk person, må personlig henvendelse til skyldneren uden forudgående anmodning herom, jf. stk. 1, kun ske "
      "på skyldnerens bopæl.")
{
	Look look;
	for (guint i = 0; next_visit(q, &i, &look);) {
		const Party *debtor = look.event->debtor != NULL ? case_debtor(q->c, look.event->debtor)
		                      : q->c->debtors->len == 1  ? q->c->debtors->pdata[0]
		                                                 : NULL;
		ContactPlace place = look.contact.place;
		if (debtor == NULL || party_is_company(debtor) || place == PLACE_UNSAID)
			continue;
		bool home = place == PLACE_HOME || place == PLACE_BUSINESS;
		said(q, &look, home ? VERDICT_CLEAR : VERDICT_FOUND,
		     home ? "Besøget den {0} var på skyldners bopæl eller egen virksomhed."
		          : "Besøget den {0} var hverken på skyldners bopæl eller egen virksomhed.",
		     home ? "The visit on {0} was at the debtor's home or own business."
		          : "The visit on {0} was neither at the debtor's home nor at an own business.",
		     ARGS(A_DATE(look.event->on)));
	}
}

/* A letter that gave notice of a visit, sent after the demand's time was over and before the visit; NULL. */
static const Event *visit_notice(const Inquiry *q, const Look *look)
{
	Date over = DATE_NONE;
	const Event *notice = NULL;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (event->replaced || !date_before(event->on, look->event->on) ||
		    (event->debtor != NULL && look->event->debtor != NULL && strcmp(event->debtor, look->event->debtor) != 0))
			continue;
		if (strcmp(event->name, "demand_sent") == 0)
			over = event->deadline_on;
		if (strcmp(event->name, "letter_sent") != 0 || event->ground == NULL || !date_known(over) || !date_before(over, event->on))
			continue;
		g_autofree char *small = g_utf8_strdown(event->ground, -1);
		if (strstr(small, "besøg") != NULL || strstr(small, "visit") != NULL)
			notice = event;
	}
	return notice;
}

QUOTE(K03, 1, "il § 12 stk. 1",
      "Der må ikke uden skyldnerens forudgående anmodning herom rettes personlig henvendelse til skyldneren på steder, hvortil der "
      "ikke er almindelig adgang, medmindre et skriftligt varsel forinden er kommet frem til skyldneren.")
{
	Look look;
	for (guint i = 0; next_visit(q, &i, &look);) {
		const Event *notice = visit_notice(q, &look);
		Finding *f = notice != NULL
		                 ? said(q, &look, VERDICT_CLEAR, "Besøget den {0} var varslet skriftligt den {1}.",
		                        "Written notice of the visit on {0} was sent on {1}.",
		                        ARGS(A_DATE(look.event->on), A_DATE(notice->on)))
		                 : said(q, &look, VERDICT_FOUND,
		                        "Sagen viser intet skriftligt varsel om besøget den {0}, sendt efter at påkravets frist var udløbet.",
		                        "The record shows no written notice of the visit on {0}, sent after the demand's time was over.",
		                        ARGS(A_DATE(look.event->on)));
		finding_event(f, notice);
	}
}

QUOTE(K04, 1, "practice 55",
      "God inkassoskik: der siges intet om gælden til arbejdsgiver, familie, naboer eller offentligheden, der trues ikke med politi, "
      "registrering eller skridt, som ikke kan eller ikke skal tages, og skyldners indsigelser besvares.")
{
	Look look;
	for (guint i = 0; next_contact(q, &i, &look);) {
		if (look.contact.with == WITH_UNSAID)
			continue;
		bool own = look.contact.with == WITH_DEBTOR;
		g_autofree char *who = g_strdup(say(contact_with_say(look.contact.with), LANG_DA));
		said(q, &look, own ? VERDICT_CLEAR : VERDICT_FOUND,
		     own ? "Kontakten den {0} var med skyldner selv."
		         : "Kontakten den {0} var med en anden end skyldner ({1}): der må intet være sagt om gælden.",
		     own ? "The contact on {0} was with the debtor."
		         : "The contact on {0} was with somebody else than the debtor ({2}): nothing may have been said of the debt.",
		     ARGS(A_DATE(look.event->on), A_TEXT(who), A_TEXT(say(contact_with_say(look.contact.with), LANG_EN))));
	}
}

/* Contacts with the same debtor in the seven days that end with this one. */
static int in_the_week(const Inquiry *q, const Look *last)
{
	int n = 0;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		bool within = !date_before(last->event->on, event->on) && date_diff(event->on, last->event->on) < 7;
		n += !event->replaced && within && strcmp(event->name, "call_logged") == 0 &&
		     (event->debtor == NULL || last->event->debtor == NULL || strcmp(event->debtor, last->event->debtor) == 0);
	}
	return n;
}

QUOTE(K05, 1, "practice 56",
      "Opkald holdes inden for de tider, som loven sætter for personlig henvendelse, og der er højst tre opkald og besøg til samme "
      "skyldner inden for syv dage.")
{
	enum { LOOKED_AT = 200 }; /* a log that long has been found too often long before */
	Look look;
	int seen = 0;
	for (guint i = 0; next_contact(q, &i, &look) && seen < LOOKED_AT; seen++) {
		Date on = look.event->on;
		bool call = look.contact.channel == CHANNEL_PHONE && !look.contact.asked && look.contact.minute >= 0;
		Hours hours = call ? hours_of(q, &look) : HOURS_WITHIN;
		int n = in_the_week(q, &look), most;
		if (!law_limit_number(q->law, "contacts_week_max", on, &most) || hours == HOURS_UNKNOWN)
			said(q, &look, VERDICT_UNKNOWN, "Hvilke tider og hvilket antal der gjaldt for kontakten den {0}, står ikke i lovtabellerne.",
			     "The law tables do not hold the hours and the number for the contact on {0}.", ARGS(A_DATE(on)));
		else if (hours == HOURS_OUTSIDE || (call && day_barred(q->law, on)))
			said(q, &look, VERDICT_FOUND, "Opkaldet den {0} lå uden for de tider, der ringes på.",
			     "The call on {0} was outside the hours for calling.", ARGS(A_DATE(on)));
		else if (n > most)
			said(q, &look, VERDICT_FOUND, "Kontakten den {0} er nr. {1} inden for syv dage; der er højst {2}.",
			     "The contact on {0} is number {1} within seven days; there are at most {2}.",
			     ARGS(A_DATE(on), A_NUMBER(n), A_NUMBER(most)));
		else
			said(q, &look, VERDICT_CLEAR, "Kontakten den {0} lå inden for tider og antal.",
			     "The contact on {0} was within hours and number.", ARGS(A_DATE(on)));
	}
}

QUOTE(K06, 1, "il § 9",
      "Inkassovirksomhed skal udøves i overensstemmelse med god inkassoskik. Det er i strid med god inkassoskik at anvende "
      "metoder, der udsætter nogen for urimelig pression, skade eller ulempe.")
{
	Look look;
	for (guint i = 0; next_contact(q, &i, &look);) {
		const char *word = look.contact.text != NULL ? threat_in(look.contact.text) : NULL;
		if (word != NULL)
			said(q, &look, VERDICT_FOUND,
			     "Notatet om kontakten den {0} nævner »{1}«: der må ikke være truet med det. Er det skyldners egne ord, så afgør det.",
			     "The note of the contact on {0} speaks of \"{1}\": it must not have been a threat. If the words are the debtor's, say so.",
			     ARGS(A_DATE(look.event->on), A_TEXT(word)));
		else if (look.contact.text != NULL)
			said(q, &look, VERDICT_CLEAR, "Notatet om kontakten den {0} nævner ingen trussel.",
			     "The note of the contact on {0} speaks of no threat.", ARGS(A_DATE(look.event->on)));
	}
}

/* Time given that runs on the day; NULL. */
static const Event *henstand_on(const Inquiry *q, const Party *debtor, Date on)
{
	const Event *last = NULL;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (event->replaced || date_before(on, event->on) ||
		    (event->debtor != NULL && debtor != NULL && strcmp(event->debtor, debtor->id) != 0))
			continue;
		if (strcmp(event->name, "henstand_granted") == 0)
			last = event;
		else if (strcmp(event->name, "henstand_ended") == 0)
			last = NULL;
	}
	return last != NULL && date_known(last->deadline_on) && !date_before(last->deadline_on, on) ? last : NULL;
}

QUOTE(K07, 1, "practice 57", "Så længe en afdragsordning løber og holdes, indleveres der ikke.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		g_autoptr(Plan) plan = plan_of(q->c, debtor, q->law, q->on);
		if (plan == NULL)
			continue;
		bool runs = plan_runs(plan);
		Finding *f = finding_add(q, runs ? VERDICT_FOUND : VERDICT_CLEAR, debtor->subject,
		                         runs ? "Afdragsordningen af {0} løber." : "Afdragsordningen af {0} løber ikke længere.",
		                         runs ? "The plan of instalments of {0} runs." : "The plan of instalments of {0} no longer runs.",
		                         ARGS(A_DATE(plan->event->on)));
		finding_event(f, plan->event);
		if (runs)
			finding_ask(f, "Vent, til den er betalt eller misligholdt; er den slut, så noter plan_ended.",
			            "Wait until it is paid or in default; if it is over, record plan_ended.", NO_ARGS);
	}
}

/* An objection to the claim that stood on the day; NULL. */
static const Event *objection_on(const Inquiry *q, Date on)
{
	const Event *last = NULL;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (event->replaced || !date_before(event->on, on))
			continue;
		if (strcmp(event->name, "objection_received") == 0)
			last = event;
		else if (strcmp(event->name, "objection_cleared") == 0)
			last = NULL;
	}
	return last;
}

QUOTE(M10, 1, "practice 58",
      "Der lægges intet rykkergebyr på, mens en indsigelse er uafklaret, en henstand løber eller en afdragsordning holdes.")
{
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (event->replaced || strcmp(event->name, "reminder_sent") != 0 || date_before(q->on, event->on) || !event->has_amount ||
		    money_is_zero(event->amount))
			continue;
		const Party *debtor = event->debtor != NULL ? case_debtor(q->c, event->debtor) : NULL;
		g_autoptr(Plan) plan = plan_of(q->c, debtor, q->law, event->on);
		const Event *given = henstand_on(q, debtor, event->on), *objection = objection_on(q, event->on);
		const Event *pause = objection != NULL ? objection : given != NULL ? given : plan_runs(plan) ? plan->event : NULL;
		Finding *f = finding_add(q, pause != NULL ? VERDICT_FOUND : VERDICT_CLEAR, "case",
		                         pause != NULL ? "Rykkeren den {0} har gebyr, mens sagen hvilede siden {1}: gebyret kan ikke kræves."
		                                       : "Rykkeren den {0} har gebyr, og sagen hvilede ikke.",
		                         pause != NULL ? "The reminder of {0} carries a fee while the claim had been paused since {1}: it cannot be claimed."
		                                       : "The reminder of {0} carries a fee, and the claim was not paused.",
		                         ARGS(A_DATE(event->on), A_DATE(pause != NULL ? pause->on : event->on)));
		finding_event(f, event);
		finding_event(f, pause);
		if (pause != NULL)
			finding_ask(f, "Tag gebyret ud: ret hændelsen med --replaces uden beløb.",
			            "Take the fee out: correct the event with --replaces and no amount.", NO_ARGS);
	}
}

QUOTE(M11, 1, "practice 59", "Siger aftalen intet, regnes der til skyldners bedste.")
{
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (event->replaced || date_before(q->on, event->on) || !schedule_bears(event->name))
			continue;
		bool open = plan_interest(event) == PLAN_INTEREST_OPEN;
		Finding *f = finding_add(q, open ? VERDICT_FOUND : VERDICT_CLEAR, "case",
		                         open ? "Aftalen af {0} er noteret uden vilkår: der er ikke regnet renter, mens den holdes."
		                              : "Aftalen af {0} siger, om der løber renter, mens den holdes.",
		                         open ? "The agreement of {0} was recorded without its terms: no interest was reckoned while it is kept."
		                              : "The agreement of {0} says whether interest runs while it is kept.",
		                         ARGS(A_DATE(event->on)));
		finding_event(f, event);
		if (open)
			finding_ask(f, "Noter raterne med plan, og med --interest, hvis aftalen siger, at renter løber.",
			            "Record the instalments with plan, and with --interest when the agreement says that interest runs.", NO_ARGS);
	}
}
