/* The store from inside, for store.c and query.c alone: with them the one door to SQLite. */
#ifndef PAAKRAV_STOREINSIDE_H
#define PAAKRAV_STOREINSIDE_H

#include "intake/store.h"

#include <sys/stat.h>

#include <sqlite3.h>

typedef struct Prepared {
	sqlite3_stmt *stmt;
	bool used; /* by a query that is not freed yet */
} Prepared;

void prepared_free(void *prepared);

typedef struct RoomVersion {
	char *name;
	int known; /* how many scripts this program has */
} RoomVersion;

struct Store {
	char *home;
	sqlite3 *db;
	GHashTable *statements; /* SQL text → Prepared* */
	GArray *rooms; /* RoomVersion */
	RandomSource random;
	uint8_t drawn[1024]; /* random bytes ahead: a draw costs more than its bytes */
	size_t drawn_left;
	bool stepping;
	bool immutable; /* opened without locks, in a folder that we may not write */
	struct stat opened; /* the file as it then was */
};

/* What SQLite said, as an Error with its remedy. Returns false. */
bool store_fault(Store *store, GError **error, int rc);
/* Is a file that was opened without locks still the one that was opened? */
bool store_check_still(const Store *store, GError **error);

#endif
