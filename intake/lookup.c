#include "intake/lookup.h"

#include "intake/conf.h"
#include "intake/facts.h"
#include "intake/field.h"
#include "intake/limits.h"
#include "intake/parties.h"
#include "intake/reader.h"
#include "intake/record.h"
#include "intake/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef enum What { WHAT_COMPANY, WHAT_ADDRESS, WHATS } What;

typedef struct WhatRow {
	const char *name; /* as --what, as the key of the configuration, and to the locked room */
	const char *media;
	const char *needs; /* what the configured address must hold */
	const char *day, *asked; /* the facts that an answer begins with */
} WhatRow;

static const WhatRow whats[WHATS] = {
	{ "company", "lookup-company", "{cvr}", "debtor.looked_up_on", "debtor.registered_cvr" },
	{ "address", "lookup-address", "{address}", "debtor.address_looked_up_on", "debtor.looked_up_address" },
};

typedef struct Settings {
	char *urls[WHATS]; /* NULL: off */
	char *ca_file; /* NULL: the system's */
	int timeout_s;
} Settings;

static void settings_clear(Settings *settings)
{
	for (What what = 0; what < WHATS; what++)
		g_free(settings->urls[what]);
	g_free(settings->ca_file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Settings, settings_clear)

/* One question about one debtor. */
typedef struct Question {
	const Call *call;
	const Settings *settings;
	const Case *c;
	const Party *debtor;
	const WhatRow *what;
	char *asked; /* the CVR number; street, number and postcode. NULL: the debtor has none */
	char *name; /* of the document */
	char sha256[DIGEST_HEX];
	const char *outcome; /* "asked" "cached" "known" "skipped" */
} Question;

static void question_free(void *data)
{
	Question *question = data;
	g_free(question->asked);
	g_free(question->name);
	g_free(question);
}

const OptionRow lookup_options[] = {
	{ "what", "company|address", { "slå kun dette op", "look up this alone" } },
	{ "debtor", "ID", { "kun om denne skyldner", "about this debtor alone" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* ---- configuration ---- */

static bool conf_fault(GError **error, const char *da, const char *en)
{
	error_set_texts(error, ERROR_USAGE, "lookup-conf", da, en);
	error_at(error, "paakrav.conf", 0, 0);
	error_remedy(error,
	             "Skriv under [lookup] company=https://…/{cvr} og address=https://…?q={address}&postnr={postcode}, eventuelt "
	             "timeout_s (1 til 60) og ca=FIL.",
	             "Write under [lookup] company=https://…/{cvr} and address=https://…?q={address}&postnr={postcode}, and "
	             "optionally timeout_s (1 to 60) and ca=FILE.");
	return false;
}

static bool settings_read(const char *home, Settings *out, GError **error)
{
	for (What what = 0; what < WHATS; what++) {
		out->urls[what] = conf_text(home, "lookup", whats[what].name);
		const char *needs = out->urls[what] != NULL ? strstr(out->urls[what], whats[what].needs) : "";
		if (needs == NULL)
			return conf_fault(error, "Adressen i opsætningen siger ikke, hvad der spørges om.",
			                  "The configured address does not say what is asked about.");
		/* What an Error names of an address ends at its query: where a person lives belongs behind it. */
		const char *query = what == WHAT_ADDRESS && out->urls[what] != NULL ? strchr(out->urls[what], '?') : NULL;
		if (what == WHAT_ADDRESS && out->urls[what] != NULL && (query == NULL || query > needs))
			return conf_fault(error, "{address} skal stå efter et spørgsmålstegn.", "{address} must stand behind a question mark.");
	}
	g_autofree char *timeout = conf_text(home, "lookup", "timeout_s");
	guint64 seconds = LIMIT_LOOKUP_S;
	if (timeout != NULL && !g_ascii_string_to_unsigned(timeout, 10, 1, LIMIT_LOOKUP_MOST_S, &seconds, NULL))
		return conf_fault(error, "timeout_s er ikke et antal sekunder fra 1 til 60.",
		                  "timeout_s is not a number of seconds from 1 to 60.");
	out->timeout_s = (int)seconds;
	out->ca_file = conf_path(home, "lookup", "ca");
	return true;
}

/* The address that is asked: the template with its {name}s filled in, escaped. The caller's. values ends with NULL. */
static char *lookup_url(const char *template, const char *const *names, const char *const *values)
{
	GString *url = g_string_new(NULL);
	for (const char *at = template; *at != '\0';) {
		size_t i = 0;
		while (names[i] != NULL && !g_str_has_prefix(at, names[i]))
			i++;
		if (names[i] == NULL) {
			g_string_append_c(url, *at++);
			continue;
		}
		g_autofree char *escaped = g_uri_escape_string(values[i], NULL, FALSE);
		g_string_append(url, escaped);
		at += strlen(names[i]);
	}
	return g_string_free(url, FALSE);
}

/* ---- what is asked ---- */

static char *cvr_asked(const Party *debtor)
{
	const char *cvr = field_text(&debtor->cvr);
	g_autofree char *key = cvr != NULL ? cvr_key(cvr) : NULL;
	return key != NULL && strlen(key) == 8 && strspn(key, "0123456789") == 8 ? g_steal_pointer(&key) : NULL;
}

static char *address_asked(const Party *debtor)
{
	const char *country = field_text(&debtor->country);
	bool danish = debtor->country.state == FIELD_ABSENT || (country != NULL && g_ascii_strcasecmp(country, "DK") == 0);
	return danish ? party_address_asked(debtor) : NULL;
}

/* The same question on the same day has the same name, whoever asks; what lies there under it already stays. */
static char *document_name(const Question *q)
{
	g_autofree char *today = date_iso(q->call->today);
	char hash[DIGEST_HEX];
	digest_hex(q->asked, strlen(q->asked), hash);
	if (q->what == &whats[WHAT_ADDRESS])
		return g_strdup_printf("opslag/adresse-%.12s-%s.json", hash, today);
	return g_strdup_printf("opslag/virksomhed-%s-%s.json", q->asked, today);
}

static Question *question_new(const Call *call, const Settings *settings, const Case *c, const Party *debtor, What what)
{
	Question *q = g_new0(Question, 1);
	*q = (Question){ .call = call, .settings = settings, .c = c, .debtor = debtor, .what = &whats[what] };
	q->asked = what == WHAT_COMPANY ? cvr_asked(debtor) : address_asked(debtor);
	if (q->asked != NULL)
		q->name = document_name(q);
	return q;
}

static bool no_such_what(const Call *call, GError **error)
{
	const char *name = call_option(call, "what");
	for (What what = 0; what < WHATS; what++)
		if (name == NULL || strcmp(name, whats[what].name) == 0)
			return false;
	error_set(error, ERROR_USAGE, "usage", "Der slås op i company eller address, ikke %s.",
	          "What is looked up is company or address, not %s.", name);
	error_remedy(error, "Udelad --what for at slå begge op.", "Leave --what out to look up both.");
	return true;
}

static GPtrArray *questions_of(const Call *call, const Settings *settings, const Case *c, GError **error)
{
	const char *only = call_option(call, "what"), *debtor_id = call_option(call, "debtor");
	g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func(question_free);
	bool possible = false, configured = false;
	if (debtor_id != NULL && case_debtor(c, debtor_id) == NULL) {
		error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".",
		          debtor_id);
		error_remedy(error, "Brug et af de id'er, som show viser.", "Use one of the ids that show lists.");
		return NULL;
	}
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		for (What what = 0; what < WHATS; what++) {
			if ((only != NULL && strcmp(only, whats[what].name) != 0) || settings->urls[what] == NULL)
				continue;
			configured = true;
			if (debtor_id != NULL && strcmp(debtor_id, debtor->id) != 0)
				continue;
			Question *q = question_new(call, settings, c, debtor, what);
			possible = possible || q->asked != NULL;
			g_ptr_array_add(questions, q);
		}
	}
	if (possible)
		return g_steal_pointer(&questions);
	if (!configured) {
		conf_fault(error, "Opslag er slået fra: opsætningen nævner intet register at spørge.",
		           "Look-ups are off: the configuration names no register to ask.");
		return NULL;
	}
	error_set(error, ERROR_INPUT, "lookup-nothing", "Der er intet at slå op: skyldner har intet CVR-nummer eller ingen dansk adresse.",
	          "There is nothing to look up: the debtor has no CVR number or no Danish address.");
	error_remedy(error, "Oplys CVR-nummer, eller vej, nummer og postnummer.", "Tell a CVR number, or street, number and postcode.");
	return NULL;
}

/* ---- the answer ---- */

/* Was this very answer recorded about this debtor before? */
static bool is_known(Question *q)
{
	for (guint i = 0; i < q->c->facts->len; i++) {
		const Fact *fact = q->c->facts->pdata[i];
		if (strcmp(fact->subject, q->debtor->subject) == 0 && strcmp(fact->name, q->what->day) == 0 &&
		    fact->status != FACT_REJECTED && g_strcmp0(fact->proof.document, q->name) == 0 && fact->proof.sha256 != NULL) {
			g_strlcpy(q->sha256, fact->proof.sha256, sizeof q->sha256);
			return true;
		}
	}
	return false;
}

/* An answer to the same question of the same day, in any case. Only a look-up gives a document that medium. */
static bool find_kept(Question *q, bool *found, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(q->call->store, error,
	                                     "SELECT d.sha256 FROM document d"
	                                     " JOIN document_name n ON n.case_id = d.case_id AND n.id = d.id"
	                                     " WHERE d.media = ? AND d.recorded_on = ? AND n.name = ? ORDER BY d.seq LIMIT 1",
	                                     "sds", q->what->media, q->call->today, q->name);
	if (query == NULL)
		return false;
	*found = query_next(query, &fault);
	if (*found)
		g_strlcpy(q->sha256, query_text(query, 0), sizeof q->sha256);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static GBytes *ask(Question *q, GError **error)
{
	static const char *const names[] = { "{cvr}", "{address}", "{postcode}", NULL };
	const char *street = field_text(&q->debtor->address), *postcode = field_text(&q->debtor->postcode);
	const char *const values[] = { q->asked, street != NULL ? street : "", postcode != NULL ? postcode : "", NULL };
	g_autofree char *url = lookup_url(q->settings->urls[q->what - whats], names, values);
	GBytes *bytes = NULL;
	if (!wire_fetch(url, LIMIT_LOOKUP_BYTES, q->settings->timeout_s, q->settings->ca_file, &bytes, error)) {
		error_remedy(error, "Intet er gemt. Prøv igen senere, eller se efter i registret selv.",
		             "Nothing was recorded. Try again later, or look in the register yourself.");
		return NULL;
	}
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	digest_hex(data != NULL ? data : "", size, q->sha256);
	return bytes;
}

static int memory_file(GBytes *bytes)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	int fd = memfd_create("answer", MFD_CLOEXEC);
	while (fd >= 0 && size > 0) {
		ssize_t n = write(fd, data, size);
		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		data += MAX(n, 0);
		size -= (gsize)MAX(n, 0);
	}
	return fd;
}

static Reading *read_answer(const Question *q, GBytes *bytes, GError **error)
{
	g_autoptr(Reader) reader = reader_new(NULL);
	int fd = memory_file(bytes);
	if (fd < 0) {
		error_set(error, ERROR_STORE, "lookup-memory", "Svaret kan ikke holdes i hukommelsen: %s.",
		          "The answer cannot be held in memory: %s.", g_strerror(errno));
		return NULL;
	}
	Reading *reading = reader_lookup(reader, q->what->name, q->name, fd, error);
	close(fd);
	if (reading == NULL)
		error_remedy(error, "Intet er gemt. Se efter i registret selv, og notér det med paakrav note.",
		             "Nothing was recorded. Look in the register yourself, and note it with paakrav note.");
	return reading;
}

/* ---- from answer to facts ---- */

static bool four_digits(const char *text)
{
	return strlen(text) == 4 && strspn(text, "0123456789") == 4;
}

/* The case may know the municipality by its code: then the answer speaks in codes too. */
static bool wants_code(const Party *debtor)
{
	const GPtrArray *said = debtor->municipality.facts;
	for (guint i = 0; said != NULL && i < said->len; i++) {
		const Fact *fact = said->pdata[i];
		if (g_strcmp0(fact->proof.reader, "lookup") != 0)
			return four_digits(fact->value);
	}
	return false;
}

static const Fact *told(const Reading *reading, const char *name, bool code)
{
	const Fact *first = NULL;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, name) != 0)
			continue;
		if (four_digits(fact->value) == code)
			return fact;
		first = first != NULL ? first : fact;
	}
	return first;
}

