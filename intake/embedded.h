/* Files that the build puts into the program: tables, schemas, SQL. */
#ifndef PAAKRAV_EMBEDDED_H
#define PAAKRAV_EMBEDDED_H

#include <stddef.h>

typedef struct Embedded {
	const char *name; /* base name of the file; NULL ends a list */
	const unsigned char *bytes; /* followed by one NUL that size does not count */
	size_t size;
} Embedded;

/* One list per embed() in CMakeLists.txt. */
extern const Embedded embedded_intake[];
extern const Embedded embedded_tables[];
extern const Embedded embedded_forms[];
extern const Embedded embedded_templates[];
extern const Embedded embedded_papers[];
extern const Embedded embedded_enforcement[];

/* The file called name in list, or NULL. */
const Embedded *embedded_find(const Embedded *list, const char *name);

#endif
