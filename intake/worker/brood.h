/* Brood: the documents that come out of one document, each with a name that is safe, readable and its own. */
#ifndef PAAKRAV_WORKER_BROOD_H
#define PAAKRAV_WORKER_BROOD_H

#include "intake/worker/hatch.h"

#include <glib.h>

typedef struct Brood {
	const Hatch *hatch; /* NULL: nobody takes them */
	GHashTable *taken; /* names, folded */
	guint count; /* found so far */
	bool full; /* the hatch takes no more */
} Brood;

void brood_init(Brood *brood, const Hatch *hatch);
void brood_clear(Brood *brood);

/*
 * Hand out one. declared: the name that the document around it gives it, UTF-8; NULL for none. media: its declared
 * type, "application/pdf"; NULL. False when nobody takes it.
 */
bool brood_hand(Brood *brood, const char *declared, const char *media, const void *bytes, size_t size);

#endif
