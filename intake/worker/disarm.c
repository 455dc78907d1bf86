#include "intake/worker/disarm.h"

#include "intake/limits.h"

#include <glib.h>
#include <string.h>

#define DEPTH 40 /* containers within containers, without a reference in between */
#define CHAIN 20 /* actions after actions */

static const struct {
	const char *action;
	Arm arm;
} actions[] = {
	{ "/JavaScript", ARM_SCRIPT }, { "/Launch", ARM_LAUNCH },    { "/GoToE", ARM_LAUNCH },     { "/GoToR", ARM_LAUNCH },
	{ "/SubmitForm", ARM_SEND },   { "/ImportData", ARM_SEND },  { "/ResetForm", ARM_SEND },   { "/Rendition", ARM_MEDIA },
	{ "/Movie", ARM_MEDIA },       { "/Sound", ARM_MEDIA },      { "/GoTo3DView", ARM_MEDIA }, { "/RichMediaExecute", ARM_MEDIA },
};

static const struct {
	const char *subtype;
	Arm arm;
} notes[] = {
	{ "/FileAttachment", ARM_FILES }, { "/RichMedia", ARM_MEDIA }, { "/Movie", ARM_MEDIA },
	{ "/Sound", ARM_MEDIA },          { "/Screen", ARM_MEDIA },    { "/3D", ARM_MEDIA },
};

static bool is_name(qpdf_data pdf, qpdf_oh dictionary, const char *key, const char *name)
{
	qpdf_oh value = qpdf_oh_get_key(pdf, dictionary, key);
	bool same = qpdf_oh_is_name_and_equals(pdf, value, name) != 0;
	qpdf_oh_release(pdf, value);
	return same;
}

/* What this one action would do; 0: nothing but lead somewhere. */
static unsigned arms_of(qpdf_data pdf, qpdf_oh action)
{
	for (size_t i = 0; i < G_N_ELEMENTS(actions); i++)
		if (is_name(pdf, action, "/S", actions[i].action))
			return actions[i].arm;
	return 0;
}

/* With what it would do next. */
static unsigned arms_in(qpdf_data pdf, qpdf_oh action, int chain)
{
	unsigned arms = 0;
	if (chain > CHAIN)
		return ARM_SCRIPT;
	if (qpdf_oh_is_array(pdf, action)) {
		int n = MIN(qpdf_oh_get_array_n_items(pdf, action), CHAIN);
		for (int i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(pdf, action, i);
			if (qpdf_oh_is_dictionary(pdf, item))
				arms |= arms_in(pdf, item, chain + 1);
			qpdf_oh_release(pdf, item);
		}
	}
	if (!qpdf_oh_is_dictionary(pdf, action))
		return arms;
	qpdf_oh next = qpdf_oh_get_key(pdf, action, "/Next");
	arms = arms_of(pdf, action) | arms_in(pdf, next, chain + 1);
	qpdf_oh_release(pdf, next);
	return arms;
}

static void tell(unsigned *found, unsigned arms)
{
	if (found != NULL)
		*found |= arms;
}

static GPtrArray *keys_of(qpdf_data pdf, qpdf_oh dictionary)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	qpdf_oh_begin_dict_key_iter(pdf, dictionary);
	while (qpdf_oh_dict_more_keys(pdf))
		g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(pdf)));
	return keys;
}

/* Additional actions are actions by event; a page's resource of that name is not. */
static unsigned arms_by_event(qpdf_data pdf, qpdf_oh events)
{
	unsigned arms = 0;
	if (!qpdf_oh_is_dictionary(pdf, events))
		return 0;
	g_autoptr(GPtrArray) keys = keys_of(pdf, events);
	for (guint i = 0; i < keys->len; i++) {
		qpdf_oh action = qpdf_oh_get_key(pdf, events, keys->pdata[i]);
		arms |= arms_in(pdf, action, 0);
		qpdf_oh_release(pdf, action);
	}
	return arms;
}

