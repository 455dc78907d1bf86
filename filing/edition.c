/* The editions of the form, from their embedded rows. */
#include "filing/form.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <string.h>

static void row_free(FormRow *row)
{
	g_free(row->box);
	g_free(row->section);
	g_free(row->label);
	g_free(row->source);
	g_free(row->required);
	g_free(row->statute);
	g_free(row);
}

static void edition_free(Edition *edition)
{
	g_free(edition->name);
	g_ptr_array_unref(edition->rows);
	g_free(edition);
}

static bool number_of(const char *text, int least, int most, int *out)
{
	gint64 n;
	if (text == NULL || !g_ascii_string_to_signed(text, 10, least, most, &n, NULL))
		return false;
	*out = (int)n;
	return true;
}

static bool row_read(Edition *edition, const Csv *csv, const CsvRow *row)
{
	FormRow *made = g_new0(FormRow, 1);
	g_ptr_array_add(edition->rows, made);
	made->box = g_strdup(csv_cell(csv, row, "box"));
	made->section = g_strdup(csv_cell(csv, row, "section"));
	made->label = g_strdup(csv_cell(csv, row, "label"));
	made->source = g_strdup(csv_cell(csv, row, "source"));
	made->required = g_strdup(csv_cell(csv, row, "required"));
	made->statute = g_strdup(csv_cell(csv, row, "statute"));
	made->per_debtor = g_strcmp0(csv_cell(csv, row, "per"), "debtor") == 0;
	made->confirmed = g_strcmp0(csv_cell(csv, row, "confirmed"), "yes") == 0;
	const char *mark = csv_cell(csv, row, "mark"), *from = csv_cell(csv, row, "valid_from");
	const char *to = csv_cell(csv, row, "valid_to");
	made->mark = mark != NULL ? *mark : '\0';
	if (!date_known(edition->valid_from)) {
		if (from == NULL || !date_parse(from, &edition->valid_from))
			return false;
		if (to != NULL && *to != '\0' && !date_parse(to, &edition->valid_to))
			return false;
	}
	return made->box != NULL && made->section != NULL && made->label != NULL && made->source != NULL &&
	       made->required != NULL && made->statute != NULL && strchr("SPUD", made->mark) != NULL &&
	       number_of(csv_cell(csv, row, "number"), 1, 999, &made->number) &&
	       number_of(csv_cell(csv, row, "twelfths"), 1, 12, &made->twelfths) &&
	       box_kind_parse(csv_cell(csv, row, "kind"), &made->kind);
}

static Edition *edition_read(const Embedded *file, GError **error)
{
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, file->name, error);
	if (csv == NULL)
		return NULL;
	Edition *edition = g_new0(Edition, 1);
	edition->name = g_strndup(file->name, strlen(file->name) - strlen(".csv"));
	edition->valid_from = edition->valid_to = DATE_NONE;
	edition->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		if (!row_read(edition, csv, row)) {
			error_set(error, ERROR_INTEGRITY, "form-malformed", "Blankettens række kan ikke læses.",
			          "The form's row cannot be read.");
			error_at(error, file->name, row->line, 0);
			edition_free(edition);
			return NULL;
		}
	}
	return edition;
}

const GPtrArray *editions_all(GError **error)
{
	static GPtrArray *editions;
	if (editions != NULL)
		return editions;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)edition_free);
	for (const Embedded *file = embedded_forms; file->name != NULL; file++) {
		Edition *edition = edition_read(file, error);
		if (edition == NULL)
			return NULL;
		g_ptr_array_add(all, edition);
	}
	editions = g_steal_pointer(&all);
	return editions;
}

const Edition *edition_named(const char *name, GError **error)
{
	const GPtrArray *editions = editions_all(error);
	if (editions == NULL)
		return NULL;
	for (guint i = 0; i < editions->len; i++)
		if (strcmp(((const Edition *)editions->pdata[i])->name, name) == 0)
			return editions->pdata[i];
	error_set(error, ERROR_USAGE, "no-such-edition", "Der er ingen udgave ved navn %s.", "There is no edition called %s.", name);
	error_remedy(error, "Se dem med paakrav forms list.", "See them with paakrav forms list.");
	return NULL;
}

const Edition *edition_on(Date on, GError **error)
{
	const GPtrArray *editions = editions_all(error);
	if (editions == NULL)
		return NULL;
	const Edition *found = NULL;
	for (guint i = 0; i < editions->len; i++) {
		const Edition *edition = editions->pdata[i];
		bool holds = date_known(edition->valid_from) && date_compare(edition->valid_from, on) <= 0 &&
		             (!date_known(edition->valid_to) || date_compare(on, edition->valid_to) <= 0);
		if (holds && (found == NULL || date_before(found->valid_from, edition->valid_from)))
			found = edition;
	}
	if (found != NULL)
		return found;
	g_autofree char *day = date_iso(on);
	error_set(error, ERROR_INPUT, "form-expired", "Der er ingen udgave af betalingspåkravet, som gælder den %s.",
	          "There is no edition of the form that holds on %s.", day != NULL ? day : "?");
	error_remedy(error, "Hent den gældende blanket fra domstol.dk, og opdatér programmet.",
	             "Get the form in force from domstol.dk and update the program.");
	return NULL;
}
