#include "filing/xades.h"

#include <assert.h>
#include <string.h>

/* All names that the document uses, declared once at its root and in canonical order: inclusive canonical XML repeats
 * them at the head of each part that is hashed, and leaves the rest of the bytes as they are. */
#define NAMES                                                                                                         \
	" xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\""           \
	" xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\""
#define CANONICAL "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:XAdESSignatures" NAMES ">\n<ds:Signature Id=\"S0\">\n"
#define INFO_HEAD                                                                                       \
	">\n<ds:CanonicalizationMethod Algorithm=\"" CANONICAL "\"></ds:CanonicalizationMethod>\n"       \
	"<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></ds:SignatureMethod>\n"
#define DIGEST_HEAD "<ds:DigestMethod Algorithm=\"" SHA256 "\"></ds:DigestMethod><ds:DigestValue>"
#define DIGEST_TAIL "</ds:DigestValue>"
#define PART_HEAD "<ds:Reference Id=\"S0-R%u\" URI=\""
#define REFERENCE_TAIL DIGEST_TAIL "</ds:Reference>\n"
#define PROPERTIES_REFERENCE                                                                                            \
	"<ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#S0-SP\"><ds:Transforms>"               \
	"<ds:Transform Algorithm=\"" CANONICAL "\"></ds:Transform></ds:Transforms>" DIGEST_HEAD
#define KEY_HEAD "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
#define KEY_TAIL "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\n<ds:Object><xades:QualifyingProperties Target=\"#S0\">\n"
#define PROPERTIES_HEAD                                                                                                  \
	" Id=\"S0-SP\">\n<xades:SignedSignatureProperties><xades:SigningTime>"
#define TIME_TAIL "T00:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>" DIGEST_HEAD
#define CERTIFICATE_TAIL                                                                                                 \
	DIGEST_TAIL "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>\n" \
	            "<xades:SignedDataObjectProperties>\n"
#define PROPERTIES_TAIL "</xades:SignedDataObjectProperties>\n</xades:SignedProperties>\n"
#define TOKEN_HEAD                                                                                                       \
	"<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp Id=\"S0-T0\">"           \
	"<ds:CanonicalizationMethod Algorithm=\"" CANONICAL "\"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>"
#define TOKEN_TAIL                                                                                                       \
	"</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties>"                  \
	"</xades:UnsignedProperties>\n"
#define TAIL "</xades:QualifyingProperties></ds:Object>\n</ds:Signature>\n</asic:XAdESSignatures>\n"

static void part_free(void *data)
{
	XadesPart *part = data;
	g_free(part->name);
	g_free(part->media);
	g_free(part);
}

Xades *xades_new(Date signed_on, GBytes *certificate)
{
	Xades *xades = g_new0(Xades, 1);
	xades->parts = g_ptr_array_new_with_free_func(part_free);
	xades->signed_on = signed_on;
	xades->certificate = g_bytes_ref(certificate);
	return xades;
}

void xades_free(Xades *xades)
{
	if (xades == NULL)
		return;
	g_ptr_array_unref(xades->parts);
	g_clear_pointer(&xades->certificate, g_bytes_unref);
	g_clear_pointer(&xades->signature, g_bytes_unref);
	g_clear_pointer(&xades->token, g_bytes_unref);
	g_free(xades);
}

/* Nothing that XML or an address would want escaped. */
static bool plain(const char *text, size_t n, const char *more)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isalnum(text[i]) && (text[i] == '\0' || strchr(more, text[i]) == NULL))
			return false;
	return n > 0;
}

#define NAME_MARKS "._-/"
#define MEDIA_MARKS "./+-"

void xades_add(Xades *xades, const char *name, const char *media, const uint8_t digest[DIGEST_BYTES])
{
	assert(plain(name, strlen(name), NAME_MARKS) && plain(media, strlen(media), MEDIA_MARKS));
	XadesPart *part = g_new0(XadesPart, 1);
	part->name = g_strdup(name);
	part->media = g_strdup(media);
	memcpy(part->digest, digest, DIGEST_BYTES);
	g_ptr_array_add(xades->parts, part);
}

/* ---- writing ---- */

static void base64(GString *out, const void *bytes, size_t n)
{
	g_autofree char *text = g_base64_encode(bytes, n);
	g_string_append(out, text);
}

static void base64_bytes(GString *out, GBytes *bytes)
{
	gsize n;
	const void *data = g_bytes_get_data(bytes, &n);
	base64(out, data, n);
}

