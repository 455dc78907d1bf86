/* What stands beside the books: bank lines, receipts, fees, agreements, who did what, what is out of the ordinary. */
#include "enforcement/clientday.h"
#include "enforcement/pack.h"

#include "assess/edition.h"
#include "assess/law.h"

#include <string.h>

/* An entry is taken back by the entry KIND_back/REST. */
#define TAKEN_BACK(j) "EXISTS (SELECT 1 FROM journal b WHERE b.id = " j ".kind || '_back' || substr(" j ".id, length(" j ".kind) + 1) AND b.seq <= ?3)"
#define OWNER(j) \
	"CASE WHEN " j ".case_id = '-' THEN '-' ELSE coalesce((SELECT c.client FROM client_case c WHERE c.case_id = " j ".case_id), 'sag-' || " j ".case_id) END"
#define IN_PERIOD(day) day " BETWEEN ?1 AND ?2 AND ?3 >= 0"
/* The event of a receipt, and the split's own: both stand in the id, KIND/CASE/EVENT and KIND/CASE/EVENT.GENERATION. */
#define RECEIPT_EVENT "substr(j.id, length(j.kind) + length(j.case_id) + 3)"
#define SPLITS                                                                                                                      \
	"FROM journal s WHERE s.case_id = j.case_id AND s.kind IN ('split_costs', 'split_interest', 'split_principal', 'split_surplus')" \
	" AND s.seq <= ?3 AND substr(s.id, length(s.kind) + 2) LIKE j.case_id || '/' || " RECEIPT_EVENT " || '.%' AND NOT " TAKEN_BACK("s")
/* What a person was told when a line was matched stands in bank_match; the last word counts. */
#define LAST_MATCH(column) "(SELECT m." column " FROM bank_match m WHERE m.line_id = l.id ORDER BY m.id DESC LIMIT 1)"
#define SIGNED(j) "CASE WHEN " j ".debit = 'client_bank' THEN " j ".amount_ore ELSE -" j ".amount_ore END"

/* The payload that says what a fee rests on: of a reversal, that of the entry it takes back. */
#define FEE_ROWS                                                                                                                     \
	"FROM journal j LEFT JOIN journal o ON j.kind LIKE '%!_back' ESCAPE '!' AND o.id = substr(j.kind, 1, length(j.kind) - 5) ||"      \
	" substr(j.id, length(j.kind) + 1) LEFT JOIN journal_payload p ON p.seq = coalesce(o.seq, j.seq)"                                 \
	" LEFT JOIN agreement a ON a.id = json_extract(CAST(p.payload AS TEXT), '$.terms')"                                              \
	" WHERE j.kind IN ('fee_earned', 'fee_earned_back', 'advance_charged', 'advance_charged_back') AND j.day BETWEEN ?1 AND ?2 AND j.seq <= ?3"
#define OF(key) "json_extract(CAST(p.payload AS TEXT), '$." key "')"

static const char bank_lines[] =
	"SELECT l.id, l.booked_on, l.amount_minor, l.currency, f.sha256, l.line, l.reversal, CASE WHEN k.id IS NULL THEN 0 ELSE 1 END, " LAST_MATCH("kind")
	", " LAST_MATCH("case_id") ", " LAST_MATCH("event_id") ", (SELECT group_concat(e, ' ') FROM (SELECT c.entry AS e FROM client_link c WHERE"
	" c.line_id = l.id ORDER BY c.id)), (SELECT coalesce(sum(" SIGNED("j") "), 0) FROM client_link c JOIN journal j ON j.id = c.entry WHERE"
	" c.line_id = l.id AND (j.debit = 'client_bank' OR j.credit = 'client_bank') AND j.seq <= ?3)"
	" FROM bank_line l JOIN bank_file f ON f.id = l.file_id LEFT JOIN client_line k ON k.id = l.id WHERE " IN_PERIOD("l.booked_on")
	" ORDER BY l.booked_on, l.id";

