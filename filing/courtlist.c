#include "filing/courtlist.h"

#include "intake/conf.h"
#include "intake/csv.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>

static void row_free(void *data)
{
	CourtRow *row = data;
	g_free(row->court);
	g_free(row->address);
	g_free(row->certificate);
	g_free(row->person);
	g_free(row->account);
	g_free(row);
}

/* A name of letters, digits and hyphens between dots; none is empty, none begins or ends with a hyphen. */
static bool domain_fits(const char *domain)
{
	bool begin = true, dot = false;
	for (const char *p = domain; *p != '\0'; p++) {
		bool ends = p[1] == '\0' || p[1] == '.';
		if (*p == '.') {
			if (begin || p[1] == '\0')
				return false;
			begin = dot = true;
			continue;
		}
		if (!g_ascii_isalnum(*p) && (*p != '-' || begin || ends))
			return false;
		begin = false;
	}
	return !begin && (dot || strcmp(domain, "localhost") == 0);
}

bool mail_address_fits(const char *address)
{
	const char *at = strchr(address, '@');
	if (at == NULL || at == address || at - address > 64 || strlen(at + 1) > 253 || *address == '.' || at[-1] == '.')
		return false;
	for (const char *p = address; p < at; p++)
		if ((!g_ascii_isalnum(*p) && strchr("!#$%&'*+-/=?^_`{|}~.", *p) == NULL) || (*p == '.' && p[1] == '.'))
			return false;
	return domain_fits(at + 1);
}

static bool row_fault(GError **error, const char *file, int line, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, "court-list", da, en);
	error_at(error, file, line, 0);
	error_remedy(error, "Ret linjen i retslisten.", "Correct the line in the court list.");
	return false;
}

/* A cell without the space around it; NULL when empty. */
static char *cell(const Csv *csv, const CsvRow *line, const char *name)
{
	const char *text = csv_cell(csv, line, name);
	char *clean = text != NULL ? g_strstrip(g_strdup(text)) : NULL;
	if (clean != NULL && *clean == '\0')
		g_clear_pointer(&clean, g_free);
	return clean;
}

static bool row_take(GPtrArray *list, const Csv *csv, const CsvRow *line, const char *home, const Law *law, const char *file,
                     GError **error)
{
	if (line->n != csv->columns)
		return row_fault(error, file, line->line, "Linjen har ikke lige så mange felter som overskriften.",
		                 "The line has not as many cells as the header.");
	CourtRow *row = g_new0(CourtRow, 1);
	g_ptr_array_add(list, row);
	row->line = line->line;
	row->court = cell(csv, line, "court");
	row->address = cell(csv, line, "address");
	row->person = cell(csv, line, "person");
	row->account = cell(csv, line, "account");
	g_autofree char *certificate = cell(csv, line, "certificate");
	if (certificate != NULL)
		row->certificate = g_path_is_absolute(certificate) ? g_strdup(certificate)
		                                                   : g_build_filename(home, certificate, NULL);
	if (row->court == NULL || !law_court_exists(law, row->court))
		return row_fault(error, file, line->line, "Retten findes ikke i lovtabellerne; skriv den som \"Retten i Odense\".",
		                 "The court is not in the law tables; write it as \"Retten i Odense\".");
	for (guint i = 0; i + 1 < list->len; i++)
		if (strcmp(((const CourtRow *)list->pdata[i])->court, row->court) == 0)
			return row_fault(error, file, line->line, "Retten står to gange.", "The court stands twice.");
	if (row->address != NULL && !mail_address_fits(row->address))
		return row_fault(error, file, line->line, "Adressen kan ikke være en mailadresse.",
		                 "The address cannot be a mail address.");
	if (row->certificate != NULL && !file_exists(row->certificate))
		return row_fault(error, file, line->line, "Certifikatets fil findes ikke.", "The certificate's file does not exist.");
	return true;
}

GPtrArray *court_list(const char *home, const Law *law, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(row_free);
	g_autofree char *named = conf_path(home, "courts", "list");
	g_autofree char *path = named != NULL ? g_strdup(named) : g_build_filename(home, "retter.csv", NULL);
	if (named == NULL && !file_exists(path))
		return g_steal_pointer(&list);
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_COURT_LIST_BYTES, error);
	if (bytes == NULL)
		return NULL;
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	g_autofree char *file = g_path_get_basename(path);
	g_autoptr(Csv) csv = csv_parse(text != NULL ? text : "", size, file, error);
	if (csv == NULL)
		return NULL;
	if (csv_column(csv, "court") < 0 || csv_column(csv, "address") < 0) {
		row_fault(error, file, 1, "Overskriften skal have kolonnerne court og address.",
		          "The header must have the columns court and address.");
		return NULL;
	}
	for (guint i = 0; i < csv->rows->len; i++)
		if (!row_take(list, csv, csv->rows->pdata[i], home, law, file, error))
			return NULL;
	return g_steal_pointer(&list);
}

const CourtRow *court_find(const GPtrArray *list, const char *court)
{
	for (guint i = 0; court != NULL && i < list->len; i++) {
		const CourtRow *row = list->pdata[i];
		if (strcmp(row->court, court) == 0)
			return row;
	}
	return NULL;
}
