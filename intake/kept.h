/*
 * Kept: the text of a document's recognised pages, kept between runs in a file named by the document's hash, since OCR
 * costs seconds a page. The program alone writes it, under a hash that it computed itself, so a hostile document can spoil
 * nothing but what is kept of itself. The locked room is handed the file open, and finds a page in it.
 */
#ifndef PAAKRAV_KEPT_H
#define PAAKRAV_KEPT_H

#include <glib.h>
#include <stdbool.h>

typedef struct Kept Kept;

Kept *kept_new(void);
void kept_free(Kept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_free)
/* A page of this run, 1-based. false when the page is none, is told twice or it becomes too much (limits.h). */
bool kept_add(Kept *kept, int page, const char *text, size_t size);

/* What earlier runs kept of the document of that hash, open for reading; -1. */
int kept_open(const char *folder, const char *hash);
/* Write the pages, and those of earlier runs (before, -1 for none) beside them. It can fail: then nothing is kept. */
void kept_write(const Kept *kept, const char *folder, const char *hash, int before);

/* The page in the bytes of such a file; NULL when it is not there. The caller's. */
char *kept_find(const char *bytes, size_t size, int page);

#endif
