/*
 * Flow: the words of a text as one reads them on, over the ends of lines and pages, in one spelling (small letters, no
 * accents, no punctuation), so that a phrase is found wherever its line was broken. Readers of running prose use it:
 * contracts and court post.
 */
#ifndef PAAKRAV_WORKER_FLOW_H
#define PAAKRAV_WORKER_FLOW_H

#include "intake/date.h"
#include "intake/money.h"
#include "intake/reader.h"
#include "intake/worker/amounts.h"
#include "intake/worker/dates.h"
#include "intake/worker/text.h"

typedef struct FlowWord {
	const TextPage *page;
	const TextLine *line;
	const char *raw; /* as written */
	char *fold; /* in our one spelling; "" for punctuation alone */
	guint index; /* in its line */
	guint row; /* line of the flow, 0 …: lines that were passed over do not count */
	bool stop; /* a sentence, a heading or a paragraph ends after it */
} FlowWord;

typedef struct Flow {
	GPtrArray *words; /* FlowWord*; borrows from the text */
	DateOrder order; /* how the document writes days and amounts */
	AmountStyle style;
	const char *reader; /* of the facts it proves: "text", "ocr" for recognised pages, or as flow_new was told */
} Flow;

/* Pages first … last (1-based, 0: the last there is), at most 30,000 words of them, without lines quoted deeper than quoted. reader: NULL for "text". */
Flow *flow_new(const Text *text, int first, int last, int quoted, const char *reader);
void flow_free(Flow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

/* Words from … below to, borrowed: the whole flow must live longer. A sentence ends at its end. */
Flow *flow_part(const Flow *whole, guint from, guint to);

/* "Påkrav," as "pakrav"; the caller's. Letters with accents become plain ones, as a poor scan reads them. */
char *flow_fold(const char *word);

/*
 * A pattern is words parted by spaces, none of them beyond the end of a sentence:
 * "frist" that word · "frist*" one that begins so · "*frist" one that ends so · "*frist*" one that has it · "a|b*" either
 * · "~4" up to four words · "#" a count, in digits or in words · "%" a rate with its percent sign · "^" at a line's start.
 */
typedef struct FlowMatch {
	guint first, last; /* words of the flow */
	int64_t count; /* of the last "#" */
	RateBp rate; /* of the last "%", as written: not yet per year */
	guint value_at; /* the word of that "#" or "%" */
} FlowMatch;

bool flow_match(const Flow *flow, guint at, const char *pattern, FlowMatch *out);
/* The first one that begins at from … below to (0: the end). */
bool flow_find(const Flow *flow, guint from, guint to, const char *pattern, FlowMatch *out);
/* Is any of the patterns (ended by NULL) found there? */
bool flow_has(const Flow *flow, guint from, guint to, const char *const *patterns);

/* First and last word of the sentence around a word. */
void flow_sentence(const Flow *flow, guint at, guint *first, guint *last);
/* The words as written, at most bytes of them; the caller's. */
char *flow_raw(const Flow *flow, guint first, guint last, size_t bytes);

/* A day that begins at that word, in full and told in one way; *last is its last word. */
bool flow_day(const Flow *flow, guint at, Date *day, guint *last);
/* An amount that begins there, written as money, not in foreign currency. */
bool flow_money(const Flow *flow, guint at, Money *amount, guint *last);

/* A name that begins there with a capital letter: until a comma, a number or the end of its line. Few checks: ask where names stand. */
bool flow_name(const Flow *flow, guint at, guint *last);

/* A scan in German or Swedish: we recognise in Danish, which turns "ä" and "ö" into other letters without a doubt. */
bool flow_foreign_scan(const Flow *flow);

/* A fact proved by words first … last; not the caller's. Recognised words count no more than their own confidence. */
Fact *flow_fact(const Flow *flow, Reading *reading, const char *subject, const char *name, const char *value, guint first,
                guint last, int confidence);

/* The same where the words were known by a pattern: however poor the scan, they are those words. */
Fact *flow_told(const Flow *flow, Reading *reading, const char *subject, const char *name, const char *value, guint first,
                guint last, int confidence);

#endif
