#include "filing/template.h"

#include "intake/digest.h"
#include "intake/embedded.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

/* One block as it stands in one file. */
typedef struct Block {
	char *key;
	char *text;
	GArray *lines; /* int: the file's line of each line of the text */
	int line; /* of its [key] */
	GPtrArray *offers, *musts; /* char*, as named after [key]; then every place of the text is an offer too */
} Block;

typedef struct Wording {
	const char *file; /* its base name; borrowed from what is embedded */
	Block *house;
	Block *firm; /* NULL: the house's words stand */
} Wording;

struct Templates {
	GPtrArray *wordings; /* Wording*, in the order of the files and of the blocks in them */
	GHashTable *by_key; /* char* to Wording*, both borrowed; looked up only */
	char hash[DIGEST_HEX];
};

/* Where the reading of one file is. */
typedef struct Page {
	const char *file; /* as the user knows it: "tekster/rykker.txt" */
	GError **error;
} Page;

static void block_free(Block *block)
{
	if (block == NULL)
		return;
	g_free(block->key);
	g_free(block->text);
	g_array_unref(block->lines);
	g_ptr_array_unref(block->offers);
	g_ptr_array_unref(block->musts);
	g_free(block);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Block, block_free)

static void wording_free(Wording *wording)
{
	block_free(wording->firm); /* the house's stay */
	g_free(wording);
}

void templates_free(Templates *templates)
{
	if (templates == NULL)
		return;
	g_hash_table_unref(templates->by_key);
	g_ptr_array_unref(templates->wordings);
	g_free(templates);
}

static bool named(const GPtrArray *names, const char *name)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)names, name, g_str_equal, NULL);
}

static void name_add(GPtrArray *names, const char *name)
{
	if (!named(names, name))
		g_ptr_array_add(names, g_strdup(name));
}

static bool malformed(const Page *page, int line, const char *da, const char *en)
{
	error_set_texts(page->error, ERROR_INPUT, "template-malformed", da, en);
	error_at(page->error, page->file, line, 0);
	return false;
}

/* ---- walking through a text with places ---- */

typedef struct Walk {
	const char *at;
	int line; /* within the text, from 0 */
	const Filling *fillings; /* NULL: only looked at */
	GString *out; /* NULL: only looked at */
	GPtrArray *places, *filled; /* char*: all names met; those whose value the text shows */
	char *without; /* a place to be shown that has no value */
	Say fault;
} Walk;

static bool walk_fault(Walk *walk, const char *da, const char *en)
{
	walk->fault = (Say){ da, en };
	return false;
}

static const char *value_of(const Walk *walk, const char *name)
{
	for (const Filling *filling = walk->fillings; filling->name != NULL; filling++)
		if (strcmp(filling->name, name) == 0)
			return filling->value != NULL && *filling->value != '\0' ? filling->value : NULL;
	assert(false && "a place that nobody fills");
	return NULL;
}

static char *name_read(const char **at)
{
	const char *start = *at;
	while (g_ascii_isalpha(**at) || (*at > start && (g_ascii_isdigit(**at) || **at == '_')))
		(*at)++;
	return g_strndup(start, (gsize)(*at - start));
}

static bool walk_text(Walk *walk, bool live, int depth);

/* {name?one|other}, from after the question mark. */
static bool walk_choice(Walk *walk, const char *value, bool live, int depth)
{
	if (!walk_text(walk, live && value != NULL, depth + 1))
		return false;
	if (*walk->at == '|') {
		walk->at++;
		if (!walk_text(walk, live && value == NULL, depth + 1))
			return false;
	}
	if (*walk->at == '|')
		return walk_fault(walk, "Der er mere end én | i et valg.", "There is more than one | in a choice.");
	if (*walk->at != '}')
		return walk_fault(walk, "En { er ikke lukket.", "A { is not closed.");
	walk->at++;
	return true;
}

