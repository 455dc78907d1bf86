#include "intake/reading.h"

#include "intake/limits.h"

#include <string.h>

static void free_line(void *data)
{
	InvoiceLine *line = data;
	g_free(line->text);
	g_free(line->quantity);
	g_free(line->unit);
	g_free(line);
}

static void free_fact(void *fact)
{
	fact_free(fact);
}

static void free_event(void *event)
{
	event_free(event);
}

static void free_page(void *data)
{
	PageText *page = data;
	g_free(page->text);
	g_free(page);
}

static void free_child(void *data)
{
	ZipEntry *child = data;
	g_free(child->name);
	g_free(child->file);
	g_free(child);
}

Reading *reading_new(const char *media)
{
	Reading *reading = g_new0(Reading, 1);
	reading->media = g_strdup(media);
	reading->facts = g_ptr_array_new_with_free_func(free_fact);
	reading->events = g_ptr_array_new_with_free_func(free_event);
	reading->lines = g_ptr_array_new_with_free_func(free_line);
	reading->notes = g_ptr_array_new_with_free_func(g_free);
	reading->pages = g_ptr_array_new_with_free_func(free_page);
	reading->children = g_ptr_array_new_with_free_func(free_child);
	return reading;
}

void reading_free(Reading *reading)
{
	if (reading == NULL)
		return;
	g_free(reading->media);
	g_ptr_array_unref(reading->facts);
	g_ptr_array_unref(reading->events);
	g_ptr_array_unref(reading->lines);
	g_ptr_array_unref(reading->notes);
	g_ptr_array_unref(reading->pages);
	g_ptr_array_unref(reading->children);
	g_free(reading);
}

void reading_prove(const Reading *reading, const char *name, const char *sha256)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		Fact *fact = reading->facts->pdata[i];
		Proof *proof = &fact->proof;
		if (strcmp(fact->subject, "document") == 0) {
			g_free(fact->subject);
			fact->subject = g_strconcat("document/", name, NULL);
		}
		g_free(proof->document);
		g_free(proof->sha256);
		proof->document = g_strdup(name);
		proof->sha256 = g_strdup(sha256);
	}
}

static void fact_json(cJSON *object, const Fact *fact)
{
	json_text(object, "subject", fact->subject);
	json_text(object, "name", fact->name);
	json_text(object, "value", fact->value);
	if (g_strcmp0(fact->raw, fact->value) != 0)
		json_text(object, "raw", fact->raw);
	json_int(object, "confidence", fact->confidence);
	json_text(object, "status", fact_status_name(fact->status));
	json_int(object, "page", fact->proof.page);
	json_text(object, "place", fact->proof.place);
	json_text(object, "reader", fact->proof.reader);
}

static void told_event_json(cJSON *object, const Event *event)
{
	json_text(object, "name", event->name);
	json_date(object, "on", event->on);
	json_text(object, "debtor", event->debtor);
	json_text(object, "claim", event->claim);
	if (event->has_amount)
		json_money(object, "amount_ore", event->amount);
	json_date(object, "deadline_on", event->deadline_on);
	json_text(object, "paid_to", event->paid_to);
	json_text(object, "ground", event->ground);
	json_text(object, "document", event->document);
	json_text(object, "by", event->by);
	json_text(object, "place", event->place);
}

static void line_json(cJSON *object, const InvoiceLine *line)
{
	json_text(object, "text", line->text);
	json_text(object, "quantity", line->quantity);
	json_text(object, "unit", line->unit);
	if (line->has_amount) {
		g_autofree char *amount = g_strdup_printf("%" G_GINT64_FORMAT, line->amount_minor);
		json_text(object, "amount_minor", amount);
	}
}

cJSON *reading_json(const Reading *reading)
{
	cJSON *object = cJSON_CreateObject();
	json_text(object, "media", reading->media);
	cJSON *facts = json_array(object, "facts");
	for (guint i = 0; i < reading->facts->len; i++)
		fact_json(json_push(facts), reading->facts->pdata[i]);
	cJSON *events = json_array(object, "events");
	for (guint i = 0; i < reading->events->len; i++)
		told_event_json(json_push(events), reading->events->pdata[i]);
	cJSON *lines = json_array(object, "lines");
	for (guint i = 0; i < reading->lines->len; i++)
		line_json(json_push(lines), reading->lines->pdata[i]);
	cJSON *notes = json_array(object, "notes");
	for (guint i = 0; i < reading->notes->len; i++)
		json_push_text(notes, reading->notes->pdata[i]);
	cJSON *pages = json_array(object, "pages");
	for (guint i = 0; i < reading->pages->len; i++) {
		const PageText *page = reading->pages->pdata[i];
		cJSON *row = json_push(pages);
		json_int(row, "page", page->page);
		json_bool(row, "recognised", page->recognised);
		json_text(row, "text", page->text);
	}
	return object;
}

/* Text that may be absent, at most one fact long; *fine becomes false when it is neither. */
static char *text_of(const cJSON *object, const char *key, bool *fine)
{
	const cJSON *item = json_get(object, key);
	if (item == NULL || cJSON_IsNull(item))
		return NULL;
	if (!cJSON_IsString(item) || strlen(item->valuestring) > LIMIT_FACT_BYTES ||
	    !g_utf8_validate(item->valuestring, -1, NULL)) {
		*fine = false;
		return NULL;
	}
	return g_strdup(item->valuestring);
}

static Date date_of(const cJSON *object, const char *key, bool *fine)
{
	const char *text = json_get_text(object, key);
	Date date = DATE_NONE;
	if (text != NULL && !date_parse(text, &date))
		*fine = false;
	return date;
}

