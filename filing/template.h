/*
 * Template: the house's wordings, with places to fill. They lie in filing/templates/NAME.txt, are embedded at build, and a
 * firm puts its own in their place by a file of the same name in HOME/tekster/. A file holds blocks, each under a line
 * "[key]"; a place is {name}; {name?one|other} takes one when the name has a value, and may hold places itself. Lines
 * beginning with # are remarks; empty lines around a block do not count, line breaks within it do.
 *
 * A key stands once in all files together. After "[key]" the house names further places that the block offers although its
 * own words do not use them, and with a star those that every wording must have: "[sum] *total day".
 *
 * An override may reword, not invent: a file, a block or a place that the house does not have, or a place left out that
 * must stand, is an Error that names file and line, so that no letter goes out with a hole in it. Blocks that the firm
 * leaves out keep the house's words.
 */
#ifndef PAAKRAV_TEMPLATE_H
#define PAAKRAV_TEMPLATE_H

#include "intake/error.h"
#include "intake/json.h"

#include <glib.h>

#define TEMPLATE_FOLDER "tekster" /* in HOME */

typedef struct Templates Templates;

/* home NULL: the house's own alone. NULL and an Error when an override is malformed. The caller's. */
Templates *templates_open(const char *home, GError **error);
void templates_free(Templates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Templates, templates_free)

/* SHA-256 over all wordings in force, as hex: what was written can be written again only under the same. Borrowed. */
const char *templates_hash(const Templates *templates);
/* The same over those of some files alone ("statement.txt", ended by NULL), for papers made of no others. The caller's. */
char *templates_hash_of(const Templates *templates, const char *const *files);

typedef struct Filling {
	const char *name; /* NULL ends the list */
	const char *value; /* NULL or "": has none */
} Filling;

/*
 * The wordings of one file, of all when NULL, pushed to array: file, key, text, own (the firm's), places[] (name, must).
 * false: there is no such file.
 */
bool templates_json(const Templates *templates, const char *file, cJSON *array);

/* Is there such a block? */
bool template_has(const Templates *templates, const char *key);
/*
 * The block's text with its places filled; newly allocated. The key is the house's, and every place must be among the
 * fillings (assert); a place without a value outside {name?…} is an Error of code "template-place".
 */
char *template_fill(const Templates *templates, const char *key, const Filling *fillings, GError **error);
/* The same from pairs of names and values, ended by NULL. */
char *template_words(const Templates *templates, GError **error, const char *key, ...) G_GNUC_NULL_TERMINATED;
/* A value for a place that is only asked whether it has one. */
#define TEMPLATE_WHEN(condition) ((condition) ? "1" : NULL)

#endif
