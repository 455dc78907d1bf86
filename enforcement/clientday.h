/*
 * Clientday: the client money on the evening of one day: the bank's balance by the imported statement, the books' balance of
 * the client account, what stands for each client, and the named items by which bank and books differ (il §§ 14–16). The day
 * proof is that, signed and timestamped, in a file of its own; proofs are for ever, a later one of the same day says what was
 * booked since.
 */
#ifndef PAAKRAV_CLIENTDAY_H
#define PAAKRAV_CLIENTDAY_H

#include "enforcement/ledger.h"

typedef struct ClientItem {
	bool posted; /* in the books and not on the statement; else on the statement and not in the books */
	int64_t line; /* 0 */
	char *entry; /* NULL */
	char *kind; /* of the entry; NULL */
	Date on;
	int64_t amount_ore; /* above zero: money in */
} ClientItem;

typedef struct ClientShare {
	char *client;
	int64_t held_ore, entries;
	bool negative; /* one of its accounts is below zero */
} ClientShare;

typedef struct ClientDay {
	Date on;
	bool bank_known;
	Say bank_why; /* why it is not */
	int64_t bank_ore, book_ore, clients_ore;
	int64_t office_ore; /* book less clients: our own money on the client account, or short of it */
	int64_t difference_ore; /* bank and books, after the items: what nothing explains */
	GPtrArray *items; /* ClientItem*, by day and number */
	GPtrArray *clients; /* ClientShare*, by client; those with nothing left out */
	GPtrArray *statements; /* char*: hashes of the files that the bank's balance is from */
	bool ok;
} ClientDay;
/* As the store knows it now. The caller's. */
ClientDay *clientday_reckon(Store *store, Date on, GError **error);
void clientday_free(ClientDay *day);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientDay, clientday_free)
/* Its figures as members of object. */
void clientday_json(const ClientDay *day, cJSON *object, Lang lang);

/*
 * Open days that ought to have a proof and have none: from the first day with client money (or from_on) to the last one, Date.
 * The caller's; NULL at an Error.
 */
GArray *clientday_missing(Store *store, Date from_on, Date to_on, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char clientday_tables[];

#endif
