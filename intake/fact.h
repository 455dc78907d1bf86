/*
 * Fact: one thing known about one subject, with the proof of where it was read. The fact row is the only stored
 * form of what is known (design rule 3): documents are read into facts, claim.xml too, and everything else is a view.
 *
 * Subjects:  claim · creditor · representative · debtor/ID · invoice/NUMBER · item/ID · document/FILE · letter/N · event/N · asset/N
 * Names and the type of their values stand in facts.def.
 */
#ifndef PAAKRAV_FACT_H
#define PAAKRAV_FACT_H

#include "intake/date.h"
#include "intake/money.h"
#include "intake/say.h"

#include <glib.h>

typedef enum FactStatus {
	FACT_READ, /* a machine read it in a document */
	FACT_STATED, /* the creditor says so, in claim.xml or on the command line */
	FACT_ACCEPTED, /* a person looked and agreed */
	FACT_CORRECTED, /* a person looked and wrote this instead */
	FACT_REJECTED /* a person looked and refused it: it no longer counts */
} FactStatus;

const char *fact_status_name(FactStatus status); /* "read" … */
bool fact_status_parse(const char *name, FactStatus *out);

/* Where a fact stands: document, page, place on it, and who read it. */
typedef struct Proof {
	char *document; /* name of the file within its submission; for a person's word, that person's name */
	char *sha256; /* of that file's bytes, hex; NULL for a person's word */
	int page; /* 1-based; 0 where pages mean nothing */
	char *place; /* "/Invoice/cbc:ID line 12", or a box on the page */
	char *reader; /* "ubl", "claim", "person" */
} Proof;

typedef struct Fact {
	int64_t id; /* 1, 2, 3 … within its case; 0 before it is stored */
	char *subject;
	char *name;
	char *value; /* canonical: ISO day, whole minor units, yes|no, or the text itself */
	char *raw; /* as it stood in the document */
	int confidence; /* 0–100 */
	FactStatus status;
	Proof proof;
} Fact;

Fact *fact_new(const char *subject, const char *name, const char *value, const char *raw);
Fact *fact_copy(const Fact *fact);
void fact_free(Fact *fact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fact, fact_free)

/* Does it speak at all? A machine's reading below LIMIT_CONFIDENCE does not, until a person accepts it. */
bool fact_counts(const Fact *fact);

typedef enum FactType {
	FACT_TEXT,
	FACT_DATE, /* YYYY-MM-DD */
	FACT_MINOR, /* whole minor units of a currency (øre when that is DKK) */
	FACT_RATE, /* hundredths of a percent per year, whole */
	FACT_YES, /* yes | no */
	FACT_COUNT /* whole, not negative */
} FactType;

/* The vocabulary, facts.def. */
typedef struct FactName {
	const char *name;
	FactType type;
	Say called; /* what people call it: "betalt forud" */
	const char *about; /* what else there is to know of it: its words; NULL */
} FactName;

const FactName *fact_name_find(const char *name); /* NULL when the word is not ours */
/* What people call what a fact is about: "invoice/A-1" is "faktura A-1". Newly allocated. */
char *fact_subject_called(const char *subject, Lang lang);
/* Does value have the form that name's type asks for? */
bool fact_value_fits(const FactName *name, const char *value);

#endif