static void add_fact(const Question *q, GPtrArray *facts, const char *name, const char *value, const Fact *from)
{
	Fact *fact = fact_new(q->debtor->subject, name, value, from != NULL ? from->raw : NULL);
	fact->status = FACT_READ;
	fact->proof = (Proof){
		.document = g_strdup(q->name),
		.sha256 = g_strdup(q->sha256),
		.place = g_strdup(from != NULL ? from->proof.place : NULL),
		.reader = g_strdup("lookup"),
	};
	g_ptr_array_add(facts, fact);
}

static bool about_another(const Question *q, GError **error)
{
	error_set(error, ERROR_INPUT, "lookup-other", "Svaret handler om noget andet, end der blev spurgt om.",
	          "The answer is about something else than what was asked.");
	error_at(error, q->name, 0, 0);
	error_remedy(error, "Intet er gemt. Ret adressen under [lookup] i paakrav.conf, eller se efter i registret selv.",
	             "Nothing was recorded. Correct the address under [lookup] in paakrav.conf, or look in the register yourself.");
	return false;
}

/* The day first, then what was asked, then what was told: parties.c reads an answer from its day on. */
static bool facts_of(const Question *q, const Reading *reading, GPtrArray *facts, GError **error)
{
	static const char *const names[] = { "debtor.status", "debtor.registered_name", "debtor.registered_form", NULL };
	static const char *const places[] = { "debtor.municipality", "debtor.court_district", NULL };
	bool company = q->what == &whats[WHAT_COMPANY];
	const Fact *number = told(reading, company ? "party.cvr" : "party.postcode", false);
	g_autofree char *key = number != NULL && company ? cvr_key(number->value) : NULL;
	if (company ? key == NULL || strcmp(key, q->asked) != 0
	            : number != NULL && !field_is(&q->debtor->postcode, number->value))
		return about_another(q, error);
	g_autofree char *today = date_iso(q->call->today);
	add_fact(q, facts, q->what->day, today, NULL);
	add_fact(q, facts, q->what->asked, q->asked, NULL);
	for (const char *const *name = company ? names : places; *name != NULL; name++) {
		const Fact *fact = told(reading, *name, name == places && wants_code(q->debtor));
		if (fact != NULL)
			add_fact(q, facts, *name, fact->value, fact);
	}
	return true;
}

