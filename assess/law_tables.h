/* Law, from inside: shared by law.c, law_figures.c, caps.c, courts.c and calendar.c alone. Everything is parsed once, when the law is loaded. */
#ifndef PAAKRAV_LAW_TABLES_H
#define PAAKRAV_LAW_TABLES_H

#include "assess/law.h"
#include "assess/table.h"
#include "intake/digest.h"
#include "intake/embedded.h"

/* A table of the edition and its rows as the law shows them. */
typedef struct LawTable {
	char *name; /* "limits" */
	Table *table;
	LawRow *rows;
} LawTable;

/* A row of limits.csv, ready. */
typedef struct Limit {
	const LawRow *row;
	bool is_money, is_number;
	Money money;
	int number;
} Limit;

/* A half-year of reference_rates.csv. */
typedef struct Rate {
	const LawRow *row;
	bool known;
	RateBp rate;
	Date same_until; /* the last day of the following half-years with this very rate */
} Rate;

/* A row of court_fees.csv. */
typedef struct Fee {
	const LawRow *row;
	bool known, has_to, has_max, round_up;
	Money from, to, base, threshold, max;
	RateBp over; /* percent of what exceeds threshold; 0: none */
} Fee;

/* A row of collection_cost_caps.csv. vat: 'o' outside, 'e' excluded, 'i' included. */
typedef struct Cap {
	const LawRow *row;
	bool known, has_to;
	Money from, to, amount, threshold;
	RateBp over; /* percent of what exceeds threshold; 0: none */
	char vat;
} Cap;

/* A row of holidays.csv. */
typedef enum ClosedRule { CLOSED_FIXED, CLOSED_EASTER, CLOSED_WEEKDAY } ClosedRule;
typedef struct Closed {
	const LawRow *row;
	ClosedRule rule;
	int month, day; /* CLOSED_FIXED */
	int offset; /* CLOSED_EASTER: days from Easter Sunday; CLOSED_WEEKDAY: the ISO weekday */
	const char *name; /* "Juledag" */
	bool limitation;
} Closed;

struct Law {
	LawTable *tables; /* by name */
	int n_tables;
	char **names; /* borrowed from tables; ended by NULL */
	char edition[DIGEST_HEX];
	GStringChunk *texts; /* values put together from several cells */
	GHashTable *limits; /* name → GArray of Limit, by valid_from */
	GArray *surcharges; /* borrowed: the limits' interest_surcharge */
	GArray *rates; /* Rate, by day, without gaps */
	GHashTable *fees; /* act → GArray of Fee, by valid_from and bracket */
	GHashTable *caps; /* kind → GArray of Cap, by valid_from and bracket */
	GArray *closed; /* Closed */
	guint8 *closed_days; /* a bit for each day of LIMIT_YEAR_FIRST … LIMIT_YEAR_LAST, the first at closed_from */
	Date closed_from;
	int n_closed_days;
	GArray *clocks; /* Clock, by id */
	GHashTable *municipalities; /* code or folded name → GPtrArray of court names, sorted, each once */
	GHashTable *postcodes; /* postcode → the same */
	GHashTable *courts; /* set of names */
	GPtrArray *files; /* LawFile*, what the edition is sealed over, by name; NULL: the program's own */
	GHashTable *rule_versions; /* id → the version in force; NULL: no rules.def among the files, then all */
	bool *runs; /* by position in rules(): law_runs_rule, once and for all; NULL as above */
	GPtrArray *rules_run; /* char* "ID/version" in the order of rules.def; NULL as above */
	int64_t serial; /* of the edition; 0: unknown */
	Date made_on;
	GHashTable *open_places; /* set of municipality keys, and "post NNNN", that lie wholly or partly where no court is known */
};

const LawTable *law_table(const Law *law, const char *name);
bool law_row_holds(const LawRow *row, Date on);

/* The law in a list of embedded files: what law_embedded gives for those of this build. A test hands in its own. */
Law *law_from(const Embedded *list, GError **error);

/* A file that an edition is sealed over: the tables, and rules.def. */
typedef struct LawFile {
	char *name;
	GBytes *bytes;
} LawFile;
#define LAW_RULES "rules.def"
GPtrArray *law_files_new(void);
/* The rules of this program. */
void law_files_add_rules(GPtrArray *files);
void law_files_add(GPtrArray *files, const char *name, GBytes *bytes);
/* The law in such files, which it goes on referring to. */
Law *law_of_files(const GPtrArray *files, GError **error);
/* char* "ID/version" of each rule that the edition runs, in the order of its rules.def; the caller's. */
GPtrArray *law_rules_run(const Law *law);
/* All files of the law; the caller's. */
GPtrArray *law_files(const Law *law);

/* Each reads its tables into the law; false with *error when they do not fit. */
bool courts_load(Law *law, GError **error);
void courts_clear(Law *law);
bool caps_load(Law *law, GError **error);
void caps_clear(Law *law);
bool calendar_load(Law *law, GError **error);
void calendar_clear(Law *law);

#endif