static void base64_digest_of(GString *out, const void *bytes, size_t n)
{
	uint8_t digest[DIGEST_BYTES];
	digest_bytes(bytes, n, digest);
	base64(out, digest, sizeof digest);
}

/* names: " xmlns…" where the part is hashed by itself, "" within the document. */
static void properties(GString *out, const Xades *xades, const char *names)
{
	g_autofree char *day = date_iso(xades->signed_on);
	g_string_append_printf(out, "<xades:SignedProperties%s" PROPERTIES_HEAD "%s" TIME_TAIL, names, day);
	gsize n;
	const void *der = g_bytes_get_data(xades->certificate, &n);
	base64_digest_of(out, der, n);
	g_string_append(out, CERTIFICATE_TAIL);
	for (guint i = 0; i < xades->parts->len; i++)
		g_string_append_printf(out,
		                       "<xades:DataObjectFormat ObjectReference=\"#S0-R%u\"><xades:MimeType>%s</xades:MimeType>"
		                       "</xades:DataObjectFormat>\n",
		                       i, ((const XadesPart *)xades->parts->pdata[i])->media);
	/* The line's end after the element is not the element's. */
	g_string_append_len(out, PROPERTIES_TAIL, (gssize)strlen(PROPERTIES_TAIL) - 1);
}

static void signed_info(GString *out, const Xades *xades, const char *names)
{
	g_string_append_printf(out, "<ds:SignedInfo%s" INFO_HEAD, names);
	for (guint i = 0; i < xades->parts->len; i++) {
		const XadesPart *part = xades->parts->pdata[i];
		g_string_append_printf(out, PART_HEAD "%s\">" DIGEST_HEAD, i, part->name);
		base64(out, part->digest, sizeof part->digest);
		g_string_append(out, REFERENCE_TAIL);
	}
	g_string_append(out, PROPERTIES_REFERENCE);
	g_autoptr(GString) hashed = g_string_new(NULL);
	properties(hashed, xades, NAMES);
	base64_digest_of(out, hashed->str, hashed->len);
	g_string_append(out, REFERENCE_TAIL "</ds:SignedInfo>");
}

static void signature_value(GString *out, const Xades *xades, const char *names)
{
	g_string_append_printf(out, "<ds:SignatureValue%s Id=\"S0-V\">", names);
	base64_bytes(out, xades->signature);
	g_string_append(out, "</ds:SignatureValue>");
}

GBytes *xades_signed(const Xades *xades)
{
	GString *out = g_string_new(NULL);
	signed_info(out, xades, NAMES);
	return g_string_free_to_bytes(out);
}

GBytes *xades_stamped(const Xades *xades)
{
	GString *out = g_string_new(NULL);
	signature_value(out, xades, NAMES);
	return g_string_free_to_bytes(out);
}

char *xades_text(const Xades *xades)
{
	GString *out = g_string_new(HEAD);
	signed_info(out, xades, "");
	g_string_append_c(out, '\n');
	signature_value(out, xades, "");
	g_string_append(out, "\n" KEY_HEAD);
	base64_bytes(out, xades->certificate);
	g_string_append(out, KEY_TAIL);
	properties(out, xades, "");
	g_string_append_c(out, '\n');
	if (xades->token != NULL) {
		g_string_append(out, TOKEN_HEAD);
		base64_bytes(out, xades->token);
		g_string_append(out, TOKEN_TAIL);
	}
	g_string_append(out, TAIL);
	return g_string_free(out, FALSE);
}

char *xades_listing(const Xades *xades)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	                            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\""
	                            " manifest:version=\"1.2\">\n<manifest:file-entry manifest:full-path=\"/\""
	                            " manifest:media-type=\"application/vnd.etsi.asic-e+zip\"/>\n");
	for (guint i = 0; i < xades->parts->len; i++) {
		const XadesPart *part = xades->parts->pdata[i];
		g_string_append_printf(out, "<manifest:file-entry manifest:full-path=\"%s\" manifest:media-type=\"%s\"/>\n", part->name,
		                       part->media);
	}
	g_string_append(out, "</manifest:manifest>\n");
	return g_string_free(out, FALSE);
}

/* ---- reading: the values out of the places where they are written ---- */

typedef struct Cursor {
	const char *at, *end;
} Cursor;

static bool expect(Cursor *cursor, const char *text)
{
	size_t n = strlen(text);
	if ((size_t)(cursor->end - cursor->at) < n || memcmp(cursor->at, text, n) != 0)
		return false;
	cursor->at += n;
	return true;
}

