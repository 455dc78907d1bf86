#include "intake/worker/answer.h"

#include "intake/field.h"
#include "intake/limits.h"
#include "intake/reading.h"

#include <string.h>

/* Texts of a register are one line; what is longer, or holds control characters, is none of its names. */
static bool is_line(const char *text)
{
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
		if (g_unichar_iscntrl(g_utf8_get_char(at)))
			return false;
	return *text != '\0' && g_utf8_strlen(text, -1) <= LIMIT_NAME_CHARS;
}

/* What stands at a path of keys and numbers ("/hits/hits/0/_source") from json on; NULL. */
static const cJSON *value_at(const cJSON *json, const char *path)
{
	g_auto(GStrv) steps = g_strsplit(path, "/", -1);
	for (char **step = steps + (*path == '/'); json != NULL && *step != NULL && **step != '\0'; step++)
		json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)g_ascii_strtoull(*step, NULL, 10)) : json_get(json, *step);
	return json;
}

/* Text, or a whole number as text; NULL when it is neither. */
static char *text_at(const cJSON *json, const char *path)
{
	const char *slash = strrchr(path, '/');
	g_autofree char *folder = slash != NULL ? g_strndup(path, (gsize)(slash - path)) : g_strdup("");
	const char *key = slash != NULL ? slash + 1 : path;
	const cJSON *object = value_at(json, folder);
	const char *text = json_get_text(object, key);
	int64_t number = json_get_int(object, key, -1);
	if (text != NULL && is_line(text))
		return g_strdup(text);
	return text == NULL && number >= 0 ? g_strdup_printf("%" G_GINT64_FORMAT, number) : NULL;
}

/* The first of the paths (ended by NULL) that holds text; *found is that path. */
static char *first_text(const cJSON *json, const char *const *paths, const char **found)
{
	for (const char *const *path = paths; *path != NULL; path++) {
		char *text = text_at(json, *path);
		*found = *path;
		if (text != NULL)
			return text;
	}
	return NULL;
}

static void add_fact(Reading *reading, const char *name, const char *value, const char *raw, const char *base, const char *path)
{
	Fact *fact = fact_new("debtor", name, value, raw);
	fact->status = FACT_READ;
	fact->proof.place = g_strdup_printf("%s/%s", base, path);
	fact->proof.reader = g_strdup("lookup");
	g_ptr_array_add(reading->facts, fact);
}

static Reading *refuse(GError **error, const char *code, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	return NULL;
}

/* ---- the company register ---- */

/* The register's words, in any spelling of spaces and case, and what they mean here. */
static const char *status_of(const char *word)
{
	static const struct {
		const char *word;
		bool begins;
		const char *status;
	} words[] = {
		{ "normal", false, "active" },
		{ "aktiv", false, "active" },
		{ "underkonkurs", false, "bankrupt" },
		{ "konkurs", false, "bankrupt" },
		{ "underrekonstruktion", false, "reconstruction" },
		{ "opløst", true, "dissolved" },
		{ "tvangsopløst", false, "dissolved" },
		{ "ophørt", false, "dissolved" },
		{ "slettet", false, "dissolved" },
	};
	g_autofree char *key = text_key(word);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (words[i].begins ? g_str_has_prefix(key, words[i].word) : strcmp(key, words[i].word) == 0)
			return words[i].status;
	return "unknown"; /* being wound up, taken up again, not begun: a person must look */
}

/*
 * The status by the register's own word; without one by a day of ending or the mark of bankruptcy. Neither of these two
 * being there does not make a company active: reconstruction would not show.
 */
static void read_status(Reading *reading, const cJSON *company, const char *base)
{
	static const char *const words[] = { "virksomhedMetadata/sammensatStatus", "status", "creditstatus", NULL };
	static const char *const ends[] = { "enddate", "end_date", NULL };
	const char *path = NULL;
	g_autofree char *word = first_text(company, words, &path);
	if (word != NULL) {
		add_fact(reading, "debtor.status", status_of(word), word, base, path);
		return;
	}
	g_autofree char *end = first_text(company, ends, &path);
	if (end != NULL)
		add_fact(reading, "debtor.status", "dissolved", end, base, path);
	else if (json_get_bool(company, "creditbankrupt"))
		add_fact(reading, "debtor.status", "bankrupt", "true", base, "creditbankrupt");
	else
		add_fact(reading, "debtor.status", "unknown", "-", base, "");
}

