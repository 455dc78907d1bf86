/*
 * The linter's look at one letter: what its text says is held against what the record and the law give on its day, whoever
 * wrote the words. Letters to courts are looked at for holes, signs and numbers alone.
 */
#ifndef PAAKRAV_FILING_LINT_LETTER_H
#define PAAKRAV_FILING_LINT_LETTER_H

#include "filing/lint.h"
#include "filing/paperdraw.h"

typedef struct LetterRead {
	const char *name; /* "Brev 3 (Rykker 1)" */
	const char *text; /* as plain text (missive_text) */
	const PaperKind *kind;
	PaperLanguage language;
	Date on;
	const Case *on_case;
	const Party *debtor; /* NULL: to a court */
	const Claimed *claimed;
	const Owed *owed;
	const Leave *leave; /* what the law says of it on its day */
	bool amount_known;
	Money amount; /* that it is to ask for, with its own fee */
	const char *account, *sender_name, *sender_email; /* of whoever writes; NULL */
} LetterRead;

/* Adds its faults. */
void lint_look_letter(Lint *lint, const LetterRead *letter, const Law *law);
/* The file is not what was drawn; the letter no longer holds. */
void lint_letter_file(Lint *lint, const char *name, const char *file);
void lint_letter_void(Lint *lint, const char *name, Say because);

/* A letter as it lies below out: drawn again from its order, and its files held against that. An erased order is passed over. */
bool lint_paper(Lint *lint, Store *store, const Law *law, const Paper *paper, const char *out, GError **error);
/* text: the words to look at; drawn: what the case gives for that order. home: of the firm's settings. */
void lint_drawn(Lint *lint, const Case *c, const Law *law, const MissiveOrder *order, const Drawn *drawn, const char *text, const char *name,
                const char *home);
char *lint_paper_name(const Paper *paper);

#endif
