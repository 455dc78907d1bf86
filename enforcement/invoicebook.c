/* Invoices as they are recorded, booked and read back. */
#include "enforcement/invoicework.h"

#include "assess/edition.h"
#include "enforcement/period.h"
#include "intake/limits.h"
#include "intake/seal.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define GUARDED(table)                                                                                                \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, 'append-only: " table "'); END;" \
	"CREATE TRIGGER " table "_next BEFORE INSERT ON " table                                                       \
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")"

const char invoice_tables[] =
	/* The number is the id: without gaps, in the order of the days. Credit notes are of the same series. */
	"CREATE TABLE invoice ("
	"  id INTEGER PRIMARY KEY, credits INTEGER REFERENCES invoice (id), client TEXT NOT NULL, issued_on TEXT NOT NULL, due_on TEXT NOT NULL,"
	"  from_on TEXT, to_on TEXT, vat_percent INTEGER, net_ore INTEGER NOT NULL, exempt_ore INTEGER NOT NULL, vat_ore INTEGER NOT NULL,"
	"  total_ore INTEGER NOT NULL, set_off_ore INTEGER NOT NULL, language TEXT NOT NULL, law TEXT NOT NULL,"
	"  pdf_sha256 TEXT NOT NULL, xml_sha256 TEXT, commitment BLOB NOT NULL,"
	"  CHECK (total_ore = net_ore + exempt_ore + vat_ore AND total_ore > 0)"
	") STRICT;"
	"CREATE TABLE invoice_text (id INTEGER PRIMARY KEY REFERENCES invoice (id), salt BLOB NOT NULL, buyer TEXT, address TEXT, place TEXT,"
	"  cvr TEXT, by TEXT, why TEXT) STRICT;"
	"CREATE TABLE invoice_line ("
	"  id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice (id), line INTEGER NOT NULL, case_id TEXT NOT NULL,"
	"  entry TEXT NOT NULL, disbursement INTEGER NOT NULL, terms INTEGER, clause TEXT, phase TEXT, worked_on TEXT,"
	"  amount_ore INTEGER NOT NULL CHECK (amount_ore > 0), vat_ore INTEGER NOT NULL, bears_vat INTEGER NOT NULL, credits_line INTEGER,"
	"  UNIQUE (invoice_id, line)"
	") STRICT;"
	"CREATE INDEX invoice_line_by_entry ON invoice_line (entry);"
	"CREATE INDEX invoice_by_credits ON invoice (credits);"
	"CREATE INDEX invoice_by_client ON invoice (client);"
	"CREATE INDEX invoice_by_day ON invoice (issued_on);"
	GUARDED("invoice")
	"    OR EXISTS (SELECT 1 FROM invoice WHERE issued_on > NEW.issued_on)"
	"    OR EXISTS (SELECT 1 FROM period_close WHERE last_on >= NEW.issued_on)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: invoice'); END;"
	GUARDED("invoice_line") "  BEGIN SELECT RAISE(ABORT, 'append-only: invoice_line'); END;"
	"CREATE TRIGGER invoice_text_no_update BEFORE UPDATE ON invoice_text BEGIN SELECT RAISE(ABORT, 'append-only: invoice_text'); END;"
	"CREATE TRIGGER invoice_text_no_replace BEFORE INSERT ON invoice_text WHEN EXISTS (SELECT 1 FROM invoice_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: invoice_text'); END;"
	/* Money leaves the client account for a fee on the day of its invoice, and never without one. */
	"CREATE TRIGGER journal_invoiced BEFORE INSERT ON journal"
	"  WHEN NEW.kind IN ('withdrawal', 'setoff_costs', 'setoff_interest', 'setoff_principal')"
	"   AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.issued_on = NEW.day AND i.credits IS NULL"
	"     AND NEW.id = NEW.kind || '/' || NEW.case_id || '/f' || i.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: withdrawal without invoice'); END;";

static const PostingKind offset_kinds[] = { POSTING_setoff_costs, POSTING_setoff_interest, POSTING_setoff_principal };

/* ---- booking ---- */

static char *payload_of(const Invoice *invoice, const BilledLine *line, int64_t terms)
{
	g_autoptr(cJSON) payload = cJSON_CreateObject();
	json_int(payload, "invoice", invoice->number);
	if (invoice->credits != 0) {
		json_int(payload, "credits", invoice->credits);
		json_text(payload, "why", "credit_note");
	}
	if (line != NULL) {
		json_int(payload, "line", line->line);
		json_text(payload, "entry", line->entry);
	}
	if (terms >= 0)
		json_int(payload, "terms", terms);
	json_text(payload, "law", invoice->law);
	return json_print_compact(payload);
}

