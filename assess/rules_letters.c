/* What was read in letters, contracts and invoices: does it bear the claim, and does it contradict it? */
#include "assess/rules_letters.h"

#include "intake/document.h"

#include <string.h>

static const char *letter_file(const Inquiry *q, const Letter *letter)
{
	const Document *document = case_document(q->c, letter->document);
	return document != NULL ? document->name : "?";
}

/* Any day but a later one: a letter without a day may be relevant, one of tomorrow is not here yet. */
static bool has_come(const Inquiry *q, const Letter *letter)
{
	Date on;
	return !field_date(&letter->sent_on, &on) || !date_before(q->on, on);
}

static const Letter *letter_of(const Case *c, const char *id)
{
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		if (strcmp(letter->id, id) == 0)
			return letter;
	}
	return NULL;
}

static void add_facts(Finding *finding, const GPtrArray *facts)
{
	for (guint i = 0; facts != NULL && i < facts->len; i++)
		finding_fact(finding, facts->pdata[i]);
}

/* What makes the letter what it is taken for. */
static void prove_letter(Finding *finding, const Letter *letter)
{
	finding_field(finding, &letter->kind);
	finding_field(finding, &letter->sent_on);
	finding_field(finding, &letter->deadline_on);
	finding_field(finding, &letter->deadline_days);
	finding_field(finding, &letter->fee);
	add_facts(finding, letter->says);
	add_facts(finding, letter->grounds);
}

void letters_prove(Inquiry *q)
{
	for (guint i = 0; i < q->out->findings->len; i++) {
		Finding *finding = q->out->findings->pdata[i];
		for (guint j = 0; j < finding->events.len; j++) {
			const Event *event = finding->events.pdata[j];
			const Letter *letter = event->letter != NULL ? letter_of(q->c, event->letter) : NULL;
			if (letter != NULL)
				prove_letter(finding, letter);
		}
	}
}

/* The words that say so, each once, at most three of them: a sentence is to be read. */
static char *words_of(const GPtrArray *facts)
{
	GString *words = g_string_new(NULL);
	guint shown = 0;
	for (guint i = 0; facts != NULL && i < facts->len && shown < 3; i++) {
		const Fact *fact = facts->pdata[i];
		if (fact->raw == NULL || *fact->raw == '\0' || strstr(words->str, fact->raw) != NULL)
			continue;
		/* The sentence has a full stop of its own. */
		size_t length = strlen(fact->raw) - (g_str_has_suffix(fact->raw, ".") ? 1 : 0);
		g_string_append_printf(words, "%s»%.*s«", shown > 0 ? ", " : "", (int)length, fact->raw);
		shown++;
	}
	return g_string_free(words, FALSE);
}

void finding_words(Inquiry *q, Finding *finding, const Event *event)
{
	const Letter *letter = event->letter != NULL ? letter_of(q->c, event->letter) : NULL;
	if (letter == NULL)
		return;
	g_autofree char *grounds = words_of(letter->grounds), *says = words_of(letter->says);
	const char *words = *grounds != '\0' ? grounds : says;
	if (*words == '\0')
		return;
	finding_append(finding, "Ordene står i {0}: {1}.", "The words stand in {0}: {1}.",
	               ARGS(A_TEXT(letter_file(q, letter)), A_TEXT(words)));
}

/* What the words of letter.ground are called. */
static const struct {
	const char *word;
	Say say;
} grounds[] = {
	{ "defect", { "mangler", "defects" } },
	{ "not_ordered", { "ikke bestilt", "not ordered" } },
	{ "not_delivered", { "ikke leveret", "not delivered" } },
	{ "price", { "prisen", "the price" } },
	{ "paid", { "betalt", "paid" } },
	{ "wrong_debtor", { "forkert skyldner", "wrong debtor" } },
	{ "counter_claim", { "modkrav", "counter-claim" } },
	{ "time_barred", { "forældet", "time-barred" } },
	{ "other", { "anden grund", "another ground" } },
};

