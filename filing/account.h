/* Account: the writing of a statement, topic by topic. Private to statement.c and the files that write. */
#ifndef PAAKRAV_ACCOUNT_H
#define PAAKRAV_ACCOUNT_H

#include "filing/statement.h"
#include "filing/template.h"

typedef struct Account {
	const Assessment *assessment;
	const Case *c;
	const Claimed *claimed;
	const Sums *sums;
	const Voice *voice;
	Statement *statement;
	const Templates *templates;
	GError **error;
	bool failed; /* *error is set: the statement is not to be used */
} Account;

#define GROUPS_IN_WORDS 6 /* with more, the table tells it better than sentences do */
#define NAMES_IN_WORDS 6

/* Items that one sentence can speak of, because they share the same words. */
typedef struct Group {
	char *key;
	GPtrArray *items; /* ClaimedItem*, borrowed */
} Group;

typedef char *(*KeyOf)(const ClaimedItem *row); /* NULL: nothing to say of it */

GPtrArray *account_groups(const Claimed *claimed, KeyOf key_of); /* Group*, in the order of the claims; the caller's */
char *group_names(const Group *group); /* "faktura A-1 og A-2", or how many; newly allocated */
/* The last row of a table: "I alt" first, the amount last. Newly allocated. */
char **account_sum_row(int n_columns, const char *amount);

/* Its heading is the wording "heading.TOPIC", or of another key; several: it speaks of more than one. */
Paragraph *account_paragraph(Account *account, const char *topic, bool several);
Paragraph *account_paragraph_as(Account *account, const char *topic, const char *heading_key, bool several);
/*
 * The wording key filled with pairs of names and values (NULL: has none), ended by NULL, and with what the parties are
 * called. account_say makes it a sentence of the paragraph, never NULL; account_words gives the text, the caller's.
 */
Sentence *account_say(Account *account, Paragraph *paragraph, const char *key, ...) G_GNUC_NULL_TERMINATED;
char *account_words(Account *account, const char *key, ...) G_GNUC_NULL_TERMINATED;
void account_open(Account *account, const char *topic, const char *da, const char *en);

void account_claim(Account *account); /* agreement, delivery, items */
void account_payments(Account *account);
void account_course(Account *account); /* reminders, demand */
void account_reaction(Account *account); /* silence, history */
void account_money(Account *account); /* interest, costs, sum */
void account_ground(Account *account); /* liability, court */

#endif