/* ---- recording ---- */

/* A document of that name that is not this answer keeps its name; the answer takes the next. */
static const Document *place_document(Question *q, const Case *c)
{
	g_autofree char *stem = g_strndup(q->name, strlen(q->name) - strlen(".json"));
	for (int n = 2;; n++) {
		const Document *there = case_document_named(c, q->name);
		if (there == NULL || (strcmp(there->sha256, q->sha256) == 0 && strcmp(there->media, q->what->media) == 0))
			return there;
		g_free(q->name);
		q->name = g_strdup_printf("%s-%d.json", stem, n);
	}
}

static bool record_step(Question *q, GBytes *bytes, const Reading *reading, GError **error)
{
	/* Read again under the lock: another process may have added to the case. */
	g_autoptr(Case) c = case_read(q->call->store, q->c->id, 0, error);
	if (c == NULL)
		return false;
	if (place_document(q, c) == NULL) {
		Document document = {
			.name = q->name,
			.sha256 = q->sha256,
			.size = (int64_t)g_bytes_get_size(bytes),
			.media = reading->media,
		};
		if (!document_record(q->call->store, c->id, &document, q->call->today, error))
			return false;
	}
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	return facts_of(q, reading, facts, error) && facts_record(q->call->store, c->id, facts, q->call->today, error);
}

