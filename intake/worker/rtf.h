/* RTF: its words, without what it says about fonts, pictures and programs. */
#ifndef PAAKRAV_WORKER_RTF_H
#define PAAKRAV_WORKER_RTF_H

#include "intake/worker/text.h"

#include <stddef.h>

/* Lines at paragraphs, a table's row in one line, pages where the author broke them. False when the text is too long. */
bool rtf_add(Text *text, const void *bytes, size_t size);

#endif
