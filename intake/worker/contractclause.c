/* Clauses of a contract: venue, arbitration, law, title, instalments, general terms; days of payment and interest. */
#include "intake/worker/contract.h"

#include <string.h>

enum { SURE = 85, LIKELY = 75, UNSURE = 40, CLAUSE_BYTES = 300, CLAUSE_WORDS = 45 };

static const char *const negations[] = {
	"ikke|ingen|intet|uden|hverken|fravalgt|fravælger|fravælges|udelukket|udelukkes|bortfaldet|ophævet",
	"not|no|neither|without|excluded|nor|waived",
	"nicht|kein|keine|keinen|keiner|ohne|ausgeschlossen",
	"inte|ej|ingen|inget|utan|varken",
	NULL,
};

typedef struct Clause {
	const char *name;
	const char *pattern;
	bool whole; /* says the thing by itself; else the words only hint at it */
	bool holds_no; /* its own words hold a negation */
} Clause;

static const Clause table[] = {
	{ "contract.arbitration",
	  "voldgift*|*voldgift ~12 afgøres|afgørelse|behandles|indbringes|endelig*|endeligt|bilægges|løses|regler|regler*", true, false },
	{ "contract.arbitration", "afgøres|afgørelse|behandles|indbringes|bilægges|løses|henvises|afgjort ~10 voldgift*|*voldgift", true, false },
	{ "contract.arbitration", "settled|resolved|decided|referred|submitted ~10 arbitration", true, false },
	{ "contract.arbitration", "arbitration ~10 settled|resolved|final|binding|rules|administered", true, false },
	{ "contract.arbitration", "schiedsgericht*|schiedsverfahren|schiedsordnung|schiedsgerichtsordnung ~10 entschieden|endgültig|entscheidet", true, false },
	{ "contract.arbitration", "entschieden|beigelegt ~10 schiedsgericht*|schiedsverfahren", true, false },
	{ "contract.arbitration", "avgöras|slutligt|hänskjutas ~8 skiljedom*|skiljeförfarande*", true, false },
	{ "contract.arbitration", "voldgift*|*voldgift|arbitration|schiedsgericht*|skiljedom*|skiljeförfarande*", false, false },

	{ "contract.retention_of_title", "ejendomsforbehold*|ejendomsforbeholdet", true, false },
	{ "contract.retention_of_title", "ejendomsretten|ejendomsret ~10 indtil|før|når|til ~12 betalt|betales|betaling*|indfriet", true, true },
	{ "contract.retention_of_title", "ejendom ~8 indtil|til ~10 betalt|betaling*|betales", true, true },
	{ "contract.retention_of_title", "retention|reservation of title|ownership", true, false },
	{ "contract.retention_of_title", "title|ownership|property ~8 until|remain*|pass*|upon ~12 paid|payment", true, true },
	{ "contract.retention_of_title", "eigentumsvorbehalt*", true, false },
	{ "contract.retention_of_title", "eigentum ~4 bis ~8 bezahlung|zahlung|bezahlt", true, true },
	{ "contract.retention_of_title", "äganderättsförbehåll*", true, false },
	{ "contract.retention_of_title", "äganderätten|äganderätt ~10 tills|till|när|förrän ~10 betald|betalats|betalning*|betalt|erlagts", true, true },

	{ "contract.instalments", "# ~3 rater|afdrag|månedsrater|instalments|installments|raten|delbetalningar|monatsraten|avbetalningar", true, false },
	{ "contract.instalments", "# *rater|*raten|*afdrag", true, false },
	{ "contract.instalments", "afdrag|rater|raten ~4 kr|dkk|eur|à|á|sek", true, false },
	{ "contract.instalments", "månedlige|månedlig|lige ~2 afdrag|rater|ydelser|ydelse", true, false },
	{ "contract.instalments", "monthly|equal ~2 instalments|installments", true, false },
	{ "contract.instalments", "fem|fire|tre|to|seks|otte|ti|tolv|two|three|four|five|six|drei|vier|sechs|zwölf ~3 rater|afdrag|instalments|installments|raten", true, false },
	{ "contract.instalments", "afdrages|ratevis|afdragsvis|ratenzahlung|ratenweise|avbetalning*", true, false },

	{ "contract.terms", "almindelige|generelle ~3 *betingelser|*vilkår", true, false },
	{ "contract.terms", "salgs|salgs-|leje-|indkøbs- og *betingelser|leveringsbetingelser", true, false },
	{ "contract.terms", "forretningsbetingelser|handelsbetingelser|salgsbetingelser|leveringsbetingelser|lejebetingelser|handelsvilkår", true, false },
	{ "contract.terms", "ab 18|92|forbruger|forenklet", true, false },
	{ "contract.terms", "abt|abr|nl|nlm 18|17|19|92|10", true, false },
	{ "contract.terms", "ab18|abt18|abr18|nl17|nlm19", true, false },
	{ "contract.terms", "general ~2 terms|conditions", true, false },
	{ "contract.terms", "standard|our terms", true, false },
	{ "contract.terms", "terms and conditions", true, false },
	{ "contract.terms", "allgemeine|allgemeinen ~2 *bedingungen", true, false },
	{ "contract.terms", "agb", true, false },
	{ "contract.terms", "allmänna ~2 villkor|bestämmelser|leveransbestämmelser", true, false },
};

