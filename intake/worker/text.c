#include "intake/worker/text.h"

#include "intake/limits.h"

#include <stdio.h>
#include <string.h>

static void line_free(void *data)
{
	TextLine *line = data;
	g_ptr_array_unref(line->words);
	g_free(line);
}

static void page_free(void *data)
{
	TextPage *page = data;
	g_ptr_array_unref(page->lines);
	g_free(page);
}

Text *text_new(void)
{
	Text *text = g_new0(Text, 1);
	text->pages = g_ptr_array_new_with_free_func(page_free);
	return text;
}

void text_free(Text *text)
{
	if (text == NULL)
		return;
	g_ptr_array_unref(text->pages);
	g_free(text);
}

TextPage *text_add_page(Text *text, int width, int height)
{
	TextPage *page = g_new0(TextPage, 1);
	page->lines = g_ptr_array_new_with_free_func(line_free);
	page->width = width;
	page->height = height;
	g_ptr_array_add(text->pages, page);
	page->number = (int)text->pages->len;
	return page;
}

TextLine *text_add_line(TextPage *page)
{
	TextLine *line = g_new0(TextLine, 1);
	line->words = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(page->lines, line);
	return line;
}

/* A word and its text are one piece of memory: a document has thousands. */
static bool add_valid(Text *text, TextLine *line, const char *word, size_t length, PageBox box, int confidence)
{
	if (text->bytes + length > (size_t)LIMIT_DOCUMENT_TEXT_BYTES)
		return false;
	text->bytes += length + 1;
	TextWord *made = g_malloc(sizeof *made + length + 1);
	made->text = (char *)(made + 1);
	memcpy(made->text, word, length);
	made->text[length] = '\0';
	made->box = box;
	made->confidence = confidence;
	g_ptr_array_add(line->words, made);
	return true;
}

bool text_add_word(Text *text, TextLine *line, const char *word, PageBox box, int confidence)
{
	size_t length = strlen(word);
	if (g_utf8_validate(word, (gssize)length, NULL))
		return add_valid(text, line, word, length, box, confidence);
	g_autofree char *valid = g_utf8_make_valid(word, -1);
	return add_valid(text, line, valid, strlen(valid), box, confidence);
}

bool text_add_span(Text *text, TextLine *line, const char *utf8, size_t size)
{
	return add_valid(text, line, utf8, size, (PageBox){ 0 }, 100);
}

static bool add_words(Text *text, TextLine *line, const char *from, const char *end)
{
	while (from < end) {
		const char *at = from;
		while (at < end && !g_unichar_isspace(g_utf8_get_char(at)))
			at = g_utf8_next_char(at);
		if (at > from) {
			if (!text_add_span(text, line, from, (size_t)(at - from)))
				return false;
		}
		from = at < end ? g_utf8_next_char(at) : end;
	}
	return true;
}

bool text_add_plain(Text *text, TextPage *page, const char *plain, int quoted)
{
	g_autofree char *valid = g_utf8_make_valid(plain, -1);
	for (const char *at = valid; *at != '\0';) {
		const char *end = strchr(at, '\n');
		const char *stop = end != NULL ? end : at + strlen(at);
		TextLine *line = text_add_line(page);
		line->quoted = line->marked = quoted;
		if (!add_words(text, line, at, stop))
			return false;
		at = end != NULL ? end + 1 : stop;
	}
	return true;
}

char *text_line_plain(const TextLine *line, int gap)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < line->words->len; i++) {
		const TextWord *word = line->words->pdata[i];
		if (i > 0) {
			const TextWord *before = line->words->pdata[i - 1];
			g_string_append_c(out, gap > 0 && word->box.left - before->box.right > gap ? '\t' : ' ');
		}
		g_string_append(out, word->text);
	}
	return g_string_free(out, FALSE);
}

char *text_page_plain(const TextPage *page)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < page->lines->len; i++) {
		const TextLine *each = page->lines->pdata[i];
		g_autofree char *line = text_line_plain(each, 0);
		for (int mark = 0; mark < each->marked; mark++)
			g_string_append(out, mark + 1 < each->marked ? ">" : *line != '\0' ? "> " : ">");
		g_string_append(out, line);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static guint line_number(const TextPage *page, const TextLine *line)
{
	guint n = 0;
	return g_ptr_array_find(page->lines, line, &n) ? n + 1 : 0;
}

/* A place on the upright page, on the page as it lies in the document. */
static PageBox lying(const TextPage *page, PageBox box)
{
	switch (page->turned) {
	case 90:
		return (PageBox){ box.top, page->width - box.right, box.bottom, page->width - box.left };
	case 180:
		return (PageBox){ page->width - box.right, page->height - box.bottom, page->width - box.left, page->height - box.top };
	case 270:
		return (PageBox){ page->height - box.bottom, box.left, page->height - box.top, box.right };
	default:
		return box;
	}
}

char *text_place(const TextPage *page, const TextLine *line, guint first, guint last)
{
	if (first >= line->words->len || page->width == 0)
		return g_strdup_printf("line %u", line_number(page, line));
	PageBox box = ((const TextWord *)line->words->pdata[first])->box;
	for (guint i = first; i <= last && i < line->words->len; i++) {
		const PageBox *one = &((const TextWord *)line->words->pdata[i])->box;
		box = (PageBox){ MIN(box.left, one->left), MIN(box.top, one->top), MAX(box.right, one->right),
			         MAX(box.bottom, one->bottom) };
	}
	box = lying(page, box);
	box = (PageBox){ MAX(box.left, 0), MAX(box.top, 0), MAX(box.right, 0), MAX(box.bottom, 0) };
	return g_strdup_printf("box %d.%d %d.%d %d.%d %d.%d", box.left / 10, box.left % 10, box.top / 10, box.top % 10,
	                       box.right / 10, box.right % 10, box.bottom / 10, box.bottom % 10);
}

int text_confidence(const TextLine *line, guint first, guint last)
{
	int lowest = 100;
	for (guint i = first; i <= last && i < line->words->len; i++)
		lowest = MIN(lowest, ((const TextWord *)line->words->pdata[i])->confidence);
	return lowest;
}
