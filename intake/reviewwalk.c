/* The walk of review on a terminal: one question at a time, the picture first, then what the machine made of it. */
#include "intake/crop.h"
#include "intake/limits.h"
#include "intake/review.h"

#include <stdio.h>
#include <string.h>

typedef enum Reply { REPLY_ANSWER, REPLY_SKIP, REPLY_QUIT, REPLY_AGAIN } Reply;

typedef struct Said {
	FactStatus word;
	int which; /* of the facts that disagree, 1 … */
	char *value;
	bool alike; /* for all that are alike */
} Said;

static void show_pictures(const Call *call, const cJSON *row)
{
	const cJSON *fact;
	cJSON_ArrayForEach(fact, json_get(row, "facts"))
	{
		const char *path = json_get_text(fact, "crop");
		char *bytes = NULL;
		gsize size;
		if (path == NULL || !g_file_get_contents(path, &bytes, &size, NULL))
			continue;
		g_autoptr(GBytes) png = g_bytes_new_take(bytes, size);
		g_autofree char *shown = crop_inline(call->term, call->term_program, png);
		if (shown != NULL)
			fputs(shown, stderr);
	}
}

/* "a", "a2", "r", "c VALUE", "s", "q"; a capital letter is for all alike. */
static Reply understand(const char *line, guint facts, Said *said)
{
	char letter = g_ascii_tolower(*line);
	gint64 which = 1;
	said->alike = g_ascii_isupper(*line);
	if (letter == 's' || *line == '\0')
		return REPLY_SKIP;
	if (letter == 'q')
		return REPLY_QUIT;
	if (letter == 'c' && line[1] == ' ' && line[2] != '\0') {
		said->word = FACT_CORRECTED;
		said->value = g_strdup(line + 2);
		said->which = 1;
		return REPLY_ANSWER;
	}
	if ((letter != 'a' && letter != 'r') || (line[1] == '\0' && facts > 1) ||
	    (line[1] != '\0' && !g_ascii_string_to_signed(line + 1, 10, 1, facts, &which, NULL)))
		return REPLY_AGAIN;
	said->word = letter == 'a' ? FACT_ACCEPTED : FACT_REJECTED;
	said->which = (int)which;
	return REPLY_ANSWER;
}

static Reply ask_person(const Call *call, const Ask *ask, Said *said)
{
	guint facts = ask->question->facts->len;
	for (;;) {
		char line[LIMIT_NAME_CHARS * 4];
		fputs(call->lang == LANG_DA ? facts > 1 ? "[a1 … godtag, r1 … afvis, c VÆRDI ret, s spring over, q slut] "
		                                        : "[a godtag, r afvis, c VÆRDI ret; stort bogstav: alle ens; s spring over, q slut] "
		      : facts > 1 ? "[a1 … accept, r1 … reject, c VALUE correct, s skip, q quit] "
		                  : "[a accept, r reject, c VALUE correct; capital: all alike; s skip, q quit] ",
		      stderr);
		if (fgets(line, sizeof line, stdin) == NULL)
			return REPLY_QUIT;
		Reply reply = understand(g_strstrip(line), facts, said);
		if (reply != REPLY_AGAIN)
			return reply;
	}
}

/* Alike questions are answered with this one, and not asked again. */
static void gather(const Docket *docket, const Ask *ask, const Said *said, GHashTable *answered, GArray *answers)
{
	const Fact *fact = ask->question->facts->pdata[said->which - 1];
	Answer answer = { ask->c->id, fact->id, said->word, said->value };
	g_array_append_val(answers, answer);
	g_hash_table_add(answered, (void *)(uintptr_t)ask);
	for (guint i = 0; said->alike && ask->question->alike != NULL && i < docket->asks->len; i++) {
		const Ask *other = docket->asks->pdata[i];
		if (other == ask || g_strcmp0(other->question->alike, ask->question->alike) != 0 || !g_hash_table_add(answered, (void *)(uintptr_t)other))
			continue;
		Answer more = { other->c->id, ((const Fact *)other->question->facts->pdata[0])->id, said->word, said->value };
		g_array_append_val(answers, more);
	}
}

static void tell_fault(const Call *call, const GError *fault)
{
	g_autofree char *text = error_sentence(fault, call->lang);
	fprintf(stderr, "%s\n", text);
}

bool review_walk(const Call *call, Reader *reader, const Docket *docket, const char *crops, cJSON *decided, GError **error)
{
	g_autoptr(GHashTable) answered = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < docket->asks->len; i++) {
		const Ask *ask = docket->asks->pdata[i];
		if (g_hash_table_contains(answered, ask))
			continue;
		g_autoptr(cJSON) shown = cJSON_CreateArray();
		g_autoptr(GString) text = g_string_new(NULL);
		if (!ask_json(call, reader, ask, crops, shown, error))
			return false;
		ask_text(call, shown->child, text);
		show_pictures(call, shown->child);
		fprintf(stderr, "\n%u/%u  %s", i + 1, docket->asks->len, text->str);
		for (bool settled = false; !settled;) {
			Said said = { 0 };
			g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(Answer));
			g_autoptr(GError) fault = NULL;
			Reply reply = ask_person(call, ask, &said);
			g_autofree char *value = said.value;
			if (reply == REPLY_QUIT)
				return true;
			if (reply == REPLY_ANSWER)
				gather(docket, ask, &said, answered, answers);
			settled = answers_record(call, answers, decided, &fault);
			/* A value that does not fit is asked for again; a store that fails ends the walk. */
			if (!settled && error_class(fault) != ERROR_INPUT) {
				g_propagate_error(error, g_steal_pointer(&fault));
				return false;
			}
			if (!settled)
				tell_fault(call, fault);
		}
	}
	return true;
}
