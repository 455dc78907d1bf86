#include "intake/embedded.h"

#include <string.h>

const Embedded *embedded_find(const Embedded *list, const char *name)
{
	for (const Embedded *e = list; e->name != NULL; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}
