/*
 * Asset: something a debtor owns or is said to own, as people have written it down (facts of the subject asset/N), and what
 * has become of it: taken in execution, made safe, put to auction, released, sold. Pure.
 */
#ifndef PAAKRAV_ASSET_H
#define PAAKRAV_ASSET_H

#include "intake/case.h"

/* A row of asset_kinds: how an attachment in it is made safe, and whether it lapses by itself (rpl § 526 stk. 4, stk. 5). */
typedef struct AssetKind {
	const char *name; /* "movable" "vehicle" "land" … */
	Say say;
	bool lapses; /* one year unless an auction was requested (rpl § 526 stk. 4) */
	const char *lapse_statute; /* where it says whether it does */
	Say secure; /* what makes it safe; NULL texts: nothing, or the court does it */
	const char *secure_statute; /* NULL */
	bool person; /* no rule established: a person decides */
} AssetKind;
const AssetKind *asset_kind_find(const char *name); /* NULL when unknown */
const AssetKind *asset_kind_at(size_t i); /* NULL past the last */

typedef struct Asset {
	char *id; /* "asset/2" */
	int number; /* 2 */
	const AssetKind *kind;
	const char *debtor, *text, *owner, *register_ref, *source; /* borrowed from the case's facts; NULL: not said */
	bool value_known;
	Money value;
	Date taken_on, secured_on, auction_on, hindered_on, free_on, released_on, sold_on; /* DATE_NONE: not */
} Asset;

/* By number; Asset*, the caller's. Of days after on none is known yet. */
GPtrArray *assets_of(const Case *c, Date on);
bool asset_held(const Asset *asset); /* taken, and neither released nor sold */
/*
 * Does what the attachment of that event took lapse after a year (rpl § 526 stk. 4)? By the assets recorded as taken from the
 * debtor on its day, else by the event's own text; unknown is treated as movables, the nearer day.
 */
bool attachment_lapses(const Case *c, const Party *debtor, const Event *event);
/* The last word on it, a fact name such as "asset.text"; NULL. */
const Fact *asset_fact(const Case *c, const char *subject, const char *name);

#endif
