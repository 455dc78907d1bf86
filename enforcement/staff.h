/*
 * Staff: who in the house handles cases, and where their mail goes: CSV with the columns name and address, HOME/medarbejdere.csv
 * or [staff] list of paakrav.conf. The row named "*" gets what nobody handles.
 */
#ifndef PAAKRAV_STAFF_H
#define PAAKRAV_STAFF_H

#include "intake/error.h"

#include <glib.h>

#define STAFF_NOBODY "*"

typedef struct StaffRow {
	char *name, *address;
	int line; /* in the file: names it where no person's name may stand */
} StaffRow;

typedef struct Staff {
	char *file; /* its plain name */
	GPtrArray *rows; /* StaffRow* */
} Staff;

/* NULL and an Error that names the line when the list is missing or cannot be used. The caller's. */
Staff *staff_read(const char *home, GError **error);
void staff_free(Staff *staff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Staff, staff_free)
const StaffRow *staff_find(const Staff *staff, const char *name); /* NULL: is not in it */

#endif
