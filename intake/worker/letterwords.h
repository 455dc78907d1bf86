/*
 * The words of a letter, made comparable: small letters, å as a, ø as o, æ as ae, hyphenation undone, what OCR mistakes
 * for letters put right; in sentences and clauses. Each word still knows where on the page it stands.
 */
#ifndef PAAKRAV_WORKER_LETTERWORDS_H
#define PAAKRAV_WORKER_LETTERWORDS_H

#include "intake/worker/quote.h"

typedef QuoteLine LetterLine; /* a line and the page that it stands on, borrowed from the Text */

typedef struct LetterWord {
	char *text; /* folded; pronouns of the person spoken to end in '2', English "I" is "i1" */
	LetterLine where;
	guint at; /* number of the word in its line */
	guint sentence, clause; /* clauses are numbered through the letter */
	bool negates; /* "ikke", "never", "kein" … */
	bool joins; /* "og", "but" …: a negation does not reach over it */
	bool doubted; /* stands in a condition: "Hvis …," "Har du …," */
} LetterWord;

typedef struct LetterSentence {
	guint first, end; /* words [first, end) */
	bool question;
} LetterSentence;

typedef enum LetterLanguage { LETTER_DANISH, LETTER_ENGLISH, LETTER_GERMAN, LETTER_SWEDISH, LETTER_LANGUAGES } LetterLanguage;

typedef struct LetterWords {
	GArray *words; /* LetterWord */
	GArray *sentences; /* LetterSentence */
	LetterLanguage language;
} LetterWords;

/* The words of lines (LetterLine), at most LIMIT_LETTER_WORDS of them. The caller's. */
LetterWords *letter_words_new(const GArray *lines);
void letter_words_free(LetterWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LetterWords, letter_words_free)

static inline LetterWord *letter_word(const LetterWords *words, guint i)
{
	return &g_array_index(words->words, LetterWord, i);
}

/* One word folded as a letter's words are; the caller's. */
char *letter_fold(const char *word);
/* Words first … last as written, parted by spaces; the caller's. */
char *letter_words_raw(const LetterWords *words, guint first, guint last);

/* A sentence that fills one line, and is short: at most eight words. */
bool letter_is_heading(const LetterWords *words, const LetterSentence *within);

#endif
