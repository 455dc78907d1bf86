#include "intake/document.h"

#include "intake/field.h"

#include <string.h>

void document_free(Document *document)
{
	if (document == NULL)
		return;
	g_free(document->name);
	g_free(document->sha256);
	g_free(document->media);
	g_free(document->unread);
	field_clear(&document->kind);
	field_clear(&document->shown_kind);
	field_clear(&document->dated_on);
	field_clear(&document->title);
	field_clear(&document->use);
	g_free(document);
}

typedef struct MediaRow {
	const char *media;
	const char *kind;
	const char *use;
} MediaRow;

static const MediaRow media_rows[] = {
	{ "ubl-invoice", "invoice", "exhibit" },   { "ubl-creditnote", "credit_note", "exhibit" },
	{ "ubl-reminder", "reminder", "exhibit" }, { "ubl-statement", "other", "exhibit" },
	{ "cii", "invoice", "exhibit" },           { "claim", NULL, "internal" },
	{ "lookup-company", "other", "internal" }, { "lookup-address", "other", "internal" },
};

static const MediaRow *media_row(const Document *document)
{
	for (size_t i = 0; document->media != NULL && i < G_N_ELEMENTS(media_rows); i++)
		if (strcmp(media_rows[i].media, document->media) == 0)
			return &media_rows[i];
	return NULL;
}

const char *document_kind(const Document *document)
{
	const MediaRow *row = media_row(document);
	if (document->kind.state != FIELD_ABSENT)
		return field_text(&document->kind);
	return row != NULL ? row->kind : field_text(&document->shown_kind);
}

/* Papers that went between the parties about the claim itself. What else a mail or letter is, a person decides. */
static bool shows_exhibit(const Document *document)
{
	static const char *const kinds[] = { "invoice", "credit_note", "contract", "order", "reminder", "demand", NULL };
	const char *shown = document->kind.state == FIELD_ABSENT ? field_text(&document->shown_kind) : NULL;
	return shown != NULL && g_strv_contains(kinds, shown);
}

const char *document_use(const Document *document)
{
	const MediaRow *row = media_row(document);
	if (document->use.state != FIELD_ABSENT)
		return field_text(&document->use);
	if (row != NULL)
		return row->use;
	return shows_exhibit(document) ? "exhibit" : NULL;
}

bool document_is_einvoice(const Document *document)
{
	const MediaRow *row = media_row(document);
	return row != NULL && strcmp(row->use, "exhibit") == 0;
}
