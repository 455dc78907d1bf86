#include "intake/new.h"

#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where a leaf stands in claim.xml. */
typedef enum Holder { CREDITOR, REPRESENTATIVE, DEBTOR, ITEM, DOCUMENT, CHOICES, INSTRUCTION, OPERATOR, AGREEMENT, HOLDERS } Holder;

static const char *const holder_elements[] = { "creditor", "representative", "debtor", "item", "document",
	                                       "choices", "instruction", "operator", "agreement" };

typedef struct Leaf {
	const char *flag;
	Holder holder;
	const char *name; /* of the element or attribute */
	bool attribute;
	const char *from_invoice; /* fact that fills it when the flag is absent; NULL */
} Leaf;

static const Leaf leaves[] = {
#define LEAF(flag, holder, name, attribute, from, metavar, da, en) { flag, holder, name, attribute, from },
#include "intake/new.def"
#undef LEAF
};

const OptionRow new_options[] = {
#define LEAF(flag, holder, name, attribute, from, metavar, da, en) { flag, metavar, { da, en } },
#include "intake/new.def"
#undef LEAF
	{ "debtor", "ID", { "endnu en skyldner; andre flag rammer den som ID=VÆRDI", "one more debtor; other flags reach it as ID=VALUE" } },
	{ "item", "ID", { "endnu et krav; andre flag rammer det som ID=VÆRDI", "one more item; other flags reach it as ID=VALUE" } },
	{ "document", "FIL", { "kopier filen ind i mappen", "copy the file into the folder" } },
	{ "event", "\"NAVN on=DATO …\"", { "en hændelse med sine felter", "an event with its fields" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* The claim being written: for each holder its ids, and what stands in each of their leaves. */
typedef struct Draft {
	const Call *call;
	GPtrArray *ids[HOLDERS]; /* char*; those that there is one of have the id "" */
	GHashTable *values; /* "flag\nid" → char* */
	GPtrArray *files; /* char*: base names copied into the folder */
} Draft;

static char *key_of(const char *flag, const char *id)
{
	return g_strdup_printf("%s\n%s", flag, id);
}

static const char *value_of(const Draft *draft, const char *flag, const char *id)
{
	g_autofree char *key = key_of(flag, id);
	return g_hash_table_lookup(draft->values, key);
}

static void set_value(Draft *draft, const char *flag, const char *id, const char *value)
{
	g_hash_table_insert(draft->values, key_of(flag, id), g_strdup(value));
}

static bool has_id(const GPtrArray *ids, const char *id, size_t length)
{
	for (guint i = 0; i < ids->len; i++)
		if (strlen(ids->pdata[i]) == length && strncmp(ids->pdata[i], id, length) == 0)
			return true;
	return false;
}

/* "d2=Hansen" reaches the debtor d2 when one was declared; else the value is the first one's, "=" and all. */
static void place_value(Draft *draft, const Leaf *leaf, const char *given)
{
	GPtrArray *ids = draft->ids[leaf->holder];
	const char *equals = strchr(given, '=');
	if (equals != NULL && equals > given && has_id(ids, given, (size_t)(equals - given))) {
		g_autofree char *id = g_strndup(given, (gsize)(equals - given));
		set_value(draft, leaf->flag, id, equals + 1);
		return;
	}
	if (ids->len > 0)
		set_value(draft, leaf->flag, ids->pdata[0], given);
}

static void declare(Draft *draft, Holder holder, const char *option, const char *first)
{
	const GPtrArray *given = call_options(draft->call, option);
	if (first != NULL)
		g_ptr_array_add(draft->ids[holder], g_strdup(first));
	for (guint i = 0; given != NULL && i < given->len; i++)
		if (!has_id(draft->ids[holder], given->pdata[i], strlen(given->pdata[i])))
			g_ptr_array_add(draft->ids[holder], g_strdup(given->pdata[i]));
}

static void take_flags(Draft *draft)
{
	for (size_t i = 0; i < G_N_ELEMENTS(leaves); i++) {
		const GPtrArray *given = call_options(draft->call, leaves[i].flag);
		for (guint k = 0; given != NULL && k < given->len; k++)
			place_value(draft, &leaves[i], given->pdata[k]);
	}
}

/* Kroner with a point from whole minor units. */
static char *as_written(const Fact *fact)
{
	const FactName *name = fact_name_find(fact->name);
	Money money;
	if (name != NULL && name->type == FACT_MINOR && money_parse_ore(fact->value, &money))
		return money_plain(money);
	return g_strdup(fact->value);
}

/* What an e-invoice says fills what no flag has said: creditor, first debtor, and an item of its own number. */
static void take_invoice(Draft *draft, const Reading *reading, bool first)
{
	const char *id = "1";
	g_autofree char *own = NULL;
	if (!first) {
		own = g_strdup_printf("%u", draft->ids[ITEM]->len + 1);
		g_ptr_array_add(draft->ids[ITEM], g_strdup(own));
		id = own;
	}
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		for (size_t k = 0; k < G_N_ELEMENTS(leaves); k++) {
			if (leaves[k].from_invoice == NULL || strcmp(leaves[k].from_invoice, fact->name) != 0)
				continue;
			const char *to = leaves[k].holder == ITEM ? id : leaves[k].holder == DEBTOR ? "d1" : "";
			g_autofree char *text = as_written(fact);
			if (value_of(draft, leaves[k].flag, to) == NULL)
				set_value(draft, leaves[k].flag, to, text);
		}
	}
}

static bool copy_file(Draft *draft, const char *path, const char *folder, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_FILE_BYTES, error);
	if (bytes == NULL)
		return false;
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *to = g_build_filename(folder, base, NULL);
	if (has_id(draft->files, base, strlen(base)))
		return error_set(error, ERROR_USAGE, "same-name", "To filer hedder %s.", "Two files are called %s.", base);
	g_ptr_array_add(draft->files, g_strdup(base));
	return file_write(to, bytes, error);
}

static bool take_documents(Draft *draft, const char *folder, GError **error)
{
	const GPtrArray *given = call_options(draft->call, "document");
	g_autoptr(Reader) reader = reader_new(NULL);
	bool first = true;
	for (guint i = 0; given != NULL && i < given->len; i++) {
		const char *path = given->pdata[i];
		if (!copy_file(draft, path, folder, error))
			return false;
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		g_autoptr(Reading) reading = fd >= 0 ? reader_read(reader, path, fd, error) : NULL;
		if (fd >= 0)
			close(fd);
		if (reading == NULL)
			return false;
		if (strcmp(reading->media, "ubl-invoice") == 0) {
			take_invoice(draft, reading, first);
			first = false;
		}
	}
	return true;
}

typedef struct Question {
	const char *flag, *id;
	Say ask;
} Question;

/* What decides most and no e-invoice tells. An empty answer leaves it out. */
static void ask(Draft *draft)
{
	static const Question questions[] = {
		{ "creditor-name", "", { "Kreditors navn", "Creditor's name" } },
		{ "creditor-account", "", { "Kreditors konto (reg.nr. og kontonr.)", "Creditor's account" } },
		{ "debtor-name", "d1", { "Skyldners navn", "Debtor's name" } },
		{ "debtor-kind", "d1", { "Skyldner er consumer, business eller public", "Debtor is consumer, business or public" } },
		{ "debtor-address", "d1", { "Skyldners vej og nummer", "Debtor's street and number" } },
		{ "debtor-postcode", "d1", { "Skyldners postnummer", "Debtor's postcode" } },
		{ "item-due-basis", "1", { "Forfaldsdagen er agreed, demand, info eller filing", "The due date is agreed, demand, info or filing" } },
		{ "unpaid", "", { "Er kravet ubetalt (yes/no)", "Is the claim unpaid (yes/no)" } },
		{ "objection-expected", "", { "Ventes indsigelser (yes/no)", "Are objections expected (yes/no)" } },
	};
	for (size_t i = 0; draft->call->may_ask && i < G_N_ELEMENTS(questions); i++) {
		char line[1024];
		if (value_of(draft, questions[i].flag, questions[i].id) != NULL)
			continue;
		fprintf(stderr, "%s: ", say(questions[i].ask, draft->call->lang));
		if (fgets(line, sizeof line, stdin) == NULL)
			return;
		g_strstrip(line);
		if (*line != '\0' && g_utf8_validate(line, -1, NULL))
			set_value(draft, questions[i].flag, questions[i].id, line);
	}
}

static void add_attribute(GString *xml, const char *name, const char *value)
{
	g_autofree char *safe = g_markup_escape_text(value, -1);
	g_string_append_printf(xml, " %s=\"%s\"", name, safe);
}

static void write_holder(const Draft *draft, Holder holder, const char *id, GString *xml)
{
	g_autoptr(GString) inside = g_string_new(NULL), head = g_string_new(NULL);
	bool any = holder == DEBTOR || holder == ITEM || holder == DOCUMENT;
	if (holder == DEBTOR || holder == ITEM)
		add_attribute(head, "id", id);
	if (holder == DOCUMENT)
		add_attribute(head, "file", id);
	for (size_t i = 0; i < G_N_ELEMENTS(leaves); i++) {
		const char *value = leaves[i].holder == holder ? value_of(draft, leaves[i].flag, id) : NULL;
		if (value == NULL)
			continue;
		any = true;
		if (leaves[i].attribute) {
			add_attribute(head, leaves[i].name, value);
			continue;
		}
		g_autofree char *safe = g_markup_escape_text(value, -1);
		g_string_append_printf(inside, "    <%s>%s</%s>\n", leaves[i].name, safe, leaves[i].name);
	}
	if (!any)
		return;
	const char *element = holder_elements[holder];
	if (inside->len > 0)
		g_string_append_printf(xml, "  <%s%s>\n%s  </%s>\n", element, head->str, inside->str, element);
	else
		g_string_append_printf(xml, "  <%s%s/>\n", element, head->str);
}

/* "demand_sent on=2026-10-01 deadline-on=2026-10-12" */
static bool write_event(const char *given, GString *xml, GError **error)
{
	g_auto(GStrv) words = g_strsplit(given, " ", -1);
	g_string_append(xml, "  <event");
	add_attribute(xml, "name", words[0] != NULL ? words[0] : "");
	for (guint i = 1; words[0] != NULL && words[i] != NULL; i++) {
		char *equals = strchr(words[i], '=');
		if (equals == NULL)
			return error_set(error, ERROR_USAGE, "bad-event", "--event: %s er ikke FELT=VÆRDI.", "--event: %s is not FIELD=VALUE.",
			                 words[i]);
		*equals = '\0';
		add_attribute(xml, words[i], equals + 1);
	}
	g_string_append(xml, "/>\n");
	return true;
}

static bool write_claim(const Draft *draft, const char *path, GError **error)
{
	g_autoptr(GString) xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<claim xmlns=\"urn:paakrav:claim:1\">\n");
	for (int h = 0; h < DOCUMENT; h++)
		for (guint i = 0; i < draft->ids[h]->len; i++)
			write_holder(draft, (Holder)h, draft->ids[h]->pdata[i], xml);
	for (guint i = 0; i < draft->files->len; i++)
		write_holder(draft, DOCUMENT, draft->files->pdata[i], xml);
	const GPtrArray *events = call_options(draft->call, "event");
	for (guint i = 0; events != NULL && i < events->len; i++)
		if (!write_event(events->pdata[i], xml, error))
			return false;
	for (int h = CHOICES; h < HOLDERS; h++)
		write_holder(draft, (Holder)h, "", xml);
	g_string_append(xml, "</claim>\n");
	g_autoptr(GBytes) bytes = g_bytes_new(xml->str, xml->len);
	return file_write(path, bytes, error);
}