/* Is it denied in its own sentence? Close by: it is; further away: one cannot say. */
typedef enum Denial { DENIED_NO, DENIED_MAYBE, DENIED_YES } Denial;

static Denial denial_of(const Flow *flow, const FlowMatch *match)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	guint before = match->first - MIN(match->first - first, 6u), after = MIN(last, match->last + 4);
	if (flow_has(flow, before, after + 1, negations))
		return DENIED_YES;
	return flow_has(flow, first, last + 1, negations) ? DENIED_MAYBE : DENIED_NO;
}

/* A line by itself that only names the matter. */
static bool is_heading(const Flow *flow, const FlowMatch *match)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	const char *raw = ((const FlowWord *)flow->words->pdata[last])->raw;
	return last - first < 5 && !g_str_has_suffix(raw, ".");
}

static void add_clause(const Flow *flow, Reading *reading, const char *name, const FlowMatch *match, const char *value,
                       int confidence)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	if (match->first - first > CLAUSE_WORDS)
		first = match->first;
	if (last > match->last && last - match->last > CLAUSE_WORDS)
		last = match->last;
	g_autofree char *words = flow_raw(flow, first, last, CLAUSE_BYTES);
	if (value != NULL && strcmp(name, "contract.venue") == 0)
		flow_fact(flow, reading, "document", name, value, first, last, confidence);
	else
		flow_told(flow, reading, "document", name, value != NULL ? value : words, first, last, confidence);
}

/*
 * The first of the patterns of that name that is not denied; the sure ones stand before the hints. What is only hinted
 * at, or denied further away, is kept below the threshold.
 */
static void find_clause(const Flow *flow, Reading *reading, const char *name)
{
	FlowMatch maybe = { 0 }, match;
	bool hint = false;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		const Clause *clause = &table[i];
		if (strcmp(clause->name, name) != 0)
			continue;
		for (guint from = 0; flow_find(flow, from, 0, clause->pattern, &match); from = match.last + 1) {
			Denial denial = denial_of(flow, &match);
			bool heading = is_heading(flow, &match) && strcmp(name, "contract.terms") != 0;
			if (clause->holds_no ? !heading : clause->whole && denial == DENIED_NO && !heading) {
				add_clause(flow, reading, name, &match, NULL, SURE);
				return;
			}
			if (denial != DENIED_YES && !hint && !heading) {
				maybe = match;
				hint = true;
			}
		}
	}
	if (hint)
		add_clause(flow, reading, name, &maybe, NULL, UNSURE);
}

/* ---- venue and law ---- */

static const char *const venue_words[] = {
	"værneting*|verneting*|hjemting",
	"ved ~1 retten|domstolene|byretten|domstol|sø-|byret",
	"exclusive ~2 jurisdiction",
	"courts ~1 of",
	"gerichtsstand*",
	"domstol|tingsrätt ~6 avgöras|prövas|tingsrätt",
	"avgöras|prövas ~6 domstol|tingsrätt",
};

static char *words_bare(const Flow *flow, guint first, guint last)
{
	g_autofree char *raw = flow_raw(flow, first, last, CLAUSE_BYTES);
	char *tail = raw + strlen(raw);
	while (tail > raw && strchr(".,;:)", tail[-1]) != NULL)
		*--tail = '\0';
	return g_steal_pointer(&raw);
}

