/*
 * Bankrows: what the locked room makes of a bank's file (ISO 20022 camt.053 and camt.054), before anything is believed: a
 * row a line, a letter for its kind, then its values parted by tabs, each as it was written, without tabs and line ends.
 * What belongs together follows: the details of an entry after it, and the statement after its balances and entries.
 */
#ifndef PAAKRAV_BANKROWS_H
#define PAAKRAV_BANKROWS_H

/* The craft's name: order none, one document. Answers {"kind": "camt.053", "version": "08", "rows": text}. */
#define BANKROWS_CRAFT "bank"

#define BANK_STATEMENT 'S'
typedef enum BankStatementField {
	BANK_STATEMENT_ID,
	BANK_STATEMENT_FROM,
	BANK_STATEMENT_TO,
	BANK_STATEMENT_IBAN,
	BANK_STATEMENT_OTHER, /* the account's number when it is no IBAN */
	BANK_STATEMENT_CURRENCY,
	BANK_STATEMENT_OWNER,
	BANK_STATEMENT_COUNT, /* control sums: of all entries, of those in, of those out */
	BANK_STATEMENT_SUM,
	BANK_STATEMENT_NET,
	BANK_STATEMENT_NET_SIGN,
	BANK_STATEMENT_IN_COUNT,
	BANK_STATEMENT_IN_SUM,
	BANK_STATEMENT_OUT_COUNT,
	BANK_STATEMENT_OUT_SUM,
	BANK_STATEMENT_FIELDS
} BankStatementField;

#define BANK_BALANCE 'B'
typedef enum BankBalanceField {
	BANK_BALANCE_CODE, /* "OPBD" "CLBD" … */
	BANK_BALANCE_AMOUNT,
	BANK_BALANCE_CURRENCY,
	BANK_BALANCE_SIGN, /* "CRDT" "DBIT" */
	BANK_BALANCE_ON,
	BANK_BALANCE_FIELDS
} BankBalanceField;

#define BANK_ENTRY 'E'
typedef enum BankEntryField {
	BANK_ENTRY_LINE, /* of the file */
	BANK_ENTRY_REFERENCE,
	BANK_ENTRY_AMOUNT,
	BANK_ENTRY_CURRENCY,
	BANK_ENTRY_SIGN,
	BANK_ENTRY_REVERSAL, /* "true" */
	BANK_ENTRY_STATUS, /* "BOOK" "PDNG" "INFO" */
	BANK_ENTRY_BOOKED,
	BANK_ENTRY_VALUE,
	BANK_ENTRY_BANK_REFERENCE, /* the bank's own */
	BANK_ENTRY_BATCH_COUNT,
	BANK_ENTRY_BATCH_SUM,
	BANK_ENTRY_TEXT,
	BANK_ENTRY_FIELDS
} BankEntryField;

#define BANK_DETAIL 'D'
typedef enum BankDetailField {
	BANK_DETAIL_BANK_REFERENCE,
	BANK_DETAIL_END_TO_END,
	BANK_DETAIL_TRANSACTION,
	BANK_DETAIL_AMOUNT,
	BANK_DETAIL_CURRENCY,
	BANK_DETAIL_SIGN,
	BANK_DETAIL_DEBTOR,
	BANK_DETAIL_DEBTOR_ACCOUNT,
	BANK_DETAIL_CREDITOR,
	BANK_DETAIL_MESSAGE, /* unstructured, all of it */
	BANK_DETAIL_REFERENCE, /* the creditor's reference: of a Danish payment slip its number */
	BANK_DETAIL_DOCUMENT, /* number of the invoice */
	BANK_DETAIL_TEXT,
	BANK_DETAIL_RETURNED, /* reason of a return */
	BANK_DETAIL_FIELDS
} BankDetailField;

#endif
