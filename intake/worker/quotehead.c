#include "intake/worker/quotehead.h"

#include "intake/worker/sentday.h"

#include <string.h>

enum { LABEL_BYTES = 30, BLOCK_LINES = 40, SAID_LINES = 3, SAID_BYTES = 400 };

typedef enum Label { LABEL_NONE, LABEL_FROM, LABEL_SENT, LABEL_TO, LABEL_SUBJECT, LABEL_OTHER } Label;

static const struct {
	const char *word;
	Label label;
} labels[] = {
	{ "fra", LABEL_FROM }, { "from", LABEL_FROM }, { "von", LABEL_FROM }, { "från", LABEL_FROM }, { "afsender", LABEL_FROM },
	{ "sendt", LABEL_SENT }, { "sent", LABEL_SENT }, { "date", LABEL_SENT }, { "dato", LABEL_SENT }, { "gesendet", LABEL_SENT },
	{ "datum", LABEL_SENT }, { "skickat", LABEL_SENT }, { "sendt den", LABEL_SENT }, { "sent at", LABEL_SENT },
	{ "til", LABEL_TO }, { "to", LABEL_TO }, { "an", LABEL_TO }, { "till", LABEL_TO }, { "modtager", LABEL_TO },
	{ "emne", LABEL_SUBJECT }, { "subject", LABEL_SUBJECT }, { "betreff", LABEL_SUBJECT }, { "ämne", LABEL_SUBJECT },
	{ "vedr", LABEL_OTHER }, { "cc", LABEL_OTHER }, { "bcc", LABEL_OTHER }, { "kopi", LABEL_OTHER }, { "kopia", LABEL_OTHER },
	{ "svar til", LABEL_OTHER }, { "reply-to", LABEL_OTHER }, { "antwort an", LABEL_OTHER }, { "vigtighed", LABEL_OTHER },
	{ "prioritet", LABEL_OTHER }, { "importance", LABEL_OTHER }, { "priority", LABEL_OTHER }, { "wichtigkeit", LABEL_OTHER },
	{ "attachments", LABEL_OTHER }, { "vedhæftede filer", LABEL_OTHER }, { "vedhæftet", LABEL_OTHER },
	{ "anlagen", LABEL_OTHER }, { "bifogade filer", LABEL_OTHER }, { "message-id", LABEL_OTHER }, { "resent-from", LABEL_OTHER },
};

static const char *const separators[] = { "oprindelig meddelelse", "oprindelig besked", "original message",
	"original appointment", "oprindelig aftale", "videresendt meddelelse", "videresendt besked", "videresendt mail",
	"forwarded message", "ursprüngliche nachricht", "original-nachricht", "weitergeleitete nachricht",
	"ursprungligt meddelande", "originalmeddelande", "vidarebefordrat meddelande", "begin forwarded message",
	"start på videresendt besked", "starten på videresendt besked", "anfang der weitergeleiteten nachricht",
	"anfang der weitergeleiteten e-mail", "vidarebefordrat brev", "påbörja vidarebefordrat brev", NULL };

void quotehead_clear(QuoteHead *head)
{
	g_free(head->who);
	g_free(head->whom);
	g_free(head->subject);
	*head = (QuoteHead){ .on = DATE_NONE };
}

static const TextLine *line_at(const GArray *lines, guint i)
{
	return g_array_index(lines, QuoteLine, i).line;
}

static bool is_blank(const GArray *lines, guint i)
{
	return line_at(lines, i)->words->len == 0;
}

static bool same_depth(const GArray *lines, guint i, guint j)
{
	return j < lines->len && line_at(lines, j)->marked == line_at(lines, i)->marked;
}

static char *stripped(const char *from, size_t length, const char *marks)
{
	const char *end = from + length;
	while (from < end && (g_ascii_isspace(*from) || strchr(marks, *from) != NULL))
		from++;
	while (end > from && (g_ascii_isspace(end[-1]) || strchr(marks, end[-1]) != NULL))
		end--;
	return g_strndup(from, (size_t)(end - from));
}

/* "*Fra:* Jens Holm": the label and what stands behind it. */
static Label label_of(const char *plain, char **value)
{
	*value = NULL;
	const char *colon = memchr(plain, ':', strnlen(plain, LABEL_BYTES));
	if (colon == NULL)
		return LABEL_NONE;
	g_autofree char *word = stripped(plain, (size_t)(colon - plain), "*_");
	g_autofree char *low = g_utf8_strdown(word, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strcmp(labels[i].word, low) == 0) {
			*value = stripped(colon + 1, strlen(colon + 1), "*_");
			return labels[i].label;
		}
	return LABEL_NONE;
}

