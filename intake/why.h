/* Why: where a fact stands, with the words around it on its page. */
#ifndef PAAKRAV_WHY_H
#define PAAKRAV_WHY_H

#include "intake/command.h"
#include "intake/fact.h"

/* Where the reading of a fact stands, whatever a person decided about it since. */
typedef struct Stand {
	int64_t document; /* id within the case; 0: a person's word */
	int page; /* 0: no pages */
	char *name, *sha256; /* of the document */
	char *media;
	char *place; /* NULL */
	char *before, *words, *after; /* what stands there, on one line; words NULL when it is not known where on the page */
} Stand;
void stand_free(Stand *stand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stand, stand_free)

/* NULL and an Error only when the store fails; a fact that the case does not have stands nowhere (document 0). */
Stand *stand_find(Store *store, const char *case_id, const Fact *fact, GError **error);

/* Member `stands` of object. */
void stand_add_json(cJSON *object, const Stand *stand);

/*
 * What stands in text around raw: the place nearest the line that place names, else the first. White space counts alike.
 * false when raw is not there.
 */
bool words_around(const char *text, const char *raw, const char *place, char **before, char **words, char **after);

/* facts CASE --why FACT: FACT is a number, a name (invoice.due_on), or a subject with a name (invoice/1001:invoice.due_on). */
int why_run(const Call *call, cJSON **result, GError **error);
void why_text(const Call *call, const cJSON *result, GString *out);

#endif