char *objection_ground(const Inquiry *q, const Event *event, Lang lang)
{
	const Letter *letter = event->letter != NULL ? letter_of(q->c, event->letter) : NULL;
	if (letter == NULL)
		return g_strdup(event->ground);
	g_autoptr(GString) out = g_string_new(NULL);
	/* In the order of the table, each once, however often the letter says it. */
	for (size_t i = 0; i < G_N_ELEMENTS(grounds); i++) {
		bool named = false;
		for (guint n = 0; n < letter->grounds->len; n++)
			named = named || strcmp(((const Fact *)letter->grounds->pdata[n])->value, grounds[i].word) == 0;
		if (named)
			g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", say(grounds[i].say, lang));
	}
	return out->len > 0 ? g_strdup(out->str) : NULL;
}

/* ---- the demand letter that was read ---- */

typedef struct Element {
	const char *word; /* of letter.element */
	Say say;
} Element;

static const Element statutory[] = {
	{ "deadline", { "en frist for at betale", "a deadline to pay" } },
	{ "avoids_costs", { "at betaling inden fristen sparer flere omkostninger", "that paying in time avoids further costs" } },
	{ "claim_information", { "hvad kravet er for", "what the claim is for" } },
	{ "amount_split", { "hvad beløbet består af", "what the amount consists of" } },
	{ NULL, { NULL, NULL } },
};

static const Element customary[] = {
	{ "further_costs", { "at der kan komme flere omkostninger efter fristen", "that further costs may follow after the date" } },
	{ "identity", { "hvem kreditor og skyldner er", "who creditor and debtor are" } },
	{ "payment_details", { "hvor der skal betales", "where to pay" } },
	{ "where_to_object", { "hvor man kan gøre indsigelse", "where to object" } },
	{ NULL, { NULL, NULL } },
};

static bool has_element(const Letter *letter, const char *word)
{
	for (guint i = 0; i < letter->elements->len; i++)
		if (strcmp(((const Fact *)letter->elements->pdata[i])->value, word) == 0)
			return true;
	return false;
}

/* What the letter lacks, in both languages; false when nothing. */
static bool lacking(const Letter *letter, const Element *elements, GString *da, GString *en)
{
	for (const Element *element = elements; element->word != NULL; element++) {
		if (has_element(letter, element->word))
			continue;
		g_string_append_printf(da, "%s%s", da->len > 0 ? "; " : "", element->say.da);
		g_string_append_printf(en, "%s%s", en->len > 0 ? "; " : "", element->say.en);
	}
	return da->len > 0;
}

/* The last demand letter that was read to the debtor; one sent to nobody in particular went to all. */
static const Letter *last_demand(const Inquiry *q, const Party *debtor)
{
	const Letter *last = NULL;
	for (guint i = 0; i < q->c->letters->len; i++) {
		const Letter *letter = q->c->letters->pdata[i];
		if (field_is(&letter->kind, "demand") && letter->side == LETTER_FROM_CREDITOR && has_come(q, letter) &&
		    (letter->party == NULL || letter->party == debtor) && !field_is(&letter->quoted, "yes"))
			last = letter;
	}
	return last;
}

bool demand_was_read(const Inquiry *q, const Party *debtor)
{
	return last_demand(q, debtor) != NULL;
}

QUOTE(D04, 1, "il § 10 stk. 2",
      "I påkravsskrivelsen skal tydeligt angives alle oplysninger, som er nødvendige for skyldnerens bedømmelse af "
      "fordringen.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Letter *letter = last_demand(q, debtor);
		if (letter == NULL)
			continue;
		g_autoptr(GString) da = g_string_new(NULL), en = g_string_new(NULL);
		const char *file = letter_file(q, letter);
		Finding *f;
		if (lacking(letter, statutory, da, en)) {
			f = finding_add(q, VERDICT_FOUND, debtor->subject,
			                "I påkravsskrivelsen ({0}) er ikke fundet: {1}. Uden det opfylder brevet ikke inkassolovens § 10.",
			                "Not found in the demand letter ({0}): {2}. Without it the letter does not satisfy inkassoloven § 10.",
			                ARGS(A_TEXT(file), A_TEXT(da->str), A_TEXT(en->str)));
			finding_ask(f, "Læs brevet, og send et nyt, hvis det mangler.", "Read the letter, and send a new one if it is missing.",
			            NO_ARGS);
			if (q->civil && !q->represented)
				finding_soften(f, EFFECT_WARN);
		} else {
			f = finding_add(q, VERDICT_CLEAR, debtor->subject,
			                "Påkravsskrivelsen ({0}) har det, som inkassolovens § 10 kræver.",
			                "The demand letter ({0}) has what inkassoloven § 10 asks for.", ARGS(A_TEXT(file)));
		}
		prove_letter(f, letter);
		add_facts(f, letter->elements);
	}
}

