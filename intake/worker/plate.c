#include "intake/worker/plate.h"

#include "intake/limits.h"

#include <leptonica/allheaders.h>
#include <string.h>

#define JPEG_QUALITY 80

static qpdf_oh image_of(qpdf_data pdf, const void *data, size_t size, int width, int height, const char *rest)
{
	qpdf_oh image = leaf_stream(pdf, data, size), dictionary = qpdf_oh_get_dict(pdf, image);
	g_autofree char *text = g_strdup_printf("<< /Type /XObject /Subtype /Image /Width %d /Height %d %s >>", width, height, rest);
	qpdf_oh wanted = qpdf_oh_parse(pdf, text);
	g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
	qpdf_oh_begin_dict_key_iter(pdf, wanted);
	while (qpdf_oh_dict_more_keys(pdf))
		g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(pdf)));
	for (guint i = 0; i < keys->len; i++)
		qpdf_oh_replace_key(pdf, dictionary, keys->pdata[i], qpdf_oh_get_key(pdf, wanted, keys->pdata[i]));
	return image;
}

/* Rows one behind the other, most significant dot first, as a PDF has them. */
static qpdf_oh plain_image(qpdf_data pdf, PIX *pix, int samples)
{
	int width = pixGetWidth(pix), height = pixGetHeight(pix), depth = pixGetDepth(pix);
	size_t row = depth == 1 ? ((size_t)width + 7) / 8 : (size_t)width * (size_t)samples;
	g_autofree unsigned char *data = g_try_malloc(row * (size_t)height);
	if (data == NULL)
		return 0;
	for (int y = 0; y < height; y++) {
		const l_uint32 *line = pixGetData(pix) + (size_t)pixGetWpl(pix) * (size_t)y;
		unsigned char *out = data + row * (size_t)y;
		for (int x = 0; depth == 1 && x < (int)row; x++)
			out[x] = (unsigned char)GET_DATA_BYTE(line, x);
		for (int x = 0; depth == 8 && x < width; x++)
			out[x] = (unsigned char)GET_DATA_BYTE(line, x);
		for (int x = 0; depth == 32 && x < width; x++) {
			out[3 * x] = (unsigned char)(line[x] >> 24);
			out[3 * x + 1] = (unsigned char)(line[x] >> 16 & 255);
			out[3 * x + 2] = (unsigned char)(line[x] >> 8 & 255);
		}
	}
	const char *rest = depth == 1    ? "/BitsPerComponent 1 /ColorSpace /DeviceGray /Decode [1 0]"
	                   : samples == 1 ? "/BitsPerComponent 8 /ColorSpace /DeviceGray"
	                                  : "/BitsPerComponent 8 /ColorSpace /DeviceRGB";
	return image_of(pdf, data, row * (size_t)height, width, height, rest);
}

/* One bit, eight bits of grey, or colours; NULL when there is no memory for it. The caller's. */
static PIX *plain_of(PIX *picture)
{
	PIX *opaque = pixGetDepth(picture) == 32 && pixGetSpp(picture) == 4 ? pixAlphaBlendUniform(picture, 0xffffff00) : pixClone(picture);
	PIX *plain = opaque == NULL                         ? NULL
	             : pixGetColormap(opaque) != NULL       ? pixRemoveColormap(opaque, REMOVE_CMAP_BASED_ON_SRC)
	             : pixGetDepth(opaque) == 1             ? pixClone(opaque)
	             : pixGetDepth(opaque) == 32            ? pixClone(opaque)
	                                                    : pixConvertTo8(opaque, 0);
	pixDestroy(&opaque);
	return plain;
}

qpdf_oh plate_of(qpdf_data pdf, PIX *picture)
{
	PIX *plain = plain_of(picture);
	qpdf_oh image = plain != NULL ? plain_image(pdf, plain, pixGetDepth(plain) == 32 ? 3 : 1) : 0;
	pixDestroy(&plain);
	return image;
}