static void drop(qpdf_data pdf, qpdf_oh dictionary, const char *key, unsigned arms, unsigned *found)
{
	if (arms == 0)
		return;
	qpdf_oh_remove_key(pdf, dictionary, key);
	tell(found, arms);
}

/* The files of a file specification are streams. */
static unsigned arms_of_files(qpdf_data pdf, qpdf_oh files)
{
	qpdf_oh plain = qpdf_oh_get_key_if_dict(pdf, files, "/F"), named = qpdf_oh_get_key_if_dict(pdf, files, "/UF");
	bool any = qpdf_oh_is_stream(pdf, plain) || qpdf_oh_is_stream(pdf, named);
	qpdf_oh_release(pdf, plain);
	qpdf_oh_release(pdf, named);
	return any ? ARM_FILES : 0;
}

static void disarm_dictionary(qpdf_data pdf, qpdf_oh dictionary, unsigned *found)
{
	static const char *const keys[] = { "/A", "/OpenAction", "/PA", "/AA", "/EF" };
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!qpdf_oh_has_key(pdf, dictionary, keys[i]))
			continue;
		qpdf_oh value = qpdf_oh_get_key(pdf, dictionary, keys[i]);
		unsigned arms = i < 3 ? arms_in(pdf, value, 0) : i == 3 ? arms_by_event(pdf, value) : arms_of_files(pdf, value);
		drop(pdf, dictionary, keys[i], arms, found);
		qpdf_oh_release(pdf, value);
	}
	if (qpdf_oh_has_key(pdf, dictionary, "/ByteRange") && qpdf_oh_has_key(pdf, dictionary, "/Contents"))
		tell(found, ARM_NONE);
	/* An action that somebody else holds. */
	unsigned arms = qpdf_oh_has_key(pdf, dictionary, "/S") ? arms_of(pdf, dictionary) : 0;
	if (arms == 0)
		return;
	qpdf_oh named = qpdf_oh_new_name(pdf, "/Named");
	qpdf_oh_replace_key(pdf, dictionary, "/S", named);
	qpdf_oh_release(pdf, named);
	static const char *const doings[] = { "/JS", "/F", "/Win", "/Unix", "/Mac", "/R", "/OP", "/T" };
	for (size_t i = 0; i < G_N_ELEMENTS(doings); i++)
		qpdf_oh_remove_key(pdf, dictionary, doings[i]);
	tell(found, arms);
}

/* Annotations that are a file or a film go; the others stay, without what they would do. */
static void disarm_notes(qpdf_data pdf, qpdf_oh page, unsigned *found)
{
	qpdf_oh all = qpdf_oh_get_key(pdf, page, "/Annots");
	for (int i = qpdf_oh_is_array(pdf, all) ? qpdf_oh_get_array_n_items(pdf, all) - 1 : -1; i >= 0; i--) {
		qpdf_oh note = qpdf_oh_get_array_item(pdf, all, i);
		unsigned arms = 0;
		for (size_t k = 0; qpdf_oh_is_dictionary(pdf, note) && k < G_N_ELEMENTS(notes); k++)
			if (is_name(pdf, note, "/Subtype", notes[k].subtype))
				arms = notes[k].arm;
		if (arms != 0) {
			qpdf_oh_erase_item(pdf, all, i);
			tell(found, arms);
		} else if (qpdf_oh_is_dictionary(pdf, note)) {
			disarm_dictionary(pdf, note, found);
		}
		qpdf_oh_release(pdf, note);
	}
	qpdf_oh_release(pdf, all);
}

void disarm_page(qpdf_data pdf, qpdf_oh page, unsigned *found)
{
	if (qpdf_oh_has_key(pdf, page, "/AA"))
		disarm_dictionary(pdf, page, found);
	if (qpdf_oh_has_key(pdf, page, "/Annots"))
		disarm_notes(pdf, page, found);
}

