#include "intake/worker/ocr.h"

#include "intake/limits.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <tesseract/capi.h>
#include <unistd.h>

#define GOOD_CONFIDENCE 60 /* a page that lies on its side has 31, a poor scan 70 (docs/decisions) */
#define USUAL_DPI 300 /* what the engine was trained for */

/* Debian's folder first. */
static const char *const folders[] = { "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata",
	NULL };

typedef struct Model {
	const char *name;
	void *data;
	size_t size;
	TessBaseAPI *engine;
} Model;

static struct {
	bool looked;
	Model words, stand; /* Danish, and which way up a page stands */
} ocr = { .words = { .name = "dan" }, .stand = { .name = "osd" } };

static void model_map(Model *model)
{
	for (int i = 0; model->data == NULL && folders[i] != NULL; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.traineddata", folders[i], model->name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		struct stat stat;
		if (fd < 0)
			continue;
		if (fstat(fd, &stat) == 0 && stat.st_size > 0 && stat.st_size < LIMIT_FILE_BYTES) {
			void *data = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
			model->data = data != MAP_FAILED ? data : NULL;
			model->size = data != MAP_FAILED ? (size_t)stat.st_size : 0;
		}
		close(fd);
	}
}

/* Its threads cost three times the time they save, and the locked room has none: no parallel region may open. */
static void one_thread(void)
{
	union {
		void *found;
		void (*set)(int);
	} levels = { .found = dlsym(RTLD_DEFAULT, "omp_set_max_active_levels") };
	if (levels.found != NULL)
		levels.set(0);
}

void ocr_prepare(void)
{
	if (ocr.looked)
		return;
	ocr.looked = true;
	model_map(&ocr.words);
	model_map(&ocr.stand);
}

static TessBaseAPI *engine_of(Model *model, TessOcrEngineMode mode)
{
	if (model->engine != NULL || model->data == NULL)
		return model->engine;
	one_thread();
	setMsgSeverity(L_SEVERITY_NONE);
	TessBaseAPI *engine = TessBaseAPICreate();
	if (TessBaseAPIInit5(engine, model->data, (int)model->size, model->name, mode, NULL, 0, NULL, NULL, 0, 0) != 0) {
		TessBaseAPIDelete(engine);
		return NULL;
	}
	/* What one page says must not depend on the pages before it. */
	TessBaseAPISetVariable(engine, "tessedit_enable_doc_dict", "0");
	TessBaseAPISetVariable(engine, "debug_file", "/dev/null");
	model->engine = engine;
	return engine;
}

bool ocr_ready(void)
{
	ocr_prepare();
	return ocr.words.data != NULL;
}

static void model_forget(Model *model)
{
	if (model->engine != NULL)
		TessBaseAPIDelete(model->engine);
	if (model->data != NULL)
		munmap(model->data, model->size);
	*model = (Model){ .name = model->name };
}

void ocr_forget(void)
{
	model_forget(&ocr.words);
	model_forget(&ocr.stand);
	ocr.looked = false;
}