static const char bank_entries[] =
	"SELECT j.seq, j.id, j.case_id, j.day, j.kind, " SIGNED("j") ", (SELECT c.line_id FROM client_link c WHERE c.entry = j.id),"
	" CASE WHEN EXISTS (SELECT 1 FROM client_link c WHERE c.entry = j.id) THEN 'line' WHEN j.id LIKE '%/-/opening-%' THEN 'opening'"
	" WHEN j.kind LIKE '%!_back' ESCAPE '!' OR " TAKEN_BACK("j") " THEN 'reversed' ELSE 'no_line' END"
	" FROM journal j WHERE (j.debit = 'client_bank' OR j.credit = 'client_bank') AND j.day BETWEEN ?1 AND ?2 AND j.seq <= ?3 ORDER BY j.seq";

static const char receipts[] =
	"SELECT j.seq, j.id, j.case_id, " OWNER("j") ", j.day, j.amount_ore, " RECEIPT_EVENT ", CASE WHEN " TAKEN_BACK("j") " THEN 1 ELSE 0 END,"
	" (SELECT coalesce(sum(s.amount_ore), 0) " SPLITS "), (SELECT group_concat(e, ' ') FROM (SELECT s.id AS e " SPLITS " ORDER BY s.seq)),"
	" (SELECT group_concat(i, ' ') FROM (SELECT DISTINCT l.invoice_id AS i FROM journal f JOIN invoice_line l ON l.entry = f.id"
	"  WHERE f.case_id = j.case_id AND f.kind = 'fee_earned' AND substr(f.id, 12) LIKE j.case_id || '/' || " RECEIPT_EVENT " || '.%' ORDER BY i))"
	" FROM journal j WHERE j.kind IN ('client_payment', 'receipt_placed') AND j.day BETWEEN ?1 AND ?2 AND j.seq <= ?3 ORDER BY j.seq";

static const char fees[] =
	"SELECT j.seq, j.id, j.case_id, " OWNER("j") ", j.day, j.kind, j.amount_ore, " OF("terms") ", " OF("terms_sha256") ", a.agreed_on, a.from_on, "
	OF("clause") ", " OF("phase") ", " OF("base_ore") ", " OF("on") ", " OF("event") ", " OF("law") ", CASE WHEN p.seq IS NULL THEN 'erased'"
	" WHEN " OF("terms") " IS NULL THEN 'no_agreement' WHEN " OF("terms") " = 0 THEN 'stated_with_case' WHEN a.id IS NULL THEN 'no_agreement'"
	" WHEN a.agreed_on > " OF("on") " THEN 'agreed_after_work' ELSE '' END, coalesce(o.seq, j.seq), lower(hex(p.salt)), CAST(p.payload AS TEXT) "
	FEE_ROWS " ORDER BY j.seq";

static const char fee_sums[] =
	"SELECT terms, scope, sum(earned), sum(earned_ore), sum(back), sum(back_ore), sum(earned_ore) - sum(back_ore) FROM (SELECT coalesce(" OF("terms") ", '') AS terms,"
	" a.scope AS scope, j.kind = 'fee_earned' AS earned, (j.kind = 'fee_earned') * j.amount_ore AS earned_ore, j.kind = 'fee_earned_back' AS back,"
	" (j.kind = 'fee_earned_back') * j.amount_ore AS back_ore " FEE_ROWS " AND j.kind LIKE 'fee_earned%') GROUP BY terms ORDER BY terms";

static const char agreements[] =
	"SELECT a.id, a.scope, a.from_on, a.agreed_on, a.recorded_on, a.decided, t.by, t.why, a.sha256, a.document, a.terms FROM agreement a"
	" LEFT JOIN agreement_text t ON t.id = a.id WHERE a.recorded_on <= ?2 AND ?1 <= ?2 AND ?3 >= 0 ORDER BY a.id";

