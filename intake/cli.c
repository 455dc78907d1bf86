#include "intake/cli.h"

#include "intake/person.h"
#include "intake/render.h"

#include <errno.h>
#include <string.h>

typedef enum Format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV } Format;

/* A command line taken apart. */
typedef struct Line {
	char **argv; /* what is left after the options: the command's name and its arguments */
	int argc;
	GHashTable *options; /* name → GPtrArray of char* */
} Line;

static const OptionRow global_rows[] = {
	{ "home", "DIR", { "mappen med sagerne (ellers $PAAKRAV_HOME)", "the store's folder (else $PAAKRAV_HOME)" } },
	{ "today", "YYYY-MM-DD", { "dagen, som alt afgøres på", "the day of every decision" } },
	{ "lang", "da|en", { "sprog", "language" } },
	{ "format", "text|json|csv", { "udskriftens form", "form of the output" } },
	{ "role", "lawyer|creditor|auditor", { "rolle; andre end lawyer kan kun læse", "role; others than lawyer only read" } },
	{ "help", NULL, { "vis hjælp", "show help" } },
	{ "version", NULL, { "vis version", "show the version" } },
	{ NULL, NULL, { NULL, NULL } },
};

static gboolean take_option(const char *name, const char *value, void *data, GError **error)
{
	GHashTable *options = data;
	while (*name == '-')
		name++;
	if (value != NULL && !g_utf8_validate(value, -1, NULL))
		return error_set(error, ERROR_USAGE, "not-utf8", "Værdien af --%s er ikke UTF-8.",
		                 "The value of --%s is not UTF-8.", name);
	GPtrArray *values = g_hash_table_lookup(options, name);
	if (values == NULL) {
		values = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(options, g_strdup(name), values);
	}
	g_ptr_array_add(values, g_strdup(value != NULL ? value : ""));
	return TRUE;
}

static void add_rows(GArray *entries, const OptionRow *rows)
{
	for (const OptionRow *row = rows; row != NULL && row->name != NULL; row++) {
		/* FILENAME: the value arrives as its bytes, not through the locale. */
		GOptionEntry entry = { .long_name = row->name,
			               .flags = row->metavar != NULL ? G_OPTION_FLAG_FILENAME : G_OPTION_FLAG_NO_ARG,
			               .arg = G_OPTION_ARG_CALLBACK,
			               .arg_data = (void *)(gintptr)take_option,
			               .arg_description = row->metavar };
		g_array_append_val(entries, entry);
	}
}

