/* Assets of a case: put down, followed up one by one, and listed with what is next for each. */
#ifndef PAAKRAV_ASSETLIST_H
#define PAAKRAV_ASSETLIST_H

#include "assess/asset.h"
#include "assess/law.h"
#include "intake/command.h"

extern const OptionRow asset_options[];
int asset_add_run(const Call *call, cJSON **result, GError **error);
int asset_set_run(const Call *call, cJSON **result, GError **error);
int asset_list_run(const Call *call, cJSON **result, GError **error);
void asset_text(const Call *call, const cJSON *result, GString *out);

/*
 * Facts of one asset, recorded on a day: names and values in turn, ended by NULL; a NULL value is left out. number 0: a new
 * one, its number given back. Inside the caller's transaction.
 */
bool asset_record(Store *store, const Case *c, int *number, const char *by, Date on, const char *const *facts, GError **error);

/* What is to be done with it next. */
typedef enum AssetStep { ASSET_NONE, ASSET_SECURE, ASSET_AUCTION, ASSET_LAPSED, ASSET_AWAIT } AssetStep;
typedef struct AssetNext {
	AssetStep step;
	const char *clock; /* "T33" "T36"; NULL */
	Date start_on, by_on, last_on; /* by_on: the last open day */
	const char *statute;
	Say what;
} AssetNext;
/* Making it safe and the auction are two tasks: the one that is due first, and the other; how many there are, 0 to 2. */
int asset_next(const Asset *asset, const Law *law, Date on, AssetNext next[2]);

#endif
