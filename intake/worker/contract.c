#include "intake/worker/contract.h"

#include <string.h>

/* Of a long document its first pages are read: terms longer than that are a book. */
enum { PAGES_MOST = 60, TITLE_WORDS = 40 };

typedef struct Sign {
	const char *pattern;
	int weight;
} Sign;

/* What a paper calls itself: looked for among its first words alone. */
static const Sign titles[] = {
	{ "^ ordrebekræftelse*|ordrebekraeftelse*|orderbekräftelse*|ordererkännande*|auftragsbest*", 60 },
	{ "^ order confirmation", 60 },
	{ "^ slutseddel|købekontrakt*|salgskontrakt*|lejekontrakt*|entreprisekontrakt*|kontrakt|kontrakt*", 55 },
	{ "^ *aftale|aftale|aftaledokument|*vertrag|vertrag|*avtal|avtal|*kontrakt", 50 },
	{ "^ ~4 agreement|contract", 45 },
	{ "^ almindelige|generelle ~4 *betingelser|*vilkår", 60 },
	{ "^ *betingelser|*forretningsbetingelser|handelsbetingelser", 50 },
	{ "^ salgs|salgs-|leverings ~3 *betingelser|*vilkår", 60 },
	{ "^ general ~3 terms|conditions", 60 },
	{ "^ terms ~2 conditions", 60 },
	{ "^ allgemeine ~2 *bedingungen", 60 },
	{ "^ allmänna ~2 villkor", 60 },
	{ "^ accept|rekvisition|bestilling|ordre|purchase|bestellung|beställning", 30 },
	{ "^ ~2 purchase order", 45 },
};

/* Papers of another kind name themselves, too. */
static const Sign others[] = {
	{ "^ ~2 faktura|fakturanr|fakturanummer|kreditnota|invoice|rechnung|regning", 60 },
	{ "^ ~2 rykker*|*rykker|påkrav|betalingspåminnelse|inkasso*|inkassovarsel", 60 },
	{ "^ ~2 påmindelse|betalingspåmindelse|reminder|mahnung|påminnelse", 60 },
	{ "^ ~3 stævning|betalingspåkrav|dom|kendelse|retsbogen|udskrift", 60 },
	{ "^ kontoudtog|account ~1 statement", 60 },
};

/* What stands in such papers and seldom elsewhere. */
static const Sign clauses[] = {
	{ "mellem|between|zwischen|mellan ~12 og|and|und|och", 10 },
	{ "undertegnede|parterne|parties|vertragsparteien|parterna", 10 },
	{ "*underskrift|underskrifter|signature|unterschrift|underskrift", 15 },
	{ "ejendomsforbehold*|ejendomsretten|eigentumsvorbehalt*|äganderättsförbehåll*", 15 },
	{ "retention ~1 title", 15 },
	{ "værneting|gerichtsstand|jurisdiction|voldgift*|arbitration|schiedsgericht*|skiljeförfarande", 15 },
	{ "dansk|svensk ret|lovgivning|rätt|lag", 10 },
	{ "misligholdelse*|force|opsigelse*|ansvarsbegrænsning*|produktansvar*", 10 },
	{ "ordrebekræftelse*|auftragsbest*|orderbekräftelse*", 15 },
	{ "betalingsbetingelser|betalingsvilkår|betalingsfrist|zahlungsbedingungen|betalningsvillkor", 10 },
	{ "payment terms", 10 },
};

static const char *const acceptances[] = {
	"jeg|vi|undertegnede ~2 accepterer|acceptere|godkender|tiltræder ~5 tilbud*|*tilbud|ordrebekræftelse*|aftalen|kontrakten",
	"tilbud*|*tilbud|ordren|aftalen ~5 accepteres|accepteret|godkendt|tiltrædes|godkendes ~1 hermed",
	"tilbud*|*tilbud|aftalen|ordren ~3 er|hermed ~1 accepteret|godkendt|godkendes|accepteres",
	"hermed ~2 accept|accepteres|godkendes ~6 tilbud*|*tilbud",
	"vi|jeg ~3 imod ~2 tilbud*|*tilbud",
	"vi|jeg ~3 bekræfter|bekræftes ~3 ordren|bestillingen|ordre|bestilling",
	"i|we ~3 accept ~4 offer|quotation|quote|proposal|terms",
	"offer|quotation|quote ~3 accepted",
	"wir|ich nehmen|nehme ~4 angebot ~3 an",
	"vi|jag|härmed ~2 accepterar|antar ~4 offert*|anbud*|erbjudande*",
	NULL,
};

static const char *const no_acceptance[] = {
	"ikke|inte|nicht|not|cannot|can't|ej|hverken",
	"hvis|såfremt|forudsat|betinget|medmindre|if|unless|provided|wenn|sofern|om",
	"afdrag*|forlig*|henstand*|afdragsordning|betalingsordning|gæld*|rykker*|instalment*|settlement",
	NULL,
};

