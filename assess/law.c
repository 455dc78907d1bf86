#include "assess/law.h"

#include "assess/calendar.h"
#include "assess/assess.h"
#include "assess/law_tables.h"
#include "intake/digest.h"
#include "intake/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * How each table is read and shown. A cell of LawRow is the named column, or a literal after '='; NULL is "".
 * number: columns that hold a canonical number or nothing. known: the column that is empty just where the mark is U.
 */
typedef struct Shape {
	const char *file, *header;
	const char *name, *value, *unit, *keyed_on, *note;
	const char *number, *known;
} Shape;

static const Shape shapes[] = {
	{ "clocks.csv", "id,start_event,n,unit,roll,statute,mark,on_expiry", "id", "n", "unit", "start_event", "on_expiry", "n",
	  NULL },
	{ "collection_cost_caps.csv",
	  "kind,valid_from,valid_to,claim_from_dkk,claim_to_dkk,amount_dkk,pct_over,pct_threshold_dkk,vat,keyed_on,statute,mark,note",
	  "kind", "amount_dkk", "=dkk", "keyed_on", "note", "claim_from_dkk claim_to_dkk amount_dkk pct_over pct_threshold_dkk",
	  "amount_dkk" },
	{ "court_fees.csv",
	  "act,valid_from,valid_to,from_dkk,to_dkk,base_dkk,pct_over,pct_threshold_dkk,max_dkk,rounding,keyed_on,statute,mark,note",
	  "act", "base_dkk", "=dkk", "keyed_on", "note", "from_dkk to_dkk base_dkk pct_over pct_threshold_dkk max_dkk",
	  "base_dkk" },
	{ "districts.csv", "court,municipality,municipality_code,coverage,split_note,dagi_code,high_court,statute,mark", "court",
	  "municipality", "=municipality", NULL, "split_note", "", NULL },
	{ "holidays.csv", "id,name_da,rule,value,valid_from,valid_to,in_limitation_set,in_bank_set,mark,note", "id", "value",
	  "rule", NULL, "note", "", NULL },
	{ "limits.csv", "name,valid_from,valid_to,value,unit,keyed_on,statute,mark,note", "name", "value", "unit", "keyed_on",
	  "note", "value", "value" },
	{ "postcodes.csv", "postcode,city,municipality_code,municipality,mark", "postcode", "municipality", "=municipality", NULL,
	  "city", "", NULL },
	{ "reference_rates.csv", "valid_from,valid_to,lending_rate_pct,surcharge_note,statute,mark,note", "=reference_rate",
	  "lending_rate_pct", "=percent_per_year", "=event_date", "note", "lending_rate_pct", "lending_rate_pct" },
	{ "states.csv", "id,name,phase,has_title,terminal,description,mark", "id", "name", "phase", NULL, "description", "",
	  NULL },
	{ "suitability.csv", "id,ground,effect,statute,mark,facts_needed", "id", "effect", "=effect", NULL, "ground", "", NULL },
	{ "transitions.csv", "n,from,event,guard,to,clock,task,statute,mark", "n", "event", "=event", NULL, "task", "n", NULL },
};

static const char *const keyed_ons[] = { "filing_date", "event_date", "due_date", "claim_date", "decision_date",
	"hearing_fixed_date" };

/* Digits without a leading zero, at most two decimals, a minus before a negative: one way to write a number. */
static bool number_canonical(const char *text)
{
	const char *p = *text == '-' ? text + 1 : text;
	if (!g_ascii_isdigit(*p) || (*p == '0' && g_ascii_isdigit(p[1])))
		return false;
	while (g_ascii_isdigit(*p))
		p++;
	if (*p == '\0')
		return true;
	size_t decimals = *p == '.' ? strspn(p + 1, "0123456789") : 0;
	return decimals >= 1 && decimals <= 2 && p[1 + decimals] == '\0';
}

static bool check_header(const Table *t, const Shape *shape, GError **error)
{
	g_auto(GStrv) want = g_strsplit(shape->header, ",", -1);
	int n = (int)g_strv_length(want);
	for (int i = 0; i < n && i < table_columns(t); i++)
		if (strcmp(table_heading(t, i), want[i]) != 0)
			return table_fault(t, -1, i, error, "kolonnen hedder noget andet end ventet.",
			                   "the column is called something else than expected.");
	return n == table_columns(t) ||
	       table_fault(t, -1, -1, error, "antallet af kolonner er et andet end ventet.",
	                   "the number of columns is another than expected.");
}

