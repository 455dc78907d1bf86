/*
 * Bankmatch: whose money came in. By our case number, the payment slip's number, an invoice's or the court's number, then by amount and
 * name together. What several cases could own, and what is said by a name or an amount alone, is a person's question.
 */
#ifndef PAAKRAV_BANKMATCH_H
#define PAAKRAV_BANKMATCH_H

#include "assess/law.h"
#include "enforcement/bankfile.h"
#include "intake/command.h"

/* Numbers and names of all cases, read once for one import. */
typedef struct BankIndex BankIndex;
BankIndex *bank_index_new(Store *store, GError **error);
void bank_index_free(BankIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BankIndex, bank_index_free)

typedef enum BankHow {
	BANK_HOW_NONE,
	BANK_HOW_CASE_NUMBER,
	BANK_HOW_FIK,
	BANK_HOW_REFERENCE, /* an invoice's or the court's number */
	BANK_HOW_AMOUNT_AND_NAME,
	BANK_HOW_NAME,
	BANK_HOW_AMBIGUOUS
} BankHow;
const char *bank_how_name(BankHow how); /* "case_number" "fik" "reference" "amount_and_name" "name" "ambiguous"; "none" */

typedef struct BankGuess {
	BankHow how;
	int confidence; /* 0–100 */
	char *case_id; /* NULL: none, or several */
	char *debtor; /* who paid, when the name says so; NULL */
	GPtrArray *candidates; /* char*: cases that it might be */
	const char *because; /* why a person must look: "unmatched" "ambiguous" "unsure" "currency" "closed" "more_than_owed"; NULL: it may pass */
} BankGuess;
void bank_guess_clear(BankGuess *guess);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BankGuess, bank_guess_clear)

#define BANK_PASSES 75 /* confidence from which a match needs no person */

/* Of money in. false: the store cannot be read. */
bool bank_guess(const BankIndex *index, const Call *call, const Law *law, const BankLine *line, BankGuess *out, GError **error);

#endif
