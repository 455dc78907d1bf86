/*
 * Statement: the account of facts and law, box 5 of the form, written from the record in plain legal Danish so that a
 * stranger can check it (filing.md section 4). Every sentence knows the facts and events behind it. What nobody has
 * said is not written: the topic is listed as an open point instead.
 */
#ifndef PAAKRAV_STATEMENT_H
#define PAAKRAV_STATEMENT_H

#include "assess/claimed.h"
#include "filing/page.h"
#include "filing/sheet.h"
#include "filing/sums.h"

typedef struct Templates Templates; /* filing/template.h */

/* What the parties are called: on the form, or in a civil claim. */
typedef struct Voice {
	const char *creditor, *Creditor; /* "kreditor" "Kreditor" | "sagsøger" "Sagsøger" */
	const char *debtor, *Debtor; /* "skyldner" "Skyldner" | "sagsøgte" "Sagsøgte" */
	const char *debtors, *Debtors; /* "skyldnerne" "Skyldnerne" | "de sagsøgte" "De sagsøgte" */
	const char *court_rule; /* the § of retsplejeloven that sends the case to a court with venue; NULL */
} Voice;
extern const Voice voice_form, voice_claim;

typedef struct Sentence {
	const char *key; /* of its wording in templates/statement.txt */
	char *text;
	Sources sources;
} Sentence;

typedef struct Paragraph {
	const char *topic; /* "agreement" "delivery" "items" "payments" "reminders" "demand" "silence" "history" "interest"
	                      "costs" "sum" "liability" "court" */
	char *heading;
	GPtrArray *sentences; /* Sentence* */
	const Column *columns; /* of the table; NULL: none */
	int n_columns;
	GPtrArray *rows; /* char**, n_columns texts and NULL */
	char **sum; /* one more such row; NULL */
	GPtrArray *lines; /* char*: each row as a sentence, for plain text */
} Paragraph;

typedef struct OpenTopic {
	const char *topic;
	char *da, *en;
} OpenTopic;

typedef struct Statement {
	GPtrArray *paragraphs; /* Paragraph*, those with something in them */
	GPtrArray *open; /* OpenTopic* */
} Statement;

/*
 * In the words of templates. Borrows nothing that lives shorter than the program but the case. The caller's; NULL and an
 * Error when a wording asks for what this case does not have.
 */
Statement *statement_write(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const Voice *voice,
                           const Templates *templates, GError **error);
void statement_free(Statement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Statement, statement_free)

/* For the field sheet: paragraphs parted by empty lines, tables as lines. Newly allocated. */
char *statement_text(const Statement *statement);
/* [{ topic, heading, sentences: [{ key, text, facts, events }], rows: [] }] */
cJSON *statement_json(const Statement *statement);
/* Within an open frame. */
void statement_pages(const Statement *statement, Pages *pages);
/* The first sentence in that wording; NULL: it is not told. Borrowed. */
const Sentence *statement_sentence(const Statement *statement, const char *key);
Sources statement_sources(const Statement *statement); /* all of it; the caller clears it */

/* "A-1", "A-1 og A-2", "A-1, A-2 og A-3": words joined as Danish does. Newly allocated. */
char *words_join(const GPtrArray *words);
/* Is its description too long to stand in a sentence or a table? Then it is told by itself. */
bool item_wordy(const Item *item);
/* "faktura A-1", "kravet Husleje"; newly allocated. */
char *item_called(const Item *item);
char *party_called(const Party *party); /* its name, else its id; newly allocated */
/* Somebody's words without the full stop at their end, to stand inside a sentence. Newly allocated. */
char *words_bare(const char *words);

#endif
