#include "enforcement/bankfile.h"

#include "intake/bankrows.h"
#include "intake/digest.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

void bank_line_free(BankLine *line)
{
	if (line == NULL)
		return;
	g_free(line->account);
	g_free(line->bank_reference);
	g_free(line->reference);
	g_free(line->name);
	g_free(line->counter_account);
	g_free(line->text);
	g_free(line->key);
	g_free(line->entry_key);
	g_free(line);
}

void bank_statement_free(BankStatement *statement)
{
	if (statement == NULL)
		return;
	g_free(statement->account);
	g_free(statement);
}

void bank_file_free(BankFile *file)
{
	if (file == NULL)
		return;
	g_free(file->kind);
	g_free(file->sha256);
	g_ptr_array_unref(file->lines);
	g_ptr_array_unref(file->accounts);
	g_ptr_array_unref(file->statements);
	g_free(file);
}

bool bank_fault(GError **error, const char *code, const char *path, int line, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_at(error, path, line, 0);
	error_remedy(error, "Intet er taget. Hent filen igen fra banken.", "Nothing was taken. Get the file from the bank again.");
	return false;
}

char *account_plain(const char *number)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *at = number; *at != '\0'; at++)
		if (g_ascii_isalnum(*at))
			g_string_append_c(plain, g_ascii_toupper(*at));
	bool danish_iban = plain->len == 18 && g_str_has_prefix(plain->str, "DK");
	const char *digits = danish_iban ? plain->str + 4 : plain->str;
	size_t n = strlen(digits);
	if (strspn(digits, "0123456789") != n || n < 5 || n > 14)
		return g_strdup(plain->str);
	/* Registration number, and the account's own filled up to ten. */
	g_autoptr(GString) out = g_string_new(NULL);
	g_string_append_len(out, digits, 4);
	for (size_t i = n; i < 14; i++)
		g_string_append_c(out, '0');
	g_string_append(out, digits + 4);
	return g_strdup(out->str);
}

bool hundredths_parse(const char *text, bool comma, int64_t *out)
{
	bool negative = *text == '-' || g_str_has_suffix(text, "-");
	const char *at = text + (*text == '-' || *text == '+');
	const char *point = comma ? strrchr(at, ',') : NULL;
	char mark = point != NULL ? ',' : '.';
	int64_t value = 0;
	int decimals = -1, digits = 0;
	for (; *at != '\0' && !(*at == '-' && at[1] == '\0'); at++) {
		if (*at == mark && decimals < 0) {
			decimals = 0;
			continue;
		}
		if ((comma && point != NULL && (*at == '.' || *at == ' ')) || *at == '\'')
			continue; /* parts thousands */
		if (!g_ascii_isdigit(*at) || (decimals >= 2 && *at != '0') || value > LIMIT_MONEY_ORE)
			return false;
		digits++;
		if (decimals >= 2)
			continue;
		value = value * 10 + (*at - '0');
		decimals += decimals >= 0;
	}
	for (int i = MAX(decimals, 0); i < 2; i++)
		value *= 10;
	if (digits == 0 || value > LIMIT_MONEY_ORE)
		return false;
	*out = negative ? -value : value;
	return true;
}

/* ---- from rows to lines ---- */

typedef struct Sums {
	int64_t count, sum, net, in_count, in_sum, out_count, out_sum;
} Sums;

typedef struct Walk {
	const char *path;
	BankFile *file;
	guint first; /* of the open statement's lines */
	Sums booked, all;
	bool opening_known, closing_known, opening_is_day; /* OPBD rather than PRCD */
	int64_t opening, closing;
	Date opened_on, closed_on; /* first day after the opening balance; day of the closing one */
	bool kroner;
	char **entry; /* the open entry's fields; NULL */
	GPtrArray *details; /* char**: its details' fields */
} Walk;

static bool date_of(const char *text, Date *out)
{
	g_autofree char *day = g_strndup(text, strlen("2026-11-22"));
	return date_parse(day, out);
}