QUOTE(D05, 1, "practice 46",
      "En påkravsskrivelse bør også sige, at der kan komme flere omkostninger efter fristen, hvem parterne er, hvor der skal "
      "betales, og hvor man kan gøre indsigelse. Siger den ikke det første, kan senere udenretlige omkostninger være tabt.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		const Letter *letter = last_demand(q, debtor);
		g_autoptr(GString) da = g_string_new(NULL), en = g_string_new(NULL);
		if (letter == NULL)
			continue;
		Finding *f = lacking(letter, customary, da, en)
		                 ? finding_add(q, VERDICT_FOUND, debtor->subject, "I påkravsskrivelsen ({0}) er heller ikke fundet: {1}.",
		                               "Nor was found in the demand letter ({0}): {2}.",
		                               ARGS(A_TEXT(letter_file(q, letter)), A_TEXT(da->str), A_TEXT(en->str)))
		                 : finding_add(q, VERDICT_CLEAR, debtor->subject, "Påkravsskrivelsen ({0}) siger også det, der er skik.",
		                               "The demand letter ({0}) also says what is customary.",
		                               ARGS(A_TEXT(letter_file(q, letter))));
		add_facts(f, letter->elements);
	}
}

QUOTE(D06, 1, "il § 9",
      "Inkassovirksomhed skal udøves i overensstemmelse med god inkassoskik. Det er i strid med god inkassoskik at anvende "
      "metoder, der udsætter nogen for urimelig pression, skade eller ulempe.")
{
	for (guint i = 0; i < q->c->letters->len; i++) {
		const Letter *letter = q->c->letters->pdata[i];
		if (letter->side != LETTER_FROM_CREDITOR || letter->threats->len == 0 || !has_come(q, letter))
			continue;
		g_autofree char *words = words_of(letter->threats);
		Finding *f = finding_add(q, VERDICT_FOUND, letter->party != NULL ? letter->party->subject : "case",
		                         "Brevet {0} truer med noget, som loven ikke tillader, eller som kræver grundlag: {1}.",
		                         "The letter {0} threatens with something that the law does not allow or that needs a basis: {1}.",
		                         ARGS(A_TEXT(letter_file(q, letter)), A_TEXT(words)));
		add_facts(f, letter->threats);
		finding_field(f, &letter->sent_on);
	}
}

QUOTE(D07, 1, "rl § 9 a stk. 3",
      "Angår kravet vederlag i henhold til en aftale omfattet af § 1, stk. 4, kan fordringshaver kræve, at skyldneren betaler "
      "fordringshaver et fast kompensationsbeløb til dækning af inddrivelsesomkostninger i tilfælde af forsinket betaling.")
{
	for (guint i = 0; i < q->c->letters->len; i++) {
		const Letter *letter = q->c->letters->pdata[i];
		Money asked;
		if (letter->side != LETTER_FROM_CREDITOR || !field_money(&letter->compensation, &asked) || money_is_zero(asked) ||
		    !has_come(q, letter))
			continue;
		bool consumer = letter->party != NULL && party_is_consumer(letter->party);
		for (guint j = 0; letter->party == NULL && j < q->c->debtors->len; j++)
			consumer = consumer || party_is_consumer(q->c->debtors->pdata[j]);
		Finding *f = finding_add(q, consumer ? VERDICT_FOUND : VERDICT_CLEAR, letter->party != NULL ? letter->party->subject : "case",
		                         consumer ? "Brevet {0} kræver {1} i kompensation. Det kan kun kræves mellem erhvervsdrivende og af "
		                                    "det offentlige; skyldner er forbruger eller regnes som det."
		                                  : "Brevet {0} kræver {1} i kompensation, og skyldner er erhvervsdrivende eller offentlig.",
		                         consumer ? "The letter {0} asks for a compensation of {1}. It may be asked only between businesses and "
		                                    "of public authorities; the debtor is a consumer or counts as one."
		                                  : "The letter {0} asks for a compensation of {1}, and the debtor is a business or a public "
		                                    "authority.",
		                         ARGS(A_TEXT(letter_file(q, letter)), A_MONEY(asked)));
		if (consumer)
			finding_ask(f, "Frafald kompensationen over for skyldner, og kræv den ikke i retten.",
			            "Withdraw the compensation towards the debtor, and do not claim it in court.", NO_ARGS);
		finding_field(f, &letter->compensation);
		finding_field(f, &letter->sent_on);
		if (letter->party != NULL)
			finding_field(f, &letter->party->kind);
	}
}

