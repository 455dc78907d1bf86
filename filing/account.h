/* Account: the writing of a statement, topic by topic. Private to statement.c and the two files that write. */
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

Paragraph *account_paragraph(Account *account, const char *topic, const char *heading);
Sentence *account_say(Paragraph *paragraph, const char *format, ...) __attribute__((format(printf, 2, 3)));
void account_open(Account *account, const char *topic, const char *da, const char *en);

void account_claim(Account *account); /* agreement, delivery, items */
void account_course(Account *account); /* reminders, demand, silence */
void account_ground(Account *account); /* liability, court */
void account_money(Account *account); /* interest, payments, costs, sum */

#endif