static char *said(const char *text)
{
	return *text != '\0' ? g_strdup(text) : NULL;
}

static bool sign_of(const char *text, int64_t *minor)
{
	if (strcmp(text, "DBIT") == 0)
		*minor = -*minor;
	return strcmp(text, "DBIT") == 0 || strcmp(text, "CRDT") == 0;
}

static int line_of(const Walk *walk)
{
	gint64 line = 0;
	return walk->entry != NULL && g_ascii_string_to_signed(walk->entry[BANK_ENTRY_LINE], 10, 1, G_MAXINT32, &line, NULL) ? (int)line : 0;
}

static bool odd_entry(const Walk *walk, const char *code, const char *da, const char *en, GError **error)
{
	return bank_fault(error, code, walk->path, line_of(walk), da, en);
}

static void count(Sums *sums, int64_t minor)
{
	sums->count++;
	sums->sum += minor < 0 ? -minor : minor;
	sums->net += minor;
	sums->in_count += minor >= 0;
	sums->out_count += minor < 0;
	sums->in_sum += MAX(minor, 0);
	sums->out_sum += MAX(-minor, 0);
}

/* What is said in several fields, each once. */
static char *joined(const char *const *texts, size_t n)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (size_t i = 0; i < n; i++)
		if (texts[i] != NULL && *texts[i] != '\0' && strcmp(texts[i], "NOTPROVIDED") != 0 && strstr(out->str, texts[i]) == NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " | " : "", texts[i]);
	return said(out->str);
}

static BankLine *line_new(const Walk *walk, int64_t minor, int parts)
{
	char **entry = walk->entry;
	BankLine *line = g_new0(BankLine, 1);
	line->line = line_of(walk);
	line->minor = minor;
	line->parts = parts;
	line->reversal = strcmp(entry[BANK_ENTRY_REVERSAL], "true") == 0 || strcmp(entry[BANK_ENTRY_REVERSAL], "1") == 0;
	g_strlcpy(line->currency, entry[BANK_ENTRY_CURRENCY], sizeof line->currency);
	if (!date_of(entry[BANK_ENTRY_BOOKED], &line->booked_on) && !date_of(entry[BANK_ENTRY_VALUE], &line->booked_on))
		line->booked_on = DATE_NONE;
	if (!date_of(entry[BANK_ENTRY_VALUE], &line->value_on))
		line->value_on = DATE_NONE;
	g_ptr_array_add(walk->file->lines, line);
	return line;
}

static void detail_into(BankLine *line, char **entry, char **detail)
{
	const char *texts[] = { detail[BANK_DETAIL_MESSAGE], detail[BANK_DETAIL_DOCUMENT], detail[BANK_DETAIL_TEXT],
		                detail[BANK_DETAIL_END_TO_END], entry[BANK_ENTRY_TEXT] };
	line->bank_reference = said(*detail[BANK_DETAIL_BANK_REFERENCE] != '\0' ? detail[BANK_DETAIL_BANK_REFERENCE] : detail[BANK_DETAIL_TRANSACTION]);
	line->reference = said(detail[BANK_DETAIL_REFERENCE]);
	line->name = said(detail[BANK_DETAIL_DEBTOR]);
	line->counter_account = said(detail[BANK_DETAIL_DEBTOR_ACCOUNT]);
	line->text = joined(texts, G_N_ELEMENTS(texts));
	line->reversal = line->reversal || *detail[BANK_DETAIL_RETURNED] != '\0';
}

/* Do the details tell amounts that add up to the entry's? *minors (the caller's) are those. */
static bool details_add_up(const Walk *walk, int64_t minor, int64_t **minors)
{
	g_autofree int64_t *each = g_new0(int64_t, walk->details->len + 1);
	int64_t sum = 0;
	for (guint i = 0; i < walk->details->len; i++) {
		char **detail = walk->details->pdata[i];
		const char *sign = *detail[BANK_DETAIL_SIGN] != '\0' ? detail[BANK_DETAIL_SIGN] : walk->entry[BANK_ENTRY_SIGN];
		if (!hundredths_parse(detail[BANK_DETAIL_AMOUNT], false, &each[i]) || !sign_of(sign, &each[i]) ||
		    strcmp(detail[BANK_DETAIL_CURRENCY], walk->entry[BANK_ENTRY_CURRENCY]) != 0)
			return false;
		sum += each[i];
	}
	*minors = g_steal_pointer(&each);
	return sum == minor;
}

