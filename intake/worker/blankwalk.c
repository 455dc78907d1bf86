/* The fields of a blank, down their tree, and what is active in it. */
#include "intake/worker/blankfile.h"

#include "intake/limits.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_DEPTH 16 /* of the tree of fields; people's forms have 4 */
#define FLAG_HIDDEN (1 << 1 | 1 << 5) /* of an annotation: not shown on a screen */
#define FLAG_RADIO (1 << 15)
#define FLAG_PUSH (1 << 16)

/* What a field takes from those above it. */
typedef struct Heritage {
	const char *name, *kind, *label;
	int flags, length, align;
	double size;
	qpdf_oh options; /* 0: none */
} Heritage;

static char *text_of(const Blank *blank, qpdf_oh object)
{
	if (!qpdf_oh_is_string(blank->pdf, object))
		return NULL;
	g_autofree char *text = g_utf8_make_valid(qpdf_oh_get_utf8_value(blank->pdf, object), -1);
	for (char *p = text; *p != '\0'; p++)
		if (g_ascii_iscntrl(*p))
			*p = ' ';
	return g_strdup(g_strstrip(text));
}

/* "/Helv 9 Tf 0 g": the number before Tf. */
static double size_of(const char *appearance)
{
	const char *at = strstr(appearance, " Tf");
	if (at == NULL)
		return 0;
	const char *from = at;
	while (from > appearance && (g_ascii_isdigit(from[-1]) || from[-1] == '.'))
		from--;
	double size = g_ascii_strtod(from, NULL);
	return size >= 1 && size <= 72 ? size : 0;
}

static void int_of(const Blank *blank, qpdf_oh field, const char *key, int *out)
{
	int value;
	if (qpdf_oh_has_key(blank->pdf, field, key) &&
	    qpdf_oh_get_value_as_int(blank->pdf, qpdf_oh_get_key(blank->pdf, field, key), &value))
		*out = value;
}

static void inherit(const Blank *blank, qpdf_oh field, Heritage *own)
{
	qpdf_data pdf = blank->pdf;
	qpdf_oh kind = qpdf_oh_get_key(pdf, field, "/FT"), appearance = qpdf_oh_get_key(pdf, field, "/DA");
	if (qpdf_oh_is_name(pdf, kind))
		own->kind = g_intern_string(qpdf_oh_get_name(pdf, kind));
	if (qpdf_oh_is_string(pdf, appearance))
		own->size = size_of(qpdf_oh_get_string_value(pdf, appearance));
	int_of(blank, field, "/Ff", &own->flags);
	int_of(blank, field, "/MaxLen", &own->length);
	int_of(blank, field, "/Q", &own->align);
	if (qpdf_oh_is_array(pdf, qpdf_oh_get_key(pdf, field, "/Opt")))
		own->options = qpdf_oh_get_key(pdf, field, "/Opt");
}

static PlaceKind kind_of(const Heritage *own)
{
	if (g_strcmp0(own->kind, "/Btn") == 0)
		return (own->flags & FLAG_PUSH) != 0 ? PLACE_PUSH : (own->flags & FLAG_RADIO) != 0 ? PLACE_RADIO : PLACE_CHECK;
	if (g_strcmp0(own->kind, "/Ch") == 0)
		return PLACE_CHOICE;
	return g_strcmp0(own->kind, "/Sig") == 0 ? PLACE_SIGNATURE : PLACE_TEXT;
}

/* The name under which the widget shows itself ticked. */
static char *state_of(const Blank *blank, qpdf_oh widget)
{
	qpdf_data pdf = blank->pdf;
	qpdf_oh normal = qpdf_oh_get_key_if_dict(pdf, qpdf_oh_get_key(pdf, widget, "/AP"), "/N");
	char *found = NULL;
	if (qpdf_oh_is_dictionary(pdf, normal)) {
		qpdf_oh_begin_dict_key_iter(pdf, normal);
		while (qpdf_oh_dict_more_keys(pdf)) {
			const char *key = qpdf_oh_dict_next_key(pdf);
			if (found == NULL && strcmp(key, "/Off") != 0 && key[1] != '\0')
				found = g_utf8_make_valid(key + 1, -1);
		}
	}
	return found != NULL ? found : g_strdup("On");
}

static GPtrArray *options_of(const Blank *blank, qpdf_oh array)
{
	GPtrArray *options = g_ptr_array_new_with_free_func(g_free);
	int n = array != 0 ? qpdf_oh_get_array_n_items(blank->pdf, array) : 0;
	for (int i = 0; i < n && i < LIMIT_BLANK_OPTIONS; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(blank->pdf, array, i);
		if (qpdf_oh_is_array(blank->pdf, item) && qpdf_oh_get_array_n_items(blank->pdf, item) == 2)
			item = qpdf_oh_get_array_item(blank->pdf, item, 1);
		char *text = text_of(blank, item);
		if (text != NULL)
			g_ptr_array_add(options, text);
	}
	return options;
}