static bool check_numbers(const Table *t, int row, const Shape *shape, GError **error)
{
	g_auto(GStrv) columns = g_strsplit(shape->number, " ", -1);
	for (char **name = columns; *name != NULL; name++) {
		int column = table_column(t, *name);
		const char *cell = column < 0 ? "" : table_cell(t, row, column);
		if (*cell != '\0' && !number_canonical(cell))
			return table_fault(t, row, column, error, "tallet er ikke skrevet med cifre og højst to decimaler.",
			                   "the number is not written in digits with at most two decimals.");
	}
	return true;
}

static bool read_day(const Table *t, int row, const char *heading, Date *out, GError **error)
{
	int column = table_column(t, heading);
	*out = DATE_NONE;
	if (column < 0 || *table_cell(t, row, column) == '\0' || date_parse(table_cell(t, row, column), out))
		return true;
	return table_fault(t, row, column, error, "dagen er ikke en dag skrevet ÅÅÅÅ-MM-DD.",
	                   "the day is not a day written YYYY-MM-DD.");
}

static const char *row_text(const Table *t, int row, const char *column)
{
	if (column == NULL)
		return "";
	return *column == '=' ? column + 1 : table_find(t, row, column);
}

/* Fees and caps are for a bracket of the value and may have a percentage. */
static void read_bracket(Law *law, const Table *t, int row, LawRow *out)
{
	bool fee = table_column(t, "from_dkk") >= 0;
	const char *from = table_find(t, row, fee ? "from_dkk" : "claim_from_dkk"),
	           *to = table_find(t, row, fee ? "to_dkk" : "claim_to_dkk");
	g_autofree char *range = strcmp(from, "0") == 0 && *to == '\0' ? g_strdup("") : g_strdup_printf("%s-%s", from, to);
	out->range = g_string_chunk_insert_const(law->texts, range);
	const char *over = table_find(t, row, "pct_over");
	if (*out->value == '\0' || *over == '\0')
		return;
	g_autoptr(GString) value = g_string_new(out->value);
	g_string_append_printf(value, " + %s %% > %s", over, table_find(t, row, "pct_threshold_dkk"));
	const char *max = table_find(t, row, "max_dkk"), *rounding = table_find(t, row, "rounding");
	if (max != NULL && *max != '\0')
		g_string_append_printf(value, ", max %s", max);
	if (rounding != NULL && strcmp(rounding, "none") != 0)
		g_string_append_printf(value, ", %s", rounding);
	out->value = g_string_chunk_insert_const(law->texts, value->str);
}

static bool read_row(Law *law, const LawTable *of, const Shape *shape, int row, GError **error)
{
	const Table *t = of->table;
	LawRow *out = &of->rows[row];
	*out = (LawRow){ .table = of->name,
		.name = row_text(t, row, shape->name),
		.value = row_text(t, row, shape->value),
		.unit = row_text(t, row, shape->unit),
		.keyed_on = row_text(t, row, shape->keyed_on),
		.note = row_text(t, row, shape->note),
		.statute = "",
		.range = "" };
	const char *mark = table_find(t, row, "mark");
	if (strlen(mark) != 1 || strchr("SPUD", *mark) == NULL)
		return table_fault(t, row, table_column(t, "mark"), error, "mærket er ikke S, P, U eller D.",
		                   "the mark is not S, P, U or D.");
	out->mark = *mark;
	int statute = table_column(t, "statute");
	if (statute >= 0)
		out->statute = table_cell(t, row, statute);
	if (statute >= 0 && *out->statute == '\0')
		return table_fault(t, row, statute, error, "paragraffen mangler.", "the statute is missing.");
	if (*out->name == '\0')
		return table_fault(t, row, -1, error, "rækken har intet navn.", "the row has no name.");
	if (!read_day(t, row, "valid_from", &out->valid_from, error) || !read_day(t, row, "valid_to", &out->valid_to, error) ||
	    !check_numbers(t, row, shape, error))
		return false;
	if (date_known(out->valid_to) && date_known(out->valid_from) && date_before(out->valid_to, out->valid_from))
		return table_fault(t, row, table_column(t, "valid_to"), error, "rækken slutter før den begynder.",
		                   "the row ends before it begins.");
	int keyed = table_column(t, "keyed_on");
	bool keyed_well = keyed < 0;
	for (size_t i = 0; i < G_N_ELEMENTS(keyed_ons); i++)
		keyed_well = keyed_well || strcmp(out->keyed_on, keyed_ons[i]) == 0;
	if (!keyed_well)
		return table_fault(t, row, keyed, error, "den dag, der afgør rækken, er ukendt.",
		                   "the date that decides the row is unknown.");
	if (shape->known != NULL && (*table_find(t, row, shape->known) == '\0') != (out->mark == 'U'))
		return table_fault(t, row, table_column(t, shape->known), error, "kun en række mærket U er uden tal.",
		                   "only a row marked U is without a number.");
	if (table_column(t, "pct_over") >= 0)
		read_bracket(law, t, row, out);
	return true;
}

