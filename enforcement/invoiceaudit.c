/*
 * Every invoice once more: its number, its lines from the journal, its VAT from agreement and law, its own postings, what was
 * set off and withdrawn, and its documents on disk.
 */
#include "enforcement/invoicework.h"

#include "assess/edition.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

typedef struct Look {
	Store *store;
	const Law *law;
	JournalReport *report;
	const Invoice *i;
} Look;

static void fault(const Look *look, const char *what, const char *detail, const char *da, const char *en)
{
	if (look->report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(look->report->faults, journal_fault_new(what, g_strdup_printf("invoice/%" PRId64 "%s%s", look->i->number,
		                                                                              detail != NULL ? " " : "", detail != NULL ? detail : ""),
		                                                        g_strdup(da), g_strdup(en)));
}

static void line_fault(const Look *look, const BilledLine *line, const char *da, const char *en)
{
	g_autofree char *detail = g_strdup_printf("line %d", line->line);
	fault(look, "invoice", detail, da, en);
}

/* ---- numbers ---- */

/* 1, 2, 3 … on days that only rise. */
static bool numbers_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT id, row_number() OVER (ORDER BY id), issued_on < coalesce(lag(issued_on) OVER (ORDER BY id), ''),"
	                                     " credits IS NOT NULL AND NOT EXISTS (SELECT 1 FROM invoice o WHERE o.id = i.credits AND o.id < i.id"
	                                     "   AND o.credits IS NULL AND o.client = i.client) FROM invoice i ORDER BY id",
	                                     "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const Invoice number = { .number = query_int(query, 0) };
		const Look look = { .report = report, .i = &number };
		if (query_int(query, 0) != query_int(query, 1)) {
			fault(&look, "gap", NULL, "Fakturanumrene har et hul før dette nummer.", "The invoice numbers have a gap before this one.");
			return true; /* each later one would say the same */
		}
		if (query_int(query, 2) != 0)
			fault(&look, "invoice", NULL, "Fakturaen er dateret før den, der kom før.", "The invoice is dated before the one before it.");
		if (query_int(query, 3) != 0)
			fault(&look, "invoice", NULL, "Kreditnotaen krediterer ingen faktura til den klient.", "The credit note credits no invoice to that client.");
	}
	return found == 0;
}

/* ---- lines ---- */

/* Is an entry there with that amount and day? */
static bool entry_is(Store *store, const char *id, const char *case_id, Money amount, Date day, bool *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?1 AND case_id = ?2 AND amount_ore = ?3"
	                                     " AND (?4 IS NULL OR day = ?4))",
	                                     "ssid", id, case_id, money_ore(amount), day);
	if (query_step(query, error) != 1)
		return false;
	*out = query_int(query, 0) != 0;
	return true;
}

/* What the line bills stands in the books with its amount, its clause and its agreement, and is the client's own. */
static bool source_audit(const Look *look, const BilledLine *line, GError **error)
{
	g_autoptr(Query) query = store_query(
	    look->store, error,
	    "SELECT j.kind, j.amount_ore, j.day, CAST(p.payload AS TEXT), (SELECT client FROM client_case c WHERE c.case_id = j.case_id)"
	    " FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq WHERE j.id = ? AND j.case_id = ?",
	    "ss", line->entry, line->case_id);
	int found = query_step(query, error);
	if (found < 0)
		return false;
	const char *kind = line->disbursement ? "advance_charged" : "fee_earned";
	if (found == 0 || strcmp(query_text(query, 0), kind) != 0 || query_int(query, 1) != money_ore(line->amount) ||
	    date_before(look->i->issued_on, query_date(query, 2)) || g_strcmp0(query_text(query, 4), look->i->client) != 0) {
		line_fault(look, line, "Linjen er ikke det, bøgerne siger om den post, den fakturerer.",
		           "The line is not what the books say of the entry that it bills.");
		return true;
	}
	const char *text = query_text(query, 3);
	g_autoptr(cJSON) payload = text != NULL ? json_parse(text, strlen(text)) : NULL;
	if (payload != NULL && (json_get_int(payload, "terms", -1) != line->terms || g_strcmp0(json_get_text(payload, "clause"), line->clause) != 0))
		line_fault(look, line, "Linjen nævner en anden aftale eller et andet vilkår end bøgerne.",
		           "The line names another agreement or clause than the books.");
	return true;
}

