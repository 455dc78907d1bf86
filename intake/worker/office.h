/* Documents of word processors: DOCX, ODT and RTF. Macros, links and what lies outside the file are never looked at. */
#ifndef PAAKRAV_WORKER_OFFICE_H
#define PAAKRAV_WORKER_OFFICE_H

#include "intake/reader.h"
#include "intake/worker/hatch.h"

#include <stddef.h>

/*
 * A reading of media "office"; the caller's. Pages are those of the program that saved the file last, where it noted
 * them, else they end where the author broke them. Pictures become documents of their own where the file has hardly any
 * text: somebody put a scan into a letter. Spreadsheets and slides are told by media alone. NULL and an Error when
 * the file is encrypted, broken, or of a program from before 2007.
 */
Reading *office_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);

#endif