static Fact *fact_of(const cJSON *object)
{
	bool fine = true;
	g_autoptr(Fact) fact = g_new0(Fact, 1);
	fact->subject = text_of(object, "subject", &fine);
	fact->name = text_of(object, "name", &fine);
	fact->value = text_of(object, "value", &fine);
	fact->raw = text_of(object, "raw", &fine);
	fact->proof.place = text_of(object, "place", &fine);
	fact->proof.reader = text_of(object, "reader", &fine);
	int64_t page = json_get_int(object, "page", -1), confidence = json_get_int(object, "confidence", -1);
	const char *status = json_get_text(object, "status");
	if (!fine || fact->subject == NULL || fact->name == NULL || status == NULL || !fact_status_parse(status, &fact->status) ||
	    page < 0 || page > G_MAXINT || confidence < 0 || confidence > 100)
		return NULL;
	const FactName *name = fact_name_find(fact->name);
	if (name == NULL || !fact_value_fits(name, fact->value))
		return NULL;
	if (fact->raw == NULL)
		fact->raw = g_strdup(fact->value);
	fact->proof.page = (int)page;
	fact->confidence = (int)confidence;
	return g_steal_pointer(&fact);
}

static Event *event_of(const cJSON *object)
{
	bool fine = true;
	g_autoptr(Event) event = g_new0(Event, 1);
	event->name = text_of(object, "name", &fine);
	event->on = date_of(object, "on", &fine);
	event->debtor = text_of(object, "debtor", &fine);
	event->claim = text_of(object, "claim", &fine);
	event->deadline_on = date_of(object, "deadline_on", &fine);
	event->paid_to = text_of(object, "paid_to", &fine);
	event->ground = text_of(object, "ground", &fine);
	event->document = text_of(object, "document", &fine);
	event->by = text_of(object, "by", &fine);
	event->place = text_of(object, "place", &fine);
	event->has_amount = json_get(object, "amount_ore") != NULL;
	if (event->has_amount) {
		int64_t ore = json_get_int(object, "amount_ore", INT64_MAX);
		if (ore > LIMIT_MONEY_ORE || ore < -LIMIT_MONEY_ORE)
			return NULL;
		event->amount = money_of_ore(ore);
	}
	return fine && event->name != NULL ? g_steal_pointer(&event) : NULL;
}

static InvoiceLine *line_of(const cJSON *object)
{
	bool fine = true;
	InvoiceLine *line = g_new0(InvoiceLine, 1);
	line->text = text_of(object, "text", &fine);
	line->quantity = text_of(object, "quantity", &fine);
	line->unit = text_of(object, "unit", &fine);
	const char *amount = json_get_text(object, "amount_minor");
	line->has_amount = amount != NULL;
	gint64 minor = 0;
	if (amount != NULL && !g_ascii_string_to_signed(amount, 10, G_MININT64, G_MAXINT64, &minor, NULL))
		fine = false;
	line->amount_minor = minor;
	if (fine)
		return line;
	free_line(line);
	return NULL;
}

static void *note_of(const cJSON *item)
{
	if (!cJSON_IsString(item) || strlen(item->valuestring) > LIMIT_FACT_BYTES)
		return NULL;
	return g_strdup(item->valuestring);
}

static void *page_of(const cJSON *item)
{
	const char *text = json_get_text(item, "text");
	int64_t number = json_get_int(item, "page", 0);
	if (text == NULL || strlen(text) > LIMIT_PAGE_TEXT_BYTES || !g_utf8_validate(text, -1, NULL) || number < 1 ||
	    number > LIMIT_PAGES)
		return NULL;
	PageText *page = g_new0(PageText, 1);
	page->page = (int)number;
	page->recognised = json_get_bool(item, "recognised");
	page->text = g_strdup(text);
	return page;
}

typedef void *(*ElementReader)(const cJSON *element);

static void *read_fact(const cJSON *element)
{
	return fact_of(element);
}

static void *read_event(const cJSON *element)
{
	return event_of(element);
}

static void *read_page(const cJSON *element)
{
	return page_of(element);
}

static void *read_line(const cJSON *element)
{
	return line_of(element);
}

static bool fill(GPtrArray *array, const cJSON *json, int limit, ElementReader read)
{
	if (json == NULL)
		return true;
	if (!cJSON_IsArray(json))
		return false;
	int n = 0;
	for (const cJSON *element = json->child; element != NULL; element = element->next) {
		void *made = ++n <= limit ? read(element) : NULL;
		if (made == NULL)
			return false;
		g_ptr_array_add(array, made);
	}
	return true;
}

Reading *reading_of_json(const cJSON *json)
{
	const char *media = json_get_text(json, "media");
	if (media == NULL || strlen(media) > 32)
		return NULL;
	g_autoptr(Reading) reading = reading_new(media);
	if (!fill(reading->facts, json_get(json, "facts"), LIMIT_CASE_FACTS, read_fact) ||
	    !fill(reading->events, json_get(json, "events"), LIMIT_CASE_EVENTS, read_event) ||
	    !fill(reading->lines, json_get(json, "lines"), LIMIT_CASE_FACTS, read_line) ||
	    !fill(reading->notes, json_get(json, "notes"), LIMIT_CASE_FACTS, note_of) ||
	    !fill(reading->pages, json_get(json, "pages"), LIMIT_PAGES, read_page))
		return NULL;
	return g_steal_pointer(&reading);
}