/* Up to the mark, which is passed; NULL when it does not come. The caller's. */
static char *until(Cursor *cursor, char mark)
{
	const char *stop = memchr(cursor->at, mark, (size_t)(cursor->end - cursor->at));
	if (stop == NULL)
		return NULL;
	char *text = g_strndup(cursor->at, (gsize)(stop - cursor->at));
	cursor->at = stop + 1;
	return text;
}

/* Base64 up to the next '<', which is left. */
static GBytes *coded(Cursor *cursor)
{
	g_autofree char *text = until(cursor, '<');
	if (text == NULL)
		return NULL;
	cursor->at--;
	gsize n;
	guchar *bytes = g_base64_decode(text, &n);
	return g_bytes_new_take(bytes, n);
}

static bool read_part(Cursor *cursor, Xades *xades)
{
	g_autofree char *head = g_strdup_printf(PART_HEAD, xades->parts->len);
	if (!expect(cursor, head))
		return false;
	g_autofree char *name = until(cursor, '"');
	if (name == NULL || !plain(name, strlen(name), NAME_MARKS) || !expect(cursor, ">" DIGEST_HEAD))
		return false;
	g_autoptr(GBytes) digest = coded(cursor);
	if (digest == NULL || g_bytes_get_size(digest) != DIGEST_BYTES || !expect(cursor, REFERENCE_TAIL))
		return false;
	xades_add(xades, name, "x", g_bytes_get_data(digest, NULL));
	return true;
}

static bool read_media(Cursor *cursor, XadesPart *part, guint i)
{
	g_autofree char *head = g_strdup_printf("<xades:DataObjectFormat ObjectReference=\"#S0-R%u\"><xades:MimeType>", i);
	if (!expect(cursor, head))
		return false;
	g_free(part->media);
	part->media = until(cursor, '<');
	return part->media != NULL && plain(part->media, strlen(part->media), MEDIA_MARKS) &&
	       expect(cursor, "/xades:MimeType></xades:DataObjectFormat>\n");
}

static bool read_properties(Cursor *cursor, Xades *xades)
{
	if (!expect(cursor, "<xades:SignedProperties" PROPERTIES_HEAD))
		return false;
	g_autofree char *day = until(cursor, 'T');
	cursor->at -= day != NULL;
	if (day == NULL || !date_parse(day, &xades->signed_on) || !expect(cursor, TIME_TAIL))
		return false;
	g_autoptr(GBytes) digest = coded(cursor); /* it follows from the certificate, see xades_read */
	if (digest == NULL || !expect(cursor, CERTIFICATE_TAIL))
		return false;
	for (guint i = 0; i < xades->parts->len; i++)
		if (!read_media(cursor, xades->parts->pdata[i], i))
			return false;
	return expect(cursor, PROPERTIES_TAIL);
}

static bool read_all(Cursor *cursor, Xades *xades)
{
	if (!expect(cursor, HEAD "<ds:SignedInfo" INFO_HEAD))
		return false;
	while (!expect(cursor, PROPERTIES_REFERENCE))
		if (!read_part(cursor, xades))
			return false;
	g_autoptr(GBytes) digest = coded(cursor); /* it follows from the properties */
	if (digest == NULL || !expect(cursor, REFERENCE_TAIL "</ds:SignedInfo>\n<ds:SignatureValue Id=\"S0-V\">"))
		return false;
	xades->signature = coded(cursor);
	if (xades->signature == NULL || !expect(cursor, "</ds:SignatureValue>\n" KEY_HEAD))
		return false;
	g_clear_pointer(&xades->certificate, g_bytes_unref);
	xades->certificate = coded(cursor);
	if (xades->certificate == NULL || !expect(cursor, KEY_TAIL) || !read_properties(cursor, xades))
		return false;
	if (expect(cursor, TOKEN_HEAD)) {
		xades->token = coded(cursor);
		if (xades->token == NULL || !expect(cursor, TOKEN_TAIL))
			return false;
	}
	return expect(cursor, TAIL) && cursor->at == cursor->end;
}

Xades *xades_read(const char *text, size_t size)
{
	Cursor cursor = { text, text + size };
	g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
	g_autoptr(Xades) xades = xades_new(DATE_NONE, none);
	if (!read_all(&cursor, xades) || xades->parts->len == 0)
		return NULL;
	/* Whatever was passed over above must be what we would write. */
	g_autofree char *again = xades_text(xades);
	return strlen(again) == size && memcmp(again, text, size) == 0 ? g_steal_pointer(&xades) : NULL;
}
