/* The parts of a letter that a wording calls by @word: tables, how to pay, lines to sign. Private to missive*.c. */
#ifndef PAAKRAV_FILING_MISSIVEBODY_H
#define PAAKRAV_FILING_MISSIVEBODY_H

#include "filing/missive.h"

typedef struct Scribe {
	const Assessment *assessment;
	const Claimed *claimed;
	const Sums *sums;
	const MissiveOrder *order;
	const Leave *leave;
	const Sender *sender;
	const Templates *templates;
	const Case *c;
	const Party *debtor; /* NULL in a letter to the court that is about no one of them */
	PaperLanguage language;
	Money total; /* open on the day, with the letter's own fee */
	Filling *fillings; /* the places of every wording; texts kept in kept */
	GPtrArray *kept;
	Missive *out;
} Scribe;

typedef struct Words3 {
	const char *words[PAPER_LANGUAGES];
} Words3;

Piece *piece_add(Scribe *s, PieceKind kind, char *text); /* takes text */
const char *scribe_keep(Scribe *s, char *text); /* as long as the scribe */
/* Is it read abroad: by a debtor who lives there, or in another language? */
bool scribe_abroad(const Scribe *s);
/* A number as one dials it from there: eight digits are a Danish one. Newly allocated; NULL for NULL. */
char *scribe_phone(const Scribe *s, const char *phone);
bool scribe_account(const Scribe *s); /* is there anywhere to pay to? */

/* "faktura A-1 og A-2", or how many when they are many. */
char *scribe_invoices(const Scribe *s);
/* The other debtors by name; NULL: there are none. */
char *scribe_others(const Scribe *s);
char *scribe_rate(const Scribe *s, RateBp rate); /* "9,75 % om året" */
/* Days and sums of the plan: rows of the table; false when order asks for one that cannot be. */
bool scribe_plan(Scribe *s, GError **error);

/* What payments covered, part by part. */
typedef struct PaidSplit {
	Money interest, costs, principal;
	int payments; /* how many the record dates up to the letter's day; 0: none of them */
	Date last_on; /* of the last of them; DATE_NONE */
	Date interest_from; /* the first day of the interest that is left; DATE_NONE: none is, or a payment took part of a period's */
} PaidSplit;
/* false: nothing was paid, more was paid than is owed, or the parts do not add up to what was paid. */
bool scribe_paid(const Scribe *s, PaidSplit *split);
/* "376,03 kr. til rente og 4.623,97 kr. til hovedstolen". Newly allocated. */
char *scribe_covered(const Scribe *s, const PaidSplit *split);

void scribe_claims(Scribe *s);
void scribe_movements(Scribe *s);
void scribe_periods(Scribe *s);
void scribe_payment(Scribe *s, bool day); /* day: with the sum and the day of payment */
void scribe_signatures(Scribe *s);

/* Of a letter to the bailiff court: what is owed, the known assets, what goes with it; and its places. */
typedef void (*PlaceTake)(void *data, const char *name, const char *value);
void scribe_bailiff_places(Scribe *s, PlaceTake take, void *data);
void scribe_debt(Scribe *s);
void scribe_assets(Scribe *s);
void scribe_enclosed(Scribe *s);

#endif
