/*
 * Where in an e-invoice the values stand that are read; what was found there. Shared by ubl.c, cii.c and ublfacts.c: CII
 * says the same in other elements.
 */
#ifndef PAAKRAV_WORKER_UBLSHAPE_H
#define PAAKRAV_WORKER_UBLSHAPE_H

#include "intake/reading.h"

#include <glib.h>
#include <stdbool.h>

typedef enum UblField {
	UBL_NONE,
	UBL_CUSTOMIZATION,
	UBL_NUMBER,
	UBL_ISSUE,
	UBL_DUE,
	UBL_TYPE,
	UBL_CURRENCY,
	UBL_NOTE, /* each one */
	UBL_ORDER_REF,
	UBL_BILLING_REF,
	UBL_CONTRACT_REF,
	UBL_DELIVERED,
	UBL_TERMS_NOTE, /* each one */
	UBL_TERMS_DUE,
	UBL_SEQUENCE, /* which reminder it is */
	UBL_PAYMENT_REFERENCE, /* of CII: the payment id of all means */
	UBL_LINES_TOTAL,
	UBL_TAX_EXCLUSIVE,
	UBL_TAX_INCLUSIVE,
	UBL_ALLOWANCES,
	UBL_CHARGES,
	UBL_PREPAID,
	UBL_ROUNDING,
	UBL_PAYABLE,
	/* A party's; those of the buyer follow in the same order. */
	UBL_SELLER_FIRST,
	UBL_SELLER_ENDPOINT = UBL_SELLER_FIRST,
	UBL_SELLER_PARTY_ID,
	UBL_SELLER_NAME,
	UBL_SELLER_LEGAL_NAME,
	UBL_SELLER_LEGAL_ID,
	UBL_SELLER_VAT,
	UBL_SELLER_STREET,
	UBL_SELLER_MORE_STREET,
	UBL_SELLER_HOUSE,
	UBL_SELLER_ADDRESS_LINE, /* all of them, joined */
	UBL_SELLER_CITY,
	UBL_SELLER_POSTCODE,
	UBL_SELLER_COUNTRY,
	UBL_SELLER_EMAIL,
	UBL_BUYER_FIRST,
	UBL_BUYER_ENDPOINT = UBL_BUYER_FIRST,
	UBL_BUYER_PARTY_ID,
	UBL_BUYER_NAME,
	UBL_BUYER_LEGAL_NAME,
	UBL_BUYER_LEGAL_ID,
	UBL_BUYER_VAT,
	UBL_BUYER_STREET,
	UBL_BUYER_MORE_STREET,
	UBL_BUYER_HOUSE,
	UBL_BUYER_ADDRESS_LINE,
	UBL_BUYER_CITY,
	UBL_BUYER_POSTCODE,
	UBL_BUYER_COUNTRY,
	UBL_BUYER_EMAIL,
	UBL_SINGLES, /* the ones above stand once for the document */
	/* Of one PaymentMeans. */
	UBL_MEANS_CODE = UBL_SINGLES,
	UBL_MEANS_DUE,
	UBL_MEANS_ID,
	UBL_MEANS_INSTRUCTION,
	UBL_MEANS_ACCOUNT,
	UBL_MEANS_CREDIT_ACCOUNT,
	UBL_MEANS_BRANCH,
	UBL_MEANS_BANK,
	UBL_MEANS_END,
	/* Of one TaxTotal. */
	UBL_TAX_AMOUNT = UBL_MEANS_END,
	/* Of one line. */
	UBL_LINE_NAME,
	UBL_LINE_DESCRIPTION,
	UBL_LINE_QUANTITY,
	UBL_LINE_AMOUNT,
	/* Of one charge of a reminder. */
	UBL_CHARGE_INDICATOR,
	UBL_CHARGE_REASON,
	UBL_CHARGE_AMOUNT,
	UBL_CHARGE_END,
	UBL_FIELDS = UBL_CHARGE_END
} UblField;

#define UBL_PARTY_FIELDS (UBL_BUYER_FIRST - UBL_SELLER_FIRST)
#define UBL_MEANS_FIELDS (UBL_MEANS_END - UBL_MEANS_CODE)
#define UBL_CHARGE_FIELDS (UBL_CHARGE_END - UBL_CHARGE_INDICATOR)

/* Elements of which every one begins something of its own. */
typedef enum UblGroup { UBL_GROUP_NONE, UBL_GROUP_MEANS, UBL_GROUP_LINE, UBL_GROUP_CHARGE } UblGroup;

/* A value as written, white space at the ends away; text NULL when it was not there or empty. */
typedef struct UblValue {
	char *text;
	char *qualifier; /* schemeID, currencyID or unitCode; NULL */
	int line;
	const char *path; /* of the shape's row, below the root */
} UblValue;

/* What a document said. */
typedef struct UblFound {
	char *root;
	bool cii; /* days are written 20250519 */
	UblValue singles[UBL_SINGLES];
	GPtrArray *means; /* UblValue[UBL_MEANS_FIELDS] each */
	GPtrArray *taxes; /* UblValue* */
	GPtrArray *lines; /* UblLine*; a reminder's name the invoice */
	GPtrArray *charges; /* UblValue[UBL_CHARGE_FIELDS] each, of a reminder */
	int64_t line_count;
} UblFound;

typedef struct UblLine {
	UblValue name, description, quantity, amount;
} UblLine;

/* One path that is read: steps with a prefix of three letters, whose middle one tells the namespace (UblNode). */
typedef struct UblRow {
	const char *path;
	UblField field;
	UblGroup group;
} UblRow;

/* The tree of paths that are read. */
typedef struct UblNode UblNode;
struct UblNode {
	char *local; /* NULL for the root */
	bool aggregate; /* in the namespace of cac: or ram:, else of cbc:, rsm: or udt: */
	UblField field;
	UblGroup group;
	const char *path;
	UblNode *child, *next;
};
/* The rows outlive the tree. */
UblNode *ubl_tree_make(const UblRow *rows, size_t n);
UblNode *ubl_tree_new(void);
UblNode *ubl_reminder_tree_new(void);
void ubl_tree_free(UblNode *node);

void ubl_value_clear(UblValue *value);

/* The facts and lines that follow from what was found; the texts of the lines are moved out of it. */
void ubl_facts(UblFound *found, const char *name, Reading *reading);

/* The facts of a reminder: letter/1. */
void ubl_reminder_facts(const UblFound *found, Reading *reading);

#endif