/* ---- what the debtor writes ---- */

/* Does it say something that we know the meaning of? */
static bool is_understood(const Letter *letter)
{
	const char *kind = field_text(&letter->kind);
	return kind != NULL && strcmp(kind, "other") != 0;
}

QUOTE(R12, 1, "practice 47",
      "Et brev fra skyldner, som maskinen ikke forstår, læses af en person, før kravet behandles som ubestridt.")
{
	bool expected, told = field_yes(&q->c->objection_expected, &expected) && !expected;
	for (guint i = 0; i < q->c->letters->len; i++) {
		const Letter *letter = q->c->letters->pdata[i];
		if (letter->side != LETTER_FROM_DEBTOR || !has_come(q, letter) || field_is(&letter->quoted, "yes"))
			continue;
		const char *about = letter->party != NULL ? letter->party->subject : "case";
		if (is_understood(letter)) {
			Finding *f = finding_add(q, VERDICT_CLEAR, about, "Brevet {0} fra skyldner er læst og forstået.",
			                         "The letter {0} from the debtor was read and understood.",
			                         ARGS(A_TEXT(letter_file(q, letter))));
			prove_letter(f, letter);
			continue;
		}
		Finding *f = finding_add(q, VERDICT_UNKNOWN, about,
		                         "Brevet {0} er fra skyldner, men hvad det siger, er ikke sikkert læst. Det kan være en indsigelse.",
		                         "The letter {0} is from the debtor, but what it says was not read for certain. It may be an "
		                         "objection.",
		                         ARGS(A_TEXT(letter_file(q, letter))));
		finding_ask(f, "Læs brevet, og afgør, om det er en indsigelse.", "Read the letter and decide whether it objects.", NO_ARGS);
		prove_letter(f, letter);
		/* The creditor, who has read it, says that none is expected. */
		if (told)
			finding_soften(f, EFFECT_WARN);
	}
}

QUOTE(R13, 1, "practice 48",
      "Skriver skyldner, at der er betalt, og kender sagen ingen betaling, afgør en person, om der er betalt, før der indleveres.")
{
	g_autoptr(GPtrArray) payments = case_events(q->c, "payment", NULL, NULL);
	for (guint i = 0; i < q->c->letters->len; i++) {
		const Letter *letter = q->c->letters->pdata[i];
		if (letter->side != LETTER_FROM_DEBTOR || !field_is(&letter->kind, "payment_notice") || !has_come(q, letter))
			continue;
		g_autofree char *words = words_of(letter->says);
		bool known = payments->len > 0;
		Finding *f = finding_add(q, known ? VERDICT_CLEAR : VERDICT_FOUND, letter->party != NULL ? letter->party->subject : "case",
		                         known ? "Skyldner skriver i {0}, at der er betalt, og sagen har en betaling."
		                               : "Skyldner skriver i {0}, at der er betalt ({1}), men sagen har ingen betaling.",
		                         known ? "The debtor writes in {0} that it was paid, and the record has a payment."
		                               : "The debtor writes in {0} that it was paid ({1}), but the record has no payment.",
		                         ARGS(A_TEXT(letter_file(q, letter)), A_TEXT(words)));
		prove_letter(f, letter);
		for (guint j = 0; j < payments->len; j++)
			finding_event(f, payments->pdata[j]);
		if (!known)
			finding_ask(f, "Se efter på kontoen, og noter betalingen eller afgør, at den ikke er kommet.",
			            "Look at the account, and note the payment or decide that it has not come.", NO_ARGS);
	}
}

