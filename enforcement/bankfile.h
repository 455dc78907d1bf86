/*
 * Bankfile: a bank's file as lines of money in and out, checked against its own sums before anything is kept. CAMT.053 and
 * CAMT.054 come out of the locked room (intake/bankrows.h); a CSV is read by the columns that paakrav.conf names
 * (bankcsv.c). Amounts are hundredths of the line's currency, and become Money only when that is DKK.
 */
#ifndef PAAKRAV_BANKFILE_H
#define PAAKRAV_BANKFILE_H

#include "intake/date.h"
#include "intake/error.h"
#include "intake/reader.h"

typedef struct BankLine {
	int64_t id; /* in the store; 0 before */
	int line; /* of the file */
	Date booked_on, value_on; /* value_on: DATE_NONE */
	int64_t minor; /* hundredths; above zero: money in */
	char currency[4];
	bool reversal; /* it takes an earlier line back */
	char *account; /* ours, as account_plain gives it */
	char *bank_reference, *reference, *name, *counter_account, *text; /* NULL: not said */
	int parts; /* of its entry: 1, or one line for each part of a batch */
	char *key; /* what makes it the same line in another file; hex */
	char *entry_key; /* the same of its entry, when the bank gave it a reference; NULL */
} BankLine;
void bank_line_free(BankLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BankLine, bank_line_free)

/* A statement's two balances, in hundredths, and the days between them. */
typedef struct BankStatement {
	char *account; /* account_plain */
	Date from_on, to_on; /* both counted */
	int64_t opening, closing; /* before from_on, and at the end of to_on */
} BankStatement;
void bank_statement_free(BankStatement *statement);

typedef struct BankFile {
	char *kind; /* "camt.053" "camt.054" "csv" */
	char *sha256;
	GPtrArray *lines; /* BankLine*, booked ones, in file order */
	GPtrArray *accounts; /* char*: each once */
	GPtrArray *statements; /* BankStatement*, of those in kroner that told both balances, in file order */
	int pending; /* entries that were not booked yet, left out */
	bool balanced; /* opening and closing balance were there, and fit */
} BankFile;
void bank_file_free(BankFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BankFile, bank_file_free)

/*
 * An account's number without what people put into it: of a Danish one, as IBAN or with registration number, the 14 digits;
 * else letters and digits. The caller's.
 */
char *account_plain(const char *number);

/*
 * Read and check. accounts (char*, account_plain): ours; a file of another one is an Error "bank-account". account: the one that a CSV
 * without such a column is of; NULL. home: whose paakrav.conf names the columns, group [bank-csv], or [bank-csv PROFILE].
 * An Error of ERROR_INPUT with its line: "bank-sum" when sums or balances do not fit, "bank-amount", "bank-date",
 * "bank-columns"; those of the locked room. The caller's.
 */
BankFile *bank_file_read(Reader *reader, const char *path, const char *home, const char *profile, const GPtrArray *accounts,
                         const char *account, GError **error);

/* ---- shared with bankcsv.c ---- */

BankFile *bank_csv_read(const char *path, const char *text, size_t size, const char *home, const char *profile, const char *account,
                        GError **error);
/* Hundredths: "1250.5", with comma true "1.250,50" too. */
bool hundredths_parse(const char *text, bool comma, int64_t *out);
bool bank_fault(GError **error, const char *code, const char *path, int line, const char *da, const char *en);
/* Give every line its key, by the bank's reference or else by what it says and how many said the same before it. */
void bank_file_key(BankFile *file);

#endif