static Reading *read_company(const cJSON *json, GError **error)
{
	static const char *const bases[] = { "/hits/hits/0/_source/Vrvirksomhed", "/Vrvirksomhed", "/data", "" };
	static const char *const numbers[] = { "cvrNummer", "vat", "cvr", NULL };
	static const char *const names[] = { "virksomhedMetadata/nyesteNavn/navn", "name", NULL };
	static const char *const forms[] = { "virksomhedMetadata/nyesteVirksomhedsform/kortBeskrivelse",
		                             "virksomhedMetadata/nyesteVirksomhedsform/langBeskrivelse", "companydesc", "company_form",
		                             "company_type", NULL };
	const cJSON *hits = value_at(json, "/hits/hits");
	if (hits != NULL && cJSON_GetArraySize(hits) != 1)
		return refuse(error, "lookup-answer", "Registret svarer ikke om én virksomhed.",
		              "The register does not answer about one company.");
	g_autoptr(Reading) reading = reading_new("lookup-company");
	for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
		const cJSON *company = value_at(json, bases[i]);
		const char *path = NULL, *name_path = NULL, *form_path = NULL;
		g_autofree char *number = first_text(company, numbers, &path);
		g_autofree char *name = first_text(company, names, &name_path);
		g_autofree char *form = first_text(company, forms, &form_path);
		if (number == NULL || name == NULL)
			continue;
		add_fact(reading, "party.cvr", number, NULL, bases[i], path);
		read_status(reading, company, bases[i]);
		add_fact(reading, "debtor.registered_name", name, NULL, bases[i], name_path);
		if (form != NULL)
			add_fact(reading, "debtor.registered_form", form, NULL, bases[i], form_path);
		return g_steal_pointer(&reading);
	}
	return refuse(error, "lookup-answer", "Svaret nævner ingen virksomhed med nummer og navn.",
	              "The answer names no company with number and name.");
}

/* ---- the address service ---- */

/* The address itself, or what it gives access to; each path, nested or flat, is tried under both. */
static const char *const address_paths[][5] = {
	{ "adgangsadresse/kommune/navn", "kommune/navn", "kommunenavn", NULL },
	{ "adgangsadresse/kommune/kode", "kommune/kode", "kommunekode", NULL },
	{ "adgangsadresse/retskreds/navn", "retskreds/navn", "retskredsnavn", NULL },
	{ "adgangsadresse/postnummer/nr", "postnummer/nr", "postnr", NULL },
};
static const char *const address_facts[] = { "debtor.municipality", "debtor.municipality", "debtor.court_district", "party.postcode" };

/* Every flat of the house must say the same, or nothing is said. */
static void read_agreed(Reading *reading, const cJSON *list, size_t row)
{
	g_autofree char *agreed = NULL;
	const char *path = NULL, *first = NULL;
	const cJSON *each;
	cJSON_ArrayForEach(each, list)
	{
		g_autofree char *text = first_text(each, address_paths[row], &path);
		if (text == NULL || (agreed != NULL && strcmp(text, agreed) != 0))
			return;
		if (agreed == NULL) {
			agreed = g_steal_pointer(&text);
			first = path;
		}
	}
	/* A number loses the zeros that a code begins with. */
	g_autofree char *code = row % 2 == 1 && strlen(agreed) < 4 ? g_strdup_printf("%s%s", &"0000"[strlen(agreed)], agreed) : NULL;
	add_fact(reading, address_facts[row], code != NULL ? code : agreed, agreed, "/0", first);
}

static Reading *read_address(const cJSON *json, GError **error)
{
	int n = cJSON_IsArray(json) ? cJSON_GetArraySize(json) : 0;
	if (n == 0 || n > LIMIT_LOOKUP_ADDRESSES)
		return refuse(error, "lookup-answer",
		              n == 0 ? "Adressetjenesten kender ikke adressen." : "Adressetjenesten finder for mange adresser.",
		              n == 0 ? "The address service does not know the address." : "The address service finds too many addresses.");
	g_autoptr(Reading) reading = reading_new("lookup-address");
	for (size_t row = 0; row < G_N_ELEMENTS(address_paths); row++)
		read_agreed(reading, json, row);
	for (guint i = 0; i < reading->facts->len; i++)
		if (g_str_has_prefix(((const Fact *)reading->facts->pdata[i])->name, "debtor."))
			return g_steal_pointer(&reading);
	return refuse(error, "lookup-answer", "Svaret nævner hverken én kommune eller én retskreds.",
	              "The answer names neither one municipality nor one court district.");
}

Reading *answer_read(const char *what, const void *bytes, size_t size, GError **error)
{
	if (size > LIMIT_LOOKUP_BYTES)
		return refuse(error, "lookup-size", "Svaret er for stort.", "The answer is too large.");
	g_autoptr(cJSON) json = g_utf8_validate(bytes, (gssize)size, NULL) ? json_parse(bytes, size) : NULL;
	if (json == NULL)
		return refuse(error, "lookup-json", "Svaret er ikke JSON.", "The answer is not JSON.");
	return strcmp(what, "company") == 0 ? read_company(json, error) : read_address(json, error);
}
