/*
 * Text: what stands on the pages of a document, however it was found there (PDF, OCR, mail, office file): words with
 * their place, in lines, on pages. Each reader of a format makes one; meaning.h reads facts out of it.
 */
#ifndef PAAKRAV_WORKER_TEXT_H
#define PAAKRAV_WORKER_TEXT_H

#include "intake/reader.h"

#include <glib.h>
#include <stdbool.h>

typedef struct TextWord {
	char *text; /* the word's own; it lives and dies with it */
	PageBox box; /* all 0 where the format has no places */
	int confidence; /* 0–100; 100 when it is text of the document itself */
} TextWord;

/* Words that stand beside each other; gaps much wider than a space part columns, and are seen in the boxes. */
typedef struct TextLine {
	GPtrArray *words; /* TextWord*, from left to right */
	int quoted; /* 0: new text; 1, 2 …: quoted from an earlier letter, that deep */
	int marked; /* so many '>' stood before it, or HTML quotations around it; they are no words of it */
	int cell; /* words from a table's row: number of the row, 1 …; 0: no table */
} TextLine;

typedef struct TextPage {
	int number; /* 1-based */
	int width, height; /* tenths of a millimetre; 0 where pages have no size */
	bool recognised; /* by OCR */
	int turned; /* 0, 90, 180, 270: degrees clockwise that the page was turned to stand upright, as its boxes do */
	GPtrArray *lines; /* TextLine*, from top to bottom */
} TextPage;

typedef struct Text {
	GPtrArray *pages; /* TextPage* */
	size_t bytes; /* of all words: at most LIMIT_DOCUMENT_TEXT_BYTES */
} Text;

Text *text_new(void);
void text_free(Text *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Text, text_free)

/* Borrowed: the text owns its pages, the pages their lines. */
TextPage *text_add_page(Text *text, int width, int height);
TextLine *text_add_line(TextPage *page);
/* False when the document's text has become too long: what follows is left out. word is copied, made valid UTF-8. */
bool text_add_word(Text *text, TextLine *line, const char *word, PageBox box, int confidence);
/* A word of so many bytes of valid UTF-8, text of the document itself, without a place. */
bool text_add_span(Text *text, TextLine *line, const char *utf8, size_t size);
/* Plain text: lines at '\n', words at white space, no boxes, quoted as told. */
bool text_add_plain(Text *text, TextPage *page, const char *plain, int quoted);

/* The line as written, words parted by one space; a gap wider than gap tenths of a millimetre by a tab. The caller's. */
char *text_line_plain(const TextLine *line, int gap);
char *text_page_plain(const TextPage *page);

/*
 * Where words first … last of the line stand: "box 12.3 45.6 78.9 50.1" in millimetres, or "line 12"; the caller's.
 * On a page that was turned upright it is the place on the page as the document holds it, where a crop finds it.
 */
char *text_place(const TextPage *page, const TextLine *line, guint first, guint last);
/* The lowest confidence of words first … last. */
int text_confidence(const TextLine *line, guint first, guint last);

#endif