bool law_row_holds(const LawRow *row, Date on)
{
	return (!date_known(row->valid_from) || !date_before(on, row->valid_from)) &&
	       (!date_known(row->valid_to) || !date_before(row->valid_to, on));
}

static bool load_limits(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "limits");
	for (int i = 0; i < table_rows(of->table); i++) {
		Limit limit = { .row = &of->rows[i] };
		gint64 n = 0;
		limit.is_money = strcmp(limit.row->unit, "dkk") == 0 && money_parse(limit.row->value, &limit.money);
		limit.is_number = g_ascii_string_to_signed(limit.row->value, 10, INT32_MIN, INT32_MAX, &n, NULL);
		limit.number = (int)n;
		GArray *list = g_hash_table_lookup(law->limits, limit.row->name);
		if (list == NULL) {
			list = g_array_new(FALSE, FALSE, sizeof(Limit));
			g_hash_table_insert(law->limits, (gpointer)limit.row->name, list);
		} else {
			const LawRow *before = g_array_index(list, Limit, list->len - 1).row;
			if (!date_known(before->valid_to) || !date_before(before->valid_to, limit.row->valid_from))
				return table_fault(of->table, i, 1, error, "rækken gælder samtidig med den forrige af samme navn.",
				                   "the row holds at the same time as the one before it of the same name.");
			if (date_diff(before->valid_to, limit.row->valid_from) != 1)
				return table_fault(of->table, i, 1, error, "rækken følger ikke lige efter den forrige af samme navn.",
				                   "the row does not follow right after the one before it of the same name.");
		}
		if (!date_known(limit.row->valid_from))
			return table_fault(of->table, i, 1, error, "den første dag mangler.", "the first day is missing.");
		g_array_append_val(list, limit);
	}
	law->surcharges = g_hash_table_lookup(law->limits, "interest_surcharge");
	return law->surcharges != NULL ||
	       table_fault(of->table, -1, -1, error, "interest_surcharge mangler.", "interest_surcharge is missing.");
}

static bool load_rates(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "reference_rates");
	law->rates = g_array_new(FALSE, TRUE, sizeof(Rate));
	for (int i = 0; i < table_rows(of->table); i++) {
		Rate rate = { .row = &of->rows[i] };
		if (!date_known(rate.row->valid_from) || !date_known(rate.row->valid_to))
			return table_fault(of->table, i, 0, error, "halvåret mangler en dag.", "the half-year lacks a day.");
		if (i > 0 && date_diff(of->rows[i - 1].valid_to, rate.row->valid_from) != 1)
			return table_fault(of->table, i, 0, error, "halvåret følger ikke lige efter det forrige.",
			                   "the half-year does not follow right after the one before.");
		rate.known = *rate.row->value != '\0';
		if (rate.known && !rate_parse(rate.row->value, &rate.rate))
			return table_fault(of->table, i, 2, error, "satsen kan ikke læses.", "the rate cannot be read.");
		g_array_append_val(law->rates, rate);
	}
	for (int i = (int)law->rates->len - 1; i >= 0; i--) {
		Rate *rate = &g_array_index(law->rates, Rate, i);
		const Rate *next = i + 1 < (int)law->rates->len ? rate + 1 : NULL;
		bool same = next != NULL && next->known && rate->known && next->rate == rate->rate;
		rate->same_until = same ? next->same_until : rate->row->valid_to;
	}
	return true;
}

