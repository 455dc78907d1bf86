/*
 * Meeting: the bailiff court's meetings of a day, a page for each: place, who may appear, title, claim on the day and per
 * further day, known assets, questions, the lowest plan, lines for the result; and the results back in, from a CSV file.
 */
#ifndef PAAKRAV_MEETING_H
#define PAAKRAV_MEETING_H

#include "filing/bailiff.h"
#include "intake/command.h"

extern const OptionRow meetings_options[];
int meetings_run(const Call *call, cJSON **result, GError **error);
void meetings_text(const Call *call, const cJSON *result, GString *out);

typedef struct Meeting {
	Case *c;
	Bailiff *bailiff; /* as of the meeting's day */
	const Event *summons;
	Date on;
	char *owner; /* who handles the case; NULL */
	bool by_phone; /* the summons or a letter of ours says so */
	const char *mandate; /* "own" "document" "missing" */
	Money lowest; /* instalment a month that pays all of it within the longest plan without consent */
	bool lowest_known;
	int months; /* of that plan */
	const Event *said; /* what the creditor said of the lowest plan (person_decided PLAN); NULL */
} Meeting;

/* The page as PDF, one page; and the same as plain text. */
GBytes *meeting_pdf(const Meeting *meeting, Lang lang, int *pages, GError **error);
char *meeting_plain(const Meeting *meeting, Lang lang);

typedef struct Question {
	const char *who; /* "any" "person" "business" */
	const char *statute;
	Say say;
} Question;
/* Those for this debtor: const Question*, container owned. */
GPtrArray *meeting_questions(const Meeting *meeting);

/* --results: each line an outcome; rows[] of the answer. false: nothing more can be done; *refused: some line was. */
bool meeting_results(const Call *call, const Law *law, const char *path, cJSON *rows, bool *refused, GError **error);

#endif
