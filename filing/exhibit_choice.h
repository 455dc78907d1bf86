/*
 * Exhibit choice: is a document of the case an exhibit, internal, or has nobody decided? What a person or claim.xml says of it,
 * else what its kind tells. The opponent's offers to settle, what client and lawyer write to each other and internal notes are
 * held back, unless a person says otherwise and why: that stands in the record with name and day.
 */
#ifndef PAAKRAV_EXHIBIT_CHOICE_H
#define PAAKRAV_EXHIBIT_CHOICE_H

#include "intake/command.h"
#include "intake/document.h"

typedef enum ExhibitUse { EXHIBIT_UNDECIDED, EXHIBIT_GOES, EXHIBIT_STAYS } ExhibitUse;

typedef struct ExhibitChoice {
	ExhibitUse use;
	Say held; /* why it is of a kind that is held back, whatever its use; da NULL: it is not */
	const char *why, *by; /* a person's reason and name, borrowed from the case; NULL */
	bool redact; /* numbers of people are to be struck out of its copy */
} ExhibitChoice;

ExhibitChoice exhibit_choice(const Case *c, const Document *document);

/* exhibit CASE FILE --use exhibit|internal --why TEXT --by NAME [--redact | --no-redact]; exhibits CASE */
int exhibit_run(const Call *call, cJSON **result, GError **error);
int exhibits_run(const Call *call, cJSON **result, GError **error);
void exhibits_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow exhibit_options[];

#endif