/* "Retten i Aarhus", "Københavns Byret", "Hamburg": the words that name it. */
static char *venue_name(const Flow *flow, guint first, guint last)
{
	static const struct {
		const char *pattern;
		guint before, after; /* words that belong to the name */
	} names[] = {
		{ "retten i nykøbing falster|f", 0, 0 },
		{ "retten i|på", 0, 1 },
		{ "københavns|frederiksberg|aarhus|århus|odense byret", 0, 0 },
		{ "sø- og *handelsretten", 0, 0 },
		{ "*tingsrätt", 1, 0 },
		{ "courts of", 0, 1 },
	};
	FlowMatch match;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (flow_find(flow, first, last + 1, names[i].pattern, &match) && match.first >= first + names[i].before &&
		    match.last + names[i].after <= last)
			return words_bare(flow, match.first - names[i].before, match.last + names[i].after);
	if (flow_find(flow, first, last + 1, "gerichtsstand ~6 ist", &match) && match.last < last)
		return words_bare(flow, match.last + 1, match.last + 1);
	return NULL;
}

static void find_venue(const Flow *flow, Reading *reading)
{
	FlowMatch match, maybe = { 0 };
	bool hint = false;
	for (size_t i = 0; i < G_N_ELEMENTS(venue_words); i++)
		for (guint from = 0; flow_find(flow, from, 0, venue_words[i], &match); from = match.last + 1) {
			guint first, last;
			flow_sentence(flow, match.first, &first, &last);
			if (is_heading(flow, &match))
				continue;
			Denial denial = denial_of(flow, &match);
			g_autofree char *name = venue_name(flow, first, last);
			if (denial == DENIED_NO && (name != NULL || i == 0 || i == 2)) {
				int confidence = name == NULL ? LIKELY : flow_foreign_scan(flow) ? UNSURE : SURE;
				add_clause(flow, reading, "contract.venue", &match, name, confidence);
				return;
			}
			if (denial != DENIED_YES && !hint) {
				hint = true;
				maybe = match;
			}
		}
	if (hint)
		add_clause(flow, reading, "contract.venue", &maybe, NULL, UNSURE);
}

static const struct {
	const char *pattern;
	const char *country;
} laws[] = {
	{ "dansk ret|rets|lov|lovgivning|retsregler", "DK" },
	{ "danish law", "DK" },
	{ "laws ~2 denmark", "DK" },
	{ "dänisches|dänischem recht", "DK" },
	{ "danska|dansk lagar|lag|rätt", "DK" },
	{ "svensk ret|rätt|lag|lovgivning", "SE" },
	{ "swedish law", "SE" },
	{ "tysk ret|lovgivning|rätt", "DE" },
	{ "deutsches|deutschem recht", "DE" },
	{ "german law", "DE" },
	{ "recht ~1 bundesrepublik deutschland", "DE" },
	{ "norsk ret|lovgivning|rett", "NO" },
	{ "engelsk ret", "GB" },
	{ "english law", "GB" },
	{ "laws ~1 england", "GB" },
};

static void find_law(const Flow *flow, Reading *reading)
{
	static const char *const verbs[] = {
		"reguleres|undergivet|underlagt|følger|afgøres|anvendes|gælder|lovvalg|underkastet|henhold|efter|fortolkes|anvendelse",
		"governed|construed|applies|apply|subject", "unterliegt|gilt|anwendbar|anwendung|findet",
		"tillämpas|gäller|regleras|enligt|tillämplig", NULL,
	};
	FlowMatch match;
	for (size_t i = 0; i < G_N_ELEMENTS(laws); i++)
		for (guint from = 0; flow_find(flow, from, 0, laws[i].pattern, &match); from = match.last + 1) {
			guint first, last;
			flow_sentence(flow, match.first, &first, &last);
			/* "without regard to its conflict rules" denies nothing. */
			guint before = match.first - MIN(match.first - first, 6u);
			static const char *const after[] = { "ikke|not|nicht|inte|ej", NULL };
			if (flow_has(flow, before, match.first, negations) ||
			    flow_has(flow, match.last, MIN(last, match.last + 3) + 1, after))
				continue;
			bool said = flow_has(flow, first, last + 1, verbs);
			add_clause(flow, reading, "contract.law", &match, laws[i].country, said ? SURE : UNSURE);
			break;
		}
}

void contract_clauses(const Flow *flow, Reading *reading)
{
	find_venue(flow, reading);
	find_clause(flow, reading, "contract.arbitration");
	find_law(flow, reading);
	find_clause(flow, reading, "contract.retention_of_title");
	find_clause(flow, reading, "contract.instalments");
	find_clause(flow, reading, "contract.terms");
}
