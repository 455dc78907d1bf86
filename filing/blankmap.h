/*
 * Blankmap: where the boxes of an edition stand on one blank, as a CSV that a lawyer can read and edit. Its row "blank" holds the
 * blank's SHA-256, its row "edition" the edition; each other row puts a box, or a part of it, into a field of the blank or onto a
 * measured place (page, and millimetres from the upper left corner). docs/forms.md says what its columns mean.
 */
#ifndef PAAKRAV_BLANKMAP_H
#define PAAKRAV_BLANKMAP_H

#include "filing/form.h"

typedef struct MapPlace {
	int line; /* of the map */
	int number; /* of the edition's row */
	char *part; /* "text": all of the box; else a BoxPart's name, or what is ticked: "yes" "no" "filing" "day" */
	int debtor; /* 1, 2 …; 0: the box does not stand once for each */
	bool absent; /* "-": the blank has no place for it, and the person knows */
	char *field, *state; /* of the blank; NULL: a measured place, and a field that is not ticked */
	int page;
	int64_t left_um, top_um, width_um, height_um;
	int size_cpt; /* of its letters, hundredths of a point; 0: the blank's */
} MapPlace;

typedef struct Blankmap {
	char *name; /* as the user knows it, for errors */
	GPtrArray *places; /* MapPlace*, in the map's order */
} Blankmap;
void blankmap_free(Blankmap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blankmap, blankmap_free)

/*
 * fields: the locked room's answer about the blank (intake/worker/blank.h). NULL and an Error naming the map's line when it was
 * made for another blank ("map-other-blank") or edition, names a field that is not there or is of another kind ("map-field"),
 * puts two things in one place, or leaves a box without a place that is not marked "-" ("map-box").
 */
Blankmap *blankmap_read(GBytes *text, const char *name, const Edition *edition, const char *blank_sha256, const cJSON *fields,
                        GError **error);

/* What the names of the fields alone tell: no box need have its place. The caller's. */
Blankmap *blankmap_guess(const Edition *edition, const cJSON *fields);

/* A map to begin with: the fields of the blank, those whose name tells the box put to it, and the boxes left. Newly allocated. */
char *blankmap_draft(const Edition *edition, const char *blank_sha256, const cJSON *fields);

/* Is the part something to tick, in a box of that kind? */
bool blankmap_ticks(const char *part);

#endif
