/*
 * Page text: what stands on the pages of a case's documents, kept in the store to be searched and shown. Computed: it can
 * be dropped, and is made again from the documents.
 */
#ifndef PAAKRAV_PAGETEXT_H
#define PAAKRAV_PAGETEXT_H

#include "intake/document.h"
#include "intake/reader.h"
#include "intake/store.h"

/* Keep the text of one document of the case, read just now. Inside a transaction; the document has no text there yet. */
bool pagetext_add(Store *store, const char *case_id, int64_t document, const Reading *reading, GError **error);
/* Leave nothing of the case's text, in the index of words neither. Inside a transaction. */
bool pagetext_erase(Store *store, const char *case_id, GError **error);
/*
 * Read the case's documents again and keep their text anew, in one transaction of its own; one that cannot be read now has
 * none. pages, when not NULL, is added the number of pages.
 */
bool pagetext_rebuild(Store *store, Reader *reader, const char *case_id, int64_t *pages, GError **error);
/* What erased text may have left in the index of words is gone after this, and it is as small as it gets. */
bool pagetext_settle(Store *store, GError **error);

/* The text of that page, the caller's; NULL without an Error when there is none. */
char *pagetext_read(Store *store, const char *case_id, int64_t document, int page, GError **error);

/* One place where the words were found. */
typedef struct PageHit {
	char *case_id;
	char *document; /* its name */
	char *sha256;
	int page; /* 0: no pages */
	bool recognised;
	char *snippet; /* the words within »«, with what stands around them */
} PageHit;
void page_hit_free(PageHit *hit);

/*
 * Find text as people type it: all words must stand on the page, words within "" beside each other, a word that ends in *
 * begins so. No sign is a mistake. By case, document and page, at most limit and one more. case_id NULL: in all cases.
 * PageHit*; NULL and an Error when the store fails.
 */
GPtrArray *pagetext_find(Store *store, const char *text, const char *case_id, int limit, GError **error);

#endif
