/*
 * Leaving: the checklist on which a case leaves the house, closed or handed over: what the record shows, what a person has said,
 * and what to do about each point that is open.
 */
#ifndef PAAKRAV_LEAVING_H
#define PAAKRAV_LEAVING_H

#include "enforcement/leavingbook.h"
#include "enforcement/states.h"
#include "intake/command.h"

typedef enum PointState {
	POINT_NONE, /* does not concern this case */
	POINT_CLEAR, /* the record shows that it is in order */
	POINT_OPEN,
	POINT_DONE, /* a person says so */
	POINT_DESPITE /* it is open, and the case may leave in spite of it */
} PointState;
const char *point_state_name(PointState state); /* "none" "clear" "open" "done" "despite" */

typedef struct Point {
	const char *name; /* "court_step" */
	Say title, remedy;
	const char *statute; /* NULL */
	PointState state;
	GString *about; /* what of the case it is about, for people; empty */
	GString *subject; /* the same, without persons: a word holds as long as it stays */
	const LeavingWord *word; /* NULL; lives as long as the list */
} Point;

typedef struct Leaving {
	LeavingWay way;
	GPtrArray *points; /* Point*, in the order of the list */
	GPtrArray *words; /* LeavingWord* */
	int open;
} Leaving;

/* NULL and an Error when the store cannot be read. The caller's. */
Leaving *leaving_of(const Call *call, LeavingWay way, const Case *c, const Assessment *assessment, const States *states,
                    GError **error);
void leaving_free(Leaving *leaving);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Leaving, leaving_free)
const Point *leaving_point(const Leaving *leaving, const char *name); /* NULL: there is none */
/* points[] of the object. */
void leaving_json(const Leaving *leaving, cJSON *object, Lang lang);

/* ---- commands ---- */

extern const OptionRow close_options[], handover_options[];
/* close CASE [--as EVENT] [--done POINT | --despite POINT] [--why TEXT] [--document FILE] [--by NAME] */
int close_run(const Call *call, cJSON **result, GError **error);
/* handover CASE [--to RECEIVER] [--out DIR] and the same */
int handover_run(const Call *call, cJSON **result, GError **error);
void leaving_text(const Call *call, const cJSON *result, GString *out);

/* The file for the receiver: OUT/til-overdragelse/CASE.zip; *file is relative to OUT, the caller's. Its clocks are added to object. */
bool handover_make(const Call *call, const Case *c, const States *states, const Law *law, const Leaving *leaving, const char *to,
                   cJSON *object, char **file, char **sha256, GError **error);

#endif
