/* What a letter says, all of it weighed: the kind that decides, each saying, and the figures with their part in it. */
#ifndef PAAKRAV_WORKER_LETTERVERDICT_H
#define PAAKRAV_WORKER_LETTERVERDICT_H

#include "intake/worker/letterhead.h"
#include "intake/worker/lettersums.h"

typedef struct LetterSaying {
	const char *name, *value; /* a fact that may stand several times: letter.says, .ground, .element, .threat */
	const LetterHit *hit; /* NULL: a figure or the head of the letter says it */
	guint first, last; /* words of the letter that say it, where there is no hit */
	const HeadText *head; /* lines of its head; NULL */
	int confidence;
} LetterSaying;

typedef struct LetterFigure {
	const char *name;
	char *value;
	guint first, last; /* words of the letter */
	int confidence;
} LetterFigure;

typedef struct LetterVerdict {
	const char *kind; /* a word of letter.kind; never one of the court's */
	int confidence;
	const LetterHit *deciding; /* NULL: nothing was said */
	LetterVoice voice;
	GArray *sayings; /* LetterSaying */
	GArray *figures; /* LetterFigure */
	GArray *hits; /* LetterHit, what the above point to */
} LetterVerdict;

/* hint: who seems to speak by what stands around the letter; VOICE_ANY when nothing tells. The caller's. */
LetterVerdict *letter_verdict_new(const LetterWords *words, const LetterFigures *figures, const LetterHead *head, Date written,
                                  LetterVoice hint);
void letter_verdict_free(LetterVerdict *verdict);

#endif