/* A place, from after its brace. */
static bool walk_place(Walk *walk, bool live, int depth)
{
	if (depth > LIMIT_TEMPLATE_NESTING)
		return walk_fault(walk, "Der er for mange valg inden i hinanden.", "There are too many choices within each other.");
	g_autofree char *name = name_read(&walk->at);
	if (*name == '\0' || (*walk->at != '}' && *walk->at != '?'))
		return walk_fault(walk, "Efter { skal der stå et navn og derpå } eller ?.",
		                  "After { there must be a name and then } or ?.");
	name_add(walk->places, name);
	const char *value = walk->fillings != NULL ? value_of(walk, name) : NULL;
	if (*walk->at++ == '?')
		return walk_choice(walk, value, live, depth);
	name_add(walk->filled, name);
	if (live && value == NULL && walk->without == NULL)
		walk->without = g_strdup(name);
	if (live && value != NULL && walk->out != NULL)
		g_string_append(walk->out, value);
	return true;
}

/* To the end, or at depth to the | or } that ends it. */
static bool walk_text(Walk *walk, bool live, int depth)
{
	while (*walk->at != '\0') {
		char c = *walk->at;
		if (depth > 0 && (c == '|' || c == '}'))
			return true;
		if (c == '}')
			return walk_fault(walk, "Der er en } uden {.", "There is a } without a {.");
		walk->at++;
		if (c == '{') {
			if (!walk_place(walk, live, depth))
				return false;
			continue;
		}
		if (c == '\n')
			walk->line++;
		if (live && walk->out != NULL)
			g_string_append_c(walk->out, c);
	}
	return true;
}

static void walk_begin(Walk *walk, const char *text)
{
	*walk = (Walk){ .at = text };
	walk->places = g_ptr_array_new_with_free_func(g_free);
	walk->filled = g_ptr_array_new_with_free_func(g_free);
}

static void walk_end(Walk *walk)
{
	g_ptr_array_unref(walk->places);
	g_ptr_array_unref(walk->filled);
	g_free(walk->without);
}

/* ---- reading a file ---- */

static Block *block_new(char *key, int line)
{
	Block *block = g_new0(Block, 1);
	block->key = key;
	block->line = line;
	block->lines = g_array_new(FALSE, FALSE, sizeof(int));
	block->offers = g_ptr_array_new_with_free_func(g_free);
	block->musts = g_ptr_array_new_with_free_func(g_free);
	return block;
}

static bool key_good(const char *key)
{
	for (const char *at = key; *at != '\0'; at++)
		if (!g_ascii_islower(*at) && !g_ascii_isdigit(*at) && strchr("-_.", *at) == NULL)
			return false;
	return *key != '\0';
}

/* "[key] place *place" */
static Block *head_read(const Page *page, const char *text, int line)
{
	const char *end = strchr(text, ']');
	g_autofree char *key = end != NULL ? g_strndup(text + 1, (gsize)(end - text - 1)) : g_strdup("");
	if (!key_good(key)) {
		malformed(page, line, "En tekst begynder med dens nøgle i kantede parenteser.",
		          "A wording begins with its key in square brackets.");
		return NULL;
	}
	g_autoptr(Block) block = block_new(g_steal_pointer(&key), line);
	g_auto(GStrv) words = g_strsplit_set(end + 1, " \t", -1);
	for (char **word = words; *word != NULL; word++) {
		const char *name = **word == '*' ? *word + 1 : *word, *at = name;
		if (**word == '\0')
			continue;
		g_autofree char *read = name_read(&at);
		if (*read == '\0' || *at != '\0') {
			malformed(page, line, "Efter nøglen står kun navne på pladser.", "After the key stand only names of places.");
			return NULL;
		}
		name_add(block->offers, name);
		if (**word == '*')
			name_add(block->musts, name);
	}
	return g_steal_pointer(&block);
}

/* Its lines are all read: trim them and look at its places. */
static bool block_close(const Page *page, Block *block, GPtrArray *lines)
{
	while (lines->len > 0 && *(const char *)lines->pdata[lines->len - 1] == '\0')
		g_ptr_array_remove_index(lines, lines->len - 1);
	while (lines->len > 0 && *(const char *)lines->pdata[0] == '\0') {
		g_ptr_array_remove_index(lines, 0);
		g_array_remove_index(block->lines, 0);
	}
	if (lines->len == 0)
		return malformed(page, block->line, "Teksten er tom.", "The wording is empty.");
	g_ptr_array_add(lines, NULL);
	block->text = g_strjoinv("\n", (char **)lines->pdata);
	g_ptr_array_set_size(lines, 0);
	Walk walk;
	walk_begin(&walk, block->text);
	bool good = walk_text(&walk, false, 0);
	if (!good)
		malformed(page, g_array_index(block->lines, int, (guint)walk.line), walk.fault.da, walk.fault.en);
	for (guint i = 0; i < walk.places->len; i++)
		name_add(block->offers, walk.places->pdata[i]);
	walk_end(&walk);
	return good;
}

