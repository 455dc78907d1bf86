/*
 * Exhibits: which documents go with a civil claim, in which order and under which name (BEK 1173/2016 § 5: one document
 * a file, with date, title and kind; the plaintiff's are 1, 2, 3 …). What is internal stays out; what nobody has decided
 * on stays out too, is listed, and stops the approval.
 */
#ifndef PAAKRAV_EXHIBITS_H
#define PAAKRAV_EXHIBITS_H

#include "filing/sheet.h"
#include "intake/document.h"

typedef struct Exhibit {
	int number;
	const Document *document; /* borrowed from the case */
	char *file; /* "bilag-01.pdf"; the ending is the original's where no PDF can be made */
	char *title;
	const char *kind; /* Danish: "Faktura", "Aftale" … */
	Date dated_on; /* DATE_NONE: nobody has said */
	bool redact; /* numbers of people are struck out of its copy */
	/* Known once it is made (exhibit_make.h). */
	char *sha256; /* of the file that is handed in; document has the original's */
	int64_t size;
	int pages;
	char *made; /* Danish: how it came about from the original, "Originalen, uændret" */
	char *unfit_da, *unfit_en; /* why it cannot be handed in as it is; NULL: it can */
} Exhibit;

/* Exhibit*, by date then name, not yet made; the caller's. Open points go to the sheet. */
GPtrArray *exhibits_of(const Case *c, Sheet *sheet);

/* Does the document itself tell another day (*own) than was said of it? */
bool exhibit_other_day(const Case *c, const Document *document, Date *own);

/*
 * What must be settled before a person may approve, OpenPoint*: documents that nobody has decided on, exhibits that cannot be
 * handed in as they are. NULL when there is nothing. The caller's.
 */
GPtrArray *exhibits_block(const Case *c, const GPtrArray *exhibits);

/* "Bilag 1: Faktura A-1001, 3. august 2026 (Faktura), bilag-01.pdf", newly allocated. */
char *exhibit_line(const Exhibit *exhibit);

/* Small ASCII letters and digits after the last point of the original's name; "bin". The caller's. */
char *exhibit_ending(const Exhibit *exhibit);

#endif
