#include "enforcement/tally.h"

#include "enforcement/ledger.h"
#include "intake/limits.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What was moved on a day. */
typedef struct Moved {
	int day; /* 20261122 */
	int64_t amount_ore;
} Moved;

#define HELD_MOST 16 /* accounts of class CLIENT; a build with more says so at once */

typedef struct Holder {
	char *client;
	GArray *moves[HELD_MOST]; /* Moved, in the order of the books, by the account's place in held; NULL: none */
} Holder;

/* What a kind of entry does: the CLIENT accounts that it debits and credits, their places in held or -1, and the client bank. */
typedef struct Effect {
	const char *debit, *credit;
	int from, to;
	int bank; /* 1, 0 or -1 times the amount */
} Effect;

struct Tally {
	Effect effects[POSTING_none];
	const char *held[HELD_MOST + 1]; /* the CLIENT accounts by name */
	int unidentified; /* its place among them */
	GHashTable *kinds; /* name → Effect* */
	GHashTable *holders; /* case → Holder*, borrowed */
	GPtrArray *clients; /* Holder*; the first is nobody's */
	GArray *apart; /* Moved: bank less clients */
	GPtrArray *faults; /* JournalFault* */
	char *last_case;
	Holder *last;
};

static void holder_free(gpointer data)
{
	Holder *holder = data;
	g_free(holder->client);
	for (int i = 0; i < HELD_MOST; i++)
		g_clear_pointer(&holder->moves[i], g_array_unref);
	g_free(holder);
}

void tally_free(Tally *tally)
{
	if (tally == NULL)
		return;
	g_hash_table_unref(tally->kinds);
	g_hash_table_unref(tally->holders);
	g_ptr_array_unref(tally->clients);
	g_array_unref(tally->apart);
	for (guint i = 0; i < tally->faults->len; i++)
		journal_fault_free(tally->faults->pdata[i]);
	g_ptr_array_unref(tally->faults);
	g_free(tally->last_case);
	g_free(tally);
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void accounts_find(Tally *tally)
{
	const char *name;
	size_t n = 0;
	for (size_t i = 0; (name = ledger_account_at(i)) != NULL; i++)
		if (ledger_account_class(name) == ACCOUNT_CLIENT) {
			assert(n < HELD_MOST);
			tally->held[n++] = name;
		}
	qsort(tally->held, n, sizeof tally->held[0], by_text);
}

static int place_of(const Tally *tally, const char *account)
{
	for (int i = 0; tally->held[i] != NULL; i++)
		if (strcmp(tally->held[i], account) == 0)
			return i;
	return -1;
}

static Effect effect_of(const Tally *tally, const char *debit, const char *credit)
{
	return (Effect){ debit, credit, place_of(tally, debit), place_of(tally, credit),
		         (int)(strcmp(debit, "client_bank") == 0) - (int)(strcmp(credit, "client_bank") == 0) };
}

static Holder *holder_new(Tally *tally, const char *client)
{
	Holder *holder = g_new0(Holder, 1);
	holder->client = g_strdup(client);
	g_ptr_array_add(tally->clients, holder);
	return holder;
}

static bool holders_read(Tally *tally, Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT case_id, client FROM client_case ORDER BY client, id", "");
	Holder *holder = holder_new(tally, "-");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		if (strcmp(holder->client, query_text(query, 1)) != 0)
			holder = holder_new(tally, query_text(query, 1));
		g_hash_table_insert(tally->holders, g_strdup(query_text(query, 0)), holder);
	}
	return found == 0;
}

Tally *tally_new(Store *store, GError **error)
{
	g_autoptr(Tally) tally = g_new0(Tally, 1);
	tally->kinds = g_hash_table_new(g_str_hash, g_str_equal);
	tally->holders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	tally->clients = g_ptr_array_new_with_free_func(holder_free);
	tally->apart = g_array_new(FALSE, FALSE, sizeof(Moved));
	tally->faults = g_ptr_array_new(); /* they go to the report */
	accounts_find(tally);
	tally->unidentified = place_of(tally, "unidentified");
	for (PostingKind kind = 0; kind < POSTING_none; kind++) {
		tally->effects[kind] = effect_of(tally, posting_debit(kind), posting_credit(kind));
		g_hash_table_insert(tally->kinds, (gpointer)posting_name(kind), &tally->effects[kind]);
	}
	return holders_read(tally, store, error) ? g_steal_pointer(&tally) : NULL;
}