/* ---- contradictions ---- */

static Finding *contradiction(Inquiry *q, const char *about, const char *da, const char *en, const Arg *args)
{
	Finding *f = finding_add(q, VERDICT_FOUND, about, da, en, args);
	finding_ask(f, "Afgør, hvad der er rigtigt, før der indleveres.", "Decide what is right before filing.", NO_ARGS);
	return f;
}

/* An invoice that falls due before the contract lets it. */
static void due_against_contract(Inquiry *q, const ClaimedItem *row, const Contract *contract)
{
	Date issued;
	const char *text = field_text(&contract->payment_days);
	gint64 days;
	if (text == NULL || !g_ascii_string_to_signed(text, 10, 0, 366, &days, NULL) || !field_date(&row->item->issue_on, &issued) ||
	    !date_known(row->due_on))
		return;
	Date allowed = date_add_days(issued, (int)days);
	const Document *document = case_document(q->c, contract->document);
	if (!date_before(row->due_on, allowed))
		return;
	Finding *f = contradiction(q, row->item->id,
	                           "Fakturaen forfalder den {0}, men aftalen ({1}) giver {2} dage, altså til den {3}.",
	                           "The invoice falls due on {0}, but the agreement ({1}) gives {2} days, that is until {3}.",
	                           ARGS(A_DATE(row->due_on), A_TEXT(document != NULL ? document->name : "?"), A_NUMBER(days),
	                                A_DATE(allowed)));
	finding_field(f, &row->item->due_on);
	finding_field(f, &row->item->issue_on);
	finding_field(f, &contract->payment_days);
}

/* A rate that the creditor states and the contract does not. */
static void rate_against_contract(Inquiry *q, const ClaimedItem *row, const Contract *contract)
{
	RateBp stated, agreed;
	if (!field_rate(&row->item->agreed_interest, &stated) || !field_rate(&contract->interest, &agreed) || stated == agreed)
		return;
	Finding *f = contradiction(q, row->item->id, "Den oplyste rente er {0} om året, men i aftalen står {1}.",
	                           "The stated interest is {0} a year, but the agreement says {1}.", ARGS(A_RATE(stated), A_RATE(agreed)));
	finding_field(f, &row->item->agreed_interest);
	finding_field(f, &contract->interest);
}

/* Was so much left of the item on the day, by what is recorded? */
static bool amount_explained(const Inquiry *q, const ClaimedItem *row, Money told, Date on)
{
	Money left = row->amount;
	if (money_compare(left, told) == 0 || (money_sub(left, row->credited, &left) && money_compare(left, told) == 0))
		return true;
	g_autoptr(GPtrArray) payments = case_events(q->c, "payment", NULL, row->item);
	for (guint i = 0; i < payments->len; i++) {
		const Event *payment = payments->pdata[i];
		if (payment->has_amount && (!date_known(on) || !date_before(on, payment->on)) && !money_sub(left, payment->amount, &left))
			return true;
	}
	return money_compare(left, told) == 0;
}

/* A demand that claims another principal than the invoice. */
static void principal_against_letter(Inquiry *q, const ClaimedItem *row, const Letter *letter)
{
	Money told;
	Date on = DATE_NONE;
	bool alone = letter->items != NULL && letter->items->len == 1 && letter->items->pdata[0] == row->item;
	if (!alone || letter->side != LETTER_FROM_CREDITOR || !has_come(q, letter) || !field_is(&letter->kind, "demand") ||
	    !row->amount_known || !field_money(&letter->principal, &told))
		return;
	field_date(&letter->sent_on, &on);
	if (amount_explained(q, row, told, on))
		return;
	Finding *f = contradiction(q, row->item->id, "Påkravsskrivelsen ({0}) kræver {1} i hovedstol, men fakturaen lyder på {2}.",
	                           "The demand letter ({0}) claims a principal of {1}, but the invoice is for {2}.",
	                           ARGS(A_TEXT(letter_file(q, letter)), A_MONEY(told), A_MONEY(row->amount)));
	finding_field(f, &letter->principal);
	finding_field(f, &row->item->principal);
}