/* Cheap, for every line of a text: only then is it put together. */
static bool may_be_label(const TextLine *line)
{
	for (guint i = 0; i < line->words->len && i < 3; i++)
		if (strchr(((const TextWord *)line->words->pdata[i])->text, ':') != NULL)
			return true;
	return false;
}

static bool is_rule(const char *word)
{
	return strlen(word) >= 5 && (strspn(word, "_") == strlen(word) || strspn(word, "-") == strlen(word));
}

static bool is_separator(const TextLine *line)
{
	if (line->words->len == 0 || line->words->len > 8)
		return false;
	/* Cheap, for every line: rules around it, or a colon at its end. */
	const char *first = ((const TextWord *)line->words->pdata[0])->text, *last = ((const TextWord *)line->words->pdata[line->words->len - 1])->text;
	if (strchr("-_=*", *first) == NULL && !g_str_has_suffix(last, ":"))
		return false;
	g_autofree char *plain = text_line_plain(line, 0);
	g_autofree char *middle = stripped(plain, strlen(plain), "-_=*:");
	g_autofree char *low = g_utf8_strdown(middle, -1);
	return g_strv_contains(separators, low);
}

static void take(QuoteHead *head, Label label, char **value)
{
	char **to = label == LABEL_FROM      ? &head->who
	            : label == LABEL_TO      ? &head->whom
	            : label == LABEL_SUBJECT ? &head->subject
	                                     : NULL;
	if (to != NULL && *to == NULL && **value != '\0')
		*to = g_steal_pointer(value);
	else if (label == LABEL_SENT && !date_known(head->on)) {
		bool english = strchr(*value, '/') != NULL;
		head->on = sentday_words(*value, english);
		if (!date_known(head->on))
			head->on = sentday_header(*value);
	}
}

/* The labels from line i on; the count of different ones. A value may run on for two lines without a label. */
static int take_labels(const GArray *lines, guint i, QuoteHead *head, guint *after)
{
	bool seen[LABEL_OTHER + 1] = { false };
	int kinds = 0, others = 0;
	guint unlabelled = 0;
	*after = i;
	for (guint j = i; j < lines->len && j < i + BLOCK_LINES && same_depth(lines, i, j) && unlabelled < 3; j++) {
		if (is_blank(lines, j)) {
			unlabelled++;
			continue;
		}
		g_autofree char *value = NULL;
		Label label = LABEL_NONE;
		if (may_be_label(line_at(lines, j))) {
			g_autofree char *plain = text_line_plain(line_at(lines, j), 0);
			label = label_of(plain, &value);
		}
		/* A second "Fra:" heads the next letter; no block says anything twice but what nobody reads. */
		if (label != LABEL_NONE && seen[label] && (label != LABEL_OTHER || ++others > 5))
			break;
		if (label == LABEL_NONE) {
			unlabelled++;
			if (kinds == 0 || is_blank(lines, j - 1))
				break;
			continue;
		}
		kinds += !seen[label];
		seen[label] = true;
		unlabelled = 0;
		*after = j + 1;
		take(head, label, &value);
	}
	return seen[LABEL_FROM] ? kinds : 0;
}

bool quotehead_block(const GArray *lines, guint i, QuoteHead *out)
{
	*out = (QuoteHead){ .on = DATE_NONE, .strong = true };
	const TextLine *line = line_at(lines, i);
	if (line->words->len == 0)
		return false;
	const char *first = ((const TextWord *)line->words->pdata[0])->text;
	bool ruled = line->words->len == 1 && is_rule(first);
	guint start = i;
	bool separated = is_separator(line);
	if (!ruled && !separated && !may_be_label(line))
		return false;
	if (ruled || separated)
		for (start = i + 1; start < lines->len && start < i + 3 && same_depth(lines, i, start) && is_blank(lines, start); start++)
			;
	if (ruled && start < lines->len && same_depth(lines, i, start) && is_separator(line_at(lines, start))) {
		separated = true;
		start++;
	}
	guint after = start;
	int kinds = start < lines->len && same_depth(lines, i, start) ? take_labels(lines, start, out, &after) : 0;
	/* Three of From, Sent, To, Subject; behind a separator two. Otherwise it is the separator alone, or nothing. */
	if (kinds >= (separated ? 2 : 3)) {
		out->lines = after - i;
		return true;
	}
	quotehead_clear(out);
	out->strong = true;
	out->lines = 1;
	return separated;
}

/* ---- "Den 3. maj 2025 kl. 10.12 skrev Jens Holm:" ------------------------------------------------------------------- */

static const char *const verbs[] = { " skrev", " wrote", " schrieb", " har skrevet", " skreiv", NULL };

