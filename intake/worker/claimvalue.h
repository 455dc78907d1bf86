/* The kinds of value in claim.xml: what each accepts and its canonical form. docs/claim.xsd says the same. */
#ifndef PAAKRAV_WORKER_CLAIMVALUE_H
#define PAAKRAV_WORKER_CLAIMVALUE_H

#include "intake/error.h"

#include <glib.h>

typedef enum ClaimType {
	CLAIM_TEXT, /* spaces run together; empty says nothing */
	CLAIM_PROSE, /* line breaks kept; empty says nothing */
	CLAIM_DATE,
	CLAIM_KRONER, /* to whole oere */
	CLAIM_PERCENT, /* to hundredths of a percent */
	CLAIM_YES,
	CLAIM_CVR,
	CLAIM_CPR,
	CLAIM_COUNTRY,
	CLAIM_ID,
	CLAIM_IDS,
	CLAIM_WORD /* one of a list */
} ClaimType;

/*
 * The canonical form of raw, the caller's. NULL with *error when it is none of the kind (the text itself is shown only
 * where it cannot be a personal number), NULL without when it says nothing.
 */
char *claim_value(ClaimType type, const char *const *words, const char *raw, GError **error);

/* text when an error may repeat it; NULL when it is long, holds control characters, or its digits may be a personal number in the wrong place. */
const char *claim_shown(const char *text);

#endif
