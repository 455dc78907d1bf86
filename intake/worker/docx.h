/* The two shapes of word processing: Office Open XML (DOCX) and OpenDocument (ODT). Used by office.c alone. */
#ifndef PAAKRAV_WORKER_DOCX_H
#define PAAKRAV_WORKER_DOCX_H

#include "intake/worker/galley.h"
#include "intake/worker/xml.h"

/* One part of a DOCX (document, header, footnotes …): its text as it reads with all changes accepted. */
bool docx_part(const void *bytes, size_t size, Galley *galley, GError **error);

/* Which of an ODT's texts are wanted. */
typedef enum OdtPlace { ODT_BODY, ODT_HEADER, ODT_FOOTER } OdtPlace;

/* content.xml for the body, styles.xml for the first header or footer in it. Notes stand at the end of the body. */
bool odt_part(const void *bytes, size_t size, OdtPlace place, Galley *galley, GError **error);

#endif
