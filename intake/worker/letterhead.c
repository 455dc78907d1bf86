#include "intake/worker/letterhead.h"

#include <string.h>

enum { HEAD_LINES = 30, BLOCK_LINES = 5, SIGNATURE_LINES = 3 };

static void text_clear(HeadText *text)
{
	g_clear_pointer(&text->text, g_free);
}

void letter_head_clear(LetterHead *head)
{
	text_clear(&head->day);
	text_clear(&head->from);
	text_clear(&head->to);
	text_clear(&head->title);
}

static const TextLine *line_at(const GArray *lines, guint i)
{
	return g_array_index(lines, LetterLine, i).line;
}

static char *folded_line(const TextLine *line)
{
	g_autofree char *plain = text_line_plain(line, 0);
	return letter_fold(plain);
}

static bool begins_with(const char *text, const char *const *list, gsize *length)
{
	for (; *list != NULL; list++)
		if (g_str_has_prefix(text, *list) && !g_ascii_isalpha(text[strlen(*list)])) {
			*length = strlen(*list);
			return true;
		}
	return false;
}

static bool is_greeting(const TextLine *line)
{
	static const char *const greetings[] = { "kaere", "hej", "goddag", "dear", "hi", "hello", "sehr geehrte", "sehr geehrter", "hallo", "guten tag",
		                                 "hejsan", "basta", "til rette vedkommende", "to whom it may concern", "god dag", "halloj", "hejhej", NULL };
	g_autofree char *folded = folded_line(line);
	gsize length;
	return line->words->len <= 10 && begins_with(folded, greetings, &length);
}

static bool is_closing(const TextLine *line, guint *rest)
{
	static const char *const closings[] = { "med venlig hilsen", "venlig hilsen", "med venlige hilsner", "de bedste hilsner", "bedste hilsner", "mange hilsner",
		                                "hilsen", "mvh.", "mvh", "vh.", "vh", "kh", "m.v.h.", "best regards", "kind regards", "regards", "yours sincerely",
		                                "yours faithfully", "sincerely", "mit freundlichen grussen", "mit freundlichen grussen", "mfg", "vanliga halsningar",
		                                "vaenliga haelsningar", "med vaenlig haelsning", "med vanlig halsning", "haelsningar", "pa forhand tak", "dbh", "hojagtungsfuldt",
		                                "viele grusse", "freundliche grusse", "hochachtungsvoll", "hilsner", "best", "tak pa forhand", "de venligste hilsner", NULL };
	g_autofree char *folded = folded_line(line);
	gsize length;
	if (!begins_with(folded, closings, &length))
		return false;
	guint words = 1;
	for (gsize i = 0; i < length; i++)
		words += folded[i] == ' ';
	*rest = words;
	return line->words->len <= words + 8;
}

/* "5000 Odense C", "DK-5000 Odense", "D-24103 Kiel", "211 20 Malmö" */
static bool has_postcode(const TextLine *line)
{
	for (guint i = 0; i + 1 < line->words->len; i++) {
		const char *word = ((const TextWord *)line->words->pdata[i])->text;
		const char *next = ((const TextWord *)line->words->pdata[i + 1])->text;
		if (g_str_has_prefix(word, "DK-") || g_str_has_prefix(word, "SE-"))
			word += 3;
		else if (g_str_has_prefix(word, "D-"))
			word += 2;
		gsize digits = strspn(word, "0123456789");
		if ((digits == 4 || digits == 5) && word[digits] == '\0' && g_unichar_isupper(g_utf8_get_char(next)) && line->words->len <= i + 5 &&
		    strncmp(next, "Kr", 2) != 0)
			return true;
	}
	return false;
}

static bool is_contact(const TextLine *line)
{
	static const char *const words[] = { "cvr", "tlf", "telefon", "mail", "email", "www", "web", "phone", "vat", "se", "org", "bank", "mobil", NULL };
	g_autofree char *folded = folded_line(line);
	gsize length;
	return begins_with(folded, words, &length) || strchr(folded, '@') != NULL || strstr(folded, "www.") != NULL || strstr(folded, "cvr") != NULL;
}