/* The line's own postings, on the day of the document. */
static bool postings_audit(const Look *look, const BilledLine *line, GError **error)
{
	const struct {
		PostingKind kind;
		Money amount;
	} rows[] = { { POSTING_fee_invoiced, line->amount }, { POSTING_fee_vat, line->vat } };
	bool credit = look->i->credits != 0;
	for (size_t k = 0; k < G_N_ELEMENTS(rows) && !line->disbursement; k++) {
		PostingKind kind = credit ? posting_reversed_by(rows[k].kind) : rows[k].kind;
		g_autofree char *id = g_strdup_printf("%s/%s/f%" PRId64 ".%d", posting_name(kind), line->case_id,
		                                      credit ? look->i->credits : look->i->number, credit ? line->credits_line : line->line);
		bool there;
		if (money_is_zero(rows[k].amount))
			continue;
		if (!entry_is(look->store, id, line->case_id, rows[k].amount, look->i->issued_on, &there, error))
			return false;
		if (!there)
			line_fault(look, line, "Linjen er ikke bogført med sit beløb på fakturaens dag.",
			           "The line is not booked with its amount on the invoice's day.");
	}
	return true;
}

static bool vat_audit(const Look *look, Invoice *again, GError **error)
{
	for (guint k = 0; k < look->i->lines->len; k++) {
		BilledLine *line = g_memdup2(look->i->lines->pdata[k], sizeof *line);
		Known vat;
		line->case_id = g_strdup(line->case_id);
		line->entry = g_strdup(line->entry);
		line->clause = g_strdup(line->clause);
		line->text[LANG_DA] = line->text[LANG_EN] = NULL;
		line->vat = money_zero();
		g_ptr_array_add(again->lines, line);
		if (!invoice_line_words(look->store, line, &vat, error))
			return false;
		bool bears = !line->disbursement && vat == KNOWN_YES;
		if (bears != line->bears_vat)
			line_fault(look, line, "Linjens moms er ikke den, aftalen siger.", "The line's VAT is not what the agreement says.");
		line->bears_vat = bears;
	}
	again->issued_on = look->i->issued_on;
	if (!invoice_percent(again, look->law) || again->vat_percent != look->i->vat_percent)
		fault(look, "invoice", NULL, "Momssatsen er ikke lovens på fakturaens dag.", "The rate of VAT is not the law's on the invoice's day.");
	if (!invoice_vat(again, error))
		return false;
	for (guint k = 0; k < again->lines->len; k++) {
		const BilledLine *line = look->i->lines->pdata[k];
		if (money_compare(line->vat, ((const BilledLine *)again->lines->pdata[k])->vat) != 0)
			line_fault(look, line, "Momsen er ikke den, der følger af linjerne.", "The VAT is not what follows from the lines.");
	}
	return true;
}

/* A line of a credit note is the line of its invoice, once. */
static bool credited_audit(const Look *look, GError **error)
{
	g_autoptr(Query) query = store_query(
	    look->store, error,
	    "SELECT l.line FROM invoice_line l LEFT JOIN invoice_line o ON o.invoice_id = ?2 AND o.line = l.credits_line"
	    " WHERE l.invoice_id = ?1 AND (o.id IS NULL OR o.entry <> l.entry OR o.amount_ore <> l.amount_ore OR o.vat_ore <> l.vat_ore"
	    " OR o.case_id <> l.case_id OR EXISTS (SELECT 1 FROM invoice n JOIN invoice_line k ON k.invoice_id = n.id WHERE n.credits = ?2"
	    " AND k.credits_line = l.credits_line AND k.id <> l.id))",
	    "ii", look->i->number, look->i->credits);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		fault(look, "invoice", NULL, "Kreditnotaens linje er ikke fakturaens, eller er krediteret to gange.",
		      "The credit note's line is not the invoice's, or is credited twice.");
	return found == 0;
}

/* ---- sums, set-off, documents ---- */

