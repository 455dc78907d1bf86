/*
 * The front door: one joined table of commands, global options, one result object and its renderings, exit codes.
 */
#ifndef PAAKRAV_CLI_H
#define PAAKRAV_CLI_H

#include "intake/command.h"

#include <stdio.h>

/* What the outside world looks like; main alone reads it. */
typedef struct Surroundings {
	const Command *const *tables; /* the rooms' tables, ended by NULL */
	const StoreRoom *rooms; /* for store_open, ended by a NULL name */
	Date today; /* the system's date, for a call without --today */
	const char *home; /* $PAAKRAV_HOME; NULL */
	const char *term, *term_program; /* $TERM and $TERM_PROGRAM: what the terminal can show; NULL */
	RandomSource random;
	bool terminal_in, terminal_err; /* is stdin, stderr a terminal */
	FILE *out, *err;
} Surroundings;

/* Run one command line; the exit code of contract.md. argv is not changed. */
int cli_main(const Surroundings *around, int argc, char *const *argv);

#endif