/* What we wrote is read as a stranger's: a flag with a bad value is refused here, with line and column. */
static bool check_claim(const char *path, GError **error)
{
	g_autoptr(Reader) reader = reader_new(NULL);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	g_autoptr(Reading) reading = fd >= 0 ? reader_read(reader, "claim.xml", fd, error) : NULL;
	if (fd >= 0)
		close(fd);
	return reading != NULL;
}

static bool folder_is_free(const char *folder, GError **error)
{
	if (!folder_make(folder, error))
		return false;
	g_autoptr(GPtrArray) names = folder_list(folder, error);
	if (names == NULL)
		return false;
	if (names->len == 0)
		return true;
	error_set(error, ERROR_INPUT, "not-empty", "Mappen %s er ikke tom.", "The folder %s is not empty.", folder);
	error_remedy(error, "Nævn en ny mappe.", "Name a new folder.");
	return false;
}

static void draft_clear(Draft *draft)
{
	for (int h = 0; h < HOLDERS; h++)
		g_ptr_array_unref(draft->ids[h]);
	g_hash_table_unref(draft->values);
	g_ptr_array_unref(draft->files);
}

static bool fill(Draft *draft, const char *folder, GError **error)
{
	const GPtrArray *files = call_options(draft->call, "document");
	for (guint i = 0; files != NULL && i < files->len; i++)
		g_ptr_array_add(draft->ids[DOCUMENT], g_path_get_basename(files->pdata[i]));
	declare(draft, DEBTOR, "debtor", call_has(draft->call, "debtor") ? NULL : "d1");
	declare(draft, ITEM, "item", call_has(draft->call, "item") ? NULL : "1");
	take_flags(draft);
	if (!take_documents(draft, folder, error))
		return false;
	ask(draft);
	for (guint i = 0; i < draft->ids[ITEM]->len; i++)
		if (value_of(draft, "item-kind", draft->ids[ITEM]->pdata[i]) == NULL)
			set_value(draft, "item-kind", draft->ids[ITEM]->pdata[i], "invoice");
	return true;
}

