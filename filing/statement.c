#include "filing/statement.h"

#include "filing/account.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

const Voice voice_form = { "kreditor", "Kreditor", "skyldner", "Skyldner", "skyldnerne", "Skyldnerne",
	                       "§ 477 b, stk. 1" };
const Voice voice_claim = { "sagsøger", "Sagsøger", "sagsøgte", "Sagsøgte", "de sagsøgte", "De sagsøgte", NULL };

static void sentence_free(Sentence *sentence)
{
	g_free(sentence->text);
	sources_clear(&sentence->sources);
	g_free(sentence);
}

static void paragraph_free(Paragraph *paragraph)
{
	g_ptr_array_unref(paragraph->sentences);
	g_ptr_array_unref(paragraph->rows);
	g_ptr_array_unref(paragraph->lines);
	g_strfreev(paragraph->sum);
	g_free(paragraph->heading);
	g_free(paragraph);
}

static void open_topic_free(OpenTopic *topic)
{
	g_free(topic->da);
	g_free(topic->en);
	g_free(topic);
}

void statement_free(Statement *statement)
{
	if (statement == NULL)
		return;
	g_ptr_array_unref(statement->paragraphs);
	g_ptr_array_unref(statement->open);
	g_free(statement);
}

#define PLACES 24 /* in one wording, those for the parties among them */

/* In what the parties are called, and the pairs. */
static char *fill(Account *account, const char *key, va_list pairs)
{
	const Voice *voice = account->voice;
	bool many = account->c->debtors->len > 1;
	Filling fillings[PLACES + 1] = {
		{ "creditor", voice->creditor },
		{ "Creditor", voice->Creditor },
		{ "debtor", many ? voice->debtors : voice->debtor },
		{ "Debtor", many ? voice->Debtors : voice->Debtor },
	};
	const char *name;
	for (size_t n = 4; (name = va_arg(pairs, const char *)) != NULL; n++) {
		assert(n < PLACES);
		fillings[n] = (Filling){ name, va_arg(pairs, const char *) };
	}
	char *text = account->failed ? NULL : template_fill(account->templates, key, fillings, account->error);
	account->failed = account->failed || text == NULL;
	return text != NULL ? text : g_strdup("");
}

char *account_words(Account *account, const char *key, ...)
{
	va_list pairs;
	va_start(pairs, key);
	char *text = fill(account, key, pairs);
	va_end(pairs);
	return text;
}

Paragraph *account_paragraph_as(Account *account, const char *topic, const char *heading_key, bool several)
{
	Paragraph *paragraph = g_new0(Paragraph, 1);
	paragraph->topic = topic;
	paragraph->heading = account_words(account, heading_key, "several", TEMPLATE_WHEN(several), NULL);
	paragraph->sentences = g_ptr_array_new_with_free_func((GDestroyNotify)sentence_free);
	paragraph->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	paragraph->lines = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(account->statement->paragraphs, paragraph);
	return paragraph;
}

Paragraph *account_paragraph(Account *account, const char *topic, bool several)
{
	g_autofree char *key = g_strconcat("heading.", topic, NULL);
	return account_paragraph_as(account, topic, key, several);
}

Sentence *account_say(Account *account, Paragraph *paragraph, const char *key, ...)
{
	Sentence *sentence = g_new0(Sentence, 1);
	va_list pairs;
	va_start(pairs, key);
	sentence->key = key;
	sentence->text = fill(account, key, pairs);
	va_end(pairs);
	g_strdelimit(sentence->text, "\n", ' '); /* a wording may be broken over lines; a sentence runs on */
	g_ptr_array_add(paragraph->sentences, sentence);
	return sentence;
}

void account_open(Account *account, const char *topic, const char *da, const char *en)
{
	OpenTopic *open = g_new0(OpenTopic, 1);
	open->topic = topic;
	open->da = g_strdup(da);
	open->en = g_strdup(en);
	g_ptr_array_add(account->statement->open, open);
}

static bool empty(const Paragraph *paragraph)
{
	return paragraph->sentences->len == 0 && paragraph->rows->len == 0;
}

Statement *statement_write(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const Voice *voice,
                           const Templates *templates, GError **error)
{
	g_autoptr(Statement) statement = g_new0(Statement, 1);
	statement->paragraphs = g_ptr_array_new_with_free_func((GDestroyNotify)paragraph_free);
	statement->open = g_ptr_array_new_with_free_func((GDestroyNotify)open_topic_free);
	Account account = { assessment, assessment->on_case, claimed, sums, voice, statement, templates, error, false };
	account_claim(&account);
	account_payments(&account);
	account_course(&account);
	account_reaction(&account);
	account_money(&account);
	account_ground(&account);
	for (guint i = statement->paragraphs->len; i > 0; i--)
		if (empty(statement->paragraphs->pdata[i - 1]))
			g_ptr_array_remove_index(statement->paragraphs, i - 1);
	return account.failed ? NULL : g_steal_pointer(&statement);
}