static int compare_fees(gconstpointer a, gconstpointer b)
{
	const Fee *x = a, *y = b;
	int days = date_compare(x->row->valid_from, y->row->valid_from);
	return days != 0 ? days : money_compare(x->from, y->from);
}

static bool read_fee(const LawTable *of, int i, Fee *fee, GError **error)
{
	const Table *t = of->table;
	const char *to = table_find(t, i, "to_dkk"), *max = table_find(t, i, "max_dkk"), *over = table_find(t, i, "pct_over"),
	           *rounding = table_find(t, i, "rounding"), *base = table_find(t, i, "base_dkk");
	*fee = (Fee){ .row = &of->rows[i] };
	fee->known = *base != '\0';
	fee->has_to = *to != '\0';
	fee->has_max = *max != '\0';
	fee->round_up = strcmp(rounding, "up10") == 0;
	if (!fee->round_up && strcmp(rounding, "none") != 0)
		return table_fault(t, i, table_column(t, "rounding"), error, "afrundingen er ukendt.", "the rounding is unknown.");
	bool good = money_parse(table_find(t, i, "from_dkk"), &fee->from) && date_known(fee->row->valid_from) &&
	            (!fee->known || money_parse(base, &fee->base)) && (!fee->has_to || money_parse(to, &fee->to)) &&
	            (!fee->has_max || money_parse(max, &fee->max)) &&
	            (*over == '\0' ||
	             (rate_parse(over, &fee->over) && money_parse(table_find(t, i, "pct_threshold_dkk"), &fee->threshold)));
	return good || table_fault(t, i, -1, error, "afgiften kan ikke læses.", "the fee cannot be read.");
}

/* Within an act's period the brackets meet to the øre; its periods do not overlap. */
static bool check_fees(const Table *t, const GArray *list, GError **error)
{
	for (guint i = 0; i < list->len; i++) {
		const Fee *fee = &g_array_index(list, Fee, i), *before = i > 0 ? fee - 1 : NULL;
		int row = 0;
		while (row < table_rows(t) - 1 && table_find(t, row, "act") != fee->row->name)
			row++;
		bool starts = before == NULL || date_compare(before->row->valid_from, fee->row->valid_from) != 0;
		if (starts) {
			bool after = before == NULL || (date_known(before->row->valid_to) &&
			                                date_diff(before->row->valid_to, fee->row->valid_from) == 1);
			if (!after || !money_is_zero(fee->from))
				return table_fault(t, row, 0, error,
				                   "gebyrets perioder overlapper eller har hul, eller beløbene begynder ikke ved 0.",
				                   "the fee's periods overlap or leave a gap, or its brackets do not begin at 0.");
			continue;
		}
		Money next;
		if (!before->has_to || !money_add(before->to, money_of_ore(1), &next) || money_compare(next, fee->from) != 0 ||
		    date_compare(before->row->valid_to, fee->row->valid_to) != 0)
			return table_fault(t, row, 0, error, "gebyrets beløbsgrænser mødes ikke.", "the fee's brackets do not meet.");
	}
	return true;
}

static bool load_fees(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "court_fees");
	for (int i = 0; i < table_rows(of->table); i++) {
		Fee fee;
		if (!read_fee(of, i, &fee, error))
			return false;
		GArray *list = g_hash_table_lookup(law->fees, fee.row->name);
		if (list == NULL) {
			list = g_array_new(FALSE, FALSE, sizeof(Fee));
			g_hash_table_insert(law->fees, (gpointer)fee.row->name, list);
		}
		g_array_append_val(list, fee);
		g_array_sort(list, compare_fees);
	}
	for (int i = 0; i < table_rows(of->table); i++) /* in file order, never in the hash table's */
		if (!check_fees(of->table, g_hash_table_lookup(law->fees, of->rows[i].name), error))
			return false;
	return true;
}

static int compare_tables(const void *a, const void *b)
{
	return strcmp(((const LawTable *)a)->name, ((const LawTable *)b)->name);
}

static int compare_embedded(const void *a, const void *b)
{
	return strcmp((*(const Embedded *const *)a)->name, (*(const Embedded *const *)b)->name);
}