static bool record(Question *q, GBytes *bytes, const Reading *reading, GError **error)
{
	Store *store = q->call->store;
	/* Refused before anything is kept, and again where it is recorded. */
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	if (!facts_of(q, reading, facts, error) || !store_keep_bytes(store, bytes, q->sha256, error) || !store_begin(store, error))
		return false;
	if (record_step(q, bytes, reading, error) && store_commit(store, error))
		return true;
	store_rollback(store);
	return false;
}

static bool answer(Question *q, GError **error)
{
	bool kept = false;
	q->outcome = "skipped";
	if (q->asked == NULL)
		return true;
	q->outcome = "known";
	if (is_known(q))
		return true;
	if (!find_kept(q, &kept, error))
		return false;
	q->outcome = kept ? "cached" : "asked";
	g_autoptr(GBytes) bytes = kept ? store_read_document(q->call->store, q->sha256, error) : ask(q, error);
	g_autoptr(Reading) reading = bytes != NULL ? read_answer(q, bytes, error) : NULL;
	return reading != NULL && record(q, bytes, reading, error);
}

/* ---- the command ---- */

static void row_of(cJSON *rows, const Question *q)
{
	cJSON *row = json_push(rows);
	json_text(row, "debtor", q->debtor->id);
	json_text(row, "what", q->what->name);
	json_text(row, "outcome", q->outcome);
	json_text(row, "document", q->name);
	json_text(row, "sha256", q->name != NULL ? q->sha256 : NULL);
}