static const char accounts_of_bank[] =
	"SELECT a.id, a.first_on, t.number FROM client_account a LEFT JOIN client_account_text t ON t.id = a.id"
	" WHERE a.first_on <= ?2 AND ?1 <= ?2 AND ?3 >= 0 ORDER BY a.id";

static const char statements[] =
	"SELECT s.id, s.account, s.from_on, s.to_on, s.opening_ore, s.closing_ore, f.sha256, f.kind, f.imported_on, f.lines, f.taken FROM client_statement s"
	" JOIN bank_file f ON f.id = s.file_id WHERE s.to_on >= ?1 AND s.from_on <= ?2 AND ?3 >= 0 ORDER BY s.id";

/* There is no register of users: who acted stands on what was done. */
#define ACTS(what, who, day, from) "SELECT " who " AS who, '" what "' AS what, " day " AS on_day FROM " from " WHERE " who " IS NOT NULL AND " IN_PERIOD(day)
static const char people[] =
	"SELECT who, what, min(on_day), max(on_day), count(*) FROM ("
	ACTS("event", "v.by", "e.recorded_on", "event e JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id")
	" UNION ALL " ACTS("decision", "v.by", "d.decided_on", "decision d JOIN decision_value v ON v.case_id = d.case_id AND v.id = d.id")
	" UNION ALL " ACTS("approval", "p.name", "a.approved_on", "approval a JOIN approval_person p ON p.id = a.id")
	" UNION ALL " ACTS("letter_approval", "p.name", "a.approved_on", "paper_approval a JOIN paper_approver p ON p.id = a.id")
	" UNION ALL " ACTS("form_confirmation", "p.name", "a.confirmed_on", "form_confirmation a JOIN form_confirmation_person p ON p.id = a.id")
	" UNION ALL " ACTS("bank_line", "t.by", "m.matched_on", "bank_match m JOIN bank_match_text t ON t.id = m.id")
	" UNION ALL " ACTS("agreement", "t.by", "a.recorded_on", "agreement a JOIN agreement_text t ON t.id = a.id")
	" UNION ALL " ACTS("time", "t.by", "a.recorded_on", "case_time a JOIN case_time_text t ON t.id = a.id")
	" UNION ALL " ACTS("posting_proposed", "t.by", "a.proposed_on", "ledger_proposal a JOIN ledger_proposal_text t ON t.id = a.id")
	" UNION ALL " ACTS("posting_confirmed", "t.by", "a.confirmed_on", "ledger_confirmation a JOIN ledger_confirmation_text t ON t.id = a.id")
	" UNION ALL " ACTS("month_closed", "t.by", "a.closed_on", "period_close a JOIN period_close_text t ON t.id = a.id")
	" UNION ALL " ACTS("payout_prepared", "t.by", "a.prepared_on", "payout a JOIN payout_text t ON t.id = a.id")
	" UNION ALL " ACTS("payout_decided", "t.by", "a.said_on", "payout_word a JOIN payout_word_text t ON t.id = a.id")
	" UNION ALL " ACTS("payout_account", "t.by", "a.proposed_on", "payout_account a JOIN payout_account_text t ON t.id = a.id")
	" UNION ALL " ACTS("payout_account_confirmed", "t.by", "a.confirmed_on", "payout_account_confirmed a JOIN payout_account_confirmed_text t ON t.id = a.id")
	" UNION ALL " ACTS("invoice", "t.by", "a.issued_on", "invoice a JOIN invoice_text t ON t.id = a.id")
	" UNION ALL " ACTS("case_erased", "t.by", "a.erased_on", "erased a JOIN erased_text t ON t.id = a.id")
	" UNION ALL " ACTS("task_done", "t.by", "a.done_on", "docket_done a JOIN docket_done_person t ON t.id = a.id")
	" UNION ALL " ACTS("case_left", "t.by", "a.left_on", "leaving a JOIN leaving_person t ON t.id = a.id")
	") GROUP BY who, what ORDER BY who, what";