qpdf_oh plate_drawn(qpdf_data pdf, PIX *picture)
{
	PIX *plain = plain_of(picture);
	l_uint8 *data = NULL;
	size_t size = 0;
	qpdf_oh image = 0;
	int width, height;
	if (plain != NULL && pixGetDepth(plain) > 1 && pixWriteMemJpeg(&data, &size, plain, JPEG_QUALITY, 0) == 0)
		image = plate_jpeg(pdf, data, size, &width, &height);
	else if (plain != NULL)
		image = plain_image(pdf, plain, pixGetDepth(plain) == 32 ? 3 : 1);
	lept_free(data);
	pixDestroy(&plain);
	return image;
}

/* Parts that say how to unpack it stay; what a camera or a program wrote beside them goes. */
static GByteArray *without_remarks(const unsigned char *bytes, size_t size)
{
	GByteArray *out = g_byte_array_sized_new((guint)size);
	size_t at = 2;
	g_byte_array_append(out, bytes, 2);
	while (at + 4 <= size && bytes[at] == 0xFF && bytes[at + 1] != 0xDA) {
		unsigned mark = bytes[at + 1];
		size_t length = (size_t)(bytes[at + 2] << 8 | bytes[at + 3]);
		if (mark == 0xFF) {
			at++;
			continue;
		}
		if (length < 2 || length > size - at - 2)
			break;
		bool remark = (mark >= 0xE1 && mark <= 0xED) || mark == 0xEF || mark == 0xFE;
		if (!remark)
			g_byte_array_append(out, bytes + at, (guint)length + 2);
		at += length + 2;
	}
	g_byte_array_append(out, bytes + at, (guint)(size - at));
	return out;
}

qpdf_oh plate_jpeg(qpdf_data pdf, const void *bytes, size_t size, int *width, int *height)
{
	l_int32 samples = 0, ycck = 0, cmyk = 0;
	if (size < 4 || size >= (size_t)LIMIT_FILE_BYTES || readHeaderMemJpeg(bytes, size, width, height, &samples, &ycck, &cmyk) != 0 || ycck != 0 ||
	    cmyk != 0 || (samples != 1 && samples != 3))
		return 0;
	g_autoptr(GByteArray) plain = without_remarks(bytes, size);
	qpdf_oh image = image_of(pdf, plain->data, plain->len, *width, *height,
	                         samples == 1 ? "/BitsPerComponent 8 /ColorSpace /DeviceGray" : "/BitsPerComponent 8 /ColorSpace /DeviceRGB");
	qpdf_oh filter = qpdf_oh_new_name(pdf, "/DCTDecode"), none = qpdf_oh_new_null(pdf);
	qpdf_oh_replace_stream_data(pdf, image, plain->data, plain->len, filter, none);
	return image;
}

qpdf_oh plate_page(qpdf_data pdf, qpdf_oh picture, double width, double height, int rotate)
{
	g_autoptr(GString) text = g_string_new("<< /Type /Page /MediaBox [0 0"), content = g_string_new("q");
	leaf_number(text, width);
	leaf_number(text, height);
	g_string_append_printf(text, " ] /Rotate %d /Resources << >> >>", rotate);
	leaf_number(content, width);
	g_string_append(content, " 0 0");
	leaf_number(content, height);
	g_string_append(content, " 0 0 cm /PaakravPicture Do Q\n");
	qpdf_oh page = qpdf_make_indirect_object(pdf, qpdf_oh_parse(pdf, text->str));
	qpdf_oh_replace_key(pdf, page, "/Contents", leaf_stream(pdf, content->str, content->len));
	leaf_resource(pdf, page, "/XObject", "/PaakravPicture", picture);
	if ((qpdf_add_page(pdf, pdf, page, QPDF_FALSE) & QPDF_ERRORS) != 0)
		return 0;
	return qpdf_get_page_n(pdf, (size_t)qpdf_get_num_pages(pdf) - 1);
}