/* The facts of the case that these answers gave. */
static void facts_told(cJSON *array, const Case *c, const GPtrArray *questions)
{
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		for (guint n = 0; n < questions->len; n++) {
			const Question *q = questions->pdata[n];
			if (q->name != NULL && g_strcmp0(fact->proof.document, q->name) == 0 &&
			    strcmp(fact->subject, q->debtor->subject) == 0)
				fact_json(array, fact);
		}
	}
}

int lookup_run(const Call *call, cJSON **result, GError **error)
{
	g_auto(Settings) settings = { .timeout_s = LIMIT_LOOKUP_S };
	if (no_such_what(call, error) || !settings_read(call->home, &settings, error))
		return -1;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	g_autoptr(GPtrArray) questions = c != NULL ? questions_of(call, &settings, c, error) : NULL;
	if (questions == NULL)
		return -1;
	for (guint i = 0; i < questions->len; i++)
		if (!answer(questions->pdata[i], error))
			return -1;
	g_autoptr(Case) after = case_read(call->store, c->id, 0, error);
	if (after == NULL)
		return -1;
	*result = json_result("lookup");
	json_text(*result, "case", c->id);
	cJSON *rows = json_array(*result, "lookups");
	for (guint i = 0; i < questions->len; i++)
		row_of(rows, questions->pdata[i]);
	facts_told(json_array(*result, "facts"), after, questions);
	return EXIT_FINE;
}
