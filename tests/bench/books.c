/*
 * A store of many entries, made fast: cases of twenty entries, payments split and reversed, chained and salted as the program
 * chains and salts them. books HOME N: HOME is a new folder. One JSON line: entries and the CPU seconds that they took.
 */
#include "enforcement/ledger.h"
#include "intake/record.h"
#include "tests/bench/meter.h"

#include <inttypes.h>

/*
 * What is booked on a case, over and over: kinds that rest on nothing but themselves, so that the whole audit finds them
 * whole. Each day holds by itself: no client is below zero, bank and clients agree. Many sums of one øre.
 */
static const struct {
	PostingKind kind;
	int64_t ore;
} round_of[] = {
	{ POSTING_client_payment, 125000 }, { POSTING_client_payment, 33333 },      { POSTING_court_fee_paid, 75001 },  { POSTING_client_payment, 1 },
	{ POSTING_client_payment, 98765 },  { POSTING_client_payment_back, 98765 }, { POSTING_bank_charge, 2500 },      { POSTING_cover_bank, 2500 },
	{ POSTING_client_payment, 1 },      { POSTING_client_paid_us, 46667 },      { POSTING_out_unexplained, 10001 }, { POSTING_cover_bank, 10001 },
	{ POSTING_client_payment, 1 },      { POSTING_client_payment, 7 },          { POSTING_court_fee_paid, 1 },      { POSTING_court_fee_paid_back, 1 },
	{ POSTING_client_payment, 3999 },   { POSTING_client_loss, 3 },             { POSTING_client_payment, 1 },      { POSTING_client_loss, 99 },
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	GError *error = NULL;
	Date first;
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	must(date_parse("2024-01-01", &first), NULL, "day");
	g_autoptr(Store) store = store_open(argv[1], STORE_WRITE, rooms, digest_random, &error);
	must(store != NULL, error, "open");
	int64_t wanted = g_ascii_strtoll(argv[2], NULL, 10), made = 0;
	double begun = cpu_s();
	for (int64_t n = 0; made < wanted; n++) {
		g_autofree char *case_id = NULL;
		if (n % 1000 == 0)
			must(store_begin(store, &error), error, "begin");
		must(case_open(store, first, &case_id, &error), error, "case");
		must(store_run(store, &error, "INSERT INTO client_case (id, case_id, client) SELECT coalesce(max(id), 0) + 1, ?, ? FROM client_case", "ss", case_id,
		               "cvr-99000001"),
		     error, "client");
		Date day = date_add_days(first, (int)(n * 1000 / (wanted / 20 + 1)));
		for (size_t i = 0; i < G_N_ELEMENTS(round_of) && made < wanted; i++, made++) {
			PostingKind kind = round_of[i].kind;
			g_autofree char *id = g_strdup_printf("%s/%s/%zu", posting_name(kind), case_id, i);
			g_autofree char *payload = g_strdup_printf("{\"event\":%zu,\"seq\":%" PRId64 ",\"on\":\"2024-01-01\"}", i, made);
			JournalEntry entry = { 0, id, case_id, day, posting_name(kind), posting_debit(kind), posting_credit(kind), money_of_ore(round_of[i].ore) };
			must(journal_append(store, &entry, payload, &error) == JOURNAL_APPENDED, error, id);
		}
		if (n % 1000 == 999 || made >= wanted)
			must(store_commit(store, &error), error, "commit");
	}
	printf("{\"entries\": %" PRId64 ", \"made_s\": %.2f}\n", made, cpu_s() - begun);
	return 0;
}