static char *join_lines(const GArray *lines, guint first, guint last)
{
	GString *out = g_string_new(NULL);
	for (guint i = first; i <= last; i++) {
		g_autofree char *plain = text_line_plain(line_at(lines, i), 0);
		if (out->len > 0 && plain[0] != '\0')
			g_string_append(out, ", ");
		g_string_append(out, plain);
	}
	return g_string_free(out, FALSE);
}

static bool gap_between(const GArray *lines, guint i)
{
	const TextLine *a = line_at(lines, i), *b = line_at(lines, i + 1);
	if (a->words->len == 0 || b->words->len == 0)
		return true;
	const TextWord *over = a->words->pdata[0], *under = b->words->pdata[0];
	int height = over->box.bottom - over->box.top;
	return height > 0 && under->box.top - over->box.bottom > height * 3 / 2;
}

/* ---- address blocks ---- */

typedef struct Block {
	guint first, last; /* lines */
	bool contact; /* a CVR number, a telephone: a sender's */
} Block;

static guint find_blocks(const GArray *lines, guint end, Block *blocks, guint most)
{
	guint n = 0, floor = 0;
	for (guint i = 0; i < end && n < most; i++) {
		if (!has_postcode(line_at(lines, i)))
			continue;
		Block block = { .first = i, .last = i };
		while (block.first > floor && i - block.first < BLOCK_LINES - 1 && !gap_between(lines, block.first - 1) &&
		       !is_contact(line_at(lines, block.first - 1)))
			block.first--;
		/* A single line "Firma, Vej 1, 5000 Odense" is a block too; a lone postcode is none. */
		if (block.first == i && line_at(lines, i)->words->len < 4)
			continue;
		guint after = i + 1;
		while (after < end && line_at(lines, after)->words->len > 0 && !gap_between(lines, after - 1) && is_contact(line_at(lines, after)))
			after++;
		block.contact = after > i + 1;
		block.last = i;
		floor = after;
		blocks[n++] = block;
	}
	return n;
}

/* Do two texts share a word of some length, that is no form of company? */
static bool share_word(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return false;
	g_autofree char *one = letter_fold(a);
	g_autofree char *two = letter_fold(b);
	g_auto(GStrv) words = g_strsplit_set(one, " ,.", -1);
	g_auto(GStrv) others = g_strsplit_set(two, " ,.", -1);
	for (char **word = words; *word != NULL; word++)
		if (strlen(*word) > 3 && g_strv_contains((const char *const *)others, *word))
			return true;
	return false;
}

static void set_text(HeadText *out, char *text, LetterLine where, int confidence)
{
	text_clear(out);
	*out = (HeadText){ .text = text, .where = where, .confidence = confidence };
}

static void set_block(HeadText *out, const GArray *lines, const Block *block, int confidence)
{
	set_text(out, join_lines(lines, block->first, block->last), g_array_index(lines, LetterLine, block->first), confidence);
}

/* Two blocks are sender and recipient: the one with contact data, or who signs; else the first is the sender's. */
static void place_blocks(const GArray *lines, guint end, LetterHead *out)
{
	Block blocks[3];
	guint n = find_blocks(lines, end, blocks, G_N_ELEMENTS(blocks));
	out->addresses = n;
	if (n == 0)
		return;
	g_autofree char *first = join_lines(lines, blocks[0].first, blocks[0].last);
	if (n == 1) {
		bool signs = share_word(out->from.text, first), greeted = share_word(out->to.text, first);
		if (signs || (blocks[0].contact && !greeted))
			set_block(&out->from, lines, &blocks[0], signs ? 85 : 70);
		else if (greeted || out->from.text != NULL)
			set_block(&out->to, lines, &blocks[0], greeted ? 85 : 65);
		return;
	}
	g_autofree char *second = join_lines(lines, blocks[1].first, blocks[1].last);
	bool second_sends = (blocks[1].contact && !blocks[0].contact) ||
	                    (share_word(out->from.text, second) && !share_word(out->from.text, first)) ||
	                    (share_word(out->to.text, first) && !share_word(out->to.text, second));
	bool told = blocks[0].contact != blocks[1].contact || share_word(out->from.text, second_sends ? second : first);
	set_block(&out->from, lines, &blocks[second_sends ? 1 : 0], told ? 85 : 65);
	set_block(&out->to, lines, &blocks[second_sends ? 0 : 1], told ? 85 : 65);
}