char *statement_text(const Statement *statement)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		g_string_append_printf(out, "%s%s\n", i > 0 ? "\n" : "", paragraph->heading);
		for (guint k = 0; k < paragraph->sentences->len; k++)
			g_string_append_printf(out, "%s%s", k > 0 ? " " : "", ((Sentence *)paragraph->sentences->pdata[k])->text);
		if (paragraph->sentences->len > 0)
			g_string_append_c(out, '\n');
		for (guint k = 0; k < paragraph->lines->len; k++)
			g_string_append_printf(out, "- %s\n", (const char *)paragraph->lines->pdata[k]);
	}
	if (out->len > 0 && out->str[out->len - 1] == '\n')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

cJSON *statement_json(const Statement *statement)
{
	cJSON *array = cJSON_CreateArray();
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		cJSON *object = json_push(array);
		json_text(object, "topic", paragraph->topic);
		json_text(object, "heading", paragraph->heading);
		cJSON *sentences = json_array(object, "sentences");
		for (guint k = 0; k < paragraph->sentences->len; k++) {
			const Sentence *sentence = paragraph->sentences->pdata[k];
			cJSON *row = json_push(sentences);
			json_text(row, "key", sentence->key);
			json_text(row, "text", sentence->text);
			sources_json(&sentence->sources, row);
		}
		cJSON *rows = json_array(object, "rows");
		for (guint k = 0; k < paragraph->lines->len; k++)
			json_push_text(rows, paragraph->lines->pdata[k]);
	}
	return array;
}

void statement_pages(const Statement *statement, Pages *pages)
{
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		pages_gap(pages, i > 0 ? 1.8 : 0.4);
		pages_need(pages, paragraph->rows->len > 0 ? 26 : 13);
		pages_fixed(pages, FACE_BOLD, paragraph->heading);
		g_autoptr(GString) text = g_string_new(NULL);
		for (guint k = 0; k < paragraph->sentences->len; k++)
			g_string_append_printf(text, "%s%s", k > 0 ? " " : "", ((Sentence *)paragraph->sentences->pdata[k])->text);
		if (text->len > 0)
			pages_text(pages, FACE_TEXT, text->str);
		if (paragraph->rows->len > 0)
			pages_table(pages, paragraph->columns, paragraph->n_columns, paragraph->rows, paragraph->sum);
	}
}

const Sentence *statement_sentence(const Statement *statement, const char *key)
{
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		for (guint k = 0; k < paragraph->sentences->len; k++)
			if (strcmp(((Sentence *)paragraph->sentences->pdata[k])->key, key) == 0)
				return paragraph->sentences->pdata[k];
	}
	return NULL;
}

Sources statement_sources(const Statement *statement)
{
	Sources all = { 0 };
	for (guint i = 0; i < statement->paragraphs->len; i++) {
		const Paragraph *paragraph = statement->paragraphs->pdata[i];
		for (guint k = 0; k < paragraph->sentences->len; k++)
			sources_join(&all, &((Sentence *)paragraph->sentences->pdata[k])->sources);
	}
	return all;
}

char *words_join(const GPtrArray *words)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 == words->len ? " og " : ", ",
		                       (const char *)words->pdata[i]);
	return g_string_free(out, FALSE);
}

#define WORDY_CHARS 200 /* three lines */

bool item_wordy(const Item *item)
{
	const char *description = field_text(&item->description);
	return description != NULL && g_utf8_strlen(description, -1) > WORDY_CHARS;
}

char *item_called(const Item *item)
{
	const char *number = field_text(&item->number), *description = field_text(&item->description);
	if (item->kind == ITEM_INVOICE && number != NULL)
		return g_strdup_printf("faktura %s", number);
	if (number != NULL)
		return g_strdup_printf("kravet nr. %s", number);
	return description != NULL && !item_wordy(item) ? g_strdup_printf("kravet »%s«", description) : g_strdup("kravet");
}

char *words_bare(const char *words)
{
	char *bare = g_strchomp(g_strdup(words));
	size_t n = strlen(bare);
	if (n > 0 && bare[n - 1] == '.' && !g_str_has_suffix(bare, "..") && !g_str_has_suffix(bare, "kr."))
		bare[n - 1] = '\0';
	return bare;
}

char *party_called(const Party *party)
{
	const char *name = field_text(&party->name);
	return g_strdup(name != NULL ? name : party->id);
}