static bool post(Store *store, const Invoice *invoice, PostingKind kind, const char *case_id, const BilledLine *line, Money amount,
                 int64_t terms, GError **error)
{
	if (money_is_zero(amount))
		return true;
	g_autofree char *part = line != NULL ? g_strdup_printf(".%d", line->line) : g_strdup("");
	g_autofree char *id = g_strdup_printf("%s/%s/f%" PRId64 "%s", posting_name(kind), case_id, invoice->number, part);
	g_autofree char *payload = payload_of(invoice, line, terms);
	const Booking booking = { kind, id, case_id, invoice->issued_on, amount, payload };
	return ledger_post(store, &booking, error);
}

/* The whole entry of the invoice's own line goes back. */
static bool back(Store *store, const Invoice *note, PostingKind kind, const BilledLine *line, Money amount, GError **error)
{
	if (money_is_zero(amount))
		return true;
	g_autofree char *id = g_strdup_printf("%s/%s/f%" PRId64 ".%d", posting_name(kind), line->case_id, note->credits, line->credits_line);
	g_autofree char *payload = payload_of(note, line, -1);
	return ledger_reverse(store, id, note->issued_on, payload, error);
}

static bool lines_book(Store *store, const Invoice *invoice, GError **error)
{
	for (guint i = 0; i < invoice->lines->len; i++) {
		const BilledLine *line = invoice->lines->pdata[i];
		if (line->disbursement)
			continue;
		bool fine = invoice->credits == 0 ? post(store, invoice, POSTING_fee_invoiced, line->case_id, line, line->amount, line->terms, error) &&
		                                        post(store, invoice, POSTING_fee_vat, line->case_id, line, line->vat, line->terms, error)
		                                  : back(store, invoice, POSTING_fee_invoiced, line, line->amount, error) &&
		                                        back(store, invoice, POSTING_fee_vat, line, line->vat, error);
		if (!fine)
			return false;
	}
	return true;
}

bool invoice_book(Store *store, const Invoice *invoice, GError **error)
{
	if (!lines_book(store, invoice, error))
		return false;
	bool credit = invoice->credits != 0;
	for (guint i = 0; i < invoice->offsets->len; i++) {
		const InvoiceOffset *offset = invoice->offsets->pdata[i];
		const Money parts[] = { offset->costs, offset->interest, offset->principal };
		Money whole = money_zero();
		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
			if (!money_add(whole, parts[k], &whole))
				return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
		PostingKind moved = credit ? POSTING_withdrawal_back : POSTING_withdrawal;
		/* What is given back is there before the clients own it again; what is withdrawn was set off first. */
		if (credit && !post(store, invoice, moved, offset->case_id, NULL, whole, -1, error))
			return false;
		for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
			if (!post(store, invoice, credit ? posting_reversed_by(offset_kinds[k]) : offset_kinds[k], offset->case_id, NULL, parts[k],
			          offset->terms, error))
				return false;
		if (!credit && !post(store, invoice, moved, offset->case_id, NULL, whole, -1, error))
			return false;
	}
	return true;
}

/* ---- recording ---- */

static bool may_number(Store *store, Invoice *invoice, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT coalesce(max(id), 0) + 1, max(issued_on) FROM invoice", "");
	if (query_step(query, error) != 1)
		return false;
	Date last = query_date(query, 1);
	invoice->number = query_int(query, 0);
	g_autofree char *id = g_strdup_printf("invoice/%" PRId64, invoice->number);
	if (date_known(last) && date_before(invoice->issued_on, last)) {
		g_autofree char *said = date_iso(last), *day = date_iso(invoice->issued_on);
		error_set(error, ERROR_INPUT, "invoice-day-back", "Den sidste faktura er fra %s; en ny kan ikke være fra %s.",
		          "The last invoice is of %s; a new one cannot be of %s.", said, day);
		error_remedy(error, "Numrene følger dagene: se, om uret går rigtigt.", "Numbers follow the days: see whether the clock is right.");
		return false;
	}
	return period_allows(store, id, invoice->issued_on, error);
}

static bool documents_keep(Store *store, Invoice *invoice, GError **error)
{
	g_autoptr(GBytes) pdf = invoice_document(invoice, NULL, error);
	g_autoptr(GBytes) xml = pdf != NULL ? invoice_oioubl(invoice) : NULL;
	return pdf != NULL && store_keep_bytes(store, pdf, invoice->pdf, error) &&
	       (xml == NULL || store_keep_bytes(store, xml, invoice->xml, error));
}

