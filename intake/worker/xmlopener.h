/* Opening XML: the reader is chosen when the root element is seen. */
#ifndef PAAKRAV_WORKER_XMLOPENER_H
#define PAAKRAV_WORKER_XMLOPENER_H

#include "intake/reader.h"

/* name is the document's own, without its folder. As opener_read; XML of a kind that is not read yields its media alone. */
Reading *xml_read(const char *name, bool must_be_claim, const void *bytes, size_t size, GError **error);

#endif