/* The bank's reference of the entry, with day and amount: some banks use one again. */
static char *entry_key_of(const Walk *walk, int64_t minor)
{
	const char *own = walk->entry[BANK_ENTRY_BANK_REFERENCE], *short_one = walk->entry[BANK_ENTRY_REFERENCE];
	/* Short entry references are often a count within the statement. */
	const char *reference = *own != '\0' ? own : strlen(short_one) >= 8 ? short_one : NULL;
	if (reference == NULL)
		return NULL;
	return g_strdup_printf("%s|%.10s|%" PRId64 "|%s", reference, walk->entry[BANK_ENTRY_BOOKED], minor, walk->entry[BANK_ENTRY_CURRENCY]);
}

static bool entry_lines(Walk *walk, int64_t minor, GError **error)
{
	g_autofree int64_t *minors = NULL;
	g_autofree char *key = entry_key_of(walk, minor);
	guint n = walk->details->len, first = walk->file->lines->len;
	bool split = n > 1 && details_add_up(walk, minor, &minors);
	gint64 told = 0;
	const char *batch = walk->entry[BANK_ENTRY_BATCH_COUNT];
	if (n > 1 && *batch != '\0' && (!g_ascii_string_to_signed(batch, 10, 0, G_MAXINT32, &told, NULL) || told != n))
		return odd_entry(walk, "bank-sum", "Posteringens antal betalinger passer ikke til dem, der står i den.",
		                 "The entry's number of payments does not fit those in it.", error);
	for (guint i = 0; i < (split ? n : 1); i++) {
		BankLine *line = line_new(walk, split ? minors[i] : minor, split ? (int)n : 1);
		if (!date_known(line->booked_on))
			return odd_entry(walk, "bank-date", "Posteringen har ingen bogføringsdag.", "The entry has no booking day.", error);
		if (split || n == 1)
			detail_into(line, walk->entry, walk->details->pdata[i]);
		else
			line->text = said(walk->entry[BANK_ENTRY_TEXT]);
		/* The entry's own reference stands in every file that tells of it, with details or without. */
		if (!split && *walk->entry[BANK_ENTRY_BANK_REFERENCE] != '\0') {
			g_free(line->bank_reference);
			line->bank_reference = g_strdup(walk->entry[BANK_ENTRY_BANK_REFERENCE]);
		}
	}
	for (guint i = first; key != NULL && i < walk->file->lines->len; i++)
		((BankLine *)walk->file->lines->pdata[i])->entry_key = g_strdup(key);
	return true;
}

/* The open entry with its details becomes lines. */
static bool entry_end(Walk *walk, GError **error)
{
	if (walk->entry == NULL)
		return true;
	char **entry = walk->entry;
	int64_t minor;
	if (!hundredths_parse(entry[BANK_ENTRY_AMOUNT], false, &minor) || minor < 0 || !sign_of(entry[BANK_ENTRY_SIGN], &minor) ||
	    strlen(entry[BANK_ENTRY_CURRENCY]) != 3)
		return odd_entry(walk, "bank-amount", "Posteringens beløb kan ikke læses.", "The entry's amount cannot be read.", error);
	bool booked = strcmp(entry[BANK_ENTRY_STATUS], "BOOK") == 0 || *entry[BANK_ENTRY_STATUS] == '\0';
	count(&walk->all, minor);
	if (booked) {
		count(&walk->booked, minor);
		if (!entry_lines(walk, minor, error))
			return false;
	} else {
		walk->file->pending++;
	}
	g_clear_pointer(&walk->entry, g_strfreev);
	g_ptr_array_set_size(walk->details, 0);
	return true;
}