static bool sums_audit(const Look *look, GError **error)
{
	const Invoice *i = look->i;
	g_autoptr(Query) query = store_query(look->store, error,
	                                     "SELECT net_ore, exempt_ore, vat_ore, total_ore, set_off_ore FROM invoice WHERE id = ?", "i", i->number);
	if (query_step(query, error) != 1)
		return false;
	const Money sums[] = { i->net, i->exempt, i->vat, i->total, i->set_off };
	bool same = i->lines->len > 0;
	for (size_t k = 0; k < G_N_ELEMENTS(sums); k++)
		same = same && query_int(query, (int)k) == money_ore(sums[k]);
	if (!same)
		fault(look, "invoice", NULL, "Fakturaens summer er ikke linjernes og bøgernes.", "The invoice's sums are not those of its lines and the books.");
	return true;
}

/* What is set off is withdrawn, on the same day, within the case's lines, and by an agreement that permits it. */
static bool offset_audit(const Look *look, const InvoiceOffset *offset, GError **error)
{
	const Invoice *i = look->i;
	Money off = money_zero(), whole, fees;
	if (!money_add(off, offset->costs, &off) || !money_add(off, offset->interest, &off) || !money_add(off, offset->principal, &off) ||
	    !invoice_case_sums(i, offset->case_id, &whole, &fees, error))
		return false;
	bool there, credit = i->credits != 0;
	g_autofree char *id = g_strdup_printf("%s/%s/f%" PRId64, credit ? "withdrawal_back" : "withdrawal", offset->case_id, i->number);
	if (!entry_is(look->store, id, offset->case_id, off, i->issued_on, &there, error))
		return false;
	if (!there || money_compare(off, whole) > 0)
		fault(look, "invoice", offset->case_id, "Modregning og hævning er ikke ens, eller er mere end sagens linjer.",
		      "Set-off and withdrawal are not the same, or are more than the case's lines.");
	if (credit)
		return true;
	g_autoptr(Terms) terms = NULL;
	g_autoptr(Query) query = store_query(look->store, error,
	                                     "SELECT json_extract(CAST(p.payload AS TEXT), '$.terms') FROM journal j JOIN journal_payload p ON p.seq = j.seq"
	                                     " WHERE j.case_id = ?1 AND j.id = j.kind || '/' || ?1 || '/f' || ?2 AND j.kind LIKE 'setoff%' LIMIT 1",
	                                     "si", offset->case_id, i->number);
	int found = query_step(query, error);
	if (found < 0 || (found == 1 && !query_is_null(query, 0) && (terms = terms_read(look->store, query_int(query, 0), error)) == NULL))
		return false;
	if (terms != NULL && (terms->set_off != KNOWN_YES || date_before(i->issued_on, terms->from_on) ||
	                      (strcmp(terms->scope, i->client) != 0 && strcmp(terms->scope, offset->case_id) != 0)))
		fault(look, "invoice", offset->case_id, "Ingen aftale tillader modregningen.", "No agreement permits the set-off.");
	return true;
}

static bool documents_audit(const Look *look)
{
	const char *const hashes[] = { look->i->pdf, look->i->xml };
	for (size_t k = 0; k < G_N_ELEMENTS(hashes); k++) {
		g_autoptr(GError) why = NULL;
		g_autoptr(GBytes) bytes = hashes[k][0] != '\0' ? store_read_document(look->store, hashes[k], &why) : NULL;
		g_autofree char *place = g_strdup_printf("documents/%.2s/%s", hashes[k], hashes[k]);
		/* They go with the last of its cases that is erased. */
		if (bytes == NULL && !look->i->erased && hashes[k][0] != '\0')
			fault(look, "document", place, error_text(why, LANG_DA), error_text(why, LANG_EN));
	}
	return true;
}

static bool invoice_look(const Look *look, GError **error)
{
	const Invoice *i = look->i;
	for (guint k = 0; k < i->lines->len; k++)
		if (!source_audit(look, i->lines->pdata[k], error) || !postings_audit(look, i->lines->pdata[k], error))
			return false;
	if (i->credits != 0) {
		if (!credited_audit(look, error))
			return false;
	} else {
		g_autoptr(Invoice) again = invoice_new(i->client);
		if (!vat_audit(look, again, error))
			return false;
	}
	for (guint k = 0; k < i->offsets->len; k++)
		if (!offset_audit(look, i->offsets->pdata[k], error))
			return false;
	return sums_audit(look, error) && documents_audit(look);
}