static const char assignments[] =
	"SELECT a.id, a.case_id, a.assigned_on, p.owner, p.deputy FROM docket_assignment a LEFT JOIN docket_assignment_person p ON p.id = a.id"
	" WHERE " IN_PERIOD("a.assigned_on") " ORDER BY a.id";

static const char overrides[] =
	"SELECT what, number, case_id, on_day, about, who, why FROM ("
	" SELECT 1 AS rank, 'approval_despite' AS what, a.id AS number, a.case_id AS case_id, a.approved_on AS on_day, d.codes AS about, p.name AS who, w.why AS why"
	"  FROM approval_despite d JOIN approval a ON a.id = d.id LEFT JOIN approval_person p ON p.id = a.id LEFT JOIN approval_despite_why w ON w.id = d.id"
	" UNION ALL SELECT 2, 'letter_despite', a.id, a.case_id, coalesce(g.approved_on, a.drawn_on), d.codes, p.name, w.why FROM paper_despite d"
	"  JOIN paper a ON a.id = d.id LEFT JOIN paper_approval g ON g.paper_id = a.id LEFT JOIN paper_approver p ON p.id = g.id"
	"  LEFT JOIN paper_despite_why w ON w.id = d.id"
	" UNION ALL SELECT 3, 'agreement_decided', a.id, a.scope, a.recorded_on, 'agreement ' || a.id, t.by, t.why FROM agreement a"
	"  LEFT JOIN agreement_text t ON t.id = a.id WHERE a.decided <> 0"
	" UNION ALL SELECT 4, 'leaving_despite', l.id, l.case_id, l.said_on, l.way || ' ' || l.point, t.by, t.why FROM leaving_word l"
	"  LEFT JOIN leaving_word_text t ON t.id = l.id WHERE l.despite <> 0"
	" UNION ALL SELECT 5, 'person_decided', e.id, e.case_id, e.recorded_on, 'event ' || e.id, v.by, v.ground FROM event e"
	"  LEFT JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id WHERE e.name = 'person_decided'"
	" UNION ALL SELECT 6, 'fact_' || d.word, d.id, d.case_id, d.decided_on, f.name, v.by, NULL FROM decision d"
	"  LEFT JOIN decision_value v ON v.case_id = d.case_id AND v.id = d.id"
	"  LEFT JOIN fact f ON f.case_id = d.case_id AND f.id = d.fact_id"
	") WHERE " IN_PERIOD("on_day") " ORDER BY rank, on_day, case_id, number";

static const char closes[] =
	"SELECT c.id, c.last_on, c.closed_on, c.seq, c.hash, t.by FROM period_close c LEFT JOIN period_close_text t ON t.id = c.id"
	" WHERE c.closed_on >= ?1 AND c.last_on <= ?2 AND c.seq <= ?3 ORDER BY c.id";

static const char proposals[] =
	"SELECT p.id, p.kind, p.case_id, p.amount_ore, p.reverses, p.proposed_on, t.by, t.why, c.confirmed_on, u.by, (SELECT j.id FROM journal j"
	" WHERE j.seq <= ?3 AND j.id = CASE WHEN p.reverses IS NULL THEN p.kind || '/' || p.case_id || '/m' || p.id ELSE p.kind ||"
	" substr(p.reverses, instr(p.reverses, '/')) END) FROM ledger_proposal p LEFT JOIN ledger_proposal_text t ON t.id = p.id"
	" LEFT JOIN ledger_confirmation c ON c.proposal_id = p.id LEFT JOIN ledger_confirmation_text u ON u.id = c.id WHERE " IN_PERIOD("p.proposed_on")
	" ORDER BY p.id";

