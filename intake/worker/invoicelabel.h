/* The words beside which an invoice's values stand, in Danish, English, German and Swedish. */
#ifndef PAAKRAV_WORKER_INVOICELABEL_H
#define PAAKRAV_WORKER_INVOICELABEL_H

#include <glib.h>
#include <stdbool.h>

typedef enum InvoiceLabel {
	LABEL_NONE,
	LABEL_NUMBER, /* of the invoice */
	LABEL_CREDIT_NUMBER, /* of the credit note */
	LABEL_BILLING_REF, /* of the invoice that a credit note is about */
	LABEL_ORDER,
	LABEL_ISSUE,
	LABEL_DUE,
	LABEL_DELIVERED,
	LABEL_OTHER_DATE, /* of an order, a period: none of ours */
	LABEL_TERMS,
	LABEL_NET,
	LABEL_VAT,
	LABEL_TOTAL, /* with VAT */
	LABEL_PAYABLE,
	LABEL_ANY_TOTAL, /* "Total": with or without VAT */
	LABEL_PREPAID,
	LABEL_ROUNDING,
	LABEL_OTHER_AMOUNT, /* carried over, a discount: none of ours */
	LABEL_CVR,
	LABEL_BUYER_CVR,
	LABEL_BRANCH, /* registration number of a Danish account */
	LABEL_ACCOUNT,
	LABEL_IBAN,
	LABEL_PHONE,
	LABEL_EMAIL,
	LABEL_BUYER,
	LABEL_SELLER,
	LABEL_OTHER_PARTY, /* where goods go */
	LABEL_ITEM, /* the head of a column of the lines */
	LABEL_OTHER, /* a value of its own that is none of ours, such as a customer number */
	LABELS
} InvoiceLabel;

#define LABEL_LONGEST 40 /* bytes; no label is longer */

typedef struct LabelRow {
	const char *words; /* folded, without spaces */
	const char *language; /* da en de sv; "" where several write it so */
	InvoiceLabel label;
	int strength; /* 3: means nothing else; 2: nearly; 1: may mean something else */
} LabelRow;

/* Lower case, without accents and punctuation: "Fakturanr.:" is "fakturanr". The caller's. */
char *label_fold(const char *word);
/* All rows by their words, for label_find; the caller's, by g_hash_table_unref. */
GHashTable *label_book(void);
/* The row whose words these are; with slips, one misread letter in seven is forgiven. NULL. */
const LabelRow *label_find(GHashTable *book, const char *folded, bool slips);

#endif
