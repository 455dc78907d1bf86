/* What a reader of the locked room hands out, gathered for a test. */
#ifndef PAAKRAV_TEST_BROODCASE_H
#define PAAKRAV_TEST_BROODCASE_H

#include "intake/digest.h"
#include "intake/limits.h"
#include "intake/worker/brood.h"
#include "intake/worker/text.h"

#include <glib.h>
#include <string.h>

typedef struct Broodcase {
	Hatch hatch;
	Brood brood;
	GPtrArray *names;
	GPtrArray *hashes;
	GPtrArray *bytes; /* GBytes* */
} Broodcase;

static inline bool broodcase_take(void *self, const char *name, const void *bytes, size_t size)
{
	Broodcase *broodcase = self;
	char hex[DIGEST_HEX];
	digest_hex(bytes, size, hex);
	g_ptr_array_add(broodcase->names, g_strdup(name));
	g_ptr_array_add(broodcase->hashes, g_strdup(hex));
	g_ptr_array_add(broodcase->bytes, g_bytes_new(bytes, size));
	return broodcase->names->len < LIMIT_CHILDREN;
}

static inline void broodcase_free_bytes(void *bytes)
{
	g_bytes_unref(bytes);
}

static inline void broodcase_init(Broodcase *broodcase)
{
	*broodcase = (Broodcase){ .hatch = { .child = broodcase_take, .self = broodcase } };
	broodcase->names = g_ptr_array_new_with_free_func(g_free);
	broodcase->hashes = g_ptr_array_new_with_free_func(g_free);
	broodcase->bytes = g_ptr_array_new_with_free_func(broodcase_free_bytes);
	brood_init(&broodcase->brood, &broodcase->hatch);
}

static inline void broodcase_clear(Broodcase *broodcase)
{
	brood_clear(&broodcase->brood);
	g_ptr_array_unref(broodcase->names);
	g_ptr_array_unref(broodcase->hashes);
	g_ptr_array_unref(broodcase->bytes);
}

/* "a.pdf|b.eml"; the caller's. */
static inline char *broodcase_names(const Broodcase *broodcase)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < broodcase->names->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", (const char *)broodcase->names->pdata[i]);
	return g_string_free(out, FALSE);
}

/* All pages as a person would read them, parted by "=====\n"; no empty lines at the end of a page. The caller's. */
static inline char *broodcase_pages(const Text *text)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < text->pages->len; i++) {
		g_autofree char *page = text_page_plain(text->pages->pdata[i]);
		g_string_append_printf(out, "%s%s\n", i > 0 ? "=====\n" : "", g_strchomp(page));
	}
	return g_string_free(out, FALSE);
}

#endif
