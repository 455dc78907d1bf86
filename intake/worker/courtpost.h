/*
 * Court post: letters of the courts (receipts, notices, endorsements, summonses, transcripts, judgments) read from text.
 * One text may hold many of them, as a scan of a mail tray does: each is a letter of its own, split where a page begins
 * with a court's letterhead or says that it is page 1.
 */
#ifndef PAAKRAV_WORKER_COURTPOST_H
#define PAAKRAV_WORKER_COURTPOST_H

#include "intake/worker/flow.h"
#include "intake/worker/meaning.h"

/* How likely the text holds post from a court: 50 and more is yes. Its sender must show; a case number alone is no court's. */
int courtpost_score(const Text *text, const Envelope *envelope);

/* The facts letter.* of each letter, subjects "letter/1", "letter/2" … after those that the reading has. */
void courtpost_read(const Text *text, const Envelope *envelope, Reading *reading);

/* What kind of court post the words show, a word of letter.kind, with the words that say so; NULL when none does. */
const char *courtpost_kind(const Flow *flow, FlowMatch *match, int *confidence);

/*
 * The court's name as the law's table of courts writes it, NULL: none. head: among the first words of a letter, where
 * its sender stands; else anywhere. *first and *last are its words.
 */
const char *courtpost_court(const Flow *flow, bool head, guint *first, guint *last);

/* A court's case number ("FS-4711/2026-ODE") that begins at that word; the caller's, NULL. */
char *courtpost_number(const Flow *flow, guint at, guint *last);

/* Facts of a letter of that kind: numbers, days, amounts, parties, outcome. */
void courtpost_details(const Flow *flow, const char *kind, const char *subject, const Envelope *envelope, Reading *reading);
void courtpost_outcome(const Flow *flow, const char *kind, const char *subject, Reading *reading);

#endif