static bool line_record(Store *store, const Invoice *invoice, const BilledLine *line, GError **error)
{
	const char *phase = line->phase < 0 ? NULL : line->phase == PHASE_COURT ? "court" : "out_of_court";
	return store_run(store, error,
	                 "INSERT INTO invoice_line (id, invoice_id, line, case_id, entry, disbursement, terms, clause, phase, worked_on,"
	                 " amount_ore, vat_ore, bears_vat, credits_line)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, nullif(?, -1), ?, ?, ?, ?, ?, ?, nullif(?, 0) FROM invoice_line",
	                 "iissiissdiiii", invoice->number, (int64_t)line->line, line->case_id, line->entry, (int64_t)line->disbursement,
	                 line->terms, line->clause, phase, line->on, money_ore(line->amount), money_ore(line->vat), (int64_t)line->bears_vat,
	                 (int64_t)line->credits_line);
}

static bool row_record(Store *store, const Invoice *invoice, GError **error)
{
	const InvoiceParty *buyer = &invoice->buyer;
	const char *const sealed[] = { buyer->name, buyer->address, buyer->place, buyer->cvr, invoice->by, invoice->why };
	g_autoptr(Seal) seal = seal_new();
	for (size_t i = 0; i < G_N_ELEMENTS(sealed); i++)
		seal_add(seal, sealed[i]);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO invoice (id, credits, client, issued_on, due_on, from_on, to_on, vat_percent, net_ore, exempt_ore, vat_ore,"
	                 " total_ore, set_off_ore, language, law, pdf_sha256, xml_sha256, commitment)"
	                 " VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, nullif(?, -1), ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?)",
	                 "iisddddiiiiiissssb", invoice->number, invoice->credits, invoice->client, invoice->issued_on, invoice->due_on,
	                 invoice->from_on, invoice->to_on, (int64_t)invoice->vat_percent, money_ore(invoice->net), money_ore(invoice->exempt),
	                 money_ore(invoice->vat), money_ore(invoice->total), money_ore(invoice->set_off),
	                 invoice->lang == LANG_DA ? "da" : "en", invoice->law, invoice->pdf, invoice->xml, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO invoice_text (id, salt, buyer, address, place, cvr, by, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	                 "ibssssss", invoice->number, seal->salt_bytes, sealed[0], sealed[1], sealed[2], sealed[3], sealed[4], sealed[5]);
}

static bool complete(const Invoice *invoice, GError **error)
{
	if (invoice->missing->len == 0)
		return true;
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < invoice->missing->len; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", (const char *)invoice->missing->pdata[i]);
	error_set(error, ERROR_INPUT, "invoice-incomplete", "Fakturaen til %s kan ikke udstedes; det mangler: %s.",
	          "The invoice to %s cannot be issued; missing: %s.", invoice->client, names->str);
	error_remedy(error, "[firm] står i paakrav.conf, creditor på sagen, og momsen i salæraftalen (agreement set --vat).",
	             "[firm] stands in paakrav.conf, creditor on the case, and VAT in the fee agreement (agreement set --vat).");
	return false;
}

bool invoice_record(Store *store, Invoice *invoice, GError **error)
{
	if (!complete(invoice, error) || !may_number(store, invoice, error) || !documents_keep(store, invoice, error) ||
	    !row_record(store, invoice, error))
		return false;
	for (guint i = 0; i < invoice->lines->len; i++)
		if (!line_record(store, invoice, invoice->lines->pdata[i], error))
			return false;
	return invoice_book(store, invoice, error);
}

bool invoice_issue(Store *store, const InvoiceOrder *order, const Law *law, Date today, Invoice **out, GError **error)
{
	assert(store_stepping(store));
	*out = NULL;
	g_autoptr(Invoice) invoice = invoice_prepare(store, order, law, today, error);
	if (invoice == NULL)
		return false;
	if (invoice->lines->len == 0)
		return true;
	if (!invoice_record(store, invoice, error) || !law_keep(store, law, today, error))
		return false;
	*out = g_steal_pointer(&invoice);
	return true;
}

/* ---- reading ---- */

static BilledLine *line_row(Query *query)
{
	BilledLine *line = g_new0(BilledLine, 1);
	const char *phase = query_text(query, 6);
	*line = (BilledLine){ .line = (int)query_int(query, 0),
		               .case_id = g_strdup(query_text(query, 1)),
		               .entry = g_strdup(query_text(query, 2)),
		               .disbursement = query_int(query, 3) != 0,
		               .terms = query_is_null(query, 4) ? -1 : query_int(query, 4),
		               .clause = g_strdup(query_text(query, 5)),
		               .phase = phase == NULL ? -1 : strcmp(phase, "court") == 0 ? PHASE_COURT : PHASE_OUT_OF_COURT,
		               .on = query_date(query, 7),
		               .amount = money_of_ore(query_int(query, 8)),
		               .vat = money_of_ore(query_int(query, 9)),
		               .bears_vat = query_int(query, 10) != 0,
		               .credits_line = (int)query_int(query, 11) };
	return line;
}

static bool lines_read(Store *store, Invoice *invoice, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT line, case_id, entry, disbursement, terms, clause, phase, worked_on, amount_ore, vat_ore,"
	                                     " bears_vat, credits_line FROM invoice_line WHERE invoice_id = ? ORDER BY line",
	                                     "i", invoice->number);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		BilledLine *line = line_row(query);
		Known vat;
		g_ptr_array_add(invoice->lines, line);
		if (!invoice_line_words(store, line, &vat, error))
			return false;
	}
	return found == 0;
}

