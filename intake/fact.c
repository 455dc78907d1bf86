#include "intake/fact.h"

#include "intake/limits.h"

#include <string.h>

static const char *const status_names[] = {
	[FACT_READ] = "read",           [FACT_STATED] = "stated",     [FACT_ACCEPTED] = "accepted",
	[FACT_CORRECTED] = "corrected", [FACT_REJECTED] = "rejected",
};

const char *fact_status_name(FactStatus status)
{
	return status_names[status];
}

bool fact_status_parse(const char *name, FactStatus *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(status_names); i++) {
		if (strcmp(status_names[i], name) == 0) {
			*out = (FactStatus)i;
			return true;
		}
	}
	return false;
}

Fact *fact_new(const char *subject, const char *name, const char *value, const char *raw)
{
	Fact *fact = g_new0(Fact, 1);
	fact->subject = g_strdup(subject);
	fact->name = g_strdup(name);
	fact->value = g_strdup(value);
	fact->raw = g_strdup(raw != NULL ? raw : value);
	fact->confidence = 100;
	return fact;
}

Fact *fact_copy(const Fact *fact)
{
	Fact *copy = fact_new(fact->subject, fact->name, fact->value, fact->raw);
	copy->id = fact->id;
	copy->confidence = fact->confidence;
	copy->status = fact->status;
	copy->proof = (Proof){
		.document = g_strdup(fact->proof.document),
		.sha256 = g_strdup(fact->proof.sha256),
		.page = fact->proof.page,
		.place = g_strdup(fact->proof.place),
		.reader = g_strdup(fact->proof.reader),
	};
	return copy;
}

void fact_free(Fact *fact)
{
	if (fact == NULL)
		return;
	g_free(fact->subject);
	g_free(fact->name);
	g_free(fact->value);
	g_free(fact->raw);
	g_free(fact->proof.document);
	g_free(fact->proof.sha256);
	g_free(fact->proof.place);
	g_free(fact->proof.reader);
	g_free(fact);
}

static const FactName names[] = {
#define FACT(name, type, da, en, about) { name, type, { da, en }, about },
#include "intake/facts.def"
#undef FACT
};

const FactName *fact_name_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return &names[i];
	return NULL;
}

char *fact_subject_called(const char *subject, Lang lang)
{
	static const struct {
		const char *kind;
		Say called;
	} kinds[] = {
		{ "invoice", { "faktura", "invoice" } }, { "item", { "krav", "claim" } },	    { "letter", { "brev", "letter" } },
		{ "debtor", { "skyldner", "debtor" } },	 { "creditor", { "kreditor", "creditor" } }, { "representative", { "partsrepræsentant", "representative" } },
		{ "document", { "dokument", "document" } }, { "claim", { "sagen", "the case" } },   { "event", { "hændelse", "event" } },
		{ "asset", { "aktiv", "asset" } },
	};
	const char *slash = strchr(subject, '/');
	size_t length = slash != NULL ? (size_t)(slash - subject) : strlen(subject);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strlen(kinds[i].kind) == length && strncmp(kinds[i].kind, subject, length) == 0)
			return g_strjoin(slash != NULL ? " " : NULL, say(kinds[i].called, lang), slash != NULL ? slash + 1 : NULL, NULL);
	return g_strdup(subject);
}

static bool whole(const char *value, bool sign)
{
	gint64 n;
	return g_ascii_string_to_signed(value, 10, sign ? G_MININT64 : 0, G_MAXINT64, &n, NULL);
}

bool fact_value_fits(const FactName *name, const char *value)
{
	if (value == NULL || strlen(value) > LIMIT_FACT_BYTES)
		return false;
	Date day;
	switch (name->type) {
	case FACT_TEXT:
		return *value != '\0';
	case FACT_DATE:
		return date_parse(value, &day);
	case FACT_MINOR:
	case FACT_RATE:
		return whole(value, true);
	case FACT_YES:
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	case FACT_COUNT:
		return whole(value, false);
	}
	return false;
}

bool fact_counts(const Fact *fact)
{
	return fact->status != FACT_REJECTED && (fact->status != FACT_READ || fact->confidence >= LIMIT_CONFIDENCE);
}
