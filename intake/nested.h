/*
 * Nested: documents that lie inside documents: a mail's attachments, a PDF's, a mail within a mail. They are unpacked,
 * opened in their turn, as deep as LIMIT_NESTING, and become documents of their own beside the one that holds them.
 */
#ifndef PAAKRAV_NESTED_H
#define PAAKRAV_NESTED_H

#include "intake/submission.h"

/* Where they are unpacked. */
typedef struct Nest {
	Reader *reader; /* borrowed */
	char *folder; /* of ours */
	int dir_fd; /* the same, open */
	unsigned opened; /* documents so far: each unpacks under a prefix of its own */
} Nest;

/* The folder is emptied and made. An Error (code "scratch") when it cannot be. */
bool nest_make(Nest *nest, Reader *reader, const char *folder, GError **error);
/* The folder and what was unpacked into it stay. */
void nest_clear(Nest *nest);

/* As reader_open, into the nest. */
Reading *nest_open(Nest *nest, const char *name, int fd, GError **error);

/*
 * Add to files (Found*, opened by nest_open) what lies inside them, as "PARENT/CHILD": hashed, read and proved, or unread
 * with the reason; then files are in order of name. Each link is a fact document.parent that stands in the parent. Bytes
 * that are there already under another name are no second document, only a second link. A claim.xml inside another
 * document states nothing: who sent that is not known. false and an Error when a limit of a submission is passed, or when
 * it is our own fault.
 */
bool nest_gather(Nest *nest, GPtrArray *files, GError **error);

/*
 * Letters are counted within their document as it is read ("letter/1"), and within a case from 1 on: number those of
 * files (Found*) anew in the order that they stand in, beginning after last.
 */
void letters_number(const GPtrArray *files, int64_t last);

/* Why a document was kept unread, as Found.unread. */
char *unread_text(const GError *fault);

#endif
