/*
 * XAdES: the signature of a case file (ETSI EN 319 132-1, baseline B-B, and B-T with a timestamp), as it stands in an
 * ASiC-E container (EN 319 162-1) under META-INF/signatures0.xml.
 *
 * It is written in one form only, which is its own canonical form, and read back only in that form: what xades_read
 * takes is what xades_text writes, byte for byte. So no XML of a stranger is parsed here (docs/decisions/export.md).
 */
#ifndef PAAKRAV_XADES_H
#define PAAKRAV_XADES_H

#include "intake/date.h"
#include "intake/digest.h"

#include <glib.h>

#define XADES_FILE "META-INF/signatures0.xml"

/* One signed file. */
typedef struct XadesPart {
	char *name; /* path in the container: letters, digits and ._-/ */
	char *media; /* "application/pdf" */
	uint8_t digest[DIGEST_BYTES];
} XadesPart;

typedef struct Xades {
	GPtrArray *parts; /* XadesPart* */
	Date signed_on; /* written as midnight UTC of that day; the hour is the timestamp's to tell */
	GBytes *certificate; /* DER */
	GBytes *signature; /* r and s, 64 bytes; NULL: not yet */
	GBytes *token; /* timestamp over the signature's value; NULL: none */
} Xades;

Xades *xades_new(Date signed_on, GBytes *certificate); /* takes a reference */
void xades_free(Xades *xades);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Xades, xades_free)

void xades_add(Xades *xades, const char *name, const char *media, const uint8_t digest[DIGEST_BYTES]);

/* What the key signs: SignedInfo in canonical form. The caller's. */
GBytes *xades_signed(const Xades *xades);
/* What a timestamp is about: SignatureValue in canonical form. signature must be there. */
GBytes *xades_stamped(const Xades *xades);
/* The file. */
char *xades_text(const Xades *xades);

/* The same back; NULL when the text is not one that xades_text writes. */
Xades *xades_read(const char *text, size_t size);

/* META-INF/manifest.xml of the container, for the programs that want it. */
char *xades_listing(const Xades *xades);

#endif
