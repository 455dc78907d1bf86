/* What a file is, told from its bytes and never from its name. */
#ifndef PAAKRAV_WORKER_SNIFF_H
#define PAAKRAV_WORKER_SNIFF_H

#include <stddef.h>

/* A literal: "xml" "pdf" "zip" "mail" "office" "image" "text" "other"; the kinds of XML are told apart by reading it. */
const char *sniff_media(const void *bytes, size_t size);

#endif
