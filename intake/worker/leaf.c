#include "intake/worker/leaf.h"

#include <math.h>
#include <string.h>

#define A4_WIDTH 595.276
#define A4_HEIGHT 841.890
#define LENGTH_MOST 1000000.0 /* points: a page larger than a field is a mistake */

static bool box_of(qpdf_data pdf, qpdf_oh page, const char *key, double box[4])
{
	qpdf_oh array = qpdf_oh_get_key(pdf, page, key);
	bool fine = qpdf_oh_is_array(pdf, array) && qpdf_oh_get_array_n_items(pdf, array) == 4;
	for (int i = 0; fine && i < 4; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(pdf, array, i);
		fine = qpdf_oh_is_number(pdf, item) != 0;
		box[i] = fine ? qpdf_oh_get_numeric_value(pdf, item) : 0;
		fine = fine && isfinite(box[i]) && fabs(box[i]) < LENGTH_MOST;
		qpdf_oh_release(pdf, item);
	}
	qpdf_oh_release(pdf, array);
	if (!fine)
		return false;
	double left = MIN(box[0], box[2]), right = MAX(box[0], box[2]), bottom = MIN(box[1], box[3]), top = MAX(box[1], box[3]);
	memcpy(box, (double[4]){ left, bottom, right, top }, 4 * sizeof *box);
	return right - left >= 1 && top - bottom >= 1;
}

Leaf leaf_of(qpdf_data pdf, qpdf_oh page)
{
	double media[4], crop[4];
	if (!box_of(pdf, page, "/MediaBox", media))
		memcpy(media, (double[4]){ 0, 0, A4_WIDTH, A4_HEIGHT }, sizeof media);
	Leaf leaf = { media[0], media[1], media[2], media[3], 0, 1 };
	if (box_of(pdf, page, "/CropBox", crop)) {
		Leaf cut = { MAX(crop[0], media[0]), MAX(crop[1], media[1]), MIN(crop[2], media[2]), MIN(crop[3], media[3]), 0, 1 };
		if (cut.right - cut.left >= 1 && cut.top - cut.bottom >= 1)
			leaf = cut;
	}
	qpdf_oh rotate = qpdf_oh_get_key(pdf, page, "/Rotate"), unit = qpdf_oh_get_key(pdf, page, "/UserUnit");
	if (qpdf_oh_is_number(pdf, rotate)) {
		double degrees = qpdf_oh_get_numeric_value(pdf, rotate);
		if (isfinite(degrees) && fabs(degrees) < LENGTH_MOST)
			leaf.rotate = (((int)degrees / 90 * 90) % 360 + 360) % 360;
	}
	if (qpdf_oh_is_number(pdf, unit)) {
		double points = qpdf_oh_get_numeric_value(pdf, unit);
		leaf.unit = isfinite(points) && points >= 0.001 && points <= 1000 ? points : 1;
	}
	qpdf_oh_release(pdf, rotate);
	qpdf_oh_release(pdf, unit);
	return leaf;
}

double leaf_width(const Leaf *leaf)
{
	return leaf->rotate % 180 != 0 ? leaf->top - leaf->bottom : leaf->right - leaf->left;
}

double leaf_height(const Leaf *leaf)
{
	return leaf->rotate % 180 != 0 ? leaf->right - leaf->left : leaf->top - leaf->bottom;
}

void leaf_number(GString *out, double x)
{
	/* By hand: a page has twenty of them, and what printf does with a double is most of a stamp's time. */
	gint64 parts = fabs(x) < 1e12 ? llround(x * 10000) : 0;
	char digits[32];
	int at = sizeof digits, left = 4;
	guint64 rest = (guint64)ABS(parts);
	for (; left > 0 && rest % 10 == 0; left--)
		rest /= 10;
	bool point = left > 0;
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
		if (point && --left == 0) {
			digits[--at] = '.';
			point = false;
			if (rest == 0)
				digits[--at] = '0';
		}
	} while (rest > 0 || point);
	if (parts < 0)
		digits[--at] = '-';
	g_string_append_c(out, ' ');
	g_string_append_len(out, digits + at, (gssize)sizeof digits - at);
}

