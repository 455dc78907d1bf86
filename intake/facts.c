#include "intake/facts.h"

#include "intake/record.h"
#include "intake/render.h"
#include "intake/why.h"

#include <string.h>

static const char *shown(const Fact *fact, const char *text)
{
	/* Databeskyttelsesloven § 11: a CPR number goes to the court's form and nowhere else. */
	return strcmp(fact->name, "debtor.cpr") == 0 ? "******-****" : text;
}

void fact_json(cJSON *array, const Fact *fact)
{
	cJSON *object = json_push(array);
	if (fact->id > 0)
		json_int(object, "id", fact->id);
	else
		json_null(object, "id");
	json_text(object, "subject", fact->subject);
	json_text(object, "name", fact->name);
	/* What nobody could read for sure is unknown; raw tells what was seen. */
	bool unsure = fact->status == FACT_READ && !fact_counts(fact);
	json_text(object, "value", unsure ? NULL : shown(fact, fact->value));
	json_text(object, "raw", shown(fact, fact->raw));
	json_int(object, "confidence", fact->confidence);
	json_text(object, "status", fact_status_name(fact->status));
	cJSON *proof = json_object(object, "proof");
	json_text(proof, "document", fact->proof.document);
	json_text(proof, "sha256", fact->proof.sha256);
	if (fact->proof.page > 0)
		json_int(proof, "page", fact->proof.page);
	else
		json_null(proof, "page");
	json_text(proof, "place", fact->proof.place);
	json_text(proof, "reader", fact->proof.reader);
}

void facts_text(const Call *call, const cJSON *result, GString *out)
{
	(void)call;
	const char *subject = "";
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "facts"))
	{
		const char *this = json_get_text(row, "subject");
		if (strcmp(this, subject) != 0)
			g_string_append_printf(out, "%s%s\n", *subject != '\0' ? "\n" : "", this);
		subject = this;
		const cJSON *proof = json_get(row, "proof");
		const char *document = json_get_text(proof, "document"), *place = json_get_text(proof, "place");
		const char *value = json_get_text(row, "value");
		g_string_append_printf(out, "  %4" G_GINT64_FORMAT "  ", json_get_int(row, "id", 0));
		render_padded(out, json_get_text(row, "name"), 30);
		g_string_append_c(out, ' ');
		render_padded(out, value != NULL ? value : "-", 32);
		g_string_append_printf(out, " %-9s %3d  %s%s%s\n", json_get_text(row, "status"), (int)json_get_int(row, "confidence", 0),
		                       document != NULL ? document : "-", place != NULL ? " " : "", place != NULL ? place : "");
	}
}

static cJSON *facts_of(const Case *c)
{
	cJSON *object = json_result("facts");
	json_text(object, "case", c->id);
	cJSON *array = json_array(object, "facts");
	for (guint i = 0; i < c->facts->len; i++)
		fact_json(array, c->facts->pdata[i]);
	return object;
}

const OptionRow facts_options[] = {
	{ "why", "FACT", { "vis ordene omkring en oplysning: nummer eller navn", "show the words around a fact: number or name" } },
	{ NULL, NULL, { NULL, NULL } },
};

int facts_run(const Call *call, cJSON **result, GError **error)
{
	if (call_has(call, "why"))
		return why_run(call, result, error);
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	*result = facts_of(c);
	return EXIT_FINE;
}

const OptionRow decide_options[] = {
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ NULL, NULL, { NULL, NULL } },
};

static bool word_of(const Call *call, FactStatus *word, const char **value, GError **error)
{
	static const struct {
		const char *name;
		FactStatus word;
		int args;
	} words[] = { { "accept", FACT_ACCEPTED, 3 }, { "reject", FACT_REJECTED, 3 }, { "correct", FACT_CORRECTED, 4 } };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(call->argv[2], words[i].name) == 0 && call->argc == words[i].args) {
			*word = words[i].word;
			*value = call->argc == 4 ? call->argv[3] : NULL;
			return true;
		}
	}
	return error_set(error, ERROR_USAGE, "usage", "Skriv accept, reject eller correct VÆRDI, ikke %s.",
	                 "Write accept, reject or correct VALUE, not %s.", call->argv[2]);
}

int decide_run(const Call *call, cJSON **result, GError **error)
{
	FactStatus word = FACT_ACCEPTED;
	const char *value = NULL, *by = call_option(call, "by");
	gint64 id;
	if (!word_of(call, &word, &value, error))
		return -1;
	if (!g_ascii_string_to_signed(call->argv[1], 10, 1, G_MAXINT64, &id, NULL)) {
		error_set(error, ERROR_USAGE, "bad-fact", "%s er ikke nummeret på en oplysning.", "%s is not the number of a fact.", call->argv[1]);
		error_remedy(error, "paakrav facts SAG viser numrene.", "paakrav facts CASE shows the numbers.");
		return -1;
	}
	if (!store_begin(call->store, error))
		return -1;
	if (!decision_record(call->store, call->argv[0], id, word, value, by != NULL ? by : "lawyer", call->today, error) ||
	    !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return facts_run(call, result, error);
}