/* ---- day, greeting, signature ---- */

static void find_day(const GArray *lines, guint end, DateOrder order, LetterHead *out)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(FoundDate));
	for (guint i = 0; i < end; i++) {
		const TextLine *line = line_at(lines, i);
		g_array_set_size(found, 0);
		dates_find(line, order, DATE_NONE, found);
		if (found->len != 1)
			continue;
		const FoundDate *one = &g_array_index(found, FoundDate, 0);
		guint filled = one->last - one->first + 1, rest = line->words->len - filled;
		g_autofree char *folded = folded_line(line);
		bool named = g_str_has_prefix(folded, "dato") || g_str_has_prefix(folded, "date") || g_str_has_prefix(folded, "datum");
		if (!date_known(one->date) || !one->year_given || rest > 4 || (one->last + 1 < line->words->len && !named))
			continue;
		int confidence = rest == 0 || named ? 92 : rest <= 3 && strchr(folded, ',') != NULL ? 88 : rest <= 2 ? 70 : 0;
		if (confidence <= out->day.confidence || strstr(folded, "forfald") != NULL || strstr(folded, "frist") != NULL || strstr(folded, "faktura") != NULL ||
		    strstr(folded, "due") != NULL || strstr(folded, "senest") != NULL)
			continue;
		out->sent_on = one->date;
		set_text(&out->day, text_line_plain(line, 0), g_array_index(lines, LetterLine, i), confidence);
	}
}

static void find_signature(const GArray *lines, guint i, guint rest, LetterHead *out)
{
	const TextLine *line = line_at(lines, i);
	GString *name = g_string_new(NULL);
	for (guint k = rest; k < line->words->len; k++)
		g_string_append_printf(name, "%s%s", name->len > 0 ? " " : "", ((const TextWord *)line->words->pdata[k])->text);
	guint taken = 0;
	for (guint k = i + 1; k < lines->len && taken < SIGNATURE_LINES; k++) {
		g_autofree char *plain = text_line_plain(line_at(lines, k), 0);
		if (plain[0] == '\0' && taken > 0)
			break;
		if (plain[0] == '\0')
			continue;
		g_string_append_printf(name, "%s%s", name->len > 0 ? ", " : "", plain);
		taken++;
	}
	if (name->len > 0 && name->len < 300)
		set_text(&out->from, g_string_free(name, FALSE), g_array_index(lines, LetterLine, i), 75);
	else
		g_string_free(name, TRUE);
}

void letter_head_read(const GArray *lines, DateOrder order, LetterHead *out)
{
	*out = (LetterHead){ .sent_on = DATE_NONE };
	guint body = MIN(lines->len, HEAD_LINES), foot = lines->len;
	for (guint i = 0; i < lines->len; i++) {
		guint rest = 0;
		const TextLine *line = line_at(lines, i);
		if (!out->greets && i < HEAD_LINES && is_greeting(line)) {
			out->greets = true;
			body = i;
			g_autofree char *plain = text_line_plain(line, 0);
			g_strdelimit(plain, ",!", ' ');
			const char *name = strchr(g_strstrip(plain), ' ');
			if (name != NULL)
				set_text(&out->to, g_strdup(g_strstrip((char *)name + 1)), g_array_index(lines, LetterLine, i), 60);
		} else if (is_closing(line, &rest) && (i > 0 || rest > 1)) {
			out->signs = true;
			foot = i;
			find_signature(lines, i, rest, out);
		}
	}
	place_blocks(lines, MIN(lines->len, HEAD_LINES), out);
	find_day(lines, body, order, out);
	if (!date_known(out->sent_on) && foot < lines->len)
		find_day(lines, MIN(lines->len, HEAD_LINES), order, out);
}
