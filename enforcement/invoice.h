/*
 * Invoice: what a client is billed for: fees earned and advances charged that stand in the books, and no invoice has yet.
 *
 * Invoices and credit notes share one series without gaps: the number is given inside the transaction that records,
 * books and keeps the document, and an invoice is never changed: a credit note takes lines of it back. VAT is of the
 * invoice's total, rounded once (ml §§ 27, 33); a line's VAT is the rounded whole so far less what came before it. An
 * advance of the court's fee is passed on outside VAT as a disbursement (ml § 27 stk. 3 nr. 3).
 *
 * Where the agreement permits it (terms.h) an invoice is set off against the money held on the same case, and that much
 * is withdrawn from the client account on the invoice's own day.
 */
#ifndef PAAKRAV_INVOICE_H
#define PAAKRAV_INVOICE_H

#include "enforcement/terms.h"
#include "enforcement/ledger.h"
#include "intake/command.h"

typedef struct BilledLine {
	int line; /* 1, 2, 3 … */
	char *case_id, *entry; /* the journal's entry that it bills */
	bool disbursement; /* an advance passed on; else a fee */
	int64_t terms; /* version of the agreement; -1: none named */
	char *clause; /* as FeeDue's; NULL */
	int phase; /* a FeePhase; -1 */
	Date on; /* of the work; DATE_NONE: not known */
	Money amount, vat;
	bool bears_vat;
	int credits_line; /* of a credit note: the line of its invoice; 0 */
	char *text[2]; /* by Lang */
} BilledLine;

/* What of a case's lines is set off against the money held on it. Of a credit note: what is given back. */
typedef struct InvoiceOffset {
	char *case_id;
	int64_t terms; /* that permit it */
	Money costs, interest, principal;
} InvoiceOffset;

typedef struct InvoiceParty {
	char *name, *address, *place, *cvr, *phone, *email;
} InvoiceParty;

typedef struct Invoice {
	int64_t number; /* 0: not given yet */
	int64_t credits; /* the invoice that a credit note takes back; 0: an invoice */
	char *client;
	Date issued_on, due_on, from_on, to_on; /* from_on, to_on: the period that was billed; DATE_NONE: open */
	Date credited_on; /* of a credit note: the day of its invoice */
	Lang lang;
	int vat_percent; /* -1: no line bears VAT */
	Money net, exempt, vat, total; /* net: of the lines that bear VAT */
	Money set_off;
	Money from_debtors; /* of the lines: what the debtors paid as fees, interest and costs, and is ours by the agreement */
	GPtrArray *lines, *offsets;
	InvoiceParty seller, buyer;
	char *account; /* ours, to pay to; NULL */
	char *why, *by;
	char *law; /* edition */
	char pdf[DIGEST_HEX], xml[DIGEST_HEX]; /* "": none */
	bool erased; /* its personal values and documents are gone */
	GPtrArray *missing; /* char*: what must be there and is not */
} Invoice;
void invoice_free(Invoice *invoice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Invoice, invoice_free)

/* What is to be billed. case_id NULL: all cases of the client. Days are those of booking; DATE_NONE: open. */
typedef struct InvoiceOrder {
	const char *client, *case_id;
	Date from, to;
	Date due; /* DATE_NONE: [invoice] days of paakrav.conf after the day of issue */
	const char *by;
	Lang lang;
} InvoiceOrder;

/*
 * What an invoice of today would say, unnumbered; no lines: there is nothing. What it lacks stands in missing. The
 * caller's; NULL at an Error.
 */
Invoice *invoice_prepare(Store *store, const InvoiceOrder *order, const Law *law, Date today, GError **error);

/*
 * Number, book and keep it: in the caller's transaction. *out is NULL where there is nothing to bill. Refused with an Error
 * of ERROR_INPUT: code "invoice-incomplete" with the names of what is missing, "month-closed", "invoice-day-back" when a
 * later day has an invoice.
 */
bool invoice_issue(Store *store, const InvoiceOrder *order, const Law *law, Date today, Invoice **out, GError **error);

/*
 * Take lines of an invoice back (int, by number; NULL: all that stand), in the caller's transaction: reversal postings on
 * the day of the credit note, and what was set off for more than is left is given back to the client account. Refused:
 * lines that are credited already, no reason.
 */
bool invoice_credit(Store *store, int64_t number, const GArray *lines, const char *why, const char *by, const Law *law, Date today,
                    Invoice **out, GError **error);

/* As recorded; an Error of ERROR_INPUT, code "no-such-invoice". The caller's. */
Invoice *invoice_read(Store *store, int64_t number, GError **error);

/* Lines of standing invoices of a client (NULL: all) whose entry no longer stands: they wait for a credit note. */
typedef struct InvoiceStale {
	int64_t number;
	int line;
	char *entry, *client;
	Money amount;
} InvoiceStale;
GPtrArray *invoice_stale(Store *store, const char *client, GError **error);

/* Clients with something to bill in those days: char*. The caller's; NULL at an Error. */
GPtrArray *invoice_clients(Store *store, Date from, Date to, GError **error);

/* "2026-10" month, "2026-Q3", "2026", as first and last day; an Error of ERROR_USAGE for what is neither. */
bool period_parse(const char *text, Date *from, Date *to, GError **error);

/* A client as a person writes it (CVR number, cvr-…, sag-…) that the books know; an Error of ERROR_INPUT. The caller's. */
char *invoice_client(Store *store, const char *said, GError **error);

/* The document as a page, and as OIOUBL 2.1 (Invoice, CreditNote); NULL and an Error when it cannot be made. The caller's. */
GBytes *invoice_document(const Invoice *invoice, int *pages, GError **error);
GBytes *invoice_oioubl(const Invoice *invoice);

/* Hold every invoice against journal, agreements, law and the documents on disk. */
bool invoice_audit(Store *store, JournalReport *report, GError **error);

/* invoice prepare|issue [--creditor X | --case CASE] [--period P] …, list, show N, credit N */
extern const OptionRow invoice_prepare_options[], invoice_issue_options[], invoice_list_options[], invoice_show_options[],
    invoice_credit_options[];
int invoice_prepare_run(const Call *call, cJSON **result, GError **error);
int invoice_issue_run(const Call *call, cJSON **result, GError **error);
int invoice_list_run(const Call *call, cJSON **result, GError **error);
int invoice_show_run(const Call *call, cJSON **result, GError **error);
int invoice_credit_run(const Call *call, cJSON **result, GError **error);
void invoice_text(const Call *call, const cJSON *result, GString *out);
void invoice_list_text(const Call *call, const cJSON *result, GString *out);
void invoice_json(cJSON *row, const Invoice *invoice, Lang lang);

/* Its tables, a script of enforcement_room. */
extern const char invoice_tables[];

#endif