void leaf_matrix(const Leaf *leaf, int rotate, double scale, bool over, GString *out)
{
	const struct {
		int a, b, c, d;
		double x, y, over_x, over_y;
	} ways[4] = {
		{ 1, 0, 0, 1, leaf->left, leaf->bottom, leaf->left, leaf->top },
		{ 0, 1, -1, 0, leaf->right, leaf->bottom, leaf->left, leaf->bottom },
		{ -1, 0, 0, -1, leaf->right, leaf->top, leaf->right, leaf->bottom },
		{ 0, -1, 1, 0, leaf->left, leaf->top, leaf->right, leaf->top },
	};
	int way = ((rotate / 90) % 4 + 4) % 4;
	leaf_number(out, ways[way].a * scale);
	leaf_number(out, ways[way].b * scale);
	leaf_number(out, ways[way].c * scale);
	leaf_number(out, ways[way].d * scale);
	leaf_number(out, over ? ways[way].over_x : ways[way].x);
	leaf_number(out, over ? ways[way].over_y : ways[way].y);
	g_string_append(out, " cm\n");
}

Leaf leaf_grown(const Leaf *leaf, double by)
{
	Leaf grown = *leaf;
	switch (leaf->rotate) {
	case 90:
		grown.left -= by;
		break;
	case 180:
		grown.bottom -= by;
		break;
	case 270:
		grown.right += by;
		break;
	default:
		grown.top += by;
		break;
	}
	return grown;
}

void leaf_put(qpdf_data pdf, qpdf_oh page, const Leaf *leaf)
{
	static const char *const others[] = { "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox" };
	g_autoptr(GString) text = g_string_new("[");
	leaf_number(text, leaf->left);
	leaf_number(text, leaf->bottom);
	leaf_number(text, leaf->right);
	leaf_number(text, leaf->top);
	g_string_append(text, " ]");
	qpdf_oh box = qpdf_oh_parse(pdf, text->str);
	qpdf_oh_replace_key(pdf, page, "/MediaBox", box);
	qpdf_oh_release(pdf, box);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		qpdf_oh_remove_key(pdf, page, others[i]);
}

qpdf_oh leaf_stream(qpdf_data pdf, const void *bytes, size_t size)
{
	qpdf_oh stream = qpdf_oh_new_stream(pdf), none = qpdf_oh_new_null(pdf);
	qpdf_oh_replace_stream_data(pdf, stream, bytes, size, none, none);
	qpdf_oh_release(pdf, none);
	return stream;
}

void leaf_wrap(qpdf_data pdf, qpdf_oh page, qpdf_oh before, qpdf_oh after)
{
	qpdf_oh all = qpdf_oh_new_array(pdf), there = qpdf_oh_get_key(pdf, page, "/Contents");
	qpdf_oh_append_item(pdf, all, before);
	int n = qpdf_oh_is_array(pdf, there) ? qpdf_oh_get_array_n_items(pdf, there) : 0;
	for (int i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(pdf, there, i);
		if (qpdf_oh_is_stream(pdf, item))
			qpdf_oh_append_item(pdf, all, item);
		qpdf_oh_release(pdf, item);
	}
	if (qpdf_oh_is_stream(pdf, there))
		qpdf_oh_append_item(pdf, all, there);
	qpdf_oh_append_item(pdf, all, after);
	qpdf_oh_replace_key(pdf, page, "/Contents", all);
	qpdf_oh_release(pdf, there);
	qpdf_oh_release(pdf, all);
}

/* A dictionary of its own, with the same entries. */
static qpdf_oh copy_of(qpdf_data pdf, qpdf_oh dictionary)
{
	qpdf_oh copy = qpdf_oh_new_dictionary(pdf);
	if (!qpdf_oh_is_dictionary(pdf, dictionary))
		return copy;
	qpdf_oh_begin_dict_key_iter(pdf, dictionary);
	while (qpdf_oh_dict_more_keys(pdf)) {
		const char *key = qpdf_oh_dict_next_key(pdf);
		qpdf_oh value = qpdf_oh_get_key(pdf, dictionary, key);
		qpdf_oh_replace_key(pdf, copy, key, value);
		qpdf_oh_release(pdf, value);
	}
	return copy;
}

void leaf_resource(qpdf_data pdf, qpdf_oh page, const char *kind, const char *name, qpdf_oh resource)
{
	qpdf_oh there = qpdf_oh_get_key(pdf, page, "/Resources"), all = copy_of(pdf, there);
	qpdf_oh of_kind = qpdf_oh_get_key(pdf, all, kind), mine = copy_of(pdf, of_kind);
	qpdf_oh_replace_key(pdf, mine, name, resource);
	qpdf_oh_replace_key(pdf, all, kind, mine);
	qpdf_oh_replace_key(pdf, page, "/Resources", all);
	qpdf_oh_release(pdf, there);
	qpdf_oh_release(pdf, all);
	qpdf_oh_release(pdf, of_kind);
	qpdf_oh_release(pdf, mine);
}
