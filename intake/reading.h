/* Reading as text: how it travels over a pipe from the locked room, and from a case worker to the writer. */
#ifndef PAAKRAV_READING_H
#define PAAKRAV_READING_H

#include "intake/json.h"
#include "intake/reader.h"

/* An empty reading of that media; its arrays are there. */
Reading *reading_new(const char *media);

/* Every fact of it was read in the file of this name and hash. */
void reading_prove(const Reading *reading, const char *name, const char *sha256);

/* The caller's. Name and hash of the file do not travel with it: both ends know them. */
cJSON *reading_json(const Reading *reading);

/*
 * Back again, every field checked: names of the vocabulary, values that fit their type, lengths and counts within
 * limits.h. NULL when anything is off: the other end is then not to be believed.
 */
Reading *reading_of_json(const cJSON *json);

#endif