static bool load_table(Law *law, const Shape *shape, const Embedded *list, GError **error)
{
	const Embedded *file = embedded_find(list, shape->file);
	if (file == NULL) {
		error_set(error, ERROR_INTEGRITY, "law-table", "Lovtabellen %s mangler.", "The law table %s is missing.", shape->file);
		return false;
	}
	Table *t = table_parse(shape->file, file->bytes, file->size, error);
	if (t == NULL)
		return false;
	LawTable *of = &law->tables[law->n_tables++];
	of->table = t;
	of->name = g_strndup(shape->file, strlen(shape->file) - strlen(".csv"));
	of->rows = g_new0(LawRow, table_rows(t) + 1);
	if (!check_header(t, shape, error))
		return false;
	for (int i = 0; i < table_rows(t); i++)
		if (!read_row(law, of, shape, i, error))
			return false;
	return true;
}

/* Over name, size and bytes of everything embedded beside the tables: rules.def carries the rule versions. */
static void seal(Law *law, const Embedded *list)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new();
	for (const Embedded *e = list; e->name != NULL; e++)
		g_ptr_array_add(files, (gpointer)e);
	qsort(files->pdata, files->len, sizeof(gpointer), compare_embedded);
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < files->len; i++) {
		const Embedded *e = g_ptr_array_index(files, i);
		g_string_append_printf(all, "%s %zu\n", e->name, e->size);
		g_string_append_len(all, (const char *)e->bytes, (gssize)e->size);
	}
	digest_hex(all->str, all->len, law->edition);
}

/* Row of rules.def, "RULE(ID, VERSION, …": false for other lines. */
static bool rule_line(const char *line, char **id, int *version)
{
	const char *name = g_str_has_prefix(line, "RULE(") ? line + strlen("RULE(") : "", *comma = strchr(name, ',');
	gint64 n = comma != NULL ? g_ascii_strtoll(comma + 1, NULL, 10) : 0;
	if (n < 1 || n > INT32_MAX)
		return false;
	*id = g_strndup(name, (gsize)(comma - name));
	*version = (int)n;
	return true;
}

/* Of each id the highest version is in force. */
static void read_versions(Law *law, const Embedded *file)
{
	if (file == NULL)
		return;
	law->rule_versions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	law->rules_run = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = g_strndup((const char *)file->bytes, file->size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *id = NULL;
		int version;
		if (!rule_line(*line, &id, &version))
			continue;
		int before = GPOINTER_TO_INT(g_hash_table_lookup(law->rule_versions, id));
		g_hash_table_insert(law->rule_versions, g_strdup(id), GINT_TO_POINTER(MAX(before, version)));
	}
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *id = NULL;
		int version;
		if (rule_line(*line, &id, &version) && law_runs_rule(law, id, version))
			g_ptr_array_add(law->rules_run, g_strdup_printf("%s/%d", id, version));
	}
	size_t n = 0;
	while (rules()[n].id != NULL)
		n++;
	law->runs = g_new0(bool, n + 1);
	for (size_t i = 0; i < n; i++)
		law->runs[i] = law_runs_rule(law, rules()[i].id, rules()[i].version);
}

GPtrArray *law_rules_run(const Law *law)
{
	return law->rules_run != NULL ? g_ptr_array_ref(law->rules_run) : g_ptr_array_new();
}

bool law_runs_rule(const Law *law, const char *id, int version)
{
	return law->rule_versions == NULL || GPOINTER_TO_INT(g_hash_table_lookup(law->rule_versions, id)) == version;
}

bool law_runs_rule_at(const Law *law, size_t i)
{
	return law->runs == NULL || law->runs[i];
}

static void law_file_destroy(void *data)
{
	LawFile *file = data;
	g_free(file->name);
	g_bytes_unref(file->bytes);
	g_free(file);
}

GPtrArray *law_files_new(void)
{
	return g_ptr_array_new_with_free_func(law_file_destroy);
}

void law_files_add(GPtrArray *files, const char *name, GBytes *bytes)
{
	LawFile *file = g_new(LawFile, 1);
	*file = (LawFile){ g_strdup(name), g_bytes_ref(bytes) };
	g_ptr_array_add(files, file);
}

void law_files_add_rules(GPtrArray *files)
{
	const Embedded *own = embedded_find(embedded_tables, LAW_RULES);
	assert(own != NULL);
	g_autoptr(GBytes) bytes = g_bytes_new_static(own->bytes, own->size);
	law_files_add(files, LAW_RULES, bytes);
}

