#include "intake/worker/opener.h"

#include "intake/reading.h"
#include "intake/worker/image.h"
#include "intake/worker/mail.h"
#include "intake/worker/office.h"
#include "intake/worker/outlook.h"
#include "intake/worker/pdf.h"
#include "intake/worker/sniff.h"
#include "intake/worker/textfile.h"
#include "intake/worker/xmlopener.h"

#include <string.h>

Reading *opener_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	const char *base = strrchr(name, '/');
	base = base != NULL ? base + 1 : name;
	bool must_be_claim = strcmp(base, "claim.xml") == 0;
	const char *media = sniff_media(bytes, size);
	if (strcmp(media, "xml") == 0)
		return xml_read(base, must_be_claim, bytes, size, error);
	if (!must_be_claim && strcmp(media, "text") == 0)
		return textfile_read(name, bytes, size);
	if (!must_be_claim && strcmp(media, "pdf") == 0)
		return pdf_read(name, bytes, size, hatch, error);
	if (!must_be_claim && strcmp(media, "image") == 0)
		return image_read(name, bytes, size, hatch, error);
	if (!must_be_claim && strcmp(media, "office") == 0)
		return office_read(name, bytes, size, hatch, error);
	if (!must_be_claim && strcmp(media, "mail") == 0)
		return outlook_suspected(bytes, size) ? outlook_read(name, bytes, size, hatch, error)
		                                      : mail_read(name, bytes, size, hatch, error);
	if (!must_be_claim)
		return reading_new(media);
	error_set(error, ERROR_INPUT, "claim-not-xml", "claim.xml er ikke XML.", "claim.xml is not XML.");
	error_at(error, NULL, 1, 1);
	error_remedy(error, "Skemaet vises af: paakrav schema claim", "The schema is shown by: paakrav schema claim");
	return NULL;
}
