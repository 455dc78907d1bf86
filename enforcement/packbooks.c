/* The books themselves: every entry as it is chained, the period as an hledger journal, the trial balance. */
#include "enforcement/pack.h"

#include <inttypes.h>
#include <string.h>

static const char journal[] =
	"SELECT j.seq, j.id, j.case_id, j.day, j.kind, j.debit, j.credit, j.amount_ore, lower(hex(j.commitment)), lower(hex(j.hash)),"
	" CASE WHEN j.day < ?1 THEN 'before' WHEN j.day > ?2 THEN 'after' ELSE 'in' END FROM journal j WHERE j.seq <= ?3 ORDER BY j.seq";

static const char clients[] =
	"SELECT c.case_id, c.client FROM client_case c WHERE EXISTS (SELECT 1 FROM journal j WHERE j.case_id = c.case_id AND j.seq <= ?3) AND ?1 <= ?2"
	" ORDER BY c.id";

/* ---- accounts ---- */

static const char *class_name(AccountClass class)
{
	static const char *const names[] = { "bank", "client", "asset", "liability", "income", "cost", "memo" };
	return names[class];
}

/* In plain ASCII, so that hledger reads the journal in any locale; the Danish names stand in accounts.csv. */
static char *hledger_name(const char *account)
{
	static const char *const tops[] = { "assets:bank", "liabilities:clients", "assets", "liabilities", "revenues", "expenses", "memo" };
	return g_strdup_printf("%s:%s", ledger_account_known(account) ? tops[ledger_account_class(account)] : "unknown", account);
}

static bool accounts_write(Pack *pack, const PackPart *part, GError **error)
{
	const char *name;
	g_autoptr(PackOut) out = pack_open(pack, part->name, part->header, error);
	if (out == NULL)
		return false;
	for (size_t i = 0; (name = ledger_account_at(i)) != NULL; i++) {
		g_autofree char *path = hledger_name(name);
		pack_cell(out, name);
		pack_cell(out, class_name(ledger_account_class(name)));
		pack_cell(out, path);
		pack_cell(out, ledger_account_say(name).da);
		pack_cell(out, ledger_account_say(name).en);
		if (!pack_row(out, error))
			return false;
	}
	return pack_close(g_steal_pointer(&out), error);
}

/* ---- the trial balance ---- */

typedef struct Standing {
	int64_t opening_ore, debit_ore, credit_ore, before, entries;
} Standing;

/* By account, in the order of the chart. The caller's. */
static Standing *standings_read(Pack *pack, GError **error)
{
	size_t n = 0;
	while (ledger_account_at(n) != NULL)
		n++;
	g_autofree Standing *all = g_new0(Standing, n);
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT debit, credit, day < ?1, sum(amount_ore), count(*) FROM journal WHERE day <= ?2 AND seq <= ?3"
	                                     " GROUP BY debit, credit, day < ?1 ORDER BY debit, credit, 3",
	                                     "ddi", pack->from, pack->to, pack->head.seq);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t ore = query_int(query, 3), count = query_int(query, 4);
		bool before = query_int(query, 2) != 0;
		for (int side = 0; side < 2; side++)
			for (size_t i = 0; i < n; i++) {
				if (strcmp(ledger_account_at(i), query_text(query, side)) != 0)
					continue;
				*(before ? &all[i].before : &all[i].entries) += count;
				*(before ? &all[i].opening_ore : side == 0 ? &all[i].debit_ore : &all[i].credit_ore) += before && side == 1 ? -ore : ore;
			}
	}
	return found < 0 ? NULL : g_steal_pointer(&all);
}

static bool balance_write(Pack *pack, const PackPart *part, GError **error)
{
	const char *name;
	g_autofree Standing *all = standings_read(pack, error);
	g_autoptr(PackOut) out = all != NULL ? pack_open(pack, part->name, part->header, error) : NULL;
	if (out == NULL)
		return false;
	for (size_t i = 0; (name = ledger_account_at(i)) != NULL; i++) {
		const Standing *one = &all[i];
		if (one->before + one->entries == 0)
			continue;
		pack_cell(out, name);
		pack_number(out, one->opening_ore);
		pack_number(out, one->debit_ore);
		pack_number(out, one->credit_ore);
		pack_number(out, one->opening_ore + one->debit_ore - one->credit_ore);
		pack_number(out, one->before);
		pack_number(out, one->entries);
		if (!pack_row(out, error))
			return false;
	}
	return pack_close(g_steal_pointer(&out), error);
}

