#include "filing/exhibit_choice.h"

#include "filing/word.h"
#include "intake/field.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

/* ---- what the record says ---- */

/* The person's last word on it, of facts about this document; NULL. */
static const Fact *fact_of(const Case *c, const Document *document, const char *name)
{
	g_autofree char *subject = g_strconcat("document/", document->name, NULL);
	return word_find(c, subject, name);
}

static bool is_about(const char *text, const Party *party)
{
	const char *name = field_text(&party->name), *email = field_text(&party->email);
	if (text == NULL)
		return false;
	g_autofree char *folded = g_utf8_casefold(text, -1), *mail = email != NULL ? g_utf8_casefold(email, -1) : NULL;
	if (mail != NULL && *mail != '\0' && strstr(folded, mail) != NULL)
		return true;
	g_autofree char *key = text_key(text), *wanted = name != NULL ? text_key(name) : NULL;
	return wanted != NULL && strlen(wanted) >= 4 && strstr(key, wanted) != NULL;
}

/* Between the creditor and who acts for the creditor. */
static bool is_counsel(const Case *c, const Letter *letter)
{
	const char *from = field_text(&letter->from), *to = field_text(&letter->to);
	if (c->representative == NULL)
		return false;
	return (is_about(from, c->creditor) && is_about(to, c->representative)) || (is_about(from, c->representative) && is_about(to, c->creditor));
}

static bool is_offer(const Letter *letter)
{
	if (letter->side != LETTER_FROM_DEBTOR)
		return false;
	bool offers = field_is(&letter->kind, "instalment_offer");
	for (guint i = 0; i < letter->says->len; i++)
		offers = offers || strcmp(((const Fact *)letter->says->pdata[i])->value, "instalment_offer") == 0;
	return offers;
}

static bool is_note(const Document *document)
{
	g_autofree char *base = g_path_get_basename(document->name), *name = g_utf8_casefold(base, -1);
	return strstr(name, "notat") != NULL || g_str_has_prefix(name, "intern") || strstr(name, "telefonnote") != NULL;
}

static Say held_back(const Case *c, const Document *document)
{
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		if (letter->document != document->id)
			continue;
		if (is_counsel(c, letter))
			return (Say){ "er skrevet mellem kreditor og kreditors repræsentant", "was written between the creditor and the representative" };
		if (is_offer(letter))
			return (Say){ "indeholder modpartens tilbud om en ordning", "holds the opponent's offer to settle" };
	}
	if (is_note(document))
		return (Say){ "er et internt notat", "is an internal note" };
	return (Say){ NULL, NULL };
}

ExhibitChoice exhibit_choice(const Case *c, const Document *document)
{
	const char *use = document_use(document);
	const Fact *why = fact_of(c, document, "document.use_why"), *redact = fact_of(c, document, "document.redact");
	ExhibitChoice choice = { .use = g_strcmp0(use, "exhibit") == 0 ? EXHIBIT_GOES : use != NULL ? EXHIBIT_STAYS : EXHIBIT_UNDECIDED,
		                 .held = held_back(c, document),
		                 .why = why != NULL ? why->value : NULL,
		                 .by = word_by(why),
		                 .redact = redact != NULL && strcmp(redact->value, "yes") == 0 };
	if (choice.held.da != NULL && why == NULL)
		choice.use = EXHIBIT_STAYS;
	return choice;
}

/* ---- the commands ---- */