/* One object with what it holds directly. */
static void disarm_object(qpdf_data pdf, qpdf_oh object, int depth, unsigned *found)
{
	if (depth > DEPTH)
		return;
	if (qpdf_oh_is_array(pdf, object)) {
		int n = qpdf_oh_get_array_n_items(pdf, object);
		for (int i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(pdf, object, i);
			if (!qpdf_oh_is_indirect(pdf, item))
				disarm_object(pdf, item, depth + 1, found);
			qpdf_oh_release(pdf, item);
		}
		return;
	}
	if (!qpdf_oh_is_dictionary(pdf, object))
		return;
	disarm_dictionary(pdf, object, found);
	g_autoptr(GPtrArray) keys = keys_of(pdf, object);
	for (guint i = 0; i < keys->len; i++) {
		qpdf_oh value = qpdf_oh_get_key(pdf, object, keys->pdata[i]);
		if (!qpdf_oh_is_indirect(pdf, value) && (qpdf_oh_is_dictionary(pdf, value) || qpdf_oh_is_array(pdf, value)))
			disarm_object(pdf, value, depth + 1, found);
		qpdf_oh_release(pdf, value);
	}
}

static void disarm_names(qpdf_data pdf, qpdf_oh root, unsigned *found)
{
	static const struct {
		const char *key;
		Arm arm;
	} trees[] = { { "/JavaScript", ARM_SCRIPT }, { "/EmbeddedFiles", ARM_FILES }, { "/Renditions", ARM_MEDIA } };
	qpdf_oh names = qpdf_oh_get_key(pdf, root, "/Names");
	for (size_t i = 0; qpdf_oh_is_dictionary(pdf, names) && i < G_N_ELEMENTS(trees); i++)
		if (qpdf_oh_has_key(pdf, names, trees[i].key))
			drop(pdf, names, trees[i].key, trees[i].arm, found);
	qpdf_oh_release(pdf, names);
	qpdf_oh form = qpdf_oh_get_key(pdf, root, "/AcroForm");
	if (qpdf_oh_is_dictionary(pdf, form) && qpdf_oh_has_key(pdf, form, "/XFA"))
		drop(pdf, form, "/XFA", ARM_XFA, found);
	qpdf_oh_release(pdf, form);
	static const char *const files[] = { "/AF", "/Collection" };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		if (qpdf_oh_has_key(pdf, root, files[i]))
			drop(pdf, root, files[i], ARM_FILES, found);
}

bool disarm_document(qpdf_data pdf, unsigned *found)
{
	qpdf_oh root = qpdf_get_root(pdf), trailer = qpdf_get_trailer(pdf), size = qpdf_oh_get_key(pdf, trailer, "/Size");
	long long objects = qpdf_oh_is_integer(pdf, size) ? qpdf_oh_get_int_value(pdf, size) : 0;
	if (objects < 0 || objects > LIMIT_PDF_OBJECTS)
		return false;
	disarm_dictionary(pdf, root, found);
	disarm_names(pdf, root, found);
	int pages = qpdf_get_num_pages(pdf);
	for (int i = 0; i < pages; i++) {
		qpdf_oh page = qpdf_get_page_n(pdf, (size_t)i);
		disarm_page(pdf, page, found);
		qpdf_oh_release(pdf, page);
	}
	for (long long id = 1; id < objects; id++) {
		qpdf_oh object = qpdf_get_object_by_id(pdf, (int)id, 0);
		qpdf_oh held = qpdf_oh_is_stream(pdf, object) ? qpdf_oh_get_dict(pdf, object) : object;
		disarm_object(pdf, held, 0, found);
		if (held != object)
			qpdf_oh_release(pdf, held);
		qpdf_oh_release(pdf, object);
	}
	return !qpdf_has_error(pdf);
}

void disarm_tell(unsigned found, cJSON *array)
{
	static const char *const names[] = { "javascript", "launch", "send", "files", "xfa", "media" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if ((found & 1u << i) != 0)
			json_push_text(array, names[i]);
}
