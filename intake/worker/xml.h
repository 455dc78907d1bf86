/*
 * XML from strangers: decoded to UTF-8, looked over byte by byte before the parser sees it, then parsed in one pass.
 * No DTD, no entities but the five of XML itself, no network, bounded tags, attributes and depth (limits.h).
 * The door to libxml2's parser; nothing else in the worker calls it.
 */
#ifndef PAAKRAV_WORKER_XML_H
#define PAAKRAV_WORKER_XML_H

#include "intake/error.h"

#include <glib.h>
#include <stddef.h>

/* A document as UTF-8 without byte order mark, past the first look. */
typedef struct XmlText {
	const char *bytes; /* borrowed from the file, or owned */
	size_t size;
	char *owned;
} XmlText;

/*
 * Decode (UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, windows-1252) and look over. bytes must outlive *out.
 * An Error with line and column when the encoding is another or lies, a DOCTYPE or other declaration stands in it,
 * a tag or its attributes pass their limit, or the whole passes LIMIT_XML_BYTES.
 */
bool xml_text_open(const void *bytes, size_t size, XmlText *out, GError **error);
void xml_text_clear(XmlText *text);

/* Does it look like XML, in any encoding that xml_text_open knows? HTML does not. */
bool xml_suspected(const void *bytes, size_t size);

/* 1-based; the column counts characters. */
void xml_text_position(const XmlText *text, size_t offset, int *line, int *column);

/* The parser's place, for the callbacks. */
typedef struct XmlScan XmlScan;

/* Where a start tag begins. */
typedef struct XmlMark {
	size_t offset;
	int line;
} XmlMark;

/* A callback that returns false ends the parse; it has then set *xml_scan_error(scan). */
typedef struct XmlHandler {
	bool (*open)(void *self, XmlScan *scan, const char *uri, const char *local);
	bool (*close)(void *self, XmlScan *scan);
	/* May come in several pieces. */
	bool (*text)(void *self, XmlScan *scan, const char *text, size_t size);
} XmlHandler;

/* Parse. false and an Error with line and column when it is not well-formed, or a callback refused. */
bool xml_parse(const XmlText *text, const XmlHandler *handler, void *self, GError **error);

GError **xml_scan_error(XmlScan *scan);
/* Give the error set by a callback its line and column. Returns false. */
bool xml_refuse_at(XmlScan *scan, size_t offset);

/* How far the parser has come, in bytes. */
size_t xml_here(const XmlScan *scan);

/* Within open only: the tag's place and its attributes. */
XmlMark xml_mark(XmlScan *scan);
int xml_attribute_count(const XmlScan *scan);
const char *xml_attribute_name(const XmlScan *scan, int i, const char **uri); /* *uri NULL: in no namespace */
char *xml_attribute_text(const XmlScan *scan, int i); /* the caller's */
XmlMark xml_attribute_mark(XmlScan *scan, int i);
/* Of the attribute in no namespace called name; NULL when it is not there; the caller's. */
char *xml_attribute_find(const XmlScan *scan, const char *name);

#endif
