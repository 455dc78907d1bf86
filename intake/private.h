/*
 * Private: numbers of people that others need not see: CPR numbers and bank accounts, found in a text as they are written
 * there. They are never told by value, only where they stand.
 */
#ifndef PAAKRAV_PRIVATE_H
#define PAAKRAV_PRIVATE_H

#include <glib.h>
#include <stdbool.h>

typedef struct PrivateSpan {
	size_t from, to; /* bytes of the line */
	bool cpr; /* else an account */
} PrivateSpan;

/*
 * PrivateSpan, in their order, of one line of valid UTF-8. own: numbers that are the creditor's, whose digits are not told;
 * ended by NULL; NULL: none. The caller's. A CPR number without a hyphen is told only where the line says that it is one.
 */
GArray *private_find(const char *line, const char *const *own);

#endif