static bool text_good(const Page *page, const char *text, gsize size)
{
	int line = 1;
	const char *end;
	bool valid = g_utf8_validate(text, (gssize)size, &end);
	for (const char *at = text; at < end; at++) {
		if (*at == '\n')
			line++;
		else if (g_ascii_iscntrl(*at) && *at != '\t' && *at != '\r')
			return malformed(page, line, "Der er et styretegn i teksten.", "There is a control character in the text.");
	}
	return valid || malformed(page, line, "Filen er ikke tekst i UTF-8.", "The file is not text in UTF-8.");
}

/* The blocks of one file (Block*), or NULL and an Error. */
static GPtrArray *file_blocks(const Page *page, const char *text, gsize size)
{
	if (!text_good(page, text, size))
		return NULL;
	g_autofree char *whole = g_strndup(text, size);
	g_auto(GStrv) rows = g_strsplit(g_str_has_prefix(whole, "\xef\xbb\xbf") ? whole + 3 : whole, "\n", -1);
	g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func((GDestroyNotify)block_free);
	g_autoptr(GPtrArray) lines = g_ptr_array_new(); /* borrowed from rows */
	Block *open = NULL;
	for (int i = 0; rows[i] != NULL; i++) {
		char *row = g_strchomp(rows[i]);
		if (*row == '#')
			continue;
		if (*row == '[') {
			if (open != NULL && !block_close(page, open, lines))
				return NULL;
			open = head_read(page, row, i + 1);
			if (open == NULL)
				return NULL;
			g_ptr_array_add(blocks, open);
			continue;
		}
		if (open == NULL && *row != '\0') {
			malformed(page, i + 1, "Før den første tekst skal dens nøgle stå i kantede parenteser.",
			          "Before the first wording stands its key in square brackets.");
			return NULL;
		}
		if (open == NULL)
			continue;
		int number = i + 1;
		g_array_append_val(open->lines, number);
		g_ptr_array_add(lines, row);
	}
	if (open != NULL && !block_close(page, open, lines))
		return NULL;
	return g_steal_pointer(&blocks);
}

/* ---- the house's and the firm's ---- */

static bool musts_stand(const Page *page, const Block *house, const Block *firm)
{
	Walk walk;
	walk_begin(&walk, firm->text);
	walk_text(&walk, false, 0);
	const char *missing = NULL;
	for (guint i = 0; i < house->musts->len && missing == NULL; i++)
		if (!named(walk.filled, house->musts->pdata[i]))
			missing = house->musts->pdata[i];
	walk_end(&walk);
	if (missing == NULL)
		return true;
	error_set(page->error, ERROR_INPUT, "template-missing-place", "Teksten »%s« skal have pladsen {%s}.",
	          "The wording \"%s\" must have the place {%s}.", house->key, missing);
	error_at(page->error, page->file, firm->line, 0);
	return false;
}

static bool house_file(GPtrArray *house, GHashTable *keys, const Embedded *file, GError **error)
{
	const Page page = { file->name, error };
	g_autoptr(GPtrArray) blocks = file_blocks(&page, (const char *)file->bytes, file->size);
	for (guint i = 0; blocks != NULL && i < blocks->len; i++) {
		Block *block = g_steal_pointer(&blocks->pdata[i]);
		Wording *wording = g_new0(Wording, 1);
		*wording = (Wording){ .file = file->name, .house = block };
		g_ptr_array_add(house, wording);
		if (!g_hash_table_add(keys, block->key))
			return malformed(&page, block->line, "Nøglen står to gange.", "The key stands twice.");
		if (!musts_stand(&page, block, block))
			return false;
	}
	return blocks != NULL;
}

/* Read once per process: every case of a run is written in them. */
static const GPtrArray *house_wordings(GError **error)
{
	static GPtrArray *kept;
	if (kept != NULL)
		return kept;
	g_autoptr(GPtrArray) house = g_ptr_array_new();
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	for (const Embedded *file = embedded_templates; file->name != NULL; file++)
		if (!house_file(house, keys, file, error))
			return NULL;
	kept = g_steal_pointer(&house);
	return kept;
}

