/*
 * Command: one row of a room's table. It declares who may call it and whether it writes, takes options from rows,
 * and returns one result object; text, JSON and CSV are renderings of that object (design rule 10).
 */
#ifndef PAAKRAV_COMMAND_H
#define PAAKRAV_COMMAND_H

#include "intake/error.h"
#include "intake/json.h"
#include "intake/store.h"

typedef enum ExitCode {
	EXIT_FINE = 0,
	EXIT_NO = 1, /* the law, or part of a batch, says no */
	/* 2 … 7 are ErrorClass */
} ExitCode;

typedef enum Role { ROLE_LAWYER = 1, ROLE_CREDITOR = 2, ROLE_AUDITOR = 4 } Role;
#define ROLES_ALL (ROLE_LAWYER | ROLE_CREDITOR | ROLE_AUDITOR)

typedef enum Access {
	ACCESS_NONE, /* needs no store */
	ACCESS_LOOK, /* reads the store when there is one, and does without when there is none */
	ACCESS_READ, /* opens it read-only; the only access an auditor or creditor can get locally */
	ACCESS_WRITE
} Access;

typedef struct OptionRow {
	const char *name; /* "out" for --out; NULL ends the rows */
	const char *metavar; /* "DIR"; NULL: a switch */
	Say help;
} OptionRow;

/* One call of a command: everything it may use. Nothing below reads a clock, the locale or randomness elsewhere. */
typedef struct Call {
	const struct Command *command;
	Lang lang;
	Date today;
	Role role;
	const char *home;
	const StoreRoom *rooms; /* for a command that opens a store by itself */
	Store *store; /* NULL for ACCESS_NONE, and for ACCESS_LOOK where there is none */
	int argc; /* the arguments after the command's name, options taken out */
	char **argv;
	GHashTable *options; /* name → GPtrArray of char*; a switch has one empty text */
	RandomSource random;
	bool progress; /* stderr is a terminal: a progress line is welcome */
	bool may_ask; /* stdin and stderr are terminals */
	const char *term, *term_program; /* what kind of terminal; NULL */
} Call;

bool call_has(const Call *call, const char *option);
const char *call_option(const Call *call, const char *option); /* the last one given; NULL */
const GPtrArray *call_options(const Call *call, const char *option); /* all; NULL */
/* A date option; *out is DATE_NONE when not given; an Error of ERROR_USAGE when malformed. */
bool call_date(const Call *call, const char *option, Date *out, GError **error);

typedef struct Command {
	const char *name; /* "ledger verify" may be two words; NULL ends a table */
	int roles;
	Access access;
	const char *args; /* "CASE", "PATH…": shown in the usage line */
	int args_min, args_max; /* -1: any number */
	const OptionRow *options; /* NULL: none but the global ones */
	Say summary; /* one line */
	/* The result's main array, for CSV; NULL: CSV is refused. After a colon the header that it has when it is empty. */
	const char *array;
	/* Fill *result (the caller's) and return the exit code; on an Error return -1 with *error set (a result already
	 * set is then printed instead of the error object when its command says so in the contract). */
	int (*run)(const Call *call, cJSON **result, GError **error);
	/* People's text. NULL: the JSON is printed. */
	void (*text)(const Call *call, const cJSON *result, GString *out);
} Command;

/* The rooms' tables; main joins them. */
extern const Command intake_commands[];
extern const Command assess_commands[];
extern const Command filing_commands[];
extern const Command enforcement_commands[];

#endif
