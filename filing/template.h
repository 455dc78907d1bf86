/*
 * Template: the house's wordings, with places to fill. They lie in filing/templates/NAME.txt, are embedded at build, and a
 * firm puts its own in their place by a file of the same name in HOME/tekster/. A file holds blocks, each under a line
 * "[key]"; a place is {name}; {name?one|other} takes one when the name has a value. Lines beginning with # are remarks.
 *
 * An override may reword, not invent: a block the house does not have, or a place its block does not offer, is an Error that
 * names file and line, so that no letter goes out with a hole in it.
 */
#ifndef PAAKRAV_TEMPLATE_H
#define PAAKRAV_TEMPLATE_H

#include "intake/error.h"

#include <glib.h>

typedef struct Templates Templates;

/* home NULL: the house's own alone. NULL and an Error when an override is malformed. The caller's. */
Templates *templates_open(const char *home, GError **error);
void templates_free(Templates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Templates, templates_free)

/* SHA-256 over all wordings in force, as hex: what was written can be written again only under the same. Borrowed. */
const char *templates_hash(const Templates *templates);

typedef struct Filling {
	const char *name; /* NULL ends the list */
	const char *value; /* NULL: has none */
} Filling;

/* Is there such a block? */
bool template_has(const Templates *templates, const char *key);
/*
 * The block's text with its places filled; newly allocated. The key is the house's, and every place must be among the
 * fillings (assert); a place without a value outside {name?…} is an Error of code "template-place".
 */
char *template_fill(const Templates *templates, const char *key, const Filling *fillings, GError **error);

#endif