static bool offsets_read(Store *store, Invoice *invoice, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.kind, j.case_id, j.amount_ore FROM journal j WHERE j.id IN (SELECT k.kind || '/' || c.case_id || '/f' || ?1"
	    " FROM (SELECT DISTINCT case_id FROM invoice_line WHERE invoice_id = ?1) c,"
	    " (SELECT 'setoff_costs' AS kind UNION SELECT 'setoff_interest' UNION SELECT 'setoff_principal' UNION SELECT 'setoff_costs_back'"
	    " UNION SELECT 'setoff_interest_back' UNION SELECT 'setoff_principal_back') k) ORDER BY j.case_id, j.seq",
	    "i", invoice->number);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		InvoiceOffset *last = invoice->offsets->len > 0 ? invoice->offsets->pdata[invoice->offsets->len - 1] : NULL;
		if (last == NULL || strcmp(last->case_id, query_text(query, 1)) != 0) {
			last = g_new0(InvoiceOffset, 1);
			*last = (InvoiceOffset){ g_strdup(query_text(query, 1)), -1, money_zero(), money_zero(), money_zero() };
			g_ptr_array_add(invoice->offsets, last);
		}
		Money amount = money_of_ore(query_int(query, 2));
		const char *kind = query_text(query, 0);
		*(g_str_has_prefix(kind, "setoff_costs")      ? &last->costs
		  : g_str_has_prefix(kind, "setoff_interest") ? &last->interest
		                                              : &last->principal) = amount;
	}
	return found == 0;
}

static void row_read(Invoice *invoice, Query *query)
{
	invoice->number = query_int(query, 0);
	invoice->credits = query_int(query, 1);
	invoice->issued_on = query_date(query, 3);
	invoice->due_on = query_date(query, 4);
	invoice->from_on = query_date(query, 5);
	invoice->to_on = query_date(query, 6);
	invoice->vat_percent = query_is_null(query, 7) ? -1 : (int)query_int(query, 7);
	invoice->lang = g_strcmp0(query_text(query, 8), "en") == 0 ? LANG_EN : LANG_DA;
	invoice->law = g_strdup(query_text(query, 9));
	g_strlcpy(invoice->pdf, query_text(query, 10), sizeof invoice->pdf);
	if (query_text(query, 11) != NULL)
		g_strlcpy(invoice->xml, query_text(query, 11), sizeof invoice->xml);
	char **const texts[] = { &invoice->buyer.name, &invoice->buyer.address, &invoice->buyer.place, &invoice->buyer.cvr, &invoice->by,
		                 &invoice->why };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup(query_text(query, 12 + (int)i));
	invoice->credited_on = query_date(query, 18);
	invoice->erased = query_is_null(query, 19);
}

Invoice *invoice_read(Store *store, int64_t number, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT i.id, i.credits, i.client, i.issued_on, i.due_on, i.from_on, i.to_on, i.vat_percent, i.language, i.law, i.pdf_sha256,"
	    " i.xml_sha256, t.buyer, t.address, t.place, t.cvr, t.by, t.why, (SELECT o.issued_on FROM invoice o WHERE o.id = i.credits), t.salt"
	    " FROM invoice i LEFT JOIN invoice_text t ON t.id = i.id WHERE i.id = ?",
	    "i", number);
	int found = query_step(query, error);
	if (found == 0)
		error_set(error, ERROR_INPUT, "no-such-invoice", "Der er ingen faktura nr. %" PRId64 ".", "There is no invoice number %" PRId64 ".", number);
	if (found != 1)
		return NULL;
	g_autoptr(Invoice) invoice = invoice_new(query_text(query, 2));
	row_read(invoice, query);
	return lines_read(store, invoice, error) && offsets_read(store, invoice, error) && invoice_add_up(invoice, error)
	           ? g_steal_pointer(&invoice)
	           : NULL;
}
