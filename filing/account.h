/* Account: the writing of a statement, topic by topic. Private to statement.c and the files that write. */
#ifndef PAAKRAV_ACCOUNT_H
#define PAAKRAV_ACCOUNT_H

#include "filing/statement.h"

typedef struct Account {
	const Assessment *assessment;
	const Case *c;
	const Claimed *claimed;
	const Sums *sums;
	const Voice *voice;
	Statement *statement;
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

Paragraph *account_paragraph(Account *account, const char *topic, const char *heading);
Sentence *account_say(Paragraph *paragraph, const char *format, ...) __attribute__((format(printf, 2, 3)));
void account_open(Account *account, const char *topic, const char *da, const char *en);

void account_claim(Account *account); /* agreement, delivery, items */
void account_course(Account *account); /* reminders, demand, silence */
void account_ground(Account *account); /* liability, court */
void account_money(Account *account); /* interest, payments, costs, sum */

#endif