static int64_t spent_ms(void)
{
	struct rusage used;
	if (getrusage(RUSAGE_SELF, &used) != 0)
		return 0;
	return ((int64_t)used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

/* Asked by the engine after each word. */
static bool over_time(void *until, int words)
{
	(void)words;
	return spent_ms() > *(const int64_t *)until;
}

static int in_tenths(int dots, int dpi)
{
	return (int)(((int64_t)dots * 254 + dpi / 2) / dpi);
}

static void add_word(SeenPage *seen, TessResultIterator *at, int dpi)
{
	TessPageIterator *place = TessResultIteratorGetPageIterator(at);
	int left = 0, top = 0, right = 0, bottom = 0;
	char *text = TessResultIteratorGetUTF8Text(at, RIL_WORD);
	if (text == NULL)
		return;
	g_autofree char *valid = g_utf8_make_valid(g_strstrip(text), -1);
	TessDeleteText(text);
	/* A word holds no space, or what is kept could not be parted again. */
	for (char *c = valid; *c != '\0'; c++)
		if (g_ascii_isspace(*c) || g_ascii_iscntrl(*c))
			*c = '_';
	if (*valid == '\0' || !TessPageIteratorBoundingBox(place, RIL_WORD, &left, &top, &right, &bottom))
		return;
	TessOrientation stands;
	TessWritingDirection direction;
	TessTextlineOrder order;
	float skew = 0, sure = TessResultIteratorConfidence(at, RIL_WORD);
	TessPageIteratorOrientation(place, &stands, &direction, &order, &skew);
	PlacedWord word = { .text = g_steal_pointer(&valid),
		.box = { in_tenths(left, dpi), in_tenths(top, dpi), in_tenths(right, dpi), in_tenths(bottom, dpi) },
		.confidence = sure > 100 ? 100 : sure > 0 ? (int)sure : 0,
		.upright = stands == ORIENTATION_PAGE_UP };
	g_array_append_val(seen->words, word);
}

static int order_slopes(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

/* The words, and the middle slope of the lines that are long enough to tell. */
static void gather(SeenPage *seen, TessBaseAPI *engine, int dpi, int across)
{
	TessResultIterator *at = TessBaseAPIGetIterator(engine);
	if (at == NULL)
		return;
	TessPageIterator *place = TessResultIteratorGetPageIterator(at);
	g_autoptr(GArray) slopes = g_array_new(FALSE, FALSE, sizeof(int));
	do {
		int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
		if (TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE) &&
		    TessPageIteratorBaseline(place, RIL_TEXTLINE, &x1, &y1, &x2, &y2) && x2 - x1 > across / 8) {
			int slope = (int)((int64_t)(y2 - y1) * 10000 / (x2 - x1));
			if (slope > -2000 && slope < 2000)
				g_array_append_val(slopes, slope);
		}
		add_word(seen, at, dpi);
	} while (TessResultIteratorNext(at, RIL_WORD));
	TessResultIteratorDelete(at);
	g_array_sort(slopes, order_slopes);
	seen->slope = slopes->len > 0 ? g_array_index(slopes, int, slopes->len / 2) : 0;
}

/* Recognise the picture as it lies. *mean: how sure, over the page. */
static SeenPage *recognise(PIX *picture, int dpi, int64_t until_ms, int *mean)
{
	TessBaseAPI *engine = engine_of(&ocr.words, OEM_LSTM_ONLY);
	if (engine == NULL)
		return NULL;
	int across = pixGetWidth(picture), down = pixGetHeight(picture);
	g_autoptr(SeenPage) seen = seen_new();
	seen->width = in_tenths(across, dpi);
	seen->height = in_tenths(down, dpi);
	TessBaseAPISetPageSegMode(engine, PSM_AUTO);
	TessBaseAPISetImage2(engine, picture);
	TessBaseAPISetSourceResolution(engine, dpi);
	ETEXT_DESC *monitor = TessMonitorCreate();
	TessMonitorSetCancelFunc(monitor, over_time);
	TessMonitorSetCancelThis(monitor, &until_ms);
	*mean = 0;
	if (TessBaseAPIRecognize(engine, monitor) == 0 && spent_ms() <= until_ms) {
		gather(seen, engine, dpi, across);
		*mean = TessBaseAPIMeanTextConf(engine);
	} else {
		seen->unread = true;
	}
	TessMonitorDelete(monitor);
	TessBaseAPIClear(engine);
	return g_steal_pointer(&seen);
}

/* How many quarter turns clockwise make the picture stand upright; 0 also when that cannot be told. */
static int quarter_turns(PIX *picture, int dpi)
{
	TessBaseAPI *engine = engine_of(&ocr.stand, OEM_TESSERACT_ONLY);
	if (engine == NULL)
		return 0;
	int lies = 0;
	float sure = 0, script_sure = 0;
	const char *script = NULL;
	TessBaseAPISetPageSegMode(engine, PSM_OSD_ONLY);
	TessBaseAPISetImage2(engine, picture);
	TessBaseAPISetSourceResolution(engine, dpi);
	bool told = TessBaseAPIDetectOrientationScript(engine, &lies, &sure, &script, &script_sure);
	TessBaseAPIClear(engine);
	return told ? (4 - lies / 90 % 4) % 4 : 0;
}

/* How much was read, weighed by how surely. */
static int64_t weight(const SeenPage *seen)
{
	int64_t sum = 0;
	for (guint i = 0; i < seen->words->len; i++) {
		const PlacedWord *word = &g_array_index(seen->words, PlacedWord, i);
		sum += (int64_t)word->confidence * word->confidence * (int64_t)strlen(word->text);
	}
	return sum;
}

/* Grey or black and white, about as fine as the engine likes it. */
static PIX *fit(PIX *picture, int *dpi)
{
	PIX *plain = pixGetSpp(picture) == 4 ? pixAlphaBlendUniform(picture, 0xffffff00) : pixClone(picture);
	PIX *grey = plain == NULL ? NULL : pixGetDepth(plain) == 1 && pixGetColormap(plain) == NULL ? pixClone(plain) : pixConvertTo8(plain, 0);
	pixDestroy(&plain);
	bool coarse = *dpi < 180, fine = *dpi > 450;
	if (grey == NULL || (!coarse && !fine))
		return grey;
	int wanted = coarse ? MIN(USUAL_DPI, *dpi * 3) : USUAL_DPI;
	float scale = (float)wanted / (float)*dpi;
	if ((int64_t)pixGetWidth(grey) * pixGetHeight(grey) * wanted / *dpi * wanted / *dpi > LIMIT_OCR_PIXELS)
		return grey;
	PIX *scaled = pixGetDepth(grey) == 1 ? pixScaleToGray(grey, MIN(scale, 1.0F)) : pixScale(grey, scale, scale);
	if (pixGetDepth(grey) == 1 && coarse) {
		pixDestroy(&scaled);
		PIX *eight = pixConvertTo8(grey, 0);
		scaled = eight != NULL ? pixScale(eight, scale, scale) : NULL;
		pixDestroy(&eight);
	}
	pixDestroy(&grey);
	*dpi = wanted;
	return scaled;
}

SeenPage *ocr_page(PIX *picture, int dpi)
{
	if (!ocr_ready())
		return NULL;
	PIX *page = fit(picture, &dpi);
	int64_t until = spent_ms() + LIMIT_OCR_PAGE_CPU_MS;
	int mean = 0;
	g_autoptr(SeenPage) seen = page != NULL ? recognise(page, dpi, until, &mean) : NULL;
	if (seen == NULL || (!seen->unread && mean >= GOOD_CONFIDENCE)) {
		pixDestroy(&page);
		return g_steal_pointer(&seen);
	}
	int turns = quarter_turns(page, dpi);
	PIX *upright = turns != 0 ? pixRotateOrth(page, turns) : NULL;
	g_autoptr(SeenPage) other = upright != NULL ? recognise(upright, dpi, until + LIMIT_OCR_PAGE_CPU_MS / 2, &mean) : NULL;
	pixDestroy(&upright);
	pixDestroy(&page);
	if (other == NULL || other->unread || (!seen->unread && weight(other) <= weight(seen)))
		return g_steal_pointer(&seen);
	other->turned = turns * 90;
	return g_steal_pointer(&other);
}

SeenPage *ocr_recall(const Hatch *hatch, int number, OcrPicture picture, void *self)
{
	g_autofree char *kept = hatch != NULL && hatch->recall != NULL ? hatch->recall(hatch->self, number) : NULL;
	g_autoptr(SeenPage) seen = kept != NULL ? seen_parse(kept) : NULL;
	if (seen != NULL)
		return g_steal_pointer(&seen);
	int dpi = 0;
	PIX *page = ocr_ready() ? picture(self, &dpi) : NULL;
	seen = page != NULL ? ocr_page(page, dpi) : NULL;
	pixDestroy(&page);
	if (seen != NULL && hatch != NULL && hatch->keep != NULL) {
		g_autofree char *text = seen_text(seen);
		hatch->keep(hatch->self, number, text);
	}
	return g_steal_pointer(&seen);
}