/* From the first: a gap shows only in the whole series. */
static const char invoices[] =
	"SELECT i.id, i.credits, i.client, i.issued_on, i.due_on, i.from_on, i.to_on, i.vat_percent, i.net_ore, i.exempt_ore, i.vat_ore, i.total_ore,"
	" i.set_off_ore, i.law, i.pdf_sha256, i.xml_sha256, t.by, t.why FROM invoice i LEFT JOIN invoice_text t ON t.id = i.id"
	" WHERE i.issued_on <= ?2 AND ?1 <= ?2 AND ?3 >= 0 ORDER BY i.id";

static const char invoice_lines[] =
	"SELECT l.invoice_id, l.line, l.case_id, l.entry, l.disbursement, l.terms, l.clause, l.phase, l.worked_on, l.amount_ore, l.bears_vat, l.vat_ore,"
	" l.credits_line FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.issued_on <= ?2 AND ?1 <= ?2 AND ?3 >= 0 ORDER BY l.invoice_id, l.line";

/* A part that was booked names its entry; one taken back stands there still, its reversal among the exceptions. */
static const char payout_parts[] =
	"SELECT t.payout_id, t.number, p.id, t.end_to_end, t.receiver, t.account_id, p.case_id, p.kind, p.amount_ore, b.prepared_on, x.by, w.word, w.said_on, y.by,"
	" w.sha256, (SELECT o.word FROM payout_outcome o WHERE o.transfer_id = t.id ORDER BY o.id DESC LIMIT 1),"
	" (SELECT o.on_day FROM payout_outcome o WHERE o.transfer_id = t.id ORDER BY o.id DESC LIMIT 1), j.id FROM payout_part p"
	" JOIN payout_transfer t ON t.id = p.transfer_id JOIN payout b ON b.id = t.payout_id LEFT JOIN payout_text x ON x.id = b.id"
	" LEFT JOIN payout_word w ON w.payout_id = b.id LEFT JOIN payout_word_text y ON y.id = w.id"
	" LEFT JOIN journal j ON j.id = p.kind || '/' || p.case_id || '/p' || p.id AND j.seq <= ?3"
	" WHERE j.day BETWEEN ?1 AND ?2 OR (j.id IS NULL AND b.prepared_on BETWEEN ?1 AND ?2) ORDER BY p.id";

/* The number's last four: enough to tell two apart, and no number of anybody's account. */
static const char payout_accounts[] =
	"SELECT a.id, a.receiver, a.proposed_on, t.by, t.why, c.confirmed_on, u.by, substr(t.number, -4) FROM payout_account a"
	" LEFT JOIN payout_account_text t ON t.id = a.id LEFT JOIN payout_account_confirmed c ON c.account_id = a.id"
	" LEFT JOIN payout_account_confirmed_text u ON u.id = c.id WHERE a.proposed_on <= ?2 AND ?1 <= ?2 AND ?3 >= 0 ORDER BY a.id";

/* All of them: what was erased since is missing from the period's own entries too. */
static const char erasures[] =
	"SELECT e.id, e.case_id, e.erased_on, t.by, t.why FROM erased e LEFT JOIN erased_text t ON t.id = e.id WHERE ?1 <= ?2 AND ?3 >= 0 ORDER BY e.id";

static const char restores[] =
	"SELECT r.id, r.restored_on, r.made_on, r.seq, r.hash FROM restored r WHERE " IN_PERIOD("r.restored_on") " ORDER BY r.id";

/* ---- what is out of the ordinary ---- */

typedef struct Proved {
	char day[11];
	int64_t seq; /* of the first proof of this or a later day */
} Proved;

/* By day, each with the least number of entries that a proof of it or of a later day knew. */
static GArray *proved_read(Store *store, GError **error)
{
	g_autoptr(GArray) days = g_array_new(FALSE, TRUE, sizeof(Proved));
	g_autoptr(Query) query = store_query(store, error, "SELECT day, min(seq) FROM day_proof GROUP BY day ORDER BY day", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		Proved one = { .seq = query_int(query, 1) };
		g_strlcpy(one.day, query_text(query, 0), sizeof one.day);
		g_array_append_val(days, one);
	}
	for (guint i = days->len; i > 1; i--) {
		Proved *this = &g_array_index(days, Proved, i - 2);
		this->seq = MIN(this->seq, g_array_index(days, Proved, i - 1).seq);
	}
	return found < 0 ? NULL : g_steal_pointer(&days);
}

