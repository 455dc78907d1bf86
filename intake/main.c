/*
 * The executable: it joins the rooms' tables and is the only place that looks at the clock, the environment and
 * the terminal. Everything below is handed what it needs.
 */
#include "intake/cli.h"
#include "intake/record.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static Date system_today(void)
{
	time_t now = time(NULL);
	struct tm local;
	Date today = DATE_NONE;
	if (localtime_r(&now, &local) == NULL || !date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &today))
		fputs("paakrav: the system's date cannot be read; use --today\n", stderr);
	return today;
}

int main(int argc, char **argv)
{
	static const Command *const tables[] = { intake_commands, assess_commands, filing_commands, enforcement_commands, NULL };
	const StoreRoom rooms[] = { intake_room, assess_room, filing_room, enforcement_room, { NULL, NULL } };
	/* A reader that went away is an Error of the write, not the end of the process. */
	signal(SIGPIPE, SIG_IGN);
	const Surroundings around = {
		.tables = tables,
		.rooms = rooms,
		.today = system_today(),
		.home = getenv("PAAKRAV_HOME"),
		.term = getenv("TERM"),
		.term_program = getenv("TERM_PROGRAM"),
		.random = digest_random,
		.terminal_in = isatty(STDIN_FILENO) != 0,
		.terminal_err = isatty(STDERR_FILENO) != 0,
		.out = stdout,
		.err = stderr,
	};
	return cli_main(&around, argc, argv);
}
