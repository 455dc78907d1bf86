/*
 * Official: the court administration's own blank, filled. What is used is the blank, and the map, of the edition's latest
 * confirmation (confirmation.h); its fields are read, and it is filled, in the locked room, with letters drawn here.
 */
#ifndef PAAKRAV_OFFICIAL_H
#define PAAKRAV_OFFICIAL_H

#include "filing/blankmap.h"
#include "filing/confirmation.h"
#include "intake/reader.h"

typedef struct Official {
	char *blank_sha256, *map_sha256;
	GBytes *blank;
	cJSON *fields; /* the locked room's answer about it */
	Blankmap *map;
} Official;
void official_free(Official *official);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Official, official_free)

/* What the locked room tells of a blank (intake/worker/blank.h: "fields"). The caller's. */
cJSON *official_fields(Reader *reader, const char *name, GBytes *blank, GError **error);

/*
 * Is it a form that we typeset ourselves, and no blank of the authority's? Told by the edition's name at its foot. *ours;
 * false and an Error when it cannot be read.
 */
bool official_ours(Reader *reader, const char *name, GBytes *blank, bool *ours, GError **error);
/*
 * What stands on a file at those places ({ page, left_um, top_um, width_um, height_um }), and its words: the locked room's answer
 * (intake/worker/spots.h). The caller's.
 */
cJSON *official_spots(Reader *reader, const char *name, int fd, const cJSON *places, GError **error);
/* The same of the confirmed blank. */
cJSON *official_blank_spots(const Official *official, Reader *reader, const cJSON *places, GError **error);

/*
 * The blank that forms of this edition are filled into: *out is NULL when nobody has confirmed one with a map. The caller's. false
 * and an Error when it cannot be read, or is no longer what it was.
 */
bool official_in_force(Store *store, Reader *reader, const Edition *edition, Official **out, GError **error);

/* Can the text be seen whole in that field of a blank (one of "fields"), in letters that a court reads? */
bool official_fits(const cJSON *field, const char *text);

/*
 * The sheet's boxes in the blank, as PDF. folder: where the locked room's file may stand for a moment. What does not go in whole is
 * never cut: blocked (OpenPoint*, emptied at first) then names each box and why, and the result is NULL without an Error. What
 * the blank has no place for, and the map says so, becomes an open point of the sheet.
 */
GBytes *official_fill(const Official *official, Reader *reader, Sheet *sheet, const char *folder, int *pages, GPtrArray *blocked,
                      GError **error);
GPtrArray *official_blocked(void); /* an empty list for it; the caller's */

#endif
