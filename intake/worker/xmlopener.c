#include "intake/worker/xmlopener.h"

#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/claim.h"
#include "intake/worker/ubl.h"
#include "intake/worker/xml.h"

#include <string.h>

/* Chooses the reader of a document when its root element is seen. */
typedef struct Opener {
	Reading *reading;
	bool must_be_claim;
	size_t size;
	const XmlHandler *handler; /* NULL: a kind that is not read; only well-formedness counts */
	void *self;
	ClaimReader *claim;
	UblReader *ubl;
} Opener;

static void set_media(Reading *reading, const char *media)
{
	g_free(reading->media);
	reading->media = g_strdup(media);
}

static bool open_claim(Opener *opener, XmlScan *scan)
{
	set_media(opener->reading, "claim");
	if (opener->size > (size_t)LIMIT_CLAIM_XML_BYTES) {
		error_set(xml_scan_error(scan), ERROR_INPUT, "claim-too-large", "claim.xml fylder mere end %ld MiB.",
		          "claim.xml is larger than %ld MiB.", LIMIT_CLAIM_XML_BYTES / (1024 * 1024));
		return false;
	}
	opener->claim = claim_reader_new(opener->reading);
	opener->handler = &claim_handler;
	opener->self = opener->claim;
	return true;
}

static bool opener_open(void *self, XmlScan *scan, const char *uri, const char *local)
{
	Opener *opener = self;
	if (opener->reading->media == NULL) {
		const char *media = ubl_media(uri, local);
		if (opener->must_be_claim || (strcmp(uri, CLAIM_NAMESPACE) == 0 && strcmp(local, "claim") == 0)) {
			if (!open_claim(opener, scan))
				return false;
		} else {
			set_media(opener->reading, media != NULL ? media : "xml");
			opener->ubl = ubl_reader_new(opener->reading, local);
			if (opener->ubl != NULL) {
				opener->handler = &ubl_handler;
				opener->self = opener->ubl;
			}
		}
	}
	return opener->handler == NULL || opener->handler->open(opener->self, scan, uri, local);
}

static bool opener_close(void *self, XmlScan *scan)
{
	const Opener *opener = self;
	return opener->handler == NULL || opener->handler->close(opener->self, scan);
}

static bool opener_text(void *self, XmlScan *scan, const char *text, size_t size)
{
	const Opener *opener = self;
	return opener->handler == NULL || opener->handler->text(opener->self, scan, text, size);
}

Reading *xml_read(const char *name, bool must_be_claim, const void *bytes, size_t size, GError **error)
{
	static const XmlHandler handler = { opener_open, opener_close, opener_text };
	XmlText text;
	if (!xml_text_open(bytes, size, &text, error))
		return NULL;
	g_autoptr(Reading) reading = reading_new(NULL);
	Opener opener = { .reading = reading, .must_be_claim = must_be_claim, .size = size };
	bool fine = xml_parse(&text, &handler, &opener, error);
	if (fine && opener.ubl != NULL)
		ubl_reader_finish(opener.ubl, name);
	claim_reader_free(opener.claim);
	ubl_reader_free(opener.ubl);
	xml_text_clear(&text);
	return fine ? g_steal_pointer(&reading) : NULL;
}