static bool house_read(Templates *templates, GError **error)
{
	const GPtrArray *house = house_wordings(error);
	for (guint i = 0; house != NULL && i < house->len; i++) {
		Wording *wording = g_memdup2(house->pdata[i], sizeof *wording);
		g_ptr_array_add(templates->wordings, wording);
		g_hash_table_insert(templates->by_key, wording->house->key, wording);
	}
	return house != NULL;
}

static bool places_known(const Page *page, const Block *house, const Block *firm)
{
	for (guint i = 0; i < firm->offers->len; i++) {
		const char *name = firm->offers->pdata[i];
		if (named(house->offers, name))
			continue;
		g_autoptr(GString) all = g_string_new(NULL);
		for (guint k = 0; k < house->offers->len; k++)
			g_string_append_printf(all, " {%s}", (const char *)house->offers->pdata[k]);
		error_set(page->error, ERROR_INPUT, "template-unknown-place", "Teksten »%s« har ingen plads {%s}. Den har:%s.",
		          "The wording \"%s\" has no place {%s}. It has:%s.", house->key, name, all->len > 0 ? all->str : " -");
		error_at(page->error, page->file, firm->line, 0);
		return false;
	}
	return true;
}

static bool firm_block(Templates *templates, const Page *page, const char *name, Block **block)
{
	Wording *wording = g_hash_table_lookup(templates->by_key, (*block)->key);
	if (wording == NULL || strcmp(wording->file, name) != 0) {
		error_set(page->error, ERROR_INPUT, "template-unknown-block", "Huset har ingen tekst »%s« i denne fil.",
		          "The house has no wording \"%s\" in this file.", (*block)->key);
		error_at(page->error, page->file, (*block)->line, 0);
		return false;
	}
	if (wording->firm != NULL)
		return malformed(page, (*block)->line, "Nøglen står to gange.", "The key stands twice.");
	/* The unknown place first: it is most often the missing one, misspelt. Then also what the firm's own line after the key asks for. */
	if (!places_known(page, wording->house, *block) || !musts_stand(page, wording->house, *block) || !musts_stand(page, *block, *block))
		return false;
	wording->firm = g_steal_pointer(block);
	return true;
}

static bool firm_file(Templates *templates, const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL), *shown = g_build_filename(TEMPLATE_FOLDER, name, NULL);
	const Page page = { shown, error };
	if (embedded_find(embedded_templates, name) == NULL) {
		error_set(error, ERROR_INPUT, "template-unknown-file", "Huset har ingen tekster i en fil med navnet %s.",
		          "The house has no wordings in a file called %s.", name);
		error_at(error, shown, 0, 0);
		return false;
	}
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_TEMPLATE_BYTES, error);
	if (bytes == NULL)
		return false;
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	g_autoptr(GPtrArray) blocks = file_blocks(&page, size > 0 ? text : "", size);
	for (guint i = 0; blocks != NULL && i < blocks->len; i++)
		if (!firm_block(templates, &page, name, (Block **)&blocks->pdata[i]))
			return false;
	return blocks != NULL;
}

/* Files that an editor leaves beside end otherwise; a misspelt name is found here and not on the court's desk. */
static bool firm_read(Templates *templates, const char *home, GError **error)
{
	g_autofree char *folder = g_build_filename(home, TEMPLATE_FOLDER, NULL);
	if (!file_exists(folder))
		return true;
	g_autoptr(GPtrArray) names = folder_list(folder, error);
	if (names == NULL)
		return false;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		if (*name != '.' && g_str_has_suffix(name, ".txt") && !firm_file(templates, folder, name, error))
			return false;
	}
	return true;
}

static bool among(const char *const *files, const char *file)
{
	for (; files != NULL && *files != NULL; files++)
		if (strcmp(*files, file) == 0)
			return true;
	return files == NULL;
}

static const Block *in_force(const Wording *wording)
{
	return wording->firm != NULL ? wording->firm : wording->house;
}

/* files NULL: all. */
static void hash_files(const Templates *templates, const char *const *files, char out[DIGEST_HEX])
{
	g_autoptr(Digest) digest = digest_new();
	for (guint i = 0; i < templates->wordings->len; i++) {
		const Wording *wording = templates->wordings->pdata[i];
		const Block *block = in_force(wording);
		if (!among(files, wording->file))
			continue;
		digest_update(digest, block->key, strlen(block->key) + 1);
		digest_update(digest, block->text, strlen(block->text) + 1);
	}
	uint8_t hash[DIGEST_BYTES];
	digest_finish(g_steal_pointer(&digest), hash);
	digest_to_hex(hash, out);
}