/* ---- hledger ---- */

/* "1234.56 DKK": a point, two decimals and no marks between thousands, whatever the locale. */
static void posting_add(GString *text, const char *account, int64_t ore)
{
	g_autofree char *path = hledger_name(account), *plain = money_plain(money_of_ore(ore));
	g_string_append_printf(text, "    %s  %s DKK\n", path, plain);
}

static void head_add(Pack *pack, GString *text)
{
	const char *name;
	static const char types[] = { 'C', 'L', 'A', 'L', 'R', 'X', 'E' };
	g_autofree char *from = date_iso(pack->from), *to = date_iso(pack->to);
	g_string_append_printf(text, "; paakrav %s..%s\ndecimal-mark .\ncommodity 1000.00 DKK\n\n", from, to);
	for (size_t i = 0; (name = ledger_account_at(i)) != NULL; i++) {
		g_autofree char *path = hledger_name(name);
		g_string_append_printf(text, "account %s  ; type: %c\n", path, types[ledger_account_class(name)]);
	}
}

static void opening_add(Pack *pack, const Standing *all, GString *text)
{
	const char *name;
	g_autofree char *day = date_iso(date_add_days(pack->from, -1));
	bool any = false;
	for (size_t i = 0; (name = ledger_account_at(i)) != NULL; i++) {
		if (all[i].opening_ore == 0)
			continue;
		if (!any)
			g_string_append_printf(text, "\n%s * opening\n", day);
		any = true;
		posting_add(text, name, all[i].opening_ore);
	}
}

/* Kind and id say what it is; neither is personal. */
static bool hledger_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autofree Standing *all = standings_read(pack, error);
	g_autoptr(PackOut) out = all != NULL ? pack_open(pack, part->name, NULL, error) : NULL;
	if (out == NULL)
		return false;
	head_add(pack, out->buffer);
	opening_add(pack, all, out->buffer);
	g_autoptr(Query) query = store_query(pack->store, error,
	                                     "SELECT seq, day, kind, id, debit, credit, amount_ore FROM journal WHERE day BETWEEN ?1 AND ?2 AND seq <= ?3"
	                                     " ORDER BY day, seq",
	                                     "ddi", pack->from, pack->to, pack->head.seq);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		int64_t ore = query_int(query, 6);
		g_string_append_printf(out->buffer, "\n%s * (%" PRId64 ") %s | %s\n", query_text(query, 1), query_int(query, 0), query_text(query, 2),
		                       query_text(query, 3));
		posting_add(out->buffer, query_text(query, 4), ore);
		posting_add(out->buffer, query_text(query, 5), -ore);
		out->rows++;
		if (!pack_flush(out, false, error))
			return false;
	}
	return found == 0 && pack_close(g_steal_pointer(&out), error);
}

const PackPart pack_books[] = {
	{ "journal.csv",
	  { "bøgerne fra den første bogføring: hver linje, som den står i kæden, og om den ligger før, i eller efter perioden",
	    "the books from the first entry on: each line as it stands in the chain, and whether it lies before, in or after the period" },
	  "seq,id,case,booked_on,kind,debit,credit,amount_ore,commitment,hash,period", journal, NULL },
	{ "journal.hledger", { "periodens bogføringer med åbningssaldi til hledger", "the period's entries with opening balances for hledger" }, NULL, NULL,
	  hledger_write },
	{ "accounts.csv", { "kontoplanen: art, navn i hledger-filen, dansk og engelsk navn", "the chart of accounts: class, name in the hledger file, Danish and English name" },
	  "account,class,hledger,da,en", NULL, accounts_write },
	{ "balance.csv", { "råbalancen: åbning, bevægelse og slutsaldo for hver konto, med antal", "the trial balance: opening, movement and closing of each account, with counts" },
	  "account,opening_ore,debit_ore,credit_ore,closing_ore,entries_before,entries", NULL, balance_write },
	{ "clients.csv", { "hvis hver sag er", "whose each case is" }, "case,client", clients, NULL },
	{ 0 },
};