const OptionRow exhibit_options[] = {
	{ "use", "exhibit|internal", { "om dokumentet er bilag eller internt", "whether the document is an exhibit or internal" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ "redact", NULL, { "streg andres personnumre og kontonumre ud i kopien", "strike others' CPR and account numbers out of the copy" } },
	{ "no-redact", NULL, { "streg intet ud", "strike nothing out" } },
	{ NULL, NULL, { NULL, NULL } },
};

static bool word_keep(const Call *call, const Case *c, const Document *document, const char *name, const char *value, GError **error)
{
	g_autofree char *subject = g_strconcat("document/", document->name, NULL);
	return word_record(call, c, subject, name, value, error);
}

static bool asks_well(const Call *call, GError **error)
{
	const char *use = call_option(call, "use"), *why = call_option(call, "why"), *by = call_option(call, "by");
	bool redact = call_has(call, "redact"), leave = call_has(call, "no-redact");
	bool uses = use == NULL || strcmp(use, "exhibit") == 0 || strcmp(use, "internal") == 0;
	if (uses && (use != NULL || redact || leave) && !(redact && leave) && by != NULL && *by != '\0' && (use == NULL || (why != NULL && *why != '\0')) &&
	    strlen(why != NULL ? why : "") < LIMIT_SUMMARY_BYTES)
		return true;
	error_set(error, ERROR_USAGE, "usage", "Sig, hvad dokumentet er, hvorfor, og hvem der afgør det.",
	          "Say what the document is, why, and who decides it.");
	error_remedy(error, "Brug exhibit SAG FIL --use exhibit|internal --why TEKST --by NAVN [--redact|--no-redact].",
	             "Use exhibit CASE FILE --use exhibit|internal --why TEXT --by NAME [--redact|--no-redact].");
	return false;
}

static const Document *document_asked(const Call *call, const Case *c, GError **error)
{
	const Document *document = case_document_named(c, call->argv[1]);
	if (document != NULL)
		return document;
	error_set(error, ERROR_INPUT, "no-such-document", "Sagen %s har intet dokument %s.", "The case %s has no document %s.", c->id, call->argv[1]);
	error_remedy(error, "paakrav exhibits SAG viser dem.", "paakrav exhibits CASE shows them.");
	return NULL;
}

static bool may_redact(const Call *call, const Case *c, const Document *document, GError **error)
{
	if (!call_has(call, "redact") || fact_of(c, document, "document.signature") == NULL)
		return true;
	error_set(error, ERROR_INPUT, "exhibit-signed", "%s er underskrevet elektronisk og ændres aldrig.", "%s is signed electronically and never changed.",
	          document->name);
	error_remedy(error, "Hold den tilbage som internal, eller indlever en udskrift, hvor tallene er streget ud.",
	             "Hold it back as internal, or hand in a print with the numbers struck out.");
	return false;
}

/* Our own intake form tells the case to the program; nothing in it proves anything. */
static bool may_exhibit(const Call *call, const Document *document, GError **error)
{
	g_autofree char *base = g_path_get_basename(document->name);
	if (g_strcmp0(call_option(call, "use"), "exhibit") != 0 || g_strcmp0(base, "claim.xml") != 0)
		return true;
	error_set(error, ERROR_INPUT, "exhibit-own", "%s er husets egen sagsfil og kan ikke være bilag.",
	          "%s is the house's own case file and cannot be an exhibit.", document->name);
	error_remedy(error, "Fremlæg de papirer, som den nævner.", "Put forward the papers that it names.");
	return false;
}

static bool words_record(const Call *call, const Case *c, const Document *document, GError **error)
{
	const char *use = call_option(call, "use"), *why = call_option(call, "why");
	const char *redact = call_has(call, "redact") ? "yes" : call_has(call, "no-redact") ? "no" : NULL;
	return (use == NULL || word_keep(call, c, document, "document.use", use, error)) &&
	       (why == NULL || word_keep(call, c, document, "document.use_why", why, error)) &&
	       (redact == NULL || word_keep(call, c, document, "document.redact", redact, error));
}

int exhibit_run(const Call *call, cJSON **result, GError **error)
{
	if (!asks_well(call, error) || !store_begin(call->store, error))
		return -1;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	const Document *document = c != NULL ? document_asked(call, c, error) : NULL;
	if (document == NULL || !may_exhibit(call, document, error) || !may_redact(call, c, document, error) ||
	    !words_record(call, c, document, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return exhibits_run(call, result, error);
}

int exhibits_run(const Call *call, cJSON **result, GError **error)
{
	static const char *const names[] = { "undecided", "exhibit", "internal" };
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	*result = json_result("exhibits");
	json_text(*result, "case", c->id);
	cJSON *rows = json_array(*result, "documents");
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		ExhibitChoice choice = exhibit_choice(c, document);
		cJSON *row = json_push(rows);
		json_text(row, "document", document->name);
		json_text(row, "sha256", document->sha256);
		json_text(row, "kind", document_kind(document));
		json_text(row, "use", names[choice.use]);
		json_text(row, "held", choice.held.da != NULL ? say(choice.held, call->lang) : NULL);
		json_text(row, "why", choice.why);
		json_text(row, "by", choice.by);
		json_bool(row, "redact", choice.redact);
	}
	return EXIT_FINE;
}

void exhibits_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "documents"))
	{
		const char *use = json_get_text(row, "use"), *held = json_get_text(row, "held"), *why = json_get_text(row, "why"),
			   *by = json_get_text(row, "by");
		const char *word = strcmp(use, "exhibit") == 0    ? (da ? "bilag" : "exhibit")
		                   : strcmp(use, "internal") == 0 ? (da ? "internt" : "internal")
		                                                  : (da ? "uafgjort" : "undecided");
		g_string_append_printf(out, "%-9s  %s%s", word, json_get_text(row, "document"),
		                       json_get_bool(row, "redact") ? (da ? " (numre streges ud)" : " (numbers struck out)") : "");
		if (held != NULL)
			g_string_append_printf(out, "; %s", held);
		if (why != NULL)
			g_string_append_printf(out, "; %s (%s)", why, by != NULL ? by : "?");
		g_string_append_c(out, '\n');
	}
}
