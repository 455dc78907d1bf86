#include "intake/worker/xml.h"

#include "intake/limits.h"

#include <assert.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

struct XmlScan {
	xmlParserCtxtPtr parser;
	const XmlText *text;
	const XmlHandler *handler;
	void *self;
	GError *error;
	int depth;
	int namespaces[LIMIT_XML_DEPTH + 1]; /* declared on the open elements down to each depth */
	/* Of the tag being opened; libxml2's rows of five: local name, prefix, URI, value, end of value. */
	const xmlChar **attributes;
	int attribute_count;
};

GError **xml_scan_error(XmlScan *scan)
{
	return &scan->error;
}

bool xml_refuse_at(XmlScan *scan, size_t offset)
{
	int line, column;
	assert(scan->error != NULL);
	xml_text_position(scan->text, offset, &line, &column);
	error_at(&scan->error, NULL, line, column);
	return false;
}

size_t xml_here(const XmlScan *scan)
{
	const xmlParserInput *input = scan->parser->input;
	return input != NULL ? (size_t)input->consumed + (size_t)(input->cur - input->base) : 0;
}

/* Attribute values hold no raw '<', so the last one before the parser's place begins the tag. */
XmlMark xml_mark(XmlScan *scan)
{
	size_t end = MIN(xml_here(scan), scan->text->size);
	const char *start = memrchr(scan->text->bytes, '<', end);
	size_t offset = start != NULL ? (size_t)(start - scan->text->bytes) : 0;
	int line = scan->parser->input->line;
	for (size_t i = offset; i < end; i++)
		line -= scan->text->bytes[i] == '\n';
	return (XmlMark){ offset, line };
}

int xml_attribute_count(const XmlScan *scan)
{
	return scan->attribute_count;
}

const char *xml_attribute_name(const XmlScan *scan, int i, const char **uri)
{
	assert(i >= 0 && i < scan->attribute_count);
	if (uri != NULL)
		*uri = (const char *)scan->attributes[5 * i + 2];
	return (const char *)scan->attributes[5 * i];
}

/* The parser leaves an ampersand in an attribute as "&#38;", for a tree builder that is not ours. */
char *xml_attribute_text(const XmlScan *scan, int i)
{
	const char *value = (const char *)scan->attributes[5 * i + 3], *end = (const char *)scan->attributes[5 * i + 4];
	GString *out = g_string_sized_new((gsize)(end - value));
	while (value < end) {
		if (*value == '&' && end - value >= 5 && memcmp(value, "&#38;", 5) == 0) {
			g_string_append_c(out, '&');
			value += 5;
		} else {
			g_string_append_c(out, *value++);
		}
	}
	return g_string_free(out, FALSE);
}

char *xml_attribute_find(const XmlScan *scan, const char *name)
{
	for (int i = 0; i < scan->attribute_count; i++) {
		const char *uri;
		if (strcmp(xml_attribute_name(scan, i, &uri), name) == 0 && uri == NULL)
			return xml_attribute_text(scan, i);
	}
	return NULL;
}

/* Skip names and quoted values up to the one whose local part is asked for. */
XmlMark xml_attribute_mark(XmlScan *scan, int i)
{
	XmlMark mark = xml_mark(scan);
	const char *wanted = xml_attribute_name(scan, i, NULL);
	const char *prefix = (const char *)scan->attributes[5 * i + 1];
	g_autofree char *name = prefix != NULL ? g_strdup_printf("%s:%s", prefix, wanted) : g_strdup(wanted);
	const char *p = scan->text->bytes + mark.offset + 1, *end = scan->text->bytes + scan->text->size;
	int line = mark.line;
	while (p < end && !g_ascii_isspace(*p) && *p != '>')
		p++;
	while (p < end && *p != '>') {
		if (g_ascii_isspace(*p)) {
			line += *p++ == '\n';
			continue;
		}
		const char *start = p;
		while (p < end && *p != '=' && *p != '>' && !g_ascii_isspace(*p))
			p++;
		if ((size_t)(p - start) == strlen(name) && memcmp(start, name, strlen(name)) == 0)
			return (XmlMark){ (size_t)(start - scan->text->bytes), line };
		while (p < end && *p != '"' && *p != '\'' && *p != '>')
			line += *p++ == '\n';
		if (p == end || *p == '>')
			break;
		char quote = *p++;
		while (p < end && *p != quote)
			line += *p++ == '\n';
		p += p < end;
	}
	return mark;
}

static void stop(XmlScan *scan)
{
	assert(scan->error != NULL);
	xmlStopParser(scan->parser);
}