static bool exception(PackOut *out, const char *what, Query *query, const char *about, GError **error)
{
	pack_cell(out, what);
	pack_number(out, query_int(query, 0));
	for (int i = 1; i <= 4; i++)
		pack_cell(out, query_text(query, i));
	pack_cell(out, about);
	return pack_row(out, error);
}

/* Columns: seq, id, case, day, amount; then kind, the latest day before it, proposal, the bank's day. */
static bool exceptions_of(PackOut *out, Query *query, const GArray *proved, guint *at, GError **error)
{
	const char *day = query_text(query, 3), *kind = query_text(query, 5), *id = query_text(query, 1);
	while (*at < proved->len && strcmp(g_array_index(proved, Proved, *at).day, day) < 0)
		++*at;
	if (g_str_has_suffix(kind, "_back")) {
		g_autofree char *taken = g_strdup_printf("%.*s%s", (int)strlen(kind) - 5, kind, id + strlen(kind));
		if (!exception(out, "reversal", query, taken, error))
			return false;
	}
	if (!query_is_null(query, 7) && !exception(out, "manual", query, query_text(query, 7), error))
		return false;
	if (!query_is_null(query, 6) && strcmp(query_text(query, 6), day) > 0 && !exception(out, "back_dated", query, query_text(query, 6), error))
		return false;
	if (!query_is_null(query, 8) && strcmp(query_text(query, 8), day) < 0 && !exception(out, "late", query, query_text(query, 8), error))
		return false;
	if (*at < proved->len && g_array_index(proved, Proved, *at).seq < query_int(query, 0))
		return exception(out, "after_proof", query, g_array_index(proved, Proved, *at).day, error);
	return true;
}

static bool exceptions_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autoptr(GArray) proved = proved_read(pack->store, error);
	g_autoptr(PackOut) out = proved != NULL ? pack_open(pack, part->name, part->header, error) : NULL;
	g_autoptr(Query) query = out == NULL ? NULL : store_query(
	    pack->store, error,
	    "SELECT j.seq, j.id, j.case_id, j.day, j.amount_ore, j.kind, j.before, json_extract(CAST(p.payload AS TEXT), '$.proposal'),"
	    " (SELECT l.booked_on FROM client_link c JOIN bank_line l ON l.id = c.line_id WHERE c.entry = j.id)"
	    " FROM (SELECT seq, id, case_id, day, amount_ore, kind, max(day) OVER (ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before"
	    "  FROM journal WHERE seq <= ?3) j LEFT JOIN journal_payload p ON p.seq = j.seq WHERE j.day BETWEEN ?1 AND ?2 ORDER BY j.day, j.seq",
	    "ddi", pack->from, pack->to, pack->head.seq);
	guint at = 0;
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		if (!exceptions_of(out, query, proved, &at, error))
			return false;
	return found == 0 && pack_close(g_steal_pointer(&out), error);
}

/* ---- the days of the client money ---- */

