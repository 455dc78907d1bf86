/* The commands that need the record alone. */
#include "intake/backup.h"
#include "intake/command.h"
#include "intake/embedded.h"
#include "intake/facts.h"
#include "intake/find.h"
#include "intake/lookup.h"
#include "intake/new.h"
#include "intake/read.h"
#include "intake/review.h"
#include "intake/why.h"

#include <string.h>

static int schema_run(const Call *call, cJSON **result, GError **error)
{
	g_autofree char *file = g_strconcat(call->argv[0], ".xsd", NULL);
	const Embedded *found = embedded_find(embedded_intake, file);
	if (found == NULL) {
		error_set(error, ERROR_USAGE, "no-such-schema", "Der er intet skema %s; der er claim.", "There is no schema %s; there is claim.",
		          call->argv[0]);
		return -1;
	}
	*result = json_result("schema");
	json_text(*result, "name", call->argv[0]);
	json_text(*result, "text", (const char *)found->bytes);
	return EXIT_FINE;
}

static void schema_text(const Call *call, const cJSON *result, GString *out)
{
	(void)call;
	g_string_append(out, json_get_text(result, "text"));
}

static void facts_or_why_text(const Call *call, const cJSON *result, GString *out)
{
	if (call_has(call, "why"))
		why_text(call, result, out);
	else
		facts_text(call, result, out);
}

const Command intake_commands[] = {
	{ "new", ROLES_ALL, ACCESS_NONE, "DIR", 1, 1, new_options,
	  { "skriv en mappe til indlevering", "write a submission folder" }, NULL, new_run, new_text },
	{ "schema", ROLES_ALL, ACCESS_NONE, "claim", 1, 1, NULL,
	  { "vis skemaet for claim.xml", "show the schema of claim.xml" }, NULL, schema_run, schema_text },
	{ "read", ROLES_ALL, ACCESS_NONE, "FILE", 1, 1, read_options,
	  { "læs et dokument, og vis hvad det siger", "read a document and show what it says" }, "facts", read_run, read_text },
	{ "facts", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, facts_options,
	  { "hvad der vides i en sag, og hvorfra", "what is known of a case, and from where" }, "facts", facts_run, facts_or_why_text },
	{ "decide", ROLE_LAWYER, ACCESS_WRITE, "CASE FACT accept|reject|correct [VALUE]", 3, 4, decide_options,
	  { "afgør en oplysning", "decide a fact" }, "facts", decide_run, facts_text },
	{ "find", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "TEXT…", 1, -1, find_options,
	  { "søg i teksten i alle dokumenter", "search the text of all documents" }, "found", find_run, find_text },
	{ "index", ROLE_LAWYER, ACCESS_WRITE, "--rebuild", 0, 0, index_options,
	  { "lav dokumenternes tekst forfra til søgning", "make the documents' text anew for searching" }, NULL, index_run, index_text },
	{ "review", ROLE_LAWYER, ACCESS_WRITE, "[CASE]", 0, 1, review_options,
	  { "gå det usikre og det uenige igennem", "walk through what is unsure and what disagrees" }, "questions", review_run, review_text },
	{ "lookup", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, lookup_options,
	  { "slå skyldner op i virksomhedsregistret og adressetjenesten", "look the debtor up in the company register and the address service" },
	  "facts", lookup_run, facts_text },
	{ "backup", ROLE_LAWYER, ACCESS_READ, "DIR", 1, 1, NULL,
	  { "tag en hel sikkerhedskopi, mens der arbejdes", "make a whole backup while others work" }, NULL, backup_run, backup_text },
	{ .name = NULL },
};
