#include "enforcement/staff.h"

#include "filing/courtlist.h"
#include "intake/conf.h"
#include "intake/csv.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>

static void row_free(void *data)
{
	StaffRow *row = data;
	g_free(row->name);
	g_free(row->address);
	g_free(row);
}

void staff_free(Staff *staff)
{
	if (staff == NULL)
		return;
	g_free(staff->file);
	g_ptr_array_unref(staff->rows);
	g_free(staff);
}

static bool row_fault(GError **error, const char *file, int line, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, "staff-list", da, en);
	error_at(error, file, line, 0);
	error_remedy(error, "Listen er CSV i UTF-8 med kolonnerne name og address; rækken * får det, ingen fører.",
	             "The list is CSV in UTF-8 with the columns name and address; the row * gets what nobody handles.");
	return false;
}

static bool row_take(Staff *staff, const Csv *csv, const CsvRow *line, GError **error)
{
	const char *name = csv_cell(csv, line, "name"), *address = csv_cell(csv, line, "address");
	if (line->n != csv->columns)
		return row_fault(error, staff->file, line->line, "Linjen har ikke lige så mange felter som overskriften.",
		                 "The line has not as many cells as the header.");
	StaffRow *row = g_new0(StaffRow, 1);
	*row = (StaffRow){ g_strstrip(g_strdup(name)), g_strstrip(g_strdup(address)), line->line };
	bool twice = staff_find(staff, row->name) != NULL;
	g_ptr_array_add(staff->rows, row);
	if (*row->name == '\0' || g_utf8_strlen(row->name, -1) > LIMIT_NAME_CHARS)
		return row_fault(error, staff->file, line->line, "Navnet er tomt eller for langt.", "The name is empty or too long.");
	if (twice)
		return row_fault(error, staff->file, line->line, "Navnet står to gange.", "The name stands twice.");
	return mail_address_fits(row->address) ||
	       row_fault(error, staff->file, line->line, "Adressen kan ikke være en mailadresse.", "The address cannot be a mail address.");
}

Staff *staff_read(const char *home, GError **error)
{
	g_autofree char *named = conf_path(home, "staff", "list");
	g_autofree char *path = named != NULL ? g_strdup(named) : g_build_filename(home, "medarbejdere.csv", NULL);
	g_autoptr(Staff) staff = g_new0(Staff, 1);
	staff->file = g_path_get_basename(path);
	staff->rows = g_ptr_array_new_with_free_func(row_free);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_STAFF_LIST_BYTES, NULL) : NULL;
	if (bytes == NULL) {
		row_fault(error, staff->file, 0, "Listen over medarbejdere kan ikke læses.", "The list of staff cannot be read.");
		return NULL;
	}
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	g_autoptr(Csv) csv = csv_parse(text != NULL ? text : "", size, staff->file, error);
	if (csv == NULL)
		return NULL;
	if (csv_column(csv, "name") < 0 || csv_column(csv, "address") < 0) {
		row_fault(error, staff->file, 1, "Overskriften skal have kolonnerne name og address.",
		          "The header must have the columns name and address.");
		return NULL;
	}
	for (guint i = 0; i < csv->rows->len; i++)
		if (!row_take(staff, csv, csv->rows->pdata[i], error))
			return NULL;
	return g_steal_pointer(&staff);
}

const StaffRow *staff_find(const Staff *staff, const char *name)
{
	for (guint i = 0; i < staff->rows->len; i++) {
		const StaffRow *row = staff->rows->pdata[i];
		if (strcmp(row->name, name) == 0)
			return row;
	}
	return NULL;
}