static bool day_write(Pack *pack, PackOut *out, Date on, bool open, GError **error)
{
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT count(*), max(number), (SELECT q.ok FROM day_proof q WHERE q.day = ?1 ORDER BY q.number DESC LIMIT 1),"
	                                     " (SELECT q.name FROM day_proof q WHERE q.day = ?1 ORDER BY q.number DESC LIMIT 1),"
	                                     " (SELECT count(*) FROM journal j WHERE j.day = ?1 AND j.seq <= ?2 AND j.seq >"
	                                     " (SELECT q.seq FROM day_proof q WHERE q.day = ?1 ORDER BY q.number DESC LIMIT 1))"
	                                     " FROM day_proof WHERE day = ?1",
	                                     "di", on, pack->head.seq);
	if (query_step(query, error) != 1)
		return false;
	g_autofree char *iso = date_iso(on);
	bool none = query_int(query, 0) == 0;
	pack_cell(out, iso);
	pack_number(out, open);
	pack_number(out, query_int(query, 0));
	pack_cell(out, none ? (open ? "missing" : "closed") : query_int(query, 2) != 0 ? "ok" : "failed");
	pack_cell(out, query_text(query, 3));
	pack_number(out, query_int(query, 4));
	pack->missing_days += none && open;
	return pack_row(out, error);
}

static bool days_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autoptr(Law) law = law_in_force(pack->store, error);
	g_autoptr(PackOut) out = law != NULL ? pack_open(pack, part->name, part->header, error) : NULL;
	g_autoptr(Query) query = out != NULL ? store_query(pack->store, error,
	                                                   "SELECT min(day) FROM (SELECT min(day) AS day FROM journal WHERE debit = 'client_bank' OR"
	                                                   " credit = 'client_bank' UNION ALL SELECT min(from_on) FROM client_statement)",
	                                                   "")
	                                     : NULL;
	if (query_step(query, error) != 1)
		return false;
	Date first = query_date(query, 0);
	for (Date on = date_max(first, pack->from); date_known(first) && !date_before(pack->to, on); on = date_add_days(on, 1))
		if (!day_write(pack, out, on, date_compare(law_next_open_day(law, on), on) == 0, error))
			return false;
	json_int(pack->told, "missing_days", pack->missing_days);
	return pack_close(g_steal_pointer(&out), error);
}

