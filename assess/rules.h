/*
 * Rules, inside assess: what a predicate is given and how it answers.
 * Each rule of rules.def has one predicate, rule_ID_VERSION, directly under its QUOTE. A predicate looks at each item or
 * debtor by itself and adds one Finding for each, CLEAR ones included, so that explain can show what was looked at.
 */
#ifndef PAAKRAV_ASSESS_RULES_H
#define PAAKRAV_ASSESS_RULES_H

#include "assess/assess.h"
#include "assess/claimed.h"
#include "assess/wording.h"
#include "assess/venue.h"

/* A case being assessed. Predicates read all of it and write only findings, through the functions below. */
typedef struct Inquiry {
	const Case *c;
	const Law *law;
	Date on;
	Assessment *out;
	const Claimed *claimed;
	const Venues *venues; /* each: in the order of the case's debtors */
	const Rule *rule; /* whose predicate runs */
	bool civil; /* a BLOCK_BP was found: the civil claim is the route that would follow */
	bool represented; /* somebody else than the creditor acts: inkassoloven § 10 binds him by itself */
} Inquiry;

/* The sentence that decides, word for word from docs/law. */
#define QUOTE(id, version, where, ...)                                                                                 \
	extern const RuleQuote quote_##id##_##version;                                                                 \
	const RuleQuote quote_##id##_##version = { where, __VA_ARGS__ };                                               \
	void rule_##id##_##version(Inquiry *q);                                                                        \
	void rule_##id##_##version(Inquiry *q)

/* Try every rule, those that close the way of betalingspåkrav first; findings end in the order of rules.def. */
void rules_try(Inquiry *q);

/*
 * Add a finding of the running rule. Effect and severity follow from rule and verdict. da and en are literals: they are
 * put together with their arguments when somebody reads them. The result stays the assessment's; the functions below fill
 * it further.
 */
Finding *finding_add(Inquiry *q, Verdict verdict, const char *about, const char *da, const char *en, const Arg *args);
void finding_soften(Finding *finding, Effect effect); /* this case bears a milder, or needs another, effect */
/* One more sentence, after those it has. */
void finding_append(Finding *finding, const char *da, const char *en, const Arg *args);
void finding_ask(Finding *finding, const char *da, const char *en, const Arg *args);
void finding_ask_nothing(Finding *finding);
void finding_ready(Finding *finding, Date on);
void finding_fact(Finding *finding, const Fact *fact);
void finding_field(Finding *finding, const Field *field); /* every fact that speaks to it */
void finding_event(Finding *finding, const Event *event); /* NULL: nothing */
void finding_money(Finding *finding, const char *name, Money value);
void finding_date(Finding *finding, const char *name, Date value); /* DATE_NONE: JSON null */
void finding_number(Finding *finding, const char *name, int64_t value);
void finding_text(Finding *finding, const char *name, const char *value);

/* Is any finding of that rule FOUND, about that subject (NULL: any)? */
bool inquiry_found(const Assessment *assessment, const char *rule_id, const char *about);

/*
 * What a person has decided (event person_decided, its ground beginning with the rule's id): a HUMAN finding of that rule
 * becomes WARN and says who decided what, when it is one that a decision can settle. Practice 38.
 */
void rules_decide(Inquiry *q);

/* By its legal form, or because it is a public authority: it neither dies nor comes under guardianship. */
bool party_is_company(const Party *debtor);
/* Unknown is treated as a consumer (money.md section 1): the trader proves that it is not. */
bool party_is_consumer(const Party *debtor);
bool item_has_consumer(const Item *item);

/* Does the event count, and is it called so and about debtor and item (NULL: all), as case_events chooses? */
bool event_speaks_of(const Event *event, const char *name, const Party *debtor, const Item *item);
/* The last event called name about debtor and item on or before q->on with none of the words in over after it; else NULL. */
const Event *inquiry_standing(const Inquiry *q, const char *name, const char *const *over, const Party *debtor,
                              const Item *item);

#endif
