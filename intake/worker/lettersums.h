/* What a letter says in figures: amounts with their part in the claim, days of payment, numbers of invoices and reminders. */
#ifndef PAAKRAV_WORKER_LETTERSUMS_H
#define PAAKRAV_WORKER_LETTERSUMS_H

#include "intake/worker/amounts.h"
#include "intake/worker/dates.h"
#include "intake/worker/letterphrase.h"

typedef enum SumRole {
	SUM_NONE,
	SUM_PRINCIPAL,
	SUM_INTEREST,
	SUM_FEE,
	SUM_COMPENSATION,
	SUM_TOTAL,
	SUM_INSTALMENT,
	SUM_OTHER_MONEY, /* a discount, a salary, a rent: no part of the claim */
	SUM_ROLES
} SumRole;

typedef struct LetterSum {
	SumRole role;
	int64_t minor; /* øre */
	guint first, last; /* words of the letter */
	guint sentence;
} LetterSum;

typedef struct LetterDay {
	Date date;
	guint first, last, sentence;
	bool until; /* "senest", "by", "inden" stand before it */
} LetterDay;

typedef struct LetterSpan {
	int value; /* days; number of a reminder */
	char *text; /* number of an invoice */
	guint first, last, sentence;
} LetterSpan;

typedef struct LetterFigures {
	GArray *sums; /* LetterSum, in the order of the letter */
	GArray *days; /* LetterDay */
	GArray *periods; /* LetterSpan: "inden 10 dage" */
	GArray *numbers; /* LetterSpan: which reminder */
	GArray *invoices; /* LetterSpan, each number once */
} LetterFigures;

/* style and order are the whole document's; written: the day of the letter, DATE_NONE when unknown. The caller's. */
LetterFigures *letter_figures_new(const LetterWords *words, const GArray *lines, AmountStyle style, DateOrder order, Date written);
void letter_figures_free(LetterFigures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LetterFigures, letter_figures_free)

#endif
