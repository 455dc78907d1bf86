/*
 * Review: a lawyer's walk through what the machine was not sure of and what disagrees, riskiest first; and a spot check of
 * what passed unasked. Every answer is a decision with who and when; the reading itself stays.
 */
#ifndef PAAKRAV_REVIEW_H
#define PAAKRAV_REVIEW_H

#include "intake/command.h"
#include "intake/question.h"
#include "intake/reader.h"

/* review [CASE] */
int review_run(const Call *call, cJSON **result, GError **error);
void review_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow review_options[];

/* One question of one case. */
typedef struct Ask {
	const Case *c; /* borrowed from the Docket */
	const Question *question;
	guint alike; /* other questions that the same answer fits */
} Ask;

/* All that is to be asked, riskiest first. */
typedef struct Docket {
	GPtrArray *cases; /* Case*, those with questions */
	GPtrArray *lists; /* GPtrArray* of Question*, beside cases */
	GPtrArray *asks; /* Ask* */
} Docket;
/* case_id NULL: of all cases. NULL and an Error. */
Docket *docket_read(Store *store, const char *case_id, int below, GError **error);
void docket_free(Docket *docket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Docket, docket_free)

/* A person's answer to one fact. */
typedef struct Answer {
	const char *case_id; /* borrowed */
	int64_t fact;
	FactStatus word;
	const char *value; /* borrowed; of a correction */
} Answer;

/* Record them all in one transaction; decided (an array, or NULL) is told of each. */
bool answers_record(const Call *call, const GArray *answers, cJSON *decided, GError **error);

/* One question for people and programs; crops: a folder for pictures of the places, NULL: none. */
bool ask_json(const Call *call, Reader *reader, const Ask *ask, const char *crops, cJSON *array, GError **error);
void ask_text(const Call *call, const cJSON *row, GString *out);

/* The walk on a terminal, question by question; decided is told of each answer. */
bool review_walk(const Call *call, Reader *reader, const Docket *docket, const char *crops, cJSON *decided, GError **error);

/* review --sample N% --seed S: draw cases that passed unasked, show what decides them, and count the errors found. */
int sample_run(const Call *call, int below, cJSON **result, GError **error);
void sample_text(const Call *call, const cJSON *result, GString *out);

#endif
