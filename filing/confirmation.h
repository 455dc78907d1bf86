/*
 * Confirmation: a person compared an edition of the form with the court administration's blank in force and answers for it
 * (BEK 1558/2025 § 1: only that blank may be used, and it changes without notice). One row each, for ever; the latest one of
 * an edition counts. The blank, and the map by which it is filled, are kept as documents of the store. The person's name is
 * erasable side data behind a commitment.
 */
#ifndef PAAKRAV_CONFIRMATION_H
#define PAAKRAV_CONFIRMATION_H

#include "intake/date.h"
#include "intake/store.h"

typedef struct Confirmation {
	int64_t id;
	char *edition; /* "betalingspaakrav-2026" */
	char *blank_sha256;
	char *map_sha256; /* NULL: compared only; the typeset pages are what is handed in */
	char *by; /* NULL: erased */
	Date on;
} Confirmation;
void confirmation_free(Confirmation *confirmation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Confirmation, confirmation_free)

/* The edition's latest: *out is NULL when there is none. The caller's. false: the store cannot be read. */
bool confirmation_latest(Store *store, const char *edition, Confirmation **out, GError **error);

/* Add one, whose documents are kept already; the id is filled in. Inside the caller's transaction. */
bool confirmation_add(Store *store, Confirmation *confirmation, GError **error);

/* The Error of an edition that nobody has confirmed, code "form-unconfirmed", with its remedy. */
bool confirmation_missing(const char *edition, GError **error);

#endif