static bool balance_row(Walk *walk, char **fields, GError **error)
{
	int64_t minor;
	const char *code = fields[BANK_BALANCE_CODE];
	bool opening = strcmp(code, "OPBD") == 0 || strcmp(code, "PRCD") == 0, closing = strcmp(code, "CLBD") == 0;
	if (!opening && !closing)
		return true;
	if (!hundredths_parse(fields[BANK_BALANCE_AMOUNT], false, &minor) || !sign_of(fields[BANK_BALANCE_SIGN], &minor))
		return bank_fault(error, "bank-amount", walk->path, 0, "Kontoudtogets saldo kan ikke læses.",
		                  "The statement's balance cannot be read.");
	Date on;
	if (!date_of(fields[BANK_BALANCE_ON], &on))
		on = DATE_NONE;
	walk->kroner = strcmp(fields[BANK_BALANCE_CURRENCY], "DKK") == 0;
	if (closing) {
		walk->closing = minor;
		walk->closing_known = true;
		walk->closed_on = on;
	} else if (!walk->opening_known || (!walk->opening_is_day && strcmp(code, "OPBD") == 0)) {
		walk->opening = minor;
		walk->opened_on = date_known(on) && strcmp(code, "PRCD") == 0 ? date_add_days(on, 1) : on;
		walk->opening_known = true;
		walk->opening_is_day = strcmp(code, "OPBD") == 0;
	}
	return true;
}

/* Is what was told what was counted, over the booked entries or over all? */
static bool told_is(const char *told, bool amount, int64_t booked, int64_t all)
{
	int64_t value;
	if (*told == '\0')
		return true;
	if (amount)
		return hundredths_parse(told, false, &value) && (value == booked || value == all);
	gint64 number;
	return g_ascii_string_to_signed(told, 10, 0, G_MAXINT32, &number, NULL) && (number == booked || number == all);
}

static bool sums_fit(const Walk *walk, char **f)
{
	const Sums *b = &walk->booked, *a = &walk->all;
	int64_t net_booked = b->net < 0 ? -b->net : b->net, net_all = a->net < 0 ? -a->net : a->net;
	return told_is(f[BANK_STATEMENT_COUNT], false, b->count, a->count) && told_is(f[BANK_STATEMENT_SUM], true, b->sum, a->sum) &&
	       told_is(f[BANK_STATEMENT_NET], true, net_booked, net_all) &&
	       told_is(f[BANK_STATEMENT_IN_COUNT], false, b->in_count, a->in_count) &&
	       told_is(f[BANK_STATEMENT_IN_SUM], true, b->in_sum, a->in_sum) &&
	       told_is(f[BANK_STATEMENT_OUT_COUNT], false, b->out_count, a->out_count) &&
	       told_is(f[BANK_STATEMENT_OUT_SUM], true, b->out_sum, a->out_sum);
}

/* Both balances and the days between them; a statement that does not tell its days is of those of its lines. */
static void statement_keep(Walk *walk, char **fields, const char *account)
{
	BankStatement *statement = g_new0(BankStatement, 1);
	Date from, to;
	statement->account = g_strdup(account);
	statement->opening = walk->opening;
	statement->closing = walk->closing;
	statement->from_on = date_of(fields[BANK_STATEMENT_FROM], &from) ? from : walk->opened_on;
	statement->to_on = date_of(fields[BANK_STATEMENT_TO], &to) ? to : walk->closed_on;
	for (guint i = walk->first; i < walk->file->lines->len; i++) {
		Date on = ((BankLine *)walk->file->lines->pdata[i])->booked_on;
		statement->from_on = date_min(statement->from_on, on);
		statement->to_on = date_max(statement->to_on, on);
	}
	if (date_known(statement->from_on) && date_known(statement->to_on) && !date_before(statement->to_on, statement->from_on))
		g_ptr_array_add(walk->file->statements, statement);
	else
		bank_statement_free(statement);
}