/* ---- the other way round ---- */

/* Each entry of an invoice's kind is named by a line, or by a case of an invoice, of its day. */
static bool entries_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "WITH mine AS ("
	    " SELECT 'fee_invoiced/' || l.case_id || '/f' || l.invoice_id || '.' || l.line AS id, i.issued_on AS day FROM invoice_line l"
	    "  JOIN invoice i ON i.id = l.invoice_id WHERE i.credits IS NULL AND NOT l.disbursement"
	    " UNION ALL SELECT 'fee_vat/' || l.case_id || '/f' || l.invoice_id || '.' || l.line, i.issued_on FROM invoice_line l"
	    "  JOIN invoice i ON i.id = l.invoice_id WHERE i.credits IS NULL AND NOT l.disbursement"
	    " UNION ALL SELECT k.kind || '/' || l.case_id || '/f' || i.credits || '.' || l.credits_line, i.issued_on FROM invoice_line l"
	    "  JOIN invoice i ON i.id = l.invoice_id, (SELECT 'fee_invoiced_back' AS kind UNION SELECT 'fee_vat_back') k WHERE i.credits IS NOT NULL"
	    " UNION ALL SELECT DISTINCT k.kind || CASE WHEN i.credits IS NULL THEN '' ELSE '_back' END || '/' || l.case_id || '/f' || i.id, i.issued_on"
	    "  FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id, (SELECT 'setoff_costs' AS kind UNION SELECT 'setoff_interest'"
	    "  UNION SELECT 'setoff_principal' UNION SELECT 'withdrawal') k)"
	    " SELECT j.id FROM journal j LEFT JOIN mine m ON m.id = j.id AND m.day = j.day WHERE m.id IS NULL AND (j.kind LIKE 'fee_invoiced%'"
	    " OR j.kind LIKE 'fee_vat%' OR j.kind LIKE 'setoff_%' OR j.kind LIKE 'withdrawal%') ORDER BY j.seq",
	    "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (report->faults->len < LIMIT_JOURNAL_FAULTS)
			g_ptr_array_add(report->faults,
			                journal_fault_new("uninvoiced", g_strdup(query_text(query, 0)),
			                                  g_strdup("Bogføringen hviler ikke på en faktura af samme dag."),
			                                  g_strdup("The entry does not rest on an invoice of the same day.")));
	return found == 0;
}

/* No entry is billed on two standing lines. */
static bool twice_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT l.entry FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.credits IS NULL AND NOT EXISTS"
	    " (SELECT 1 FROM invoice n JOIN invoice_line k ON k.invoice_id = n.id WHERE n.credits = i.id AND k.credits_line = l.line)"
	    " GROUP BY l.entry HAVING count(*) > 1 ORDER BY l.entry",
	    "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (report->faults->len < LIMIT_JOURNAL_FAULTS)
			g_ptr_array_add(report->faults, journal_fault_new("invoice", g_strdup(query_text(query, 0)), g_strdup("Posten er faktureret to gange."),
			                                                  g_strdup("The entry is invoiced twice.")));
	return found == 0;
}

bool invoice_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Law) law = law_in_force(store, error);
	if (law == NULL || !numbers_audit(store, report, error))
		return false;
	g_autoptr(Query) query = store_query(store, error, "SELECT coalesce(max(id), 0) FROM invoice", "");
	if (query_step(query, error) != 1)
		return false;
	int64_t last = query_int(query, 0);
	for (int64_t number = 1; number <= last && report->faults->len == 0; number++) {
		g_autoptr(Invoice) invoice = invoice_read(store, number, error);
		if (invoice == NULL)
			return false;
		const Look look = { store, law, report, invoice };
		if (!invoice_look(&look, error))
			return false;
	}
	return report->faults->len > 0 || (twice_audit(store, report, error) && entries_audit(store, report, error));
}
