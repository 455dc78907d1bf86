-- The text of documents, page by page, to search in and to show what stands around a fact.
-- Computed: all of it can be dropped and is read again from the documents (paakrav index --rebuild). It holds what the
-- documents hold, personal matters included, and is erased with them.

CREATE TABLE page_text (
	id INTEGER PRIMARY KEY,
	case_id TEXT NOT NULL REFERENCES cases (id),
	document INTEGER NOT NULL, -- id within the case
	page INTEGER NOT NULL, -- 1-based; 0: what an XML document says, which has no pages
	recognised INTEGER NOT NULL CHECK (recognised = 0 OR recognised = 1), -- by OCR
	text TEXT NOT NULL, -- lines ended by a line feed
	FOREIGN KEY (case_id, document) REFERENCES document (case_id, id)
) STRICT;
CREATE UNIQUE INDEX page_text_by_document ON page_text (case_id, document, page);

-- Words of page_text. Letters with marks are letters of their own: "øre" is not "ore".
CREATE VIRTUAL TABLE page_find USING fts5 (
	text, content = 'page_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
