/*
 * Field: how the facts about one thing become one answer, or none. Facts are found by subject and name through an index,
 * gathered from every place that speaks to the same thing, and settled.
 */
#ifndef PAAKRAV_FIELD_H
#define PAAKRAV_FIELD_H

#include "intake/case.h"

/* Facts that count (fact_counts), by subject and name. A reading too unsure to count leaves its field absent. */
typedef struct FactIndex FactIndex;
FactIndex *fact_index_new(const GPtrArray *facts); /* borrows the facts */
void fact_index_free(FactIndex *index);
/* const Fact*, by id; NULL when nobody has said. Borrowed. */
GPtrArray *fact_index_find(const FactIndex *index, const char *subject, const char *name);
/* Subjects that some fact that counts is about, in the order they were first met. Borrowed. */
const GPtrArray *fact_index_subjects(const FactIndex *index);
bool fact_index_has(const FactIndex *index, const char *subject);

/* Let one more group of facts speak to the field; NULL speaks not. */
void field_hear(Field *field, GPtrArray *facts);
/* All have spoken: decide. A conflict is added to conflicts under subject and name. */
void field_settle(Field *field, GPtrArray *conflicts, const char *subject, const char *name);
void conflict_free(void *conflict);
void field_conflict(GPtrArray *conflicts, const char *subject, const char *name, GPtrArray *facts);
/* The field is that one fact. */
void field_derive(Field *field, const Fact *fact);
void field_clear(Field *field);
/* The field that lies offset bytes into base: rows tell which facts fill which member. */
Field *field_at(void *base, size_t offset);

/* Without case, spacing and punctuation, newly allocated: "Hansen A/S" and "HANSEN AS" are one name. */
char *text_key(const char *text);
/* Read by machine, and so unsurely that a letter or two may be wrong. */
bool fact_is_poor(const Fact *fact);
/* How many letters must be changed, added or left out to make one of two keys the other; at most limit + 1. */
guint key_distance(const char *a, const char *b, guint limit);
/* Do two names differ by no more than a bad scan would make of one: the distance of their keys is small for their length? */
bool name_near(const char *a, const char *b);
/* Eight digits without "DK" and spaces, newly allocated. */
char *cvr_key(const char *text);

#endif
