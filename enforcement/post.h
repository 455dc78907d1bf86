/*
 * Post: letters of the courts that the reading found, matched to their cases and offered as events. Nothing is recorded
 * by itself: a person accepts offers, and then the letter's file becomes a document of the case and the event names it.
 */
#ifndef PAAKRAV_POST_H
#define PAAKRAV_POST_H

#include "intake/command.h"
#include "intake/submission.h"

/* One letter of court post: some facts of one subject, in a file that was looked at or in a case that has it already. */
typedef struct Piece {
	const GPtrArray *facts; /* Fact*, borrowed; of its file or case */
	char *subject; /* "letter/2" */
	char *path, *file; /* as the user named it, and the file in it */
	const Submission *submission; /* NULL: it stands in a case */
	const Found *found; /* NULL likewise */
	char *document; /* its name in the case; NULL until it is there */
	char *case_id; /* the case it was taken from; NULL */
} Piece;

/* What its facts of that name say when they agree; NULL: nothing that counts, or two things. */
const char *piece_text(const Piece *piece, const char *name);
Date piece_day(const Piece *piece, const char *name); /* DATE_NONE likewise */
GPtrArray *piece_texts(const Piece *piece, const char *name); /* const char*, all that count; container owned */

/* ---- whose it is (postmatch.c) ---- */

typedef enum MatchHow { MATCH_NONE, MATCH_NAMED, MATCH_OUR_NUMBER, MATCH_COURT_NUMBER, MATCH_PARTIES } MatchHow;
const char *match_how_name(MatchHow how); /* "case" "our_number" "court_number" "parties"; NULL for none */

typedef struct Match {
	MatchHow how;
	char *case_id; /* NULL: none, or several */
	GPtrArray *candidates; /* char*: cases that it might be, when it is not told which */
	bool certain; /* by a number, and nothing speaks against it; by parties alone it is not */
	Say why; /* when there is no case, or it is uncertain; literals, texts of both NULL else */
} Match;
void match_clear(Match *match);

/* Numbers and names of all cases, read once. */
typedef struct PostIndex PostIndex;
PostIndex *post_index_new(Store *store, GError **error);
void post_index_free(PostIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostIndex, post_index_free)

/* A number that another letter of the same call ties to a case: a fee notice may lie beside its receipt. */
void post_index_learn(PostIndex *index, const char *number, const char *case_id);

/* named: the case that the user said; NULL. false when the store fails. */
bool post_match(const PostIndex *index, Store *store, const Piece *piece, const char *named, Match *out, GError **error);

/* ---- what follows (postoffer.c) ---- */

typedef struct Offer {
	const Piece *piece;
	Match match;
	Event *event; /* NULL: none follows, or it cannot be told; task says what to do */
	Say task; /* literals; both NULL when an event follows */
	Date task_by_on; /* DATE_NONE */
	bool already; /* the case has it */
	int64_t event_id; /* of the recorded one; 0 */
	GError *refusal; /* why it could not be recorded; NULL */
} Offer;
void offer_free(Offer *offer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Offer, offer_free)

/* The same thing on the same day, or the same number, that stands in the case already, whichever paper proved it; NULL. */
const Event *post_event_there(const Case *c, const Event *event);

/* The offers of one letter, appended (Offer*): at least one. c: its case, NULL when there is none. */
void offers_of(const Piece *piece, const Case *c, Match *match, GPtrArray *offers);

/* ---- recording (postrecord.c) ---- */

/* The letter's file into the case, with the facts of letters matched to it; piece->document is then its name. */
bool post_take(const Call *call, Piece *piece, const char *case_id, const GPtrArray *offers, GError **error);

/* post [PATH…] [--case CASE] [--accept N]… [--record] [--event NAME] [--on DATE] [--by NAME] */
int post_run(const Call *call, cJSON **result, GError **error);
void post_text(const Call *call, const cJSON *result, GString *out);

#endif
