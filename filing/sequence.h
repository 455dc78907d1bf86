/*
 * Sequence: the steps before the court, counted in days from the due date. Presets stand in sequences.csv; a firm chooses one
 * ([letters] sequence = NAME in HOME/paakrav.conf), moves its days there (a step's name = DAYS), or writes its own in
 * HOME/sekvenser.csv. No step is proposed before the law allows it.
 */
#ifndef PAAKRAV_FILING_SEQUENCE_H
#define PAAKRAV_FILING_SEQUENCE_H

#include "assess/assess.h"
#include "assess/claimed.h"

typedef struct Sequence Sequence;

typedef struct SequenceStep {
	const char *name, *event, *da, *en; /* borrowed from the sequence; event "": a person's choice */
	int day;
	Date planned_on, done_on;
} SequenceStep;

/* The one in force; NULL and an Error when there is none of that name, or the firm's table is malformed. The caller's. */
Sequence *sequence_open(const char *home, GError **error);
void sequence_free(Sequence *sequence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sequence, sequence_free)
const char *sequence_name(const Sequence *sequence);
char *sequence_mark(const Sequence *sequence); /* tells two sequences apart; newly allocated */
bool sequence_step_say(const Sequence *sequence, const char *name, Say *out);

/* The oldest due date; DATE_NONE: none is known. */
Date sequence_due(const Claimed *claimed);
/* Its steps on a case (SequenceStep; the caller's); *done: how many lie up to and with the last that was done. */
GArray *sequence_steps(const Sequence *sequence, const Case *c, Date due, Date today, guint *done);
/* What stops every reminder, whatever the day; NULL: nothing does. Newly allocated. */
char *sequence_stop(const Case *c, const Law *law, Date today, Lang lang);

typedef struct SequenceOutlook {
	Date on; /* the first day that the step may be taken; in: the day to look from */
	bool found, fee_known;
	Money fee;
	char *because; /* why not before, or why never, or why without a fee; NULL; the caller's */
	bool never;
} SequenceOutlook;
/*
 * Its day: an open one, never before the law allows it, looked for that many days ahead; in the past when it is late. False: it
 * cannot be taken within them, *out tells why. What letter next, the docket and what-next all say.
 */
bool sequence_plan(SequenceStep *step, SequenceOutlook *out, const Case *c, const Law *law, Date today, int days, Lang lang);

/* The next step with the day on which it is, or was, to be taken; false: there is none, or something stops the case. */
bool sequence_next(const Sequence *sequence, const Case *c, const Law *law, Date today, SequenceStep *out);

#endif
