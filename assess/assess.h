/*
 * Assess: what the record means on a given day. Pure: a Case and a Law give an Assessment; nothing is read elsewhere.
 */
#ifndef PAAKRAV_ASSESS_H
#define PAAKRAV_ASSESS_H

#include "assess/arena.h"
#include "assess/law.h"
#include "assess/owed.h"
#include "intake/case.h"
#include "intake/document.h"
#include "intake/json.h"

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_BLOCK } Severity;

typedef enum Effect {
	EFFECT_INFO,
	EFFECT_WARN,
	EFFECT_MISSING, /* a fact is not there */
	EFFECT_FIX, /* correct and retry */
	EFFECT_WAIT, /* not yet */
	EFFECT_BLOCK_BP, /* not by betalingspåkrav */
	EFFECT_HUMAN, /* a person decides */
	EFFECT_BLOCK_ALL
} Effect;

typedef enum Verdict { VERDICT_CLEAR, VERDICT_FOUND, VERDICT_UNKNOWN } Verdict;

typedef enum Route {
	ROUTE_BETALINGSPAAKRAV,
	ROUTE_CIVIL_CLAIM,
	ROUTE_UDLAEG,
	ROUTE_MISSING,
	ROUTE_PERSON,
	ROUTE_UNSUITABLE,
	ROUTES
} Route;

typedef enum Track { TRACK_NONE, TRACK_KAP39, TRACK_ORDINARY } Track;

const char *severity_name(Severity severity); /* "NOTE" "WARN" "BLOCK" */
const char *effect_name(Effect effect); /* "INFO" … as in suitability.csv, plus "MISSING" */
const char *verdict_name(Verdict verdict);
const char *route_name(Route route); /* "betalingspaakrav" … */
bool route_parse(const char *name, Route *out); /* NULL and unknown names answer false */
Say route_say(Route route); /* for people */
const char *track_name(Track track); /* "kap39" "ordinary"; NULL for none */

/* A row of rules.def. */
typedef struct Rule {
	const char *id; /* "U06" */
	int version;
	const char *name; /* readable: "demand-letter" */
	Effect effect; /* when FOUND */
	Effect if_unknown; /* when UNKNOWN: MISSING, HUMAN (design's PERSON), WARN, INFO (design's NOTE) */
	const char *statute; /* "rpl § 477 b stk. 2; il § 10; il § 11" */
	char mark;
	const char *keyed_on; /* which date decides: "filing_date", "due_date" … */
	Say title;
} Rule;

/* A figure that decided: shown by explain. */
typedef enum FigureKind { FIGURE_NUMBER, FIGURE_DATE, FIGURE_TEXT } FigureKind;
typedef struct Figure {
	const char *name; /* literal: "limit_ore", "stated_on" */
	FigureKind kind;
	union {
		int64_t number; /* øre, days, hundredths of a percent: its name tells */
		Date date; /* DATE_NONE: JSON null */
		const char *text;
	};
} Figure;

typedef struct Saying Saying; /* sentences that are put together when somebody reads them */

typedef struct Finding {
	const Rule *rule;
	Verdict verdict;
	Effect effect; /* the rule's, or if_unknown's; a predicate may soften it (civil claim: WARN) */
	Severity severity; /* follows effect */
	const char *about; /* "case", "invoice/1001", "debtor/d1" */
	ArenaList facts; /* const Fact*, borrowed from the case */
	ArenaList events; /* const Event*, borrowed from the case */
	ArenaList figures; /* Figure* */
	Date ready_on; /* when a WAIT ends; DATE_NONE */
	Saying *why, *ask; /* read by the two functions below */
	Arena *arena; /* the assessment's, where all of this lives */
} Finding;

/* Why, in words. And what the creditor is asked for, when MISSING, FIX or WAIT; NULL: nothing. As long as the assessment. */
const char *finding_because(const Finding *finding, Lang lang);
const char *finding_asked(const Finding *finding, Lang lang);

typedef struct Assessment {
	const Case *on_case; /* borrowed */
	const Law *law; /* borrowed: the edition that decided; the papers reckon their sums with it again */
	Date on;
	const char *law_edition; /* borrowed from law */
	Route route;
	Track track;
	GPtrArray *findings; /* Finding*, by rule order then about; CLEAR ones included; they live in the arena */
	Arena *arena;
	Date ready_on; /* the day from which all WAITs are over; DATE_NONE */
	char *court; /* NULL: undecided */
	GPtrArray *court_candidates; /* char* */
	bool court_fee_known;
	Money court_fee;
	Date limitation_on; /* the earliest over the principal; DATE_NONE: unknown */
	Date limitation_by_on; /* the last safe day for it, as the docket has it; DATE_NONE */
	Owed *owed; /* on the day; never NULL */
	Money principal; /* filed: all principal items that are the case's, DKK; zero when unknown */
	bool principal_known;
	/* The form's three choices as they would be filed: the creditor's word, else the proposal of filing.md section 5. */
	bool serve_if_barred, udlaeg, court_case;
} Assessment;

Assessment *assess(const Case *c, const Law *law, Date on);
void assessment_free(Assessment *assessment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assessment, assessment_free)

/* paakrav.assess/1 of the contract. all: CLEAR findings too. */
cJSON *assessment_json(const Assessment *assessment, Lang lang, bool all);
bool route_yields_package(Route route);

/* The rows of rules.def, every version of them, ended by a NULL id. */
const Rule *rules(void);
bool rule_is_newest(const Rule *rule);
const Rule *rule_find(const char *id); /* "U06": its newest version; "U06/1": that one; NULL when unknown */
/* The text quoted word for word beside the rule's predicate, and where it stands: "rpl § 477 b stk. 2", "practice 3". */
const char *rule_quote(const Rule *rule);
const char *rule_quote_where(const Rule *rule);
/* What else it rests on, word for word; NULL past the last. */
typedef struct RuleQuote {
	const char *where; /* by the abbreviations of law/README.md */
	const char *text;
} RuleQuote;
const RuleQuote *rule_beside(const Rule *rule, size_t i);

#endif
