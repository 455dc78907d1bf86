/*
 * Reaction: what the other side has said of the claim: objections, to it or to its betalingspåkrav, and acknowledgements. Words
 * that offer to settle, and those that stand in an internal paper, are told to nobody at court, unless a person says so and
 * why. To an objection that stands a person writes the answer that the claim carries: the program knows none.
 */
#ifndef PAAKRAV_REACTION_H
#define PAAKRAV_REACTION_H

#include "filing/word.h"

typedef struct Reaction {
	const Event *event; /* borrowed, as all below */
	char *id; /* "7": the event's; "letter/3": read in that letter */
	bool objection, to_form; /* to_form: to the betalingspåkrav */
	const Event *cleared; /* what ended the objection; NULL: it stands */
	Say held; /* why it is of a kind that is withheld; da NULL: it is not */
	const Fact *use, *why; /* a person's word on whether it is told; NULL */
	bool told;
	const Fact *answer; /* to the objection; NULL */
} Reaction;

/* In the order of the events. The caller's. */
GPtrArray *reactions_of(const Case *c);
/* Is the objection one that the claim must answer? */
bool reaction_stands(const Reaction *reaction);
/* The one about that event; NULL. */
const Reaction *reaction_about(const GPtrArray *reactions, const Event *event);

/* reactions CASE; reaction CASE ID --use told|withheld --why TEXT --by NAME; reaction answer CASE FILE --by NAME [--to ID] */
int reactions_run(const Call *call, cJSON **result, GError **error);
int reaction_run(const Call *call, cJSON **result, GError **error);
int reaction_answer_run(const Call *call, cJSON **result, GError **error);
void reactions_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow reaction_options[], reaction_answer_options[];

#endif