static void fault(Tally *tally, const char *what, char *where, const char *da, const char *en)
{
	if (tally->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(tally->faults, journal_fault_new(what, where, g_strdup(da), g_strdup(en)));
	else
		g_free(where);
}

/* "2026-11-22" as a number that sorts as the day does. */
static int day_number(const char *iso)
{
	int day = 0;
	for (; iso != NULL && *iso != '\0' && day < 100000000; iso++)
		if (*iso != '-')
			day = day * 10 + (*iso - '0');
	return day;
}

static char *day_text(int day)
{
	return g_strdup_printf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static void move(GArray *moves, int day, int64_t ore)
{
	Moved *last = moves->len > 0 ? &g_array_index(moves, Moved, moves->len - 1) : NULL;
	const Moved next = { day, ore };
	if (last != NULL && last->day == day)
		last->amount_ore += ore;
	else
		g_array_append_val(moves, next);
}

/* Whose the money on an account is: nobody's without a case, and on the account of what is not placed whatever the case. */
static Holder *holder_of(Tally *tally, const char *case_id, int account)
{
	if (account == tally->unidentified || strcmp(case_id, LEDGER_NO_CASE) == 0)
		return tally->clients->pdata[0];
	/* Entries of a case stand together more often than not. */
	if (g_strcmp0(tally->last_case, case_id) == 0)
		return tally->last;
	Holder *holder = g_hash_table_lookup(tally->holders, case_id);
	if (holder == NULL) {
		g_autofree char *own = g_strconcat("sag-", case_id, NULL);
		holder = holder_new(tally, own);
		g_hash_table_insert(tally->holders, g_strdup(case_id), holder);
	}
	g_free(tally->last_case);
	tally->last_case = g_strdup(case_id);
	return tally->last = holder;
}

static void hold(Tally *tally, const JournalRow *row, int account, int day, int64_t ore)
{
	Holder *holder = holder_of(tally, row->case_id, account);
	if (holder->moves[account] == NULL)
		holder->moves[account] = g_array_new(FALSE, FALSE, sizeof(Moved));
	move(holder->moves[account], day, ore);
}

void tally_visit(void *context, const JournalRow *row)
{
	Tally *tally = context;
	const Effect *effect = g_hash_table_lookup(tally->kinds, row->kind);
	Effect own;
	if (effect == NULL || strcmp(effect->debit, row->debit) != 0 || strcmp(effect->credit, row->credit) != 0) {
		fault(tally, "kind", g_strdup_printf("seq %" PRId64, row->seq), "Bogføringen står ikke på de konti, dens art bruger.",
		      "The entry is not on the accounts of its kind.");
		own = effect_of(tally, row->debit, row->credit);
		effect = &own;
	}
	int day = day_number(row->day), apart = effect->bank - (effect->to >= 0) + (effect->from >= 0);
	if (effect->from >= 0)
		hold(tally, row, effect->from, day, -row->amount_ore);
	if (effect->to >= 0)
		hold(tally, row, effect->to, day, row->amount_ore);
	if (apart != 0)
		move(tally->apart, day, apart * row->amount_ore);
}

static int by_day(gconstpointer a, gconstpointer b)
{
	const Moved *x = a, *y = b;
	return (x->day > y->day) - (x->day < y->day);
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const Holder *const *)a)->client, (*(const Holder *const *)b)->client);
}

static void account_report(Tally *tally, const Holder *holder, int account)
{
	GArray *moves = holder->moves[account];
	int64_t held = 0;
	g_array_sort(moves, by_day);
	for (guint k = 0; k < moves->len; k++) {
		const Moved *moved = &g_array_index(moves, Moved, k);
		held += moved->amount_ore;
		if (held >= 0 || (k + 1 < moves->len && moved[1].day == moved->day))
			continue;
		g_autofree char *day = day_text(moved->day);
		fault(tally, "client", g_strdup_printf("%s %s %s", holder->client, day, tally->held[account]),
		      "Klientens midler er under nul ved dagens slutning.", "The client's money is below zero at the end of the day.");
	}
}

static void bank_report(Tally *tally)
{
	int64_t apart = 0;
	g_array_sort(tally->apart, by_day);
	for (guint k = 0; k < tally->apart->len; k++) {
		const Moved *moved = &g_array_index(tally->apart, Moved, k);
		apart += moved->amount_ore;
		if (apart == 0 || (k + 1 < tally->apart->len && moved[1].day == moved->day))
			continue;
		fault(tally, "balance", day_text(moved->day), "Klientbankkontoen svarer ikke til klienternes midler ved dagens slutning.",
		      "The client bank account is not what the clients hold at the end of the day.");
		break; /* each later day would say the same */
	}
}

void tally_report(Tally *tally, JournalReport *report)
{
	g_ptr_array_sort(tally->clients, by_name);
	for (guint i = 0; i < tally->clients->len; i++) {
		const Holder *holder = tally->clients->pdata[i];
		for (int account = 0; account < HELD_MOST; account++)
			if (holder->moves[account] != NULL)
				account_report(tally, holder, account);
	}
	bank_report(tally);
	for (guint i = 0; i < tally->faults->len; i++)
		if (report->faults->len < LIMIT_JOURNAL_FAULTS)
			g_ptr_array_add(report->faults, tally->faults->pdata[i]);
		else
			journal_fault_free(tally->faults->pdata[i]);
	g_ptr_array_set_size(tally->faults, 0);
}