static bool rect_of(const Blank *blank, qpdf_oh widget, BlankPlace *place)
{
	qpdf_oh rect = qpdf_oh_get_key(blank->pdf, widget, "/Rect");
	double r[4];
	if (!qpdf_oh_is_array(blank->pdf, rect) || qpdf_oh_get_array_n_items(blank->pdf, rect) != 4)
		return false;
	for (int i = 0; i < 4; i++)
		if (!qpdf_oh_get_value_as_number(blank->pdf, qpdf_oh_get_array_item(blank->pdf, rect, i), &r[i]) ||
		    !(r[i] >= -LIMIT_BLANK_SIDE_PT && r[i] <= LIMIT_BLANK_SIDE_PT))
			return false;
	place->left = MIN(r[0], r[2]);
	place->right = MAX(r[0], r[2]);
	place->bottom = MIN(r[1], r[3]);
	place->top = MAX(r[1], r[3]);
	return true;
}

/* A widget that lies on no page, or has no room, is no place. */
static void place_add(Blank *blank, qpdf_oh field, qpdf_oh widget, const Heritage *own, int number)
{
	BlankPlace *place = g_new0(BlankPlace, 1);
	int id = qpdf_oh_get_object_id(blank->pdf, widget), flags = 0, turn = 0;
	place->page = GPOINTER_TO_INT(g_hash_table_lookup(blank->on_page, GINT_TO_POINTER(id)));
	if (id <= 0 || place->page == 0 || !rect_of(blank, widget, place)) {
		blank_place_free(place);
		return;
	}
	int_of(blank, widget, "/F", &flags);
	qpdf_oh look = qpdf_oh_get_key(blank->pdf, widget, "/MK");
	if (qpdf_oh_is_dictionary(blank->pdf, look))
		int_of(blank, look, "/R", &turn);
	place->name = g_strdup(own->name);
	place->kind = kind_of(own);
	place->number = number;
	place->field = field;
	place->widget = widget;
	place->turn = ((turn % 360) + 360) % 360 / 90 * 90;
	place->hidden = (flags & FLAG_HIDDEN) != 0 || place->right - place->left < 1 || place->top - place->bottom < 1;
	place->flags = own->flags;
	place->length = own->length;
	place->align = own->align;
	place->size = own->size;
	place->label = g_strdup(own->label);
	if (place->kind == PLACE_CHECK || place->kind == PLACE_RADIO)
		place->state = state_of(blank, widget);
	if (place->kind == PLACE_CHOICE)
		place->options = options_of(blank, own->options);
	g_ptr_array_add(blank->places, place);
}

static bool field_walk(Blank *blank, qpdf_oh field, const Heritage *above, int depth);

/* Kids with a name are fields of their own; those without are places of this one. */
static bool kids_walk(Blank *blank, qpdf_oh field, qpdf_oh kids, const Heritage *own, int depth)
{
	int n = qpdf_oh_get_array_n_items(blank->pdf, kids), number = 0;
	for (int i = 0; i < n; i++) {
		qpdf_oh kid = qpdf_oh_get_array_item(blank->pdf, kids, i);
		int id = qpdf_oh_get_object_id(blank->pdf, kid);
		if (!qpdf_oh_is_dictionary(blank->pdf, kid))
			continue;
		if (qpdf_oh_has_key(blank->pdf, kid, "/T") || qpdf_oh_has_key(blank->pdf, kid, "/Kids")) {
			if (!field_walk(blank, kid, own, depth + 1))
				return false;
			continue;
		}
		if (id <= 0 || !g_hash_table_add(blank->seen, GINT_TO_POINTER(id)))
			continue;
		Heritage widget = *own;
		inherit(blank, kid, &widget);
		place_add(blank, field, kid, &widget, number++);
		if (blank->places->len > LIMIT_BLANK_PLACES)
			return false;
	}
	return true;
}

static bool field_walk(Blank *blank, qpdf_oh field, const Heritage *above, int depth)
{
	int id = qpdf_oh_get_object_id(blank->pdf, field);
	if (!qpdf_oh_is_dictionary(blank->pdf, field) || depth > FIELD_DEPTH || (id > 0 && !g_hash_table_add(blank->seen, GINT_TO_POINTER(id))))
		return true;
	Heritage own = *above;
	g_autofree char *part = text_of(blank, qpdf_oh_get_key(blank->pdf, field, "/T"));
	g_autofree char *label = text_of(blank, qpdf_oh_get_key(blank->pdf, field, "/TU"));
	g_autofree char *name = part == NULL || *part == '\0' ? g_strdup(above->name)
	                        : *above->name == '\0'        ? g_strdup(part)
	                                                      : g_strconcat(above->name, ".", part, NULL);
	own.name = name;
	if (label != NULL && *label != '\0')
		own.label = label;
	inherit(blank, field, &own);
	qpdf_oh kids = qpdf_oh_get_key(blank->pdf, field, "/Kids");
	if (qpdf_oh_is_array(blank->pdf, kids))
		return kids_walk(blank, field, kids, &own, depth);
	if (*name != '\0')
		place_add(blank, field, field, &own, 0);
	return blank->places->len <= LIMIT_BLANK_PLACES;
}