const PackPart pack_record[] = {
	{ "bank_lines.csv", { "hver linje på kontoudtogene og de bogføringer, den er (client 1: en linje på klientkontoen)",
	    "each line of the statements and the entries that it is (client 1: a line of the client account)" },
	  "line,booked_on,amount_minor,currency,file_sha256,file_line,reversal,client,fate,case,event,entries,booked_ore", bank_lines, NULL },
	{ "bank_entries.csv", { "den anden vej: hver bogføring på klientkontoen og den banklinje, den er",
	    "the other way: each entry on the client account and the bank line that it is" },
	  "seq,entry,case,booked_on,kind,amount_ore,line,state", bank_entries, NULL },
	{ "receipts.csv", { "hver betaling for en klient, det den blev fordelt på, og fakturaerne for dens salær", "each payment for a client, what it was split into, and the invoices for its fees" },
	  "seq,entry,case,client,booked_on,amount_ore,event,reversed,split_ore,splits,invoices", receipts, NULL },
	{ "fees.csv", { "salærregistret: hvert salær, dets aftale og det, tallet hviler på; flag siger, hvad der ikke er i orden",
	    "the fee register: each fee, its agreement and what the figure rests on; flag says what is not in order" },
	  "seq,entry,case,client,booked_on,kind,amount_ore,terms,terms_sha256,agreed_on,from_on,clause,phase,base_ore,work_on,event,law,flag,of_seq,salt,payload",
	  fees, NULL },
	{ "fee_sums.csv", { "salær i alt efter hver aftale", "fees in all under each agreement" }, "terms,scope,earned,earned_ore,reversed,reversed_ore,net_ore",
	  fee_sums, NULL },
	{ "invoices.csv", { "fakturaer og kreditnotaer fra den første, uden huller", "invoices and credit notes from the first one, without gaps" },
	  "number,credits,client,issued_on,due_on,from_on,to_on,vat_percent,net_ore,exempt_ore,vat_ore,total_ore,set_off_ore,law,pdf_sha256,xml_sha256,by,why",
	  invoices, NULL },
	{ "invoice_lines.csv", { "hver linje og det salær eller udlæg, den opkræver", "each line and the fee or advance that it bills" },
	  "invoice,line,case,entry,disbursement,terms,clause,phase,work_on,amount_ore,bears_vat,vat_ore,credits_line", invoice_lines, NULL },
	{ "payout_parts.csv", { "hver udbetaling: modtager, sag, beløb, hvem der forberedte og godkendte, hvad banken gjorde, og bogføringen",
	    "each payout: receiver, case, amount, who prepared and approved, what the bank did, and the entry" },
	  "payout,transfer,part,end_to_end,receiver,account,case,kind,amount_ore,prepared_on,prepared_by,word,said_on,said_by,file_sha256,outcome,outcome_on,entry",
	  payout_parts, NULL },
	{ "payout_accounts.csv", { "konti til udbetaling, hver ændring med sine to personer, og kontoens sidste fire cifre",
	    "payout accounts, each change with its two persons, and the account's last four digits" },
	  "account,receiver,proposed_on,by,why,confirmed_on,confirmed_by,last_four", payout_accounts, NULL },
	{ "agreements.csv", { "salæraftaler, hver udgave, med hvem og hvornår", "fee agreements, each version, with who and when" },
	  "terms,scope,from_on,agreed_on,recorded_on,decided,by,why,sha256,document,text", agreements, NULL },
	{ "bank_accounts.csv", { "klientkonti og fra hvornår", "client accounts and since when" }, "account,first_on,number", accounts_of_bank, NULL },
	{ "statements.csv", { "indlæste kontoudtog: saldi og filens hash, som kan holdes mod bankens egen fil",
	    "imported statements: balances and the file's hash, to be held against the bank's own file" },
	  "statement,account,from_on,to_on,opening_ore,closing_ore,file_sha256,kind,imported_on,lines,taken", statements, NULL },
	{ "days.csv", { "klientmidlernes dage: bevist, mangler, lukket", "the days of the client money: proved, missing, closed" },
	  "day,open,proofs,state,last_proof,entries_since", NULL, days_write },
	{ "people.csv", { "hvem der har gjort hvad, fra og til hvilken dag", "who did what, from and to which day" }, "name,what,first_on,last_on,count", people,
	  NULL },
	{ "assignments.csv", { "hvem der fik sager at føre", "who was given cases to handle" }, "number,case,assigned_on,owner,deputy", assignments, NULL },
	{ "overrides.csv", { "hvor et menneske gik imod programmet: godkendt trods fund, afgørelser, rettede oplysninger",
	    "where a person overruled the program: approved despite findings, decisions, facts corrected" },
	  "what,number,case,on,about,by,why", overrides, NULL },
	{ "erasures.csv", { "sager, hvis personlige oplysninger er slettet", "cases whose personal data were erased" }, "number,case,erased_on,by,why", erasures, NULL },
	{ "restores.csv", { "gange, bøgerne blev lagt tilbage fra en sikkerhedskopi, og hvor de endte da", "times the books were put back from a backup, and where they ended then" },
	  "number,restored_on,backup_made_on,seq,hash", restores, NULL },
	{ "closes.csv", { "lukkede måneder", "closed months" }, "number,last_on,closed_on,seq,hash,by", closes, NULL },
	{ "proposals.csv", { "bogføringer i hånden: hvem der foreslog, hvem der bekræftede", "postings by hand: who proposed, who confirmed" },
	  "proposal,kind,case,amount_ore,reverses,proposed_on,by,why,confirmed_on,confirmed_by,entry", proposals, NULL },
	{ "exceptions.csv",
	  { "undtagelser: tilbageførsler, bogført i hånden, dateret tilbage, bogført senere end banken, rettet efter et dagsbevis",
	    "exceptions: reversals, posted by hand, back-dated, booked later than the bank, corrected after a day proof" },
	  "what,seq,entry,case,booked_on,amount_ore,about", NULL, exceptions_write },
	{ 0 },
};