/* The house's own words are the same in every case of a run: hashed once. */
static void hash_all(Templates *templates)
{
	static char house[DIGEST_HEX];
	bool own = false;
	for (guint i = 0; !own && i < templates->wordings->len; i++)
		own = ((const Wording *)templates->wordings->pdata[i])->firm != NULL;
	if (own || house[0] == '\0')
		hash_files(templates, NULL, templates->hash);
	else
		memcpy(templates->hash, house, sizeof house);
	if (!own)
		memcpy(house, templates->hash, sizeof house);
}

Templates *templates_open(const char *home, GError **error)
{
	g_autoptr(Templates) templates = g_new0(Templates, 1);
	templates->wordings = g_ptr_array_new_with_free_func((GDestroyNotify)wording_free);
	templates->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	if (!house_read(templates, error) || (home != NULL && !firm_read(templates, home, error)))
		return NULL;
	hash_all(templates);
	return g_steal_pointer(&templates);
}

char *templates_hash_of(const Templates *templates, const char *const *files)
{
	char hash[DIGEST_HEX];
	hash_files(templates, files, hash);
	return g_strdup(hash);
}

const char *templates_hash(const Templates *templates)
{
	return templates->hash;
}

bool templates_json(const Templates *templates, const char *file, cJSON *array)
{
	bool any = false;
	for (guint i = 0; i < templates->wordings->len; i++) {
		const Wording *wording = templates->wordings->pdata[i];
		if (file != NULL && strcmp(file, wording->file) != 0)
			continue;
		any = true;
		cJSON *row = json_push(array);
		json_text(row, "file", wording->file);
		json_text(row, "key", wording->house->key);
		json_text(row, "text", in_force(wording)->text);
		json_bool(row, "own", wording->firm != NULL);
		cJSON *places = json_array(row, "places");
		for (guint k = 0; k < wording->house->offers->len; k++) {
			cJSON *place = json_push(places);
			json_text(place, "name", wording->house->offers->pdata[k]);
			json_bool(place, "must", named(wording->house->musts, wording->house->offers->pdata[k]));
		}
	}
	return any || file == NULL;
}

bool template_has(const Templates *templates, const char *key)
{
	return g_hash_table_contains(templates->by_key, key);
}

char *template_fill(const Templates *templates, const char *key, const Filling *fillings, GError **error)
{
	const Wording *wording = g_hash_table_lookup(templates->by_key, key);
	assert(wording != NULL);
	const Block *block = in_force(wording);
	Walk walk;
	walk_begin(&walk, block->text);
	walk.fillings = fillings;
	for (guint i = 0; i < wording->house->offers->len; i++)
		value_of(&walk, wording->house->offers->pdata[i]); /* what an override may ask for is there */
	walk.out = g_string_new(NULL);
	bool good = walk_text(&walk, true, 0);
	assert(good);
	char *text = g_string_free(walk.out, walk.without != NULL);
	if (walk.without != NULL) {
		error_set(error, ERROR_INPUT, "template-place", "Teksten »%s« kan ikke skrives: der er ikke noget til pladsen {%s}.",
		          "The wording \"%s\" cannot be written: there is nothing for the place {%s}.", key, walk.without);
		g_autofree char *file = wording->firm != NULL ? g_build_filename(TEMPLATE_FOLDER, wording->file, NULL)
		                                              : g_strdup(wording->file);
		error_at(error, file, block->line, 0);
	}
	walk_end(&walk);
	return text;
}

#define PAIRS 32 /* in one wording */

char *template_words(const Templates *templates, GError **error, const char *key, ...)
{
	Filling fillings[PAIRS + 1] = { { NULL, NULL } };
	va_list pairs;
	va_start(pairs, key);
	const char *name;
	for (size_t n = 0; (name = va_arg(pairs, const char *)) != NULL; n++) {
		assert(n < PAIRS);
		fillings[n] = (Filling){ name, va_arg(pairs, const char *) };
	}
	va_end(pairs);
	return template_fill(templates, key, fillings, error);
}
