/* Credit notes: what takes an invoice, or lines of it, back. */
#include "enforcement/invoicework.h"

#include "assess/edition.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static bool overflow(GError **error)
{
	return error_set(error, ERROR_STORE, "sum", "Summen af bøgerne er for stor.", "The sum of the books is too large.");
}

/* Which lines of the invoice a credit note has taken back: their numbers, int. */
static GArray *credited(Store *store, int64_t number, GError **error)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT l.credits_line FROM invoice n JOIN invoice_line l ON l.invoice_id = n.id WHERE n.credits = ?", "i", number);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int line = (int)query_int(query, 0);
		g_array_append_val(lines, line);
	}
	return found == 0 ? g_steal_pointer(&lines) : NULL;
}

static bool in(const GArray *lines, int line)
{
	for (guint i = 0; lines != NULL && i < lines->len; i++)
		if (g_array_index(lines, int, i) == line)
			return true;
	return false;
}

static bool wanted_there(const Invoice *of, const GArray *wanted, const GArray *gone, GError **error)
{
	for (guint i = 0; wanted != NULL && i < wanted->len; i++) {
		int line = g_array_index(wanted, int, i);
		if (line < 1 || line > (int)of->lines->len)
			return error_set(error, ERROR_INPUT, "no-such-line", "Faktura nr. %" PRId64 " har ingen linje %d.",
			                 "Invoice number %" PRId64 " has no line %d.", of->number, line);
		if (in(gone, line))
			return error_set(error, ERROR_INPUT, "invoice-credited", "Faktura nr. %" PRId64 ": linje %d er krediteret i forvejen.",
			                 "Invoice number %" PRId64 ": line %d is credited already.", of->number, line);
	}
	if (gone->len < of->lines->len)
		return true;
	return error_set(error, ERROR_INPUT, "invoice-credited", "Faktura nr. %" PRId64 " er krediteret i forvejen.",
	                 "Invoice number %" PRId64 " is credited already.", of->number);
}

static void lines_take(Invoice *note, const Invoice *of, const GArray *wanted, const GArray *gone)
{
	for (guint i = 0; i < of->lines->len; i++) {
		const BilledLine *line = of->lines->pdata[i];
		if (in(gone, line->line) || (wanted != NULL && wanted->len > 0 && !in(wanted, line->line)))
			continue;
		BilledLine *taken = g_memdup2(line, sizeof *line);
		taken->line = (int)note->lines->len + 1;
		taken->credits_line = line->line;
		taken->case_id = g_strdup(line->case_id);
		taken->entry = g_strdup(line->entry);
		taken->clause = g_strdup(line->clause);
		taken->text[LANG_DA] = g_strdup(line->text[LANG_DA]);
		taken->text[LANG_EN] = g_strdup(line->text[LANG_EN]);
		g_ptr_array_add(note->lines, taken);
	}
}

/* What is still set off for the invoice on a case: booked with it, less what its credit notes gave back. */
static bool still_off(Store *store, int64_t number, const char *case_id, PostingKind kind, Money *out, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s/%s/f%" PRId64, posting_name(kind), case_id, number);
	g_autofree char *stem = g_strdup_printf("%s/%s/f", posting_name(posting_reversed_by(kind)), case_id);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT coalesce((SELECT amount_ore FROM journal WHERE id = ?1), 0)"
	                                     " - coalesce((SELECT sum(j.amount_ore) FROM invoice n JOIN journal j ON j.id = ?2 || n.id"
	                                     " WHERE n.credits = ?3), 0)",
	                                     "ssi", id, stem, number);
	if (query_step(query, error) != 1)
		return false;
	*out = money_of_ore(query_int(query, 0));
	return true;
}

/* What stays of a case on the invoice when the credit note is given. */
static bool remains(const Invoice *of, const Invoice *note, const GArray *gone, const char *case_id, Money *out, GError **error)
{
	*out = money_zero();
	for (guint i = 0; i < of->lines->len; i++) {
		const BilledLine *line = of->lines->pdata[i];
		bool taken = in(gone, line->line) || strcmp(line->case_id, case_id) != 0;
		for (guint k = 0; k < note->lines->len; k++)
			taken = taken || ((const BilledLine *)note->lines->pdata[k])->credits_line == line->line;
		if (!taken && (!money_add(*out, line->amount, out) || !money_add(*out, line->vat, out)))
			return overflow(error);
	}
	return true;
}

