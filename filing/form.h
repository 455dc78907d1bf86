/*
 * Form: the betalingspåkrav, box by box from the rows of its edition (forms/betalingspaakrav-YYYY.csv). The court
 * administration's own blank must be used (BEK 1558/2025 § 1) and its wording after box 5 is not established, so what
 * is made here is a draft that names its edition and marks every box whose wording is unconfirmed.
 */
#ifndef PAAKRAV_FORM_H
#define PAAKRAV_FORM_H

#include "filing/page.h"
#include "filing/sheet.h"
#include "filing/statement.h"
#include "filing/sums.h"

typedef struct FormRow {
	int number;
	char *box, *section, *label, *source;
	BoxKind kind;
	bool per_debtor;
	char *required; /* "yes" "no" "if" "unknown" */
	char *statute; /* what the box rests on: "rpl § 477 b stk. 3 nr. 1"; "" where no law asks for it */
	char mark;
	bool confirmed;
	int twelfths;
} FormRow;

typedef struct Edition {
	char *name; /* "betalingspaakrav-2026" */
	Date valid_from, valid_to; /* valid_to DATE_NONE: no end known */
	GPtrArray *rows; /* FormRow* */
} Edition;

/*
 * The edition that holds on the day of hand-in, read once per process. NULL and an Error of code "form-expired" when
 * none does: a form past its edition is not made.
 */
const Edition *edition_on(Date on, GError **error);

/* All editions (Edition*), in the order of their names, and one of them; borrowed, as above. */
const GPtrArray *editions_all(GError **error);
const Edition *edition_named(const char *name, GError **error);

/* The boxes filled from the record; those that cannot be filled with certainty are open. The caller's. */
Sheet *form_fill(const Edition *edition, const Assessment *assessment, const Sums *sums, const Statement *statement);

/* The draft as PDF. *pages may be NULL. */
GBytes *form_pages(const Edition *edition, Sheet *sheet, const Statement *statement, int *pages, GError **error);

/* A party as it stands in a box: name, address, contact, numbers, one a line; its fields are added to sources. */
char *party_block(const Party *party, Sources *sources);
/* What a party's box cannot do without and has not: "navn, adresse"; NULL when all is there. Newly allocated. */
char *party_lacks(const Party *party, Lang lang);

#endif