/* Fields that only their page knows of: the form's own list is not always whole. */
static bool strays_walk(Blank *blank, const Heritage *top)
{
	for (int p = 0; p < blank->n_pages; p++) {
		qpdf_oh list = qpdf_oh_get_key(blank->pdf, blank->pages[p].page, "/Annots");
		int n = qpdf_oh_is_array(blank->pdf, list) ? qpdf_oh_get_array_n_items(blank->pdf, list) : 0;
		for (int i = 0; i < n && i < LIMIT_BLANK_PLACES; i++) {
			qpdf_oh widget = qpdf_oh_get_array_item(blank->pdf, list, i);
			int id = qpdf_oh_get_object_id(blank->pdf, widget);
			if (id <= 0 || !qpdf_oh_is_dictionary(blank->pdf, widget) || g_hash_table_contains(blank->seen, GINT_TO_POINTER(id)) ||
			    !qpdf_oh_has_key(blank->pdf, widget, "/FT") || !qpdf_oh_has_key(blank->pdf, widget, "/T"))
				continue;
			if (!field_walk(blank, widget, top, 0))
				return false;
		}
	}
	return true;
}

bool blank_walk(Blank *blank)
{
	qpdf_oh form = qpdf_oh_get_key(blank->pdf, qpdf_get_root(blank->pdf), "/AcroForm");
	if (!qpdf_oh_is_dictionary(blank->pdf, form))
		return true;
	Heritage top = { .name = "" };
	inherit(blank, form, &top);
	qpdf_oh fields = qpdf_oh_get_key(blank->pdf, form, "/Fields");
	int n = qpdf_oh_is_array(blank->pdf, fields) ? qpdf_oh_get_array_n_items(blank->pdf, fields) : 0;
	for (int i = 0; i < n && i < LIMIT_BLANK_PLACES; i++)
		if (!field_walk(blank, qpdf_oh_get_array_item(blank->pdf, fields, i), &top, 0))
			return false;
	return strays_walk(blank, &top);
}

/* ---- what is active ---- */

static bool drop(const Blank *blank, qpdf_oh object, const char *key)
{
	if (!qpdf_oh_is_dictionary(blank->pdf, object) || !qpdf_oh_has_key(blank->pdf, object, key))
		return false;
	qpdf_oh_remove_key(blank->pdf, object, key);
	return true;
}

/* An action may go to a page or an address; one that does more, or is followed by another, is taken out. */
static bool drop_action(const Blank *blank, qpdf_oh object, const char *key)
{
	qpdf_data pdf = blank->pdf;
	qpdf_oh action = qpdf_oh_get_key(pdf, object, key);
	if (!qpdf_oh_is_dictionary(pdf, action))
		return false;
	qpdf_oh kind = qpdf_oh_get_key(pdf, action, "/S");
	bool still = qpdf_oh_is_name_and_equals(pdf, kind, "/GoTo") || qpdf_oh_is_name_and_equals(pdf, kind, "/URI") ||
	             qpdf_oh_is_name_and_equals(pdf, kind, "/Named");
	return still && !qpdf_oh_has_key(pdf, action, "/Next") ? false : drop(blank, object, key);
}

static bool calm_page(const Blank *blank, qpdf_oh page)
{
	bool any = drop(blank, page, "/AA");
	qpdf_oh list = qpdf_oh_get_key(blank->pdf, page, "/Annots");
	int n = qpdf_oh_is_array(blank->pdf, list) ? qpdf_oh_get_array_n_items(blank->pdf, list) : 0;
	for (int i = 0; i < n; i++) {
		qpdf_oh annotation = qpdf_oh_get_array_item(blank->pdf, list, i);
		if (!qpdf_oh_is_dictionary(blank->pdf, annotation))
			continue;
		any = drop(blank, annotation, "/AA") || any;
		any = drop_action(blank, annotation, "/A") || any;
	}
	return any;
}

bool blank_calm(Blank *blank)
{
	qpdf_data pdf = blank->pdf;
	qpdf_oh root = qpdf_get_root(pdf), form = qpdf_oh_get_key(pdf, root, "/AcroForm");
	bool any = drop(blank, root, "/AA");
	any = drop_action(blank, root, "/OpenAction") || any;
	any = drop(blank, qpdf_oh_get_key(pdf, root, "/Names"), "/JavaScript") || any;
	any = drop(blank, form, "/XFA") || any;
	any = drop(blank, form, "/CO") || any;
	for (int i = 0; i < blank->n_pages; i++)
		any = calm_page(blank, blank->pages[i].page) || any;
	for (guint i = 0; i < blank->places->len; i++)
		any = drop(blank, ((const BlankPlace *)blank->places->pdata[i])->field, "/AA") || any;
	return any;
}
