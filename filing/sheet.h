/*
 * Sheet: the boxes of a form or of the case portal with what stands in them, in their order. A person copies from it,
 * so it is written as JSON and as plain text; the form's pages are laid out from the same boxes.
 * A box that cannot be filled with certainty is open and says why.
 */
#ifndef PAAKRAV_SHEET_H
#define PAAKRAV_SHEET_H

#include "assess/assess.h"

typedef enum BoxKind { BOX_TEXT, BOX_ACCOUNT, BOX_MONEY, BOX_RATE, BOX_CHOICE, BOX_LONG } BoxKind;
bool box_kind_parse(const char *name, BoxKind *out); /* "text", "account" … */

/* Where a sentence or a box comes from: ids of the facts and events of its case. */
typedef struct Sources {
	GArray *facts, *events; /* int64_t, ascending, each once; NULL: none */
} Sources;
void sources_field(Sources *sources, const Field *field);
void sources_fact(Sources *sources, const Fact *fact);
void sources_event(Sources *sources, const Event *event);
void sources_join(Sources *sources, const Sources *other);
void sources_clear(Sources *sources);
void sources_json(const Sources *sources, cJSON *object); /* adds "facts" and "events" */

/* A piece of a box's text, for a blank that has a field of its own for it: "name", "postcode", "percent". */
typedef struct BoxPart {
	const char *name;
	char *text;
} BoxPart;

typedef struct Box {
	int number; /* row of the form */
	const char *name; /* what stands in it, whatever the edition calls it: "creditor", "principal"; borrowed; NULL: unnamed */
	char *box; /* number printed on the form; "" on a portal sheet */
	char *section, *label;
	BoxKind kind;
	char mark; /* S P U D */
	bool confirmed; /* number and wording are those of the authority's own form */
	bool required;
	int twelfths; /* of the page's width */
	char *value; /* NULL: empty */
	bool has_amount;
	Money amount;
	bool answered, yes; /* BOX_CHOICE */
	bool from_filing, from_day; /* BOX_RATE: which of its two ticks */
	bool strong; /* the sum of others: set in bold */
	bool open;
	char *why_da, *why_en; /* why it is open; NULL else */
	GPtrArray *parts; /* BoxPart*: the pieces of value; NULL: it has none */
	char *note; /* for the user, Danish: what is to be known of the value; NULL */
	Sources sources;
} Box;

/* Something the user is to see to before the paper leaves. */
typedef struct OpenPoint {
	char *where; /* "9 Skyldner …", "Bilag" */
	char *da, *en;
} OpenPoint;

typedef struct Sheet {
	char *case_id;
	const char *kind; /* "betalingspaakrav" | "civil_claim" */
	char *title, *edition;
	Date on;
	const char *law_edition; /* borrowed */
	const char *wordings; /* hash of those its texts are written in (package_wordings); borrowed; NULL: not known */
	GPtrArray *boxes; /* Box* */
	GPtrArray *open; /* OpenPoint*, those of the boxes included */
} Sheet;

Sheet *sheet_new(const Assessment *assessment, const char *kind, const char *title, const char *edition);
void sheet_free(Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

Box *sheet_add(Sheet *sheet, int number, const char *box, const char *section, const char *label); /* the sheet's */
/* Fill it; texts are copied. An empty text leaves the box empty. */
void box_text(Box *box, const char *value);
void box_amount(Box *box, Money amount);
/* A piece of what stands in it; name is borrowed, text copied. An empty one is left out. */
void box_part(Box *box, const char *name, const char *text);
void box_answer(Box *box, bool yes);
/* Leave the box open for the user, and say why. */
void box_open(Box *box, const char *da, const char *en);
/* List a point that belongs to no box. */
void sheet_point(Sheet *sheet, const char *where, const char *da, const char *en);
/* List what the law warns of: to be looked at on the day of hand-in. */
void sheet_warnings(Sheet *sheet, const Assessment *assessment);
/* To be called once all boxes stand: lists the open ones. */
void sheet_close(Sheet *sheet);

/* felter.json, newly allocated. statement: member "statement" (taken over; may be NULL). */
char *sheet_json(const Sheet *sheet, cJSON *statement);
/* felter.txt */
char *sheet_text(const Sheet *sheet);

#endif
