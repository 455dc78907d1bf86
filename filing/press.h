/* Press: a package's parts on their way into its folder, hashed as they are written. Private to what makes packages. */
#ifndef PAAKRAV_FILING_PRESS_H
#define PAAKRAV_FILING_PRESS_H

#include "filing/package.h"
#include "filing/template.h"
#include "intake/document.h"

typedef struct Press {
	const Assessment *assessment;
	Store *store;
	Reader *reader;
	char *folder; /* folder/CASE */
	int folder_fd; /* the same, open: what the locked room makes is unpacked there */
	Package *package;
	const Templates *templates;
} Press;

void part_free(Part *part);

/* Each adds the part to the package; the part is the package's. NULL and an Error naming the file. */
Part *press_write(Press *press, const char *name, const char *role, GBytes *bytes, GError **error);
/* text is taken. */
Part *press_write_text(Press *press, const char *name, const char *role, char *text, GError **error);
/* The original open at in, byte for byte; what the store gives back must be what was handed in. */
Part *press_copy(Press *press, const char *name, const char *role, const Document *document, int in, GError **error);
/* A file that lies in the folder under another name. */
Part *press_take(Press *press, const char *from, const char *name, const char *role, GError **error);

#endif
