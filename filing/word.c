#include "filing/word.h"

#include "intake/record.h"

#include <string.h>

const Fact *word_find(const Case *c, const char *subject, const char *name)
{
	const Fact *found = NULL;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && strcmp(fact->subject, subject) == 0 && fact_counts(fact) &&
		    (found == NULL || fact->status == FACT_CORRECTED))
			found = fact;
	}
	return found;
}

const char *word_by(const Fact *word)
{
	return word != NULL ? word->proof.document : NULL;
}

bool word_record(const Call *call, const Case *c, const char *subject, const char *name, const char *value, GError **error)
{
	bool met = false;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *there = c->facts->pdata[i];
		if (strcmp(there->name, name) != 0 || strcmp(there->subject, subject) != 0 || (met && there->status != FACT_CORRECTED))
			continue;
		if (!decision_record(call->store, c->id, there->id, FACT_CORRECTED, value, call_option(call, "by"), call->today, error))
			return false;
		met = true;
	}
	if (met)
		return true;
	g_autoptr(Fact) fact = fact_new(subject, name, value, value);
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	fact->status = FACT_CORRECTED;
	fact->confidence = 100;
	fact->proof.document = g_strdup(call_option(call, "by"));
	fact->proof.reader = g_strdup("person");
	g_ptr_array_add(one, fact);
	return facts_record(call->store, c->id, one, call->today, error);
}
