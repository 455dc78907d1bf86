/*
 * Erasing: may the personal data of a case be removed on a day, and if not, why and from when. Data are kept no longer than
 * needed (GDPR art. 5); they are needed as long as the claim, a title or money lives and as long as the bookkeeping act says
 * (bkl § 12 stk. 1: five years from the end of the financial year that the material is about).
 */
#ifndef PAAKRAV_ERASING_H
#define PAAKRAV_ERASING_H

#include "assess/law.h"
#include "intake/store.h"

typedef struct ErasingGround {
	const char *code; /* "open" "title" "limitation" "balance" "dispatch" "approval" "proposal" "bookkeeping" */
	char *da, *en;
	const char *statute; /* NULL */
	Date from_on; /* the first day that it no longer stands; DATE_NONE: no day can be told */
} ErasingGround;

typedef struct Erasing {
	char *case_id;
	GPtrArray *grounds; /* ErasingGround*, of the day; none: it may be erased */
	Date from_on; /* the first day that it may be, as things stand; DATE_NONE: no day can be told */
	char *because_da, *because_en; /* how the case ended, against each debtor; NULL while it is open */
} Erasing;

/* The caller's; NULL at an Error. */
Erasing *erasing_of(Store *store, const char *case_id, const Law *law, Date on, GError **error);
void erasing_free(Erasing *erasing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Erasing, erasing_free)

#endif