static bool statement_end(Walk *walk, char **fields, GError **error)
{
	if (!sums_fit(walk, fields))
		return bank_fault(error, "bank-sum", walk->path, 0, "Kontoudtogets kontrolsummer passer ikke til dets posteringer.",
		                  "The statement's control sums do not fit its entries.");
	bool balances = walk->opening_known && walk->closing_known;
	if (balances && walk->opening + walk->booked.net != walk->closing)
		return bank_fault(error, "bank-sum", walk->path, 0, "Kontoudtogets saldi passer ikke til dets posteringer.",
		                  "The statement's balances do not fit its entries.");
	walk->file->balanced = walk->file->balanced && balances;
	const char *number = *fields[BANK_STATEMENT_IBAN] != '\0' ? fields[BANK_STATEMENT_IBAN] : fields[BANK_STATEMENT_OTHER];
	g_autofree char *account = account_plain(number);
	for (guint i = walk->first; i < walk->file->lines->len; i++)
		((BankLine *)walk->file->lines->pdata[i])->account = g_strdup(account);
	if (!g_ptr_array_find_with_equal_func(walk->file->accounts, account, g_str_equal, NULL))
		g_ptr_array_add(walk->file->accounts, g_strdup(account));
	if (balances && walk->kroner)
		statement_keep(walk, fields, account);
	walk->first = walk->file->lines->len;
	walk->booked = walk->all = (Sums){ 0 };
	walk->opening_known = walk->closing_known = walk->opening_is_day = false;
	return true;
}

static bool row(Walk *walk, char kind, char **fields, GError **error)
{
	if (kind == BANK_DETAIL) {
		if (walk->entry != NULL)
			g_ptr_array_add(walk->details, g_strdupv(fields));
		return true;
	}
	if (!entry_end(walk, error))
		return false;
	if (kind == BANK_BALANCE)
		return balance_row(walk, fields, error);
	if (kind == BANK_STATEMENT)
		return statement_end(walk, fields, error);
	walk->entry = g_strdupv(fields);
	return true;
}

static int fields_of(char kind)
{
	return kind == BANK_STATEMENT ? BANK_STATEMENT_FIELDS
	       : kind == BANK_BALANCE ? BANK_BALANCE_FIELDS
	       : kind == BANK_ENTRY   ? BANK_ENTRY_FIELDS
	       : kind == BANK_DETAIL  ? BANK_DETAIL_FIELDS
	                              : -1;
}

static bool rows_walk(Walk *walk, const char *rows, GError **error)
{
	for (const char *at = rows; *at != '\0';) {
		const char *end = strchr(at, '\n');
		g_autofree char *text = g_strndup(at, end != NULL ? (gsize)(end - at) : strlen(at));
		g_auto(GStrv) fields = g_strsplit(text, "\t", -1);
		if (strlen(fields[0]) != 1 || (int)g_strv_length(fields) != fields_of(*text) + 1)
			return bank_fault(error, "bank-kind", walk->path, 0, "Filen kan ikke læses.", "The file cannot be read.");
		if (!row(walk, *text, fields + 1, error))
			return false;
		at = end != NULL ? end + 1 : at + strlen(at);
	}
	return entry_end(walk, error);
}

/* ---- keys ---- */

static char *hashed(const char *text)
{
	char hex[DIGEST_HEX];
	digest_hex(text, strlen(text), hex);
	return g_strdup(hex);
}

static const char *or_empty(const char *text)
{
	return text != NULL ? text : "";
}