/* The creditor's word on the day of the demand against the letter itself. */
static void day_against_letter(Inquiry *q, const Letter *letter)
{
	Date sent;
	bool same = false, other = false;
	if (letter->side != LETTER_FROM_CREDITOR || !field_is(&letter->kind, "demand") || field_is(&letter->quoted, "yes") ||
	    !has_come(q, letter) || !field_date(&letter->sent_on, &sent))
		return;
	const Document *document = case_document(q->c, letter->document);
	g_autoptr(GPtrArray) events = case_events(q->c, "demand_sent", NULL, NULL);
	const Event *stated = NULL;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		bool names_it = event->letter == NULL && event->document != NULL && document != NULL &&
		                strcmp(event->document, document->name) == 0;
		same = same || (names_it && date_compare(event->on, sent) == 0);
		if (names_it && date_compare(event->on, sent) != 0) {
			other = true;
			stated = event;
		}
	}
	if (same || !other)
		return;
	Finding *f = contradiction(q, "case", "Påkravsskrivelsen er oplyst sendt den {0}, men brevet ({1}) er dateret den {2}.",
	                           "The demand letter is said to be sent on {0}, but the letter ({1}) is dated {2}.",
	                           ARGS(A_DATE(stated->on), A_TEXT(letter_file(q, letter)), A_DATE(sent)));
	finding_event(f, stated);
	prove_letter(f, letter);
}

QUOTE(R14, 1, "practice 49",
      "Siger faktura, aftale og breve hinanden imod, behandles kravet ikke som ubestridt: en person afgør, hvad der er rigtigt.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		for (guint j = 0; j < q->c->contracts->len; j++) {
			due_against_contract(q, row, q->c->contracts->pdata[j]);
			rate_against_contract(q, row, q->c->contracts->pdata[j]);
		}
		for (guint j = 0; j < q->c->letters->len; j++)
			principal_against_letter(q, row, q->c->letters->pdata[j]);
	}
	for (guint j = 0; j < q->c->letters->len; j++)
		day_against_letter(q, q->c->letters->pdata[j]);
}

/* ---- the invoice and the agreement as evidence ---- */

typedef struct Lack {
	GString *da, *en;
} Lack;

static void lack_unless(Lack *lack, bool there, const char *da, const char *en)
{
	if (there)
		return;
	g_string_append_printf(lack->da, "%s%s", lack->da->len > 0 ? "; " : "", da);
	g_string_append_printf(lack->en, "%s%s", lack->en->len > 0 ? "; " : "", en);
}

static bool said(const Field *field)
{
	return field->state != FIELD_ABSENT;
}

QUOTE(R15, 1, "practice 50",
      "En faktura bør nævne begge parter med rigtigt navn, hvad der er leveret, betalingsfristen, vilkårene og, hvor man kan "
      "henvende sig. Det, der mangler, skal kunne vises på anden måde, hvis kravet bestrides.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		if (item->kind != ITEM_INVOICE || (!said(&item->seller_name) && !said(&item->buyer_name)))
			continue; /* the invoice itself was not read */
		Lack lack = { g_string_new(NULL), g_string_new(NULL) };
		lack_unless(&lack, said(&item->seller_name), "sælgers navn", "the seller's name");
		lack_unless(&lack, said(&item->buyer_name), "købers navn", "the buyer's name");
		lack_unless(&lack, said(&item->description), "hvad der er leveret", "what was delivered");
		lack_unless(&lack, said(&item->due_on), "betalingsfristen", "the period of payment");
		lack_unless(&lack, said(&item->terms), "vilkår for betalingen", "terms of payment");
		lack_unless(&lack, said(&q->c->creditor->phone) || said(&q->c->creditor->email), "hvor man kan henvende sig",
		            "where to turn to");
		Finding *f = lack.da->len > 0
		                 ? finding_add(q, VERDICT_FOUND, item->id,
		                               "På fakturaen er ikke fundet: {0}. Et betalingspåkrav kræver navn, adresse og begrundelse; i en "
		                               "retssag skal det mangler bevises på anden måde.",
		                               "Not found on the invoice: {1}. A betalingspåkrav needs names, addresses and grounds; in a civil "
		                               "case what is missing must be proved otherwise.",
		                               ARGS(A_TEXT(lack.da->str), A_TEXT(lack.en->str)))
		                 : finding_add(q, VERDICT_CLEAR, item->id, "Fakturaen nævner det, den bør.",
		                               "The invoice names what it should.", NO_ARGS);
		g_string_free(lack.da, TRUE);
		g_string_free(lack.en, TRUE);
		finding_field(f, &item->seller_name);
		finding_field(f, &item->buyer_name);
		finding_field(f, &item->due_on);
		finding_field(f, &item->terms);
	}
}

