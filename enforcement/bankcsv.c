/*
 * A bank's CSV by the columns that paakrav.conf names, group [bank-csv] or [bank-csv PROFILE]: date, amount, and where there are
 * such, text, name, reference, id (the bank's own reference), value_date, currency, account, balance; date_form is
 * dd-mm-yyyy (or with points or strokes) unless it says yyyy-mm-dd. UTF-8, else windows-1252.
 */
#include "enforcement/bankfile.h"
#include "intake/conf.h"
#include "intake/csv.h"
#include "intake/limits.h"

#include <string.h>

typedef enum Column { COLUMN_DATE, COLUMN_AMOUNT, COLUMN_TEXT, COLUMN_NAME, COLUMN_REFERENCE, COLUMN_ID, COLUMN_VALUE_DATE, COLUMN_CURRENCY,
	              COLUMN_ACCOUNT, COLUMN_BALANCE, COLUMNS } Column;

static const char *const column_keys[COLUMNS] = { "date",       "amount",   "text",    "name",   "reference", "id",
	                                          "value_date", "currency", "account", "balance" };

typedef struct Sheet {
	const char *path;
	const Csv *csv;
	char *names[COLUMNS]; /* NULL: the bank has no such column */
	bool iso; /* days as yyyy-mm-dd */
	const char *account; /* of the whole file; NULL */
} Sheet;

static const char *cell(const Sheet *sheet, const CsvRow *row, Column column)
{
	const char *text = sheet->names[column] != NULL ? csv_cell(sheet->csv, row, sheet->names[column]) : NULL;
	return text != NULL ? text : "";
}

static bool columns_fault(const Sheet *sheet, const char *group, GError **error)
{
	g_autofree char *there = g_strjoinv(", ", sheet->csv->header);
	g_autofree char *da = g_strdup_printf("Kolonnerne i filen er ikke nævnt i opsætningen, eller mangler i filen. Filen har: %s.", there);
	g_autofree char *en = g_strdup_printf("The file's columns are not named in the configuration, or not in the file. It has: %s.", there);
	bank_fault(error, "bank-columns", sheet->path, 1, da, en);
	g_autofree char *remedy_da = g_strdup_printf("Skriv i paakrav.conf under [%s] mindst: date=KOLONNE og amount=KOLONNE.", group);
	g_autofree char *remedy_en = g_strdup_printf("Write in paakrav.conf under [%s] at least: date=COLUMN and amount=COLUMN.", group);
	error_remedy(error, remedy_da, remedy_en);
	return false;
}

static bool columns_read(Sheet *sheet, const char *home, const char *profile, GError **error)
{
	g_autofree char *group = profile != NULL ? g_strdup_printf("bank-csv %s", profile) : g_strdup("bank-csv");
	bool fine = true;
	for (int i = 0; i < COLUMNS; i++) {
		sheet->names[i] = conf_text(home, group, column_keys[i]);
		fine = fine && (sheet->names[i] != NULL ? csv_column(sheet->csv, sheet->names[i]) >= 0 : i != COLUMN_DATE && i != COLUMN_AMOUNT);
	}
	g_autofree char *form = conf_text(home, group, "date_form");
	sheet->iso = g_strcmp0(form, "yyyy-mm-dd") == 0;
	return fine || columns_fault(sheet, group, error);
}

/* "22-11-2026", "22.11.26", "22/11/2026"; or ISO. */
static bool day_parse(const char *text, bool iso, Date *out)
{
	if (iso)
		return date_parse(text, out);
	g_autofree char *plain = g_strdelimit(g_strdup(text), "./", '-');
	g_auto(GStrv) parts = g_strsplit(plain, "-", -1);
	gint64 n[3];
	if (g_strv_length(parts) != 3)
		return false;
	for (int i = 0; i < 3; i++)
		if (!g_ascii_string_to_signed(g_strstrip(parts[i]), 10, 0, 9999, &n[i], NULL))
			return false;
	int year = (int)n[2] + (n[2] < 100 && strlen(parts[2]) == 2 ? 2000 : 0);
	return date_make(year, (int)n[1], (int)n[0], out);
}

static char *said(const char *text)
{
	return *text != '\0' ? g_strdup(text) : NULL;
}

static bool line_read(const Sheet *sheet, const CsvRow *row, BankFile *file, GError **error)
{
	g_autoptr(BankLine) line = g_new0(BankLine, 1);
	const char *value = cell(sheet, row, COLUMN_VALUE_DATE), *currency = cell(sheet, row, COLUMN_CURRENCY);
	const char *account = cell(sheet, row, COLUMN_ACCOUNT);
	line->line = row->line;
	line->parts = 1;
	if (row->n != sheet->csv->columns)
		return bank_fault(error, "bank-columns", sheet->path, row->line, "Linjen har ikke så mange felter som overskriften.",
		                  "The line has not as many cells as the header.");
	if (!day_parse(cell(sheet, row, COLUMN_DATE), sheet->iso, &line->booked_on))
		return bank_fault(error, "bank-date", sheet->path, row->line, "Dagen kan ikke læses.", "The day cannot be read.");
	if (!hundredths_parse(cell(sheet, row, COLUMN_AMOUNT), true, &line->minor))
		return bank_fault(error, "bank-amount", sheet->path, row->line, "Beløbet kan ikke læses.", "The amount cannot be read.");
	if (*value == '\0' || !day_parse(value, sheet->iso, &line->value_on))
		line->value_on = DATE_NONE;
	g_strlcpy(line->currency, strlen(currency) == 3 ? currency : "DKK", sizeof line->currency);
	if (*account == '\0' && sheet->account == NULL)
		return bank_fault(error, "bank-account", sheet->path, row->line, "Filen siger ikke, hvilken konto den er fra; nævn den med --account.",
		                  "The file does not say which account it is of; name it with --account.");
	line->account = account_plain(*account != '\0' ? account : sheet->account);
	line->bank_reference = said(cell(sheet, row, COLUMN_ID));
	line->reference = said(cell(sheet, row, COLUMN_REFERENCE));
	line->name = said(cell(sheet, row, COLUMN_NAME));
	line->text = said(cell(sheet, row, COLUMN_TEXT));
	if (!g_ptr_array_find_with_equal_func(file->accounts, line->account, g_str_equal, NULL))
		g_ptr_array_add(file->accounts, g_strdup(line->account));
	g_ptr_array_add(file->lines, g_steal_pointer(&line));
	return true;
}