static bool give_back(Store *store, Invoice *note, const Invoice *of, const GArray *gone, const char *case_id, GError **error)
{
	static const PostingKind kinds[] = { POSTING_setoff_costs, POSTING_setoff_interest, POSTING_setoff_principal };
	Money off[3], left, back = money_zero();
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (!still_off(store, of->number, case_id, kinds[i], &off[i], error) || (!money_add(back, off[i], &back) && !overflow(error)))
			return false;
	if (!remains(of, note, gone, case_id, &left, error))
		return false;
	if (!money_sub(back, left, &back))
		return overflow(error);
	if (money_is_negative(back) || money_is_zero(back))
		return true;
	InvoiceOffset *offset = g_new0(InvoiceOffset, 1);
	*offset = (InvoiceOffset){ g_strdup(case_id), -1, money_zero(), money_zero(), money_zero() };
	g_ptr_array_add(note->offsets, offset);
	/* The last that was taken goes back first. */
	Money *const parts[] = { &offset->costs, &offset->interest, &offset->principal };
	for (size_t i = G_N_ELEMENTS(kinds); i-- > 0;) {
		*parts[i] = money_min(off[i], back);
		if (!money_sub(back, *parts[i], &back))
			return overflow(error);
	}
	return true;
}

static bool offsets_back(Store *store, Invoice *note, const Invoice *of, const GArray *gone, GError **error)
{
	const char *last = NULL;
	for (guint i = 0; i < note->lines->len; i++) {
		const BilledLine *line = note->lines->pdata[i];
		if (last != NULL && strcmp(last, line->case_id) == 0)
			continue;
		last = line->case_id;
		if (!give_back(store, note, of, gone, last, error))
			return false;
	}
	return true;
}

static Invoice *note_of(const Invoice *of, const char *why, const char *by, const Law *law, Date today)
{
	Invoice *note = invoice_new(of->client);
	note->credits = of->number;
	note->issued_on = note->due_on = today;
	note->credited_on = of->issued_on;
	note->from_on = of->from_on;
	note->to_on = of->to_on;
	note->lang = of->lang;
	note->vat_percent = of->vat_percent;
	note->law = g_strdup(law_edition(law));
	note->why = g_strdup(why);
	note->by = g_strdup(by);
	note->buyer = (InvoiceParty){ g_strdup(of->buyer.name), g_strdup(of->buyer.address), g_strdup(of->buyer.place), g_strdup(of->buyer.cvr),
		                      NULL, NULL };
	return note;
}

bool invoice_credit(Store *store, int64_t number, const GArray *lines, const char *why, const char *by, const Law *law, Date today,
                    Invoice **out, GError **error)
{
	assert(store_stepping(store));
	*out = NULL;
	g_autoptr(Invoice) of = invoice_read(store, number, error);
	g_autoptr(GArray) gone = of != NULL ? credited(store, number, error) : NULL;
	if (gone == NULL)
		return false;
	if (of->credits != 0)
		return error_set(error, ERROR_INPUT, "credit-of-credit", "Nr. %" PRId64 " er selv en kreditnota; udsted en ny faktura i stedet.",
		                 "Number %" PRId64 " is itself a credit note; issue a new invoice instead.", number);
	if (why == NULL || *why == '\0')
		return error_set(error, ERROR_USAGE, "credit-why", "Skriv grunden med --why.", "Write the reason with --why.");
	if (!wanted_there(of, lines, gone, error))
		return false;
	g_autoptr(Invoice) note = note_of(of, why, by, law, today);
	invoice_seller(note, store_home(store));
	lines_take(note, of, lines, gone);
	if (!offsets_back(store, note, of, gone, error) || !invoice_add_up(note, error) || !invoice_record(store, note, error) ||
	    !law_keep(store, law, today, error))
		return false;
	*out = g_steal_pointer(&note);
	return true;
}
