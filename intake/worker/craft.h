/*
 * Craft: what the locked room makes of documents, where reading only tells what they say: a blank filled, an exhibit as
 * pages, a bundle bound. Each craft is a row of the table in craft.c; its maker's header says what the order must hold, what
 * it answers, and which files it makes.
 */
#ifndef PAAKRAV_WORKER_CRAFT_H
#define PAAKRAV_WORKER_CRAFT_H

#include "intake/error.h"
#include "intake/json.h"
#include "intake/worker/hatch.h"

#include <glib.h>

typedef struct CraftDocument {
	const char *name; /* as the user knows it */
	const char *bytes;
	size_t size;
} CraftDocument;

typedef struct CraftTray {
	cJSON *whole;
	const cJSON *order; /* an object, in the craft's own words; made by the program, so a wrong one is our fault */
	CraftDocument *documents;
	int count;
} CraftTray;

/* What came in: the documents one behind the other, and the order's text. NULL: they do not fit together. Borrows bytes. */
CraftTray *craft_tray(const char *bytes, size_t size, const char *order, size_t order_size);
void craft_tray_free(CraftTray *tray);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CraftTray, craft_tray_free)

/*
 * Do it. Files go out through hatch->child, in their order; a recognised page through hatch->keep, which winds the clocks
 * anew. The answer is the caller's; NULL and an Error that may name a document (error_at) when it cannot be done: what went
 * out is then dropped at the other end.
 */
cJSON *craft_make(const char *craft, const CraftTray *tray, const Hatch *hatch, GError **error);

#endif