static bool acceptance_found(const Flow *flow, FlowMatch *match, bool *plain)
{
	for (size_t i = 0; acceptances[i] != NULL; i++)
		for (guint from = 0; flow_find(flow, from, 0, acceptances[i], match); from = match->first + 1) {
			guint first, last;
			flow_sentence(flow, match->first, &first, &last);
			*plain = !flow_has(flow, first, last + 1, no_acceptance);
			if (*plain)
				return true;
		}
	return false;
}

static int best_of(const Flow *flow, guint to, const Sign *signs, size_t n)
{
	FlowMatch match;
	int best = 0;
	for (size_t i = 0; i < n; i++)
		if (signs[i].weight > best && flow_find(flow, 0, to, signs[i].pattern, &match))
			best = signs[i].weight;
	return best;
}

static int score(const Flow *flow)
{
	FlowMatch match;
	bool plain;
	guint head = MIN((guint)TITLE_WORDS, flow->words->len);
	if (head == 0)
		return 0;
	int title = best_of(flow, head, titles, G_N_ELEMENTS(titles)), sum = title;
	int other = best_of(flow, head, others, G_N_ELEMENTS(others));
	int clause = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(clauses); i++)
		if (flow_find(flow, 0, 0, clauses[i].pattern, &match))
			clause += clauses[i].weight;
	sum += MIN(clause, 60) - other;
	if (title < 50 && clause < 30 && other == 0 && acceptance_found(flow, &match, &plain))
		sum = MAX(sum, 55);
	return CLAMP(sum, 0, 100);
}

int contract_score(const Text *text)
{
	g_autoptr(Flow) flow = flow_new(text, 1, PAGES_MOST, 0, NULL);
	return score(flow);
}

static bool is_order(const Flow *flow, FlowMatch *match)
{
	static const char *const patterns[] = {
		"ordrebekræftelse*|ordrebekraeftelse*|orderbekräftelse*|ordererkännande*|auftragsbest*",
		"order confirmation",
		"^ rekvisition|bestilling|ordre|bestellung|beställning",
		"purchase order",
	};
	guint head = MIN((guint)TITLE_WORDS, flow->words->len);
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++)
		if (flow_find(flow, 0, head, patterns[i], match))
			return true;
	return false;
}

static bool is_confirmation(const Flow *flow, const FlowMatch *match)
{
	FlowMatch other;
	return flow_match(flow, match->first, "ordrebekræftelse*|orderbekräftelse*|ordererkännande*|auftragsbest*", &other) ||
	       flow_match(flow, match->first, "order confirmation", &other);
}

/* The words by which it was told what it is: its title, else how it begins. */
static void read_kind(const Flow *flow, Reading *reading, bool accepted)
{
	FlowMatch match;
	guint head = MIN((guint)TITLE_WORDS, flow->words->len);
	bool order = is_order(flow, &match);
	bool found = order;
	for (size_t i = 0; !found && i < G_N_ELEMENTS(titles); i++)
		found = flow_find(flow, 0, head, titles[i].pattern, &match);
	if (!found)
		match = (FlowMatch){ .first = 0, .last = MIN(8u, flow->words->len - 1) };
	int confidence = found || accepted ? 85 : 60;
	flow_told(flow, reading, "document", "document.shown_kind", order || (accepted && !found) ? "order" : "contract",
	          match.first, match.last, confidence);
}

void contract_read(const Text *text, const Envelope *envelope, Reading *reading)
{
	const char *reader = envelope != NULL && envelope->is_mail ? "mail" : strcmp(reading->media, "office") == 0 ? "office" : NULL;
	g_autoptr(Flow) flow = flow_new(text, 1, PAGES_MOST, 0, reader);
	if (flow->words->len == 0)
		return;
	FlowMatch order, accept;
	bool is_mail = envelope != NULL && envelope->is_mail, plain = false;
	bool confirmed = is_order(flow, &order) && is_confirmation(flow, &order);
	bool titled = best_of(flow, MIN((guint)TITLE_WORDS, flow->words->len), titles, G_N_ELEMENTS(titles)) >= 45;
	bool accepted = !titled && acceptance_found(flow, &accept, &plain);
	read_kind(flow, reading, accepted);
	if (accepted)
		flow_told(flow, reading, "document", "contract.signed", "mail_acceptance", accept.first, accept.last,
		          is_mail ? 90 : 75);
	else
		contract_signing(flow, confirmed, reading);
	if (accepted && is_mail && date_known(envelope->sent_on)) {
		g_autofree char *day = date_iso(envelope->sent_on);
		flow_fact(flow, reading, "document", "contract.signed_on", day, accept.first, accept.last, 80);
	}
	contract_parties(flow, reading);
	contract_payment(flow, reading);
	contract_interest(flow, reading);
	contract_clauses(flow, reading);
}