/* How well the agreement is proved, strongest first. */
typedef struct Strength {
	const char *word; /* of contract.signed */
	int rank;
	Say say;
} Strength;

static const Strength strengths[] = {
	{ "digital_signature", 5, { "underskrevet digitalt", "signed digitally" } },
	{ "signature_block", 4, { "underskrevet", "signed" } },
	{ "mail_acceptance", 3, { "accepteret pr. mail", "accepted by mail" } },
	{ "order_confirmation", 2, { "ordrebekræftelse uden svar", "an order confirmation without an answer" } },
	{ "unsigned", 1, { "ikke underskrevet", "not signed" } },
};

static const Strength *strength_of(const Contract *contract)
{
	for (size_t i = 0; i < G_N_ELEMENTS(strengths); i++)
		if (field_is(&contract->is_signed, strengths[i].word))
			return &strengths[i];
	return NULL;
}

QUOTE(R16, 1, "practice 51",
      "Et betalingspåkrav kræver ikke, at aftalen er underskrevet, men uden underskrift, digital aftale eller accept står kreditor "
      "svagt, hvis kravet bestrides. Styrken af beviset nævnes, ikke udfaldet.")
{
	const Contract *best = NULL;
	const Strength *strength = NULL;
	for (guint i = 0; i < q->c->contracts->len; i++) {
		const Strength *one = strength_of(q->c->contracts->pdata[i]);
		if (one == NULL || (strength != NULL && strength->rank >= one->rank))
			continue;
		best = q->c->contracts->pdata[i];
		strength = one;
	}
	if (best == NULL)
		return; /* U26 says what the creditor has told */
	const Document *document = case_document(q->c, best->document);
	const char *file = document != NULL ? document->name : "?";
	Finding *f = strength->rank >= 3
	                 ? finding_add(q, VERDICT_CLEAR, "case", "Aftalen ({0}) er {1}: godt bevis ad begge veje.",
	                               "The agreement ({0}) is {2}: good evidence on both routes.",
	                               ARGS(A_TEXT(file), A_TEXT(strength->say.da), A_TEXT(strength->say.en)))
	                 : finding_add(q, VERDICT_FOUND, "case",
	                               "Aftalen ({0}) er {1}. Det hindrer ikke et betalingspåkrav, men bestrides kravet, skal bestilling og "
	                               "levering bevises på anden måde.",
	                               "The agreement ({0}) is {2}. That is no bar to a betalingspåkrav, but if the claim is disputed, order "
	                               "and delivery must be proved otherwise.",
	                               ARGS(A_TEXT(file), A_TEXT(strength->say.da), A_TEXT(strength->say.en)));
	finding_field(f, &best->is_signed);
	finding_field(f, &best->signed_on);
}

QUOTE(R17, 1, "practice 52",
      "Telefon og mail på skyldner gør det lettere at få kontakt og at få papirerne forkyndt. De er ikke et krav.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Lack lack = { g_string_new(NULL), g_string_new(NULL) };
		lack_unless(&lack, said(&debtor->phone), "telefon", "telephone");
		lack_unless(&lack, said(&debtor->email), "mail", "e-mail");
		Finding *f = lack.da->len > 0
		                 ? finding_add(q, VERDICT_FOUND, debtor->subject, "For skyldner kendes ikke: {0}.",
		                               "Not known of the debtor: {1}.", ARGS(A_TEXT(lack.da->str), A_TEXT(lack.en->str)))
		                 : finding_add(q, VERDICT_CLEAR, debtor->subject, "Telefon og mail på skyldner kendes.",
		                               "The debtor's telephone and e-mail are known.", NO_ARGS);
		g_string_free(lack.da, TRUE);
		g_string_free(lack.en, TRUE);
		finding_field(f, &debtor->phone);
		finding_field(f, &debtor->email);
	}
}