static const char *find_verb(const char *text, size_t *length)
{
	for (size_t i = 0; verbs[i] != NULL; i++) {
		const char *at = strstr(text, verbs[i]);
		size_t n = strlen(verbs[i]);
		if (at != NULL && (at[n] == '\0' || strchr(" :,", at[n]) != NULL)) {
			*length = n;
			return at;
		}
	}
	return NULL;
}

static bool begins_day(const char *text)
{
	static const char *const starts[] = { "den ", "d. ", "on ", "am ", "le ", "på ", "kl", NULL };
	for (size_t i = 0; starts[i] != NULL; i++)
		if (g_ascii_strncasecmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return g_ascii_isdigit(*text);
}

/* What is left of "3. maj 2025 kl. 10.12 Jens Holm <jens@example.dk>" behind the last figure. */
static char *behind_day(const char *text, size_t length)
{
	static const char *const fill[] = { "am", "pm", "a.m.", "p.m.", "uhr", "cest", "cet", "utc", "gmt", "kl.", "kl", "at", NULL };
	g_autofree char *head = g_strndup(text, length);
	g_auto(GStrv) words = g_strsplit_set(head, " \t", -1);
	guint n = g_strv_length(words), first = 0;
	for (guint i = 0; i < n && strchr(words[i], '@') == NULL && words[i][0] != '<'; i++) {
		g_autofree char *core = stripped(words[i], strlen(words[i]), "(),");
		g_autofree char *low = g_ascii_strdown(core, -1);
		if (g_ascii_isdigit(core[0]) || core[0] == '+' || (first == i && i > 0 && g_strv_contains(fill, low)))
			first = i + 1;
	}
	if (first == 0)
		return NULL;
	g_autofree char *rest = g_strjoinv(" ", words + first);
	g_autofree char *who = stripped(rest, strlen(rest), ",;:*\"");
	return *who != '\0' ? g_steal_pointer(&who) : NULL;
}

static bool is_first_person(const char *who)
{
	static const char *const persons[] = { "jeg", "vi", "du", "i", "de", "han", "hun", "ich", "wir", "sie", "jag", "we", "you", "he", "she",
		"they", NULL };
	size_t n = strcspn(who, " ,");
	g_autofree char *low = g_utf8_strdown(who, (gssize)n);
	return g_strv_contains(persons, low);
}

static bool said(const char *text, QuoteHead *out)
{
	size_t length = strlen(text), verb_length = 0;
	const char *verb = find_verb(text, &verb_length);
	bool english = verb != NULL && g_str_has_prefix(verb, " wrote");
	bool address = strchr(text, '@') != NULL;
	if (verb == NULL && !(g_ascii_isdigit(*text) && g_str_has_suffix(text, ">:") && address))
		return false;
	out->on = sentday_words(text, english);
	if (verb == NULL) {
		out->who = behind_day(text, length - 1);
	} else {
		const char *rest = verb + verb_length;
		g_autofree char *behind = stripped(rest, strlen(rest), ":,*\"");
		g_autofree char *before = stripped(text, (size_t)(verb - text), ",*\"");
		if (*behind != '\0' && !begins_day(behind) && !g_ascii_isdigit(*behind))
			out->who = g_steal_pointer(&behind);
		else if (begins_day(before) || date_known(sentday_words(before, english)))
			out->who = behind_day(before, strlen(before));
		else if (*before != '\0')
			out->who = g_steal_pointer(&before);
	}
	if (out->who == NULL || is_first_person(out->who) || strlen(out->who) > 200)
		return false;
	bool figure = strpbrk(text, "0123456789") != NULL;
	out->strong = date_known(out->on) && (address || strpbrk(text, "<[") != NULL || begins_day(text));
	return figure || address || strlen(text) < 80;
}

bool quotehead_said(const GArray *lines, guint i, QuoteHead *out)
{
	*out = (QuoteHead){ .on = DATE_NONE };
	GString *text = g_string_new(NULL);
	bool found = false;
	for (guint j = i; !found && j < lines->len && j < i + SAID_LINES && same_depth(lines, i, j) && !is_blank(lines, j); j++) {
		g_autofree char *plain = text_line_plain(line_at(lines, j), 0);
		if (text->len > 0)
			g_string_append_c(text, ' ');
		g_string_append(text, plain);
		out->lines = j - i + 1;
		if (text->len > SAID_BYTES)
			break;
		while (text->len > 0 && strchr(" *_", text->str[text->len - 1]) != NULL)
			g_string_truncate(text, text->len - 1);
		if (text->len == 0 || text->str[text->len - 1] != ':')
			continue;
		found = said(text->str, out);
		break;
	}
	g_string_free(text, TRUE);
	if (!found)
		quotehead_clear(out);
	return found;
}
