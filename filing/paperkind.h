/*
 * Paper kind: a row of papers.csv: what letters there are, to whom they go, which event their dispatch is, the statute that
 * they rest on, and when they may be written. `when` is a list of words, each a test of the record on the day (missivelaw.c);
 * `asks` names what a person must say for it,
 * `takes` what one may say besides.
 */
#ifndef PAAKRAV_FILING_PAPERKIND_H
#define PAAKRAV_FILING_PAPERKIND_H

#include "intake/say.h"

#include <stdbool.h>

#include <glib.h>

typedef enum PaperLanguage { PAPER_DA, PAPER_EN, PAPER_SV, PAPER_LANGUAGES } PaperLanguage;
const char *paper_language_name(PaperLanguage language); /* "da" "en" "sv" */
bool paper_language_parse(const char *name, PaperLanguage *out);

typedef enum PaperTone { TONE_FRIENDLY, TONE_NEUTRAL, TONE_FIRM, PAPER_TONES } PaperTone;
const char *paper_tone_name(PaperTone tone); /* "friendly" "neutral" "firm" */
bool paper_tone_parse(const char *name, PaperTone *out);

typedef struct PaperKind {
	const char *name; /* "reminder_1" */
	bool to_court; /* else to a debtor */
	const char *event;
	const char *statute; /* "rl § 9 b"; "practice": our own wording, no statute asks for it */
	char **when; /* words, ended by NULL */
	bool fee; /* may carry a reminder fee */
	char **asks; /* names of options, ended by NULL */
	char **takes; /* options that it may have besides, ended by NULL */
	const char *titles[PAPER_LANGUAGES]; /* NULL: not in that language */
} PaperKind;

/* PaperKind*, in file order; the program's. */
const GPtrArray *paper_kinds(void);
const PaperKind *paper_kind_find(const char *name); /* NULL when unknown */
bool paper_kind_when(const PaperKind *kind, const char *word);
/* Does a letter of the kind use what the option says? */
bool paper_kind_uses(const PaperKind *kind, const char *option);

#endif
