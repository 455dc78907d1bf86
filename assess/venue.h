/*
 * Venue: the court of a debtor's residence (rpl § 235, § 487), from the municipality, else the postcode. Where the place
 * lies in more than one district (Copenhagen, the border postcodes) only the user's own word decides, or without it
 * a look-up of the address, and only when it is among the candidates; where the place is not in the tables, his word for a court that exists.
 */
#ifndef PAAKRAV_VENUE_H
#define PAAKRAV_VENUE_H

#include "assess/law.h"
#include "intake/case.h"

typedef enum VenueBasis {
	VENUE_UNDECIDED,
	VENUE_MUNICIPALITY,
	VENUE_POSTCODE,
	VENUE_STATED, /* the user's word: shown as such */
	VENUE_ADDRESS /* the district that the address service told, where the place leaves it open and the user is silent */
} VenueBasis;

typedef struct Venue {
	char *court; /* NULL: undecided */
	VenueBasis basis;
	GPtrArray *candidates; /* char*, by byte order; empty when the place is unknown or abroad */
	bool abroad; /* the treaties decide (rpl § 246): not for a program */
	bool stated_refused; /* the user names a court that the place does not have, or that does not exist */
	bool places_differ; /* the postcode lies in none of the municipality's districts */
	char *da, *en; /* why */
	GPtrArray *facts; /* const Fact*, those used; borrowed from the case */
} Venue;

/* The caller's; borrows the facts. */
Venue *venue_of(const Law *law, const Party *debtor);
void venue_free(Venue *venue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Venue, venue_free)

/* Several debtors in one case. One court is needed; rpl § 250 lets connected claims follow one of them. */
typedef struct Venues {
	GPtrArray *each; /* Venue*, in the order of debtors */
	const char *court; /* common to all; NULL when one is undecided or they differ */
	bool differ; /* two debtors have different courts */
	GPtrArray *candidates; /* char*: every court that is some debtor's or may be, by byte order */
} Venues;

/* debtors: Party*. The caller's. */
Venues *venues_of(const Law *law, const GPtrArray *debtors);
void venues_free(Venues *venues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Venues, venues_free)

#endif