/* The parser looks each prefix up among all that are declared above it: its cost is their product. */
static bool within_limits(XmlScan *scan, int namespaces)
{
	if (++scan->depth > LIMIT_XML_DEPTH)
		return error_set(&scan->error, ERROR_INPUT, "xml-depth", "Elementerne ligger mere end %d lag inde i hinanden.",
		                 "Elements lie more than %d levels inside each other.", LIMIT_XML_DEPTH);
	scan->namespaces[scan->depth] = scan->namespaces[scan->depth - 1] + namespaces;
	if (scan->namespaces[scan->depth] > LIMIT_XML_NAMESPACES)
		return error_set(&scan->error, ERROR_INPUT, "xml-namespaces", "Der gælder mere end %d navnerum på én gang.",
		                 "More than %d namespaces are in force at once.", LIMIT_XML_NAMESPACES);
	return true;
}

static void open_element(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                         const xmlChar **declared, int attributes, int defaulted, const xmlChar **rows)
{
	(void)prefix, (void)declared, (void)defaulted;
	XmlScan *scan = data;
	if (scan->error != NULL)
		return;
	scan->attributes = rows;
	scan->attribute_count = attributes;
	if (!within_limits(scan, namespaces)) {
		xml_refuse_at(scan, xml_mark(scan).offset);
		stop(scan);
		return;
	}
	if (!scan->handler->open(scan->self, scan, uri != NULL ? (const char *)uri : "", (const char *)local))
		stop(scan);
	scan->attributes = NULL;
	scan->attribute_count = 0;
}

static void close_element(void *data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	(void)local, (void)prefix, (void)uri;
	XmlScan *scan = data;
	scan->depth--;
	if (scan->error == NULL && !scan->handler->close(scan->self, scan))
		stop(scan);
}

static void characters(void *data, const xmlChar *text, int size)
{
	XmlScan *scan = data;
	if (scan->error == NULL && !scan->handler->text(scan->self, scan, (const char *)text, (size_t)size))
		stop(scan);
}

/* The parser's own words name elements and attributes of the document, never its text: those may be shown. */
static void malformed(void *data, xmlErrorPtr fault)
{
	XmlScan *scan = data;
	if (scan->error != NULL || fault == NULL || fault->level < XML_ERR_ERROR)
		return;
	if (fault->code == XML_ERR_NO_MEMORY) {
		error_set(&scan->error, ERROR_INPUT, "limit-memory", "Filen kræver mere hukommelse, end den må få.",
		          "The file needs more memory than it may have.");
		return;
	}
	g_autofree char *said = g_strndup(fault->message != NULL ? fault->message : "", 160);
	char *end = strchr(said, '\n');
	if (end != NULL)
		*end = '\0';
	for (char *p = g_strstrip(said); *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	g_autofree char *words = g_utf8_make_valid(said, -1);
	error_set(&scan->error, ERROR_INPUT, "xml-malformed", "XML'en er ikke velformet (%s).", "The XML is not well-formed (%s).",
	          words);
	xml_refuse_at(scan, xml_here(scan));
}

static xmlParserInputPtr load_nothing(const char *url, const char *id, xmlParserCtxtPtr parser)
{
	(void)url, (void)id, (void)parser;
	return NULL;
}

bool xml_parse(const XmlText *text, const XmlHandler *handler, void *self, GError **error)
{
	xmlInitParser();
	xmlSetExternalEntityLoader(load_nothing);
	XmlScan scan = { .text = text, .handler = handler, .self = self };
	scan.parser = text->size > 0 ? xmlCreateMemoryParserCtxt(text->bytes, (int)text->size) : NULL;
	if (scan.parser == NULL)
		return error_set(error, ERROR_INPUT, "xml-malformed", "XML-filen er tom.", "The XML file is empty.");
	/* The text is UTF-8 whatever its declaration says; no DTD, no entities, no network, no limit lifted. */
	xmlCtxtUseOptions(scan.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	/*
	 * All of the text is in memory, there is nothing to read ahead: this spares the parser from asking, and its limit on
	 * reading ahead from refusing a sound document of more than 10 MB that happens to end in a tag.
	 */
	scan.parser->progressive = 1;
	xmlSAXHandler *sax = scan.parser->sax;
	memset(sax, 0, sizeof *sax);
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = open_element;
	sax->endElementNs = close_element;
	sax->characters = characters;
	sax->ignorableWhitespace = characters;
	sax->cdataBlock = characters;
	sax->serror = malformed;
	scan.parser->userData = &scan;
	xmlParseDocument(scan.parser);
	if (scan.error == NULL && !scan.parser->wellFormed) {
		error_set(&scan.error, ERROR_INPUT, "xml-malformed", "XML'en er ikke velformet.", "The XML is not well-formed.");
		xml_refuse_at(&scan, xml_here(&scan));
	}
	xmlFreeParserCtxt(scan.parser);
	if (scan.error == NULL)
		return true;
	g_propagate_error(error, scan.error);
	return false;
}
