/*
 * Clientsheet: what the papers to a client share on the page: the settlement of a case, the statement over all of them, the
 * invoice. Rows and texts are the caller's, freed with g_strfreev and g_free.
 */
#ifndef PAAKRAV_CLIENTSHEET_H
#define PAAKRAV_CLIENTSHEET_H

#include "filing/page.h"
#include "intake/money.h"
#include "intake/say.h"

/* A line of an address or the like, where there is one. */
void clientsheet_line(GString *out, const char *before, const char *text);
/* The firm's name, address, numbers, from paakrav.conf. */
char *clientsheet_firm(const char *home);
/* Whose paper it is and whose it comes from, side by side, above the title. */
void clientsheet_head(Pages *pages, const char *to, const char *from, const char *title);

/* A row of a table, taking its cells over, up to NULL. */
char **clientsheet_row(char *first, ...) G_GNUC_NULL_TERMINATED;
/* A row of an account: what and how much, with a minus where it is taken off. */
void clientsheet_sum(GPtrArray *rows, const char *what, Money amount, bool minus);
/* The same, only where there is something or it is always told. */
void clientsheet_sum_if(GPtrArray *rows, Lang lang, Say what, Money amount, bool minus, bool always);

/* Who has what in the end: in words for a sum that is theirs, one that they owe, one not known. */
typedef struct ClientEnd {
	bool known;
	Money due; /* below zero: they owe it */
	Say theirs, owed, unknown;
} ClientEnd;
/* The account, under its heading, with its end. */
void clientsheet_account(Pages *pages, Lang lang, const GPtrArray *rows, const ClientEnd *end);
/* Which entry of the journal the figures go up to. */
void clientsheet_foot(Pages *pages, Lang lang, int64_t seq);

#endif
