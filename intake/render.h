/* Renderings of a result object and of the command table, for the front door. */
#ifndef PAAKRAV_RENDER_H
#define PAAKRAV_RENDER_H

#include "intake/command.h"

/* paakrav.error/1, the caller's. */
cJSON *render_error(const GError *error, Lang lang);

/*
 * The objects of array as CSV (RFC 4180, "\n"): header from the keys of the first. A nested object becomes columns
 * "outer.inner", a nested array its JSON text, null an empty cell.
 */
void render_csv(const cJSON *array, GString *out);

/* text and spaces up to width characters: printf counts bytes, and Danish letters have two. */
void render_padded(GString *out, const char *text, int width);

/* The list of commands, or one command's own page when command is not NULL. */
void render_help(const Command *const *tables, const Command *command, const OptionRow *globals, Lang lang, GString *out);

/* The commands whose names begin with the word (or its plural) and go on, with what they do; false: there are none. */
bool render_group(const Command *const *tables, const char *word, Lang lang, GString *out);

#endif