static GPtrArray *files_of(const Embedded *list)
{
	GPtrArray *files = law_files_new();
	for (const Embedded *e = list; e->name != NULL; e++) {
		g_autoptr(GBytes) bytes = g_bytes_new_static(e->bytes, e->size);
		law_files_add(files, e->name, bytes);
	}
	return files;
}

Law *law_of_files(const GPtrArray *files, GError **error)
{
	g_autofree Embedded *list = g_new0(Embedded, files->len + 1);
	for (guint i = 0; i < files->len; i++) {
		const LawFile *file = files->pdata[i];
		gsize size;
		const unsigned char *bytes = g_bytes_get_data(file->bytes, &size);
		list[i] = (Embedded){ file->name, bytes, size };
	}
	Law *law = law_from(list, error);
	if (law == NULL)
		return NULL;
	law->files = law_files_new();
	for (guint i = 0; i < files->len; i++)
		law_files_add(law->files, ((LawFile *)files->pdata[i])->name, ((LawFile *)files->pdata[i])->bytes);
	return law;
}

GPtrArray *law_files(const Law *law)
{
	return law->files != NULL ? g_ptr_array_ref(law->files) : files_of(embedded_tables);
}

static void free_array(gpointer array)
{
	g_array_free(array, TRUE);
}

Law *law_from(const Embedded *list, GError **error)
{
	g_autoptr(Law) law = g_new0(Law, 1);
	law->made_on = DATE_NONE;
	law->tables = g_new0(LawTable, G_N_ELEMENTS(shapes));
	law->texts = g_string_chunk_new(1024);
	law->limits = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_array);
	law->fees = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_array);
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
		if (!load_table(law, &shapes[i], list, error))
			return NULL;
	qsort(law->tables, (size_t)law->n_tables, sizeof(LawTable), compare_tables);
	law->names = g_new0(char *, law->n_tables + 1);
	for (int i = 0; i < law->n_tables; i++)
		law->names[i] = law->tables[i].name;
	if (!load_limits(law, error) || !load_rates(law, error) || !load_fees(law, error) || !courts_load(law, error) ||
	    !caps_load(law, error) || !calendar_load(law, error))
		return NULL;
	seal(law, list);
	read_versions(law, embedded_find(list, LAW_RULES));
	return g_steal_pointer(&law);
}

Law *law_embedded(GError **error)
{
	Law *law = law_from(embedded_tables, error);
	if (law != NULL)
		law->serial = LAW_SERIAL;
	return law;
}

void law_free(Law *law)
{
	if (law == NULL)
		return;
	courts_clear(law);
	calendar_clear(law);
	caps_clear(law);
	g_hash_table_destroy(law->limits);
	g_hash_table_destroy(law->fees);
	if (law->rates != NULL)
		g_array_free(law->rates, TRUE);
	for (int i = 0; i < law->n_tables; i++) {
		table_free(law->tables[i].table);
		g_free(law->tables[i].rows);
		g_free(law->tables[i].name);
	}
	g_free(law->tables);
	g_free(law->names);
	g_string_chunk_free(law->texts);
	if (law->files != NULL)
		g_ptr_array_unref(law->files);
	if (law->rule_versions != NULL) {
		g_hash_table_destroy(law->rule_versions);
		g_ptr_array_unref(law->rules_run);
		g_free(law->runs);
	}
	g_free(law);
}

int64_t law_serial(const Law *law)
{
	return law->serial;
}

Date law_made_on(const Law *law)
{
	return law->made_on;
}

const char *law_edition(const Law *law)
{
	return law->edition;
}

const LawTable *law_table(const Law *law, const char *name)
{
	for (int i = 0; i < law->n_tables; i++)
		if (strcmp(law->tables[i].name, name) == 0)
			return &law->tables[i];
	return NULL;
}

const char *const *law_table_names(const Law *law)
{
	return (const char *const *)law->names;
}

GPtrArray *law_rows(const Law *law, const char *table, Date on)
{
	GPtrArray *out = g_ptr_array_new();
	const LawTable *of = law_table(law, table);
	for (int i = 0; of != NULL && i < table_rows(of->table); i++)
		if (!date_known(on) || law_row_holds(&of->rows[i], on))
			g_ptr_array_add(out, &of->rows[i]);
	return out;
}
