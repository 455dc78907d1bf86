/*
 * What people write in letters about money, as a table (letters.def): words that stand for each other, and phrases of
 * them. A phrase is looked for within one sentence, with room for other words between its own; whether it is denied or
 * stands in a condition is told with it.
 */
#ifndef PAAKRAV_WORKER_LETTERPHRASE_H
#define PAAKRAV_WORKER_LETTERPHRASE_H

#include "intake/worker/letterwords.h"

typedef enum LetterSays {
	SAYS_VOICE, /* tells who speaks, nothing else */
	SAYS_CONTEXT, /* tells that it is about goods, work or money, nothing else */
	SAYS_REMINDER,
	SAYS_WARNING, /* of collection or court: makes a reminder a demand */
	SAYS_OBJECTION,
	SAYS_ACKNOWLEDGEMENT,
	SAYS_PROMISE,
	SAYS_INSTALMENT_OFFER,
	SAYS_PAYMENT_NOTICE,
	SAYS_SETTLED, /* a fault was mended, a claim was dropped */
	SAYS_NEUTRAL, /* a question or notice that is about no claim */
	SAYS_ELEMENT, /* of a demand letter */
	SAYS_THREAT,
	SAYS_KINDS
} LetterSays;

typedef enum LetterVoice { VOICE_ANY, VOICE_CREDITOR, VOICE_DEBTOR, VOICES } LetterVoice;

/* How a negation near the phrase works. */
typedef enum LetterDenial {
	DENIAL_NOUN, /* one before it takes it back */
	DENIAL_VERB, /* one before or after it takes it back */
	DENIAL_NONE /* the phrase says itself what is denied */
} LetterDenial;

typedef struct LetterPhrase {
	LetterSays says;
	const char *word; /* ground, element or threat; NULL */
	LetterVoice voice;
	int points; /* 0–95: how sure the phrase alone makes it; of a voice, its weight */
	LetterDenial denial;
	const char *pattern;
} LetterPhrase;

typedef struct LetterHit {
	const LetterPhrase *phrase;
	guint sentence, first, last; /* numbers of words */
	bool denied, doubted, asked;
} LetterHit;

/* All phrases found, in the order of the table, the best place of each sentence; LetterHit. The caller's. */
GArray *letter_phrases_find(const LetterWords *words);

/* Is it a saying, and not only a sign of who speaks or what the letter is about? */
bool letter_says_something(LetterSays says);

#endif