int new_run(const Call *call, cJSON **result, GError **error)
{
	const char *folder = call->argv[0];
	g_autofree char *path = g_build_filename(folder, "claim.xml", NULL);
	if (!folder_is_free(folder, error))
		return -1;
	Draft draft = { .call = call };
	for (int h = 0; h < HOLDERS; h++)
		draft.ids[h] = g_ptr_array_new_with_free_func(g_free);
	static const Holder single[] = { CREDITOR, REPRESENTATIVE, CHOICES, INSTRUCTION, OPERATOR, AGREEMENT };
	for (size_t i = 0; i < G_N_ELEMENTS(single); i++)
		g_ptr_array_add(draft.ids[single[i]], g_strdup(""));
	draft.values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	draft.files = g_ptr_array_new_with_free_func(g_free);
	bool fine = fill(&draft, folder, error) && write_claim(&draft, path, error) && check_claim(path, error);
	if (fine) {
		*result = json_result("new");
		json_text(*result, "directory", folder);
		cJSON *files = json_array(*result, "files");
		json_push_text(files, "claim.xml");
		for (guint i = 0; i < draft.files->len; i++)
			json_push_text(files, draft.files->pdata[i]);
	} else {
		/* The folder was empty when we came: leave it so, that the same command can be given again. */
		folder_remove(folder, NULL);
	}
	draft_clear(&draft);
	return fine ? EXIT_FINE : -1;
}

void new_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "Mappen %s er klar:\n" : "The folder %s is ready:\n", json_get_text(result, "directory"));
	const cJSON *file;
	cJSON_ArrayForEach(file, json_get(result, "files")) g_string_append_printf(out, "  %s\n", file->valuestring);
	g_string_append(out, da ? "Læg den i indbakken, eller kør paakrav submit på den.\n"
	                        : "Put it into the inbox, or run paakrav submit on it.\n");
}
