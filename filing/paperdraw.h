/*
 * Paper draw: a letter from the record to its three files. The same order on the same record, law, wordings and settings
 * gives the same bytes, so an approval draws it once more and compares.
 */
#ifndef PAAKRAV_FILING_PAPERDRAW_H
#define PAAKRAV_FILING_PAPERDRAW_H

#include "filing/missive.h"
#include "filing/paper.h"

typedef struct Drawn {
	Leave *leave; /* what the law says of it */
	GBytes *pdf, *text, *html; /* NULL when the law forbids it */
	char sha256[DIGEST_HEX]; /* of the PDF */
	int pages;
	bool amount_known;
	Money amount; /* that it asks for */
} Drawn;

/* home: of the wordings and the firm. NULL and an Error when it cannot be written. The caller's. */
Drawn *paper_draw(const Case *c, const Law *law, const MissiveOrder *order, const char *home, GError **error);
void drawn_free(Drawn *drawn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drawn, drawn_free)

/* The letter's debtor may owe less than the others, when an agreement lets interest rest for him alone: then his own sums. */
void paper_sums_of_debtor(Assessment *assessment, Claimed *claimed, const MissiveOrder *order);

/* Its three files, below out, where a letter of its state lies. */
bool drawn_put(const Drawn *drawn, const Paper *paper, const char *out, GError **error);

#endif