/* GLib says it in English alone; its last word is the option. */
static bool line_fault(const GError *fault, GError **error)
{
	const char *space = strrchr(fault->message, ' '), *option = space != NULL ? space + 1 : fault->message;
	if (g_error_matches(fault, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
		return error_set(error, ERROR_USAGE, "usage", "%s findes ikke her; paakrav help KOMMANDO viser, hvad der kan skrives.",
		                 "%s does not exist here; paakrav help COMMAND shows what can be written.", option);
	if (g_error_matches(fault, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
		return error_set(error, ERROR_USAGE, "usage", "%s mangler det, der skal stå efter.", "%s lacks what must follow it.", option);
	return error_set(error, ERROR_USAGE, "usage", "Kommandolinjen kan ikke læses.", "The command line cannot be read.");
}

/* Take the options of rows out of the line. Unknown ones are left in place when lenient, else an Error. */
static bool take_options(Line *line, const OptionRow *rows, bool lenient, GError **error)
{
	g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	add_rows(entries, rows);
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	GOptionGroup *group = g_option_group_new("all", "", "", line->options, NULL);
	g_option_group_add_entries(group, (GOptionEntry *)(void *)entries->data);
	g_option_context_set_main_group(context, group);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_ignore_unknown_options(context, lenient);
	g_autoptr(GError) fault = NULL;
	/* GLib wants argv[0] to be the program; it takes the options out of argv and forgets them, so argv is borrowed. */
	if (g_option_context_parse(context, &line->argc, &line->argv, &fault))
		return true;
	if (fault->domain == PAAKRAV_ERROR) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	return line_fault(fault, error);
}

/* The command's table row, two-word names included; *words is how many of argv the name took. NULL when unknown. */
static const Command *cli_find(const Command *const *tables, int argc, char *const *argv, int *words)
{
	const Command *found = NULL;
	*words = 0;
	for (const Command *const *table = tables; *table != NULL; table++) {
		for (const Command *command = *table; command->name != NULL; command++) {
			g_auto(GStrv) name = g_strsplit(command->name, " ", -1);
			int n = (int)g_strv_length(name);
			bool same = n <= argc && n > *words;
			for (int i = 0; same && i < n; i++)
				same = strcmp(name[i], argv[i]) == 0;
			if (same) {
				found = command;
				*words = n;
			}
		}
	}
	return found;
}

bool call_has(const Call *call, const char *option)
{
	return g_hash_table_contains(call->options, option);
}

const GPtrArray *call_options(const Call *call, const char *option)
{
	return g_hash_table_lookup(call->options, option);
}

const char *call_option(const Call *call, const char *option)
{
	const GPtrArray *values = call_options(call, option);
	return values == NULL ? NULL : values->pdata[values->len - 1];
}

bool call_date(const Call *call, const char *option, Date *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = DATE_NONE;
	if (text == NULL || date_parse(text, out))
		return true;
	return error_set(error, ERROR_USAGE, "bad-date", "--%s %s er ikke en dato; skriv ÅÅÅÅ-MM-DD.",
	                 "--%s %s is not a date; write YYYY-MM-DD.", option, text);
}

static const char *last_option(const GHashTable *options, const char *name)
{
	GPtrArray *values = g_hash_table_lookup((GHashTable *)options, name);
	return values == NULL ? NULL : values->pdata[values->len - 1];
}

/* The index of value among names (ended by NULL), or an Error of usage. */
static bool one_of(const char *option, const char *value, const char *const *names, int *out, GError **error)
{
	for (int i = 0; names[i] != NULL; i++) {
		if (value == NULL || strcmp(value, names[i]) == 0) {
			*out = i;
			return true;
		}
	}
	g_autofree char *choices = g_strjoinv("|", (char **)names);
	return error_set(error, ERROR_USAGE, "bad-choice", "--%s %s kendes ikke; vælg %s.", "--%s %s is not known; choose %s.",
	                 option, value, choices);
}

typedef struct Globals {
	Lang lang;
	Format format;
	Role role;
	Date today;
	const char *home;
} Globals;

static bool read_globals(const Surroundings *around, const GHashTable *options, Globals *g, GError **error)
{
	static const char *const langs[] = { "da", "en", NULL };
	static const char *const formats[] = { "text", "json", "csv", NULL };
	static const char *const roles[] = { "lawyer", "creditor", "auditor", NULL };
	static const Role role_values[] = { ROLE_LAWYER, ROLE_CREDITOR, ROLE_AUDITOR };
	int lang = 0, format = 0, role = 0;
	/* All are looked at before the first fault returns, so that the Error comes in the language and form asked for. */
	bool lang_fine = one_of("lang", last_option(options, "lang"), langs, &lang, error);
	g->lang = (Lang)lang;
	bool format_fine = one_of("format", last_option(options, "format"), formats, &format, lang_fine ? error : NULL);
	g->format = (Format)format;
	if (!lang_fine || !format_fine || !one_of("role", last_option(options, "role"), roles, &role, error))
		return false;
	g->role = role_values[role];
	g->home = last_option(options, "home");
	if (g->home == NULL)
		g->home = around->home;
	g->today = around->today;
	const char *today = last_option(options, "today");
	if (today != NULL && !date_parse(today, &g->today))
		return error_set(error, ERROR_USAGE, "bad-date", "--today %s er ikke en dato; skriv ÅÅÅÅ-MM-DD.",
		                 "--today %s is not a date; write YYYY-MM-DD.", today);
	if (!date_known(g->today)) {
		error_set(error, ERROR_USAGE, "no-today", "Systemets dato kan ikke læses.", "The system's date cannot be read.");
		error_remedy(error, "Brug --today ÅÅÅÅ-MM-DD.", "Use --today YYYY-MM-DD.");
		return false;
	}
	return true;
}

static bool store_is_there(const char *home)
{
	g_autofree char *file = home != NULL ? g_build_filename(home, "paakrav.db", NULL) : NULL;
	return file != NULL && g_file_test(file, G_FILE_TEST_EXISTS);
}

static bool open_store(const Surroundings *around, const Globals *g, const Command *command, Store **store, GError **error)
{
	if ((command->roles & (int)g->role) == 0 || (g->role != ROLE_LAWYER && command->access == ACCESS_WRITE))
		return error_set(error, ERROR_PERMISSION, "not-permitted", "Rollen må ikke bruge %s.",
		                 "This role may not use %s.", command->name);
	if (command->access == ACCESS_NONE || (command->access == ACCESS_LOOK && !store_is_there(g->home)))
		return true;
	if (g->home == NULL) {
		error_set(error, ERROR_USAGE, "no-home", "Det er ikke sagt, hvor sagerne ligger.", "It is not said where the cases are.");
		error_remedy(error, "Brug --home MAPPE eller sæt $PAAKRAV_HOME.", "Use --home DIR or set $PAAKRAV_HOME.");
		return false;
	}
	*store = store_open(g->home, command->access == ACCESS_WRITE ? STORE_WRITE : STORE_READ, around->rooms, around->random, error);
	return *store != NULL;
}

static bool count_fits(const Command *command, int argc, GError **error)
{
	if (argc >= command->args_min && (command->args_max < 0 || argc <= command->args_max))
		return true;
	return error_set(error, ERROR_USAGE, "usage", "Brug: paakrav %s %s", "Usage: paakrav %s %s", command->name,
	                 command->args != NULL ? command->args : "");
}

static int fail(const Surroundings *around, const Globals *g, const GError *error)
{
	if (g->format == FORMAT_JSON) {
		g_autoptr(cJSON) object = render_error(error, g->lang);
		g_autofree char *text = json_print(object);
		fputs(text, around->out);
	}
	g_autofree char *sentence = error_sentence(error, g->lang);
	fprintf(around->err, "paakrav: %s\n", sentence);
	return (int)error_class(error);
}

/* Of a command with several kinds of result, another may have another main array: then it is the first. */
static const cJSON *main_array(const Command *command, const cJSON *result)
{
	g_autofree char *name = g_strndup(command->array, strcspn(command->array, ":"));
	const cJSON *array = json_get(result, name);
	for (const cJSON *member = result->child; array == NULL && member != NULL; member = member->next)
		array = cJSON_IsArray(member) ? member : NULL;
	return array;
}

static bool print(const Surroundings *around, const Globals *g, const Call *call, const cJSON *result, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (g->format == FORMAT_CSV) {
		if (call->command->array == NULL)
			return error_set(error, ERROR_USAGE, "no-csv", "%s har ingen CSV.", "%s has no CSV.", call->command->name);
		const cJSON *array = main_array(call->command, result);
		const char *header = strchr(call->command->array, ':');
		if (cJSON_GetArraySize(array) == 0 && header != NULL)
			g_string_append_printf(text, "%s\n", header + 1);
		render_csv(array, text);
	} else if (g->format == FORMAT_TEXT && call->command->text != NULL) {
		call->command->text(call, result, text);
	} else {
		g_autofree char *json = json_print(result);
		g_string_append(text, json);
	}
	errno = 0;
	bool whole = fwrite(text->str, 1, text->len, around->out) == text->len && fflush(around->out) == 0;
	/* Who reads only the first lines and closes the pipe has what he asked for. */
	if (!whole && errno != EPIPE)
		return error_set(error, ERROR_DELIVERY, "output", "Resultatet kan ikke skrives ud.", "The result cannot be written out.");
	return true;
}

static int run_command(const Surroundings *around, const Globals *g, const Command *command, const Line *line, int words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Store) store = NULL;
	g_autoptr(cJSON) result = NULL;
	Call call = { .command = command,
		      .lang = g->lang,
		      .today = g->today,
		      .role = g->role,
		      .home = g->home,
		      .rooms = around->rooms,
		      .argc = line->argc - 1 - words,
		      .argv = line->argv + 1 + words,
		      .options = line->options,
		      .random = around->random,
		      .progress = around->terminal_err,
		      .may_ask = around->terminal_in && around->terminal_err,
		      .term = around->term,
		      .term_program = around->term_program };
	if (!count_fits(command, call.argc, &error) || !open_store(around, g, command, &store, &error))
		return fail(around, g, error);
	call.store = store;
	int code = command->run(&call, &result, &error);
	if (result != NULL) {
		g_autoptr(GError) fault = NULL;
		if (!print(around, g, &call, result, error == NULL ? &error : &fault))
			return fail(around, g, error);
		if (error != NULL) {
			g_autofree char *sentence = error_sentence(error, g->lang);
			fprintf(around->err, "paakrav: %s\n", sentence);
			return (int)error_class(error);
		}
		return code;
	}
	if (error != NULL)
		return fail(around, g, error);
	return code;
}

/* Options of the command; then whatever is left must be arguments. */
static int dispatch(const Surroundings *around, Line *line)
{
	g_autoptr(GError) error = NULL;
	Globals g = { .role = ROLE_LAWYER };
	bool fine = take_options(line, global_rows, true, &error);
	if (!read_globals(around, line->options, &g, error == NULL ? &error : NULL) || !fine)
		return fail(around, &g, error);
	if (g_hash_table_contains(line->options, "version")) {
		fprintf(around->out, "paakrav %s\n", PAAKRAV_VERSION);
		return EXIT_FINE;
	}
	int words = 0;
	const Command *command = cli_find(around->tables, line->argc - 1, line->argv + 1, &words);
	bool help = g_hash_table_contains(line->options, "help") || (line->argc > 1 && strcmp(line->argv[1], "help") == 0);
	if (help) {
		g_autoptr(GString) text = g_string_new(NULL);
		if (command == NULL && line->argc > 2)
			command = cli_find(around->tables, line->argc - 2, line->argv + 2, &words);
		int at = line->argc > 1 && strcmp(line->argv[1], "help") == 0 ? 2 : 1;
		bool alone = line->argc == at + 1; /* one word, which may begin several commands */
		if (alone && command == NULL && render_group(around->tables, line->argv[at], g.lang, text)) {
			fputs(text->str, around->out);
			return EXIT_FINE;
		}
		render_help(around->tables, command, global_rows, g.lang, text);
		g_autoptr(GString) more = g_string_new(NULL);
		if (alone && command != NULL && render_group(around->tables, line->argv[at], g.lang, more))
			g_string_append_printf(text, "\n%s:\n%s", g.lang == LANG_DA ? "Se også" : "See also", more->str);
		fputs(text->str, around->out);
		return EXIT_FINE;
	}
	if (command == NULL) {
		if (line->argc > 1)
			error_set(&error, ERROR_USAGE, "no-such-command", "Kommandoen %s findes ikke.", "There is no command %s.",
			          line->argv[1]);
		else
			error_set(&error, ERROR_USAGE, "no-command", "Der er ikke nævnt en kommando.", "No command is named.");
		error_remedy(&error, "paakrav help viser dem alle.", "paakrav help shows them all.");
		return fail(around, &g, error);
	}
	if (!take_options(line, command->options, false, &error) ||
	    !person_options_said(command->options, line->options, &error))
		return fail(around, &g, error);
	return run_command(around, &g, command, line, words);
}

static void free_values(void *values)
{
	g_ptr_array_unref(values);
}

int cli_main(const Surroundings *around, int argc, char *const *argv)
{
	/* GOption forgets pointers that it takes out of argv: a container of the same pointers, not their owner. */
	g_autofree char **borrowed = g_new0(char *, (size_t)argc + 1);
	memcpy(borrowed, argv, sizeof *borrowed * (size_t)argc);
	g_autoptr(GHashTable) options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_values);
	Line line = { .argv = borrowed, .argc = argc, .options = options };
	return dispatch(around, &line);
}