void bank_file_key(BankFile *file)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < file->lines->len; i++) {
		BankLine *line = file->lines->pdata[i];
		g_autofree char *day = date_iso(line->booked_on);
		g_autofree char *base =
		    line->bank_reference != NULL
		        ? g_strdup_printf("t|%s|%s|%s|%" PRId64 "|%s", line->account, line->bank_reference, day, line->minor, line->currency)
		    : line->entry_key != NULL ? g_strdup_printf("e|%s|%s|%" PRId64, line->account, line->entry_key, line->minor)
		                              : g_strdup_printf("c|%s|%s|%" PRId64 "|%s|%s|%s|%s", line->account, day, line->minor, line->currency,
		                                                or_empty(line->reference), or_empty(line->name), or_empty(line->text));
		guint before = GPOINTER_TO_UINT(g_hash_table_lookup(seen, base));
		g_autofree char *numbered = g_strdup_printf("%s|%u", base, before);
		g_hash_table_insert(seen, g_steal_pointer(&base), GUINT_TO_POINTER(before + 1));
		line->key = hashed(numbered);
		if (line->entry_key != NULL) {
			g_autofree char *whole = g_strdup_printf("%s|%s", line->account, line->entry_key);
			g_free(line->entry_key);
			line->entry_key = hashed(whole);
		}
	}
}

/* ---- the file ---- */

static BankFile *camt_read(Reader *reader, const char *path, int fd, GError **error)
{
	g_autoptr(cJSON) answer = NULL;
	const CraftInput input = { path, fd };
	if (!reader_craft(reader, BANKROWS_CRAFT, path, NULL, &input, 1, -1, "", &answer, NULL, error))
		return NULL;
	const char *rows = json_get_text(answer, "rows"), *kind = json_get_text(answer, "kind");
	g_autoptr(BankFile) file = g_new0(BankFile, 1);
	file->lines = g_ptr_array_new_with_free_func((GDestroyNotify)bank_line_free);
	file->accounts = g_ptr_array_new_with_free_func(g_free);
	file->statements = g_ptr_array_new_with_free_func((GDestroyNotify)bank_statement_free);
	file->kind = g_strdup(kind != NULL ? kind : "camt");
	file->balanced = true;
	Walk walk = { .path = path, .file = file, .details = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev) };
	bool fine = rows_walk(&walk, rows != NULL ? rows : "", error);
	g_strfreev(walk.entry);
	g_ptr_array_unref(walk.details);
	if (!fine)
		return NULL;
	if (file->accounts->len == 0) {
		bank_fault(error, "bank-kind", path, 0, "Filen har intet kontoudtog.", "The file has no statement.");
		return NULL;
	}
	return g_steal_pointer(&file);
}

static bool accounts_ours(const BankFile *file, const char *path, const GPtrArray *ours, GError **error)
{
	for (guint i = 0; i < file->accounts->len; i++) {
		if (g_ptr_array_find_with_equal_func((GPtrArray *)ours, file->accounts->pdata[i], g_str_equal, NULL))
			continue;
		bank_fault(error, "bank-account", path, 0, "Filen er fra en anden konto end vores.", "The file is of another account than ours.");
		error_remedy(error, "Vores konti står i paakrav.conf under [bank]: accounts=NUMMER;NUMMER. Intet er taget.",
		             "Our accounts stand in paakrav.conf under [bank]: accounts=NUMBER;NUMBER. Nothing was taken.");
		return false;
	}
	return true;
}

BankFile *bank_file_read(Reader *reader, const char *path, const char *home, const char *profile, const GPtrArray *accounts,
                         const char *account, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_XML_BYTES, NULL);
	int fd = bytes != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) {
		bank_fault(error, "unreadable", path, 0, "Filen kan ikke læses, eller den er for stor.", "The file cannot be read, or is too large.");
		return NULL;
	}
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	gsize at = 0;
	while (at < size && ((unsigned char)text[at] >= 0x80 || g_ascii_isspace(text[at]) || text[at] == '\0'))
		at++;
	g_autoptr(BankFile) file = at < size && text[at] == '<' ? camt_read(reader, path, fd, error)
	                                                        : bank_csv_read(path, text, size, home, profile, account, error);
	close(fd);
	if (file == NULL || !accounts_ours(file, path, accounts, error))
		return NULL;
	char hex[DIGEST_HEX];
	digest_hex(text, size, hex);
	file->sha256 = g_strdup(hex);
	bank_file_key(file);
	return g_steal_pointer(&file);
}
