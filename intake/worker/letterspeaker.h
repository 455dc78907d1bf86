/* Who speaks in a letter, creditor or debtor: before that is known, few of its words mean anything. */
#ifndef PAAKRAV_WORKER_LETTERSPEAKER_H
#define PAAKRAV_WORKER_LETTERSPEAKER_H

#include "intake/worker/letterphrase.h"

typedef struct LetterSpeaker {
	LetterVoice voice; /* VOICE_ANY: not told */
	bool context; /* it is about goods, work or money */
	bool guessed; /* by a complaint in the first person alone */
	int clear; /* 0–100: how clear it is */
} LetterSpeaker;

/* hits: LetterHit, the phrases found in the words. hint: as for letter_verdict_new. */
LetterSpeaker letter_speaker(const LetterWords *words, const GArray *hits, LetterVoice hint);

#endif
