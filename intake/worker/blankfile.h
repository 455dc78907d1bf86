/* A blank opened: its pages and the places where its fields are shown. Private to blank*.c. */
#ifndef PAAKRAV_WORKER_BLANKFILE_H
#define PAAKRAV_WORKER_BLANKFILE_H

#include "intake/worker/craft.h"

#include <qpdf/qpdf-c.h>

typedef enum PlaceKind { PLACE_TEXT, PLACE_CHECK, PLACE_RADIO, PLACE_CHOICE, PLACE_PUSH, PLACE_SIGNATURE } PlaceKind;

typedef struct BlankPage {
	qpdf_oh page;
	double left, bottom, right, top; /* of what is shown, in the file's own points */
	int turn; /* 0 90 180 270: clockwise when shown */
} BlankPage;

typedef struct BlankPlace {
	char *name; /* of its field, whole */
	PlaceKind kind;
	int number; /* which place of its field, from 0 */
	qpdf_oh field, widget; /* the same where a field has one place */
	int page; /* from 1; 0: on none */
	double left, bottom, right, top;
	int turn; /* of its text against the page, counterclockwise */
	bool hidden;
	int flags; /* Ff */
	int length; /* MaxLen; 0: none */
	int align; /* Q */
	double size; /* 0: to fit */
	char *state, *label;
	GPtrArray *options; /* char*: what a choice offers, as shown; NULL */
} BlankPlace;

typedef struct Blank {
	qpdf_data pdf;
	const CraftDocument *document;
	BlankPage *pages;
	int n_pages;
	GPtrArray *places; /* BlankPlace* */
	GHashTable *on_page; /* object of a widget → its page, from 1 */
	GHashTable *seen; /* objects of the fields walked through */
	bool restricted, active;
} Blank;

/* NULL and an Error of those of blank.h. */
Blank *blank_open(const CraftDocument *document, GError **error);
void blank_close(Blank *blank);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blank, blank_close)

/* Its places, into blank->places; false when there are too many. */
bool blank_walk(Blank *blank);
void blank_place_free(BlankPlace *place);

/* Take scripts, actions beyond going somewhere, and Adobe's twin of the form out of it; true when there were any. */
bool blank_calm(Blank *blank);

/* An Error of the blank, naming it. */
bool blank_error(const Blank *blank, const char *code, const char *da, const char *en, GError **error);

#endif