/* The days from the first line to the last, and the balances around them. */
static void statement_keep(BankFile *file, bool up, int64_t first, int64_t last)
{
	const BankLine *above = file->lines->pdata[0], *below = file->lines->pdata[file->lines->len - 1];
	const BankLine *oldest = up ? above : below, *newest = up ? below : above;
	if (strcmp(oldest->currency, "DKK") != 0)
		return;
	BankStatement *statement = g_new0(BankStatement, 1);
	*statement = (BankStatement){ .account = g_strdup(oldest->account), .from_on = oldest->booked_on, .to_on = newest->booked_on };
	statement->opening = (up ? first : last) - oldest->minor;
	statement->closing = up ? last : first;
	g_ptr_array_add(file->statements, statement);
}

/* Each balance is the one before it and the line's amount, in files from old to new or from new to old. */
static bool balances_fit(const Sheet *sheet, BankFile *file, GError **error)
{
	int64_t before = 0, first = 0;
	bool up = true, down = true;
	int odd = 0;
	for (guint i = 0; i < sheet->csv->rows->len; i++) {
		const CsvRow *row = sheet->csv->rows->pdata[i];
		int64_t balance;
		if (!hundredths_parse(cell(sheet, row, COLUMN_BALANCE), true, &balance))
			return bank_fault(error, "bank-amount", sheet->path, row->line, "Saldoen kan ikke læses.", "The balance cannot be read.");
		const BankLine *line = file->lines->pdata[i], *above = i > 0 ? file->lines->pdata[i - 1] : NULL;
		if (above != NULL && before + line->minor != balance)
			up = false;
		if (above != NULL && balance + above->minor != before)
			down = false;
		if (!up && !down && odd == 0)
			odd = row->line;
		before = balance;
		first = i == 0 ? balance : first;
	}
	if ((up || down) && file->lines->len > 0)
		statement_keep(file, up, first, before);
	return up || down || bank_fault(error, "bank-sum", sheet->path, odd, "Saldoen passer ikke til linjernes beløb.",
	                                "The balance does not fit the lines' amounts.");
}

static bool sheet_read(Sheet *sheet, const char *home, const char *profile, BankFile *file, GError **error)
{
	if (!columns_read(sheet, home, profile, error))
		return false;
	if (sheet->csv->rows->len > LIMIT_BANK_LINES)
		return bank_fault(error, "bank-lines", sheet->path, 0, "Filen har flere linjer, end der tages på én gang.",
		                  "The file has more lines than are taken at once.");
	for (guint i = 0; i < sheet->csv->rows->len; i++)
		if (!line_read(sheet, sheet->csv->rows->pdata[i], file, error))
			return false;
	/* One running balance belongs to one account. */
	file->balanced = sheet->names[COLUMN_BALANCE] != NULL && file->accounts->len == 1;
	return !file->balanced || balances_fit(sheet, file, error);
}

BankFile *bank_csv_read(const char *path, const char *text, size_t size, const char *home, const char *profile, const char *account,
                        GError **error)
{
	g_autofree char *decoded = NULL;
	gsize n = size;
	if (!g_utf8_validate(text, (gssize)size, NULL)) {
		decoded = g_convert(text, (gssize)size, "UTF-8", "WINDOWS-1252", NULL, &n, NULL);
		if (decoded == NULL) {
			bank_fault(error, "bank-kind", path, 0, "Filen er hverken XML eller tekst.", "The file is neither XML nor text.");
			return NULL;
		}
	}
	g_autoptr(Csv) csv = csv_parse(decoded != NULL ? decoded : text, n, path, error);
	if (csv == NULL)
		return NULL;
	g_autoptr(BankFile) file = g_new0(BankFile, 1);
	file->lines = g_ptr_array_new_with_free_func((GDestroyNotify)bank_line_free);
	file->accounts = g_ptr_array_new_with_free_func(g_free);
	file->statements = g_ptr_array_new_with_free_func((GDestroyNotify)bank_statement_free);
	file->kind = g_strdup("csv");
	Sheet sheet = { .path = path, .csv = csv, .account = account };
	bool fine = sheet_read(&sheet, home, profile, file, error);
	for (int i = 0; i < COLUMNS; i++)
		g_free(sheet.names[i]);
	return fine ? g_steal_pointer(&file) : NULL;
}
