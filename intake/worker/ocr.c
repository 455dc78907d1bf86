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
#define SLOPE_STEEP 175 /* per 10000: one degree; less is met by the engine itself */
#define SHADE_PATCH 48 /* dots: wider than a letter's stroke is thick */
#define SHADE_UNEVEN 60 /* of 255: paper scanned or lit evenly stays under 30 */
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

/* One word as the engine has it. way: the quarter turns clockwise that make it stand upright. */
typedef struct Found {
	PlacedWord word;
	int way;
} Found;

/* What is gathered from one page. */
typedef struct Gathering {
	GArray *found; /* Found */
	GArray *baselines; /* int[5]: both ends of a line's, and its way */
	int width, height, dpi;
} Gathering;

/* The way of the line that the engine stands in, told from its baseline: its own word on the direction means something else. */
static int way_of(const TessPageIterator *place)
{
	int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
	if (!TessPageIteratorBaseline(place, RIL_TEXTLINE, &x1, &y1, &x2, &y2))
		return 0;
	if (abs(y2 - y1) > abs(x2 - x1))
		return y2 > y1 ? 3 : 1;
	return x2 < x1 ? 2 : 0;
}

static void add_word(Gathering *gathering, TessResultIterator *at)
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
	float sure = TessResultIteratorConfidence(at, RIL_WORD);
	Found found = { .word = { .text = g_steal_pointer(&valid),
		                  .box = { in_tenths(left, gathering->dpi), in_tenths(top, gathering->dpi),
		                           in_tenths(right, gathering->dpi), in_tenths(bottom, gathering->dpi) },
		                  .confidence = sure > 100 ? 100 : sure > 0 ? (int)sure : 0 },
		.way = way_of(place) };
	g_array_append_val(gathering->found, found);
}

static void add_baseline(Gathering *gathering, const TessPageIterator *place)
{
	int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
	if (!TessPageIteratorIsAtBeginningOf(place, RIL_TEXTLINE) || !TessPageIteratorBaseline(place, RIL_TEXTLINE, &x1, &y1, &x2, &y2))
		return;
	int dpi = gathering->dpi, line[5] = { in_tenths(x1, dpi), in_tenths(y1, dpi), in_tenths(x2, dpi), in_tenths(y2, dpi), way_of(place) };
	g_array_append_val(gathering->baselines, line);
}

/* The way that most of the text stands. */
static int common_way(const GArray *found)
{
	size_t letters[4] = { 0 };
	int best = 0;
	for (guint i = 0; i < found->len; i++) {
		const Found *one = &g_array_index(found, Found, i);
		letters[one->way] += strlen(one->word.text) * (size_t)one->word.confidence;
	}
	for (int way = 1; way < 4; way++)
		if (letters[way] > letters[best])
			best = way;
	return best;
}

/* A box on the page as it lies, on the page turned that many quarters clockwise. */
static PageBox turn(PageBox box, int way, int width, int height)
{
	switch (way) {
	case 1:
		return (PageBox){ height - box.bottom, box.left, height - box.top, box.right };
	case 2:
		return (PageBox){ width - box.right, height - box.bottom, width - box.left, height - box.top };
	case 3:
		return (PageBox){ box.top, width - box.right, box.bottom, width - box.left };
	default:
		return box;
	}
}

static int order_slopes(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

/* The middle slope of the lines that are long enough to tell. */
static int common_slope(const Gathering *gathering, int way)
{
	g_autoptr(GArray) slopes = g_array_new(FALSE, FALSE, sizeof(int));
	int across = way % 2 != 0 ? gathering->height : gathering->width;
	for (guint i = 0; i < gathering->baselines->len; i++) {
		const int *line = &g_array_index(gathering->baselines, int, 5 * i);
		PageBox from = turn((PageBox){ line[0], line[1], line[0], line[1] }, way, gathering->width, gathering->height);
		PageBox to = turn((PageBox){ line[2], line[3], line[2], line[3] }, way, gathering->width, gathering->height);
		int run = to.left - from.left, slope = run != 0 ? (int)((int64_t)(to.top - from.top) * 10000 / run) : 0;
		if (line[4] == way && abs(run) > across / 8 && slope > -3000 && slope < 3000)
			g_array_append_val(slopes, slope);
	}
	g_array_sort(slopes, order_slopes);
	return slopes->len > 0 ? g_array_index(slopes, int, slopes->len / 2) : 0;
}

/* The words, on the page turned as most of them stand. */
static void gather(SeenPage *seen, TessBaseAPI *engine, int dpi)
{
	TessResultIterator *at = TessBaseAPIGetIterator(engine);
	if (at == NULL)
		return;
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found)), baselines = g_array_new(FALSE, FALSE, 5 * sizeof(int));
	Gathering gathering = { found, baselines, seen->width, seen->height, dpi };
	do {
		add_baseline(&gathering, TessResultIteratorGetPageIterator(at));
		add_word(&gathering, at);
	} while (TessResultIteratorNext(at, RIL_WORD));
	TessResultIteratorDelete(at);
	int way = common_way(found);
	for (guint i = 0; i < found->len; i++) {
		Found *one = &g_array_index(found, Found, i);
		one->word.box = turn(one->word.box, way, seen->width, seen->height);
		one->word.upright = one->way == way;
		g_array_append_val(seen->words, one->word);
	}
	seen->slope = common_slope(&gathering, way);
	seen->turned = way * 90;
	if (way % 2 != 0) {
		seen->width = gathering.height;
		seen->height = gathering.width;
	}
}

/* Recognise the picture as it lies. *mean: how sure, over the page. */
static SeenPage *recognise(PIX *picture, int dpi, int64_t until_ms, int *mean)
{
	TessBaseAPI *engine = engine_of(&ocr.words, OEM_LSTM_ONLY);
	if (engine == NULL)
		return NULL;
	g_autoptr(SeenPage) seen = seen_new();
	seen->width = in_tenths(pixGetWidth(picture), dpi);
	seen->height = in_tenths(pixGetHeight(picture), dpi);
	TessBaseAPISetPageSegMode(engine, PSM_AUTO);
	TessBaseAPISetImage2(engine, picture);
	TessBaseAPISetSourceResolution(engine, dpi);
	ETEXT_DESC *monitor = TessMonitorCreate();
	TessMonitorSetCancelFunc(monitor, over_time);
	TessMonitorSetCancelThis(monitor, &until_ms);
	*mean = 0;
	if (TessBaseAPIRecognize(engine, monitor) == 0 && spent_ms() <= until_ms) {
		gather(seen, engine, dpi);
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

static int order_shades(gconstpointer a, gconstpointer b)
{
	return *(const int *)a - *(const int *)b;
}

/* A photo in a lamp's light: the paper's shade, the brightest dot of each patch, differs over the page. */
static bool is_shaded(PIX *grey)
{
	if (pixGetDepth(grey) != 8 || pixGetWidth(grey) < 4 * SHADE_PATCH || pixGetHeight(grey) < 4 * SHADE_PATCH)
		return false;
	PIX *paper = pixScaleGrayMinMax(grey, SHADE_PATCH, SHADE_PATCH, L_CHOOSE_MAX);
	if (paper == NULL)
		return false;
	g_autoptr(GArray) shades = g_array_new(FALSE, FALSE, sizeof(int));
	for (int y = 0; y < pixGetHeight(paper); y++) {
		for (int x = 0; x < pixGetWidth(paper); x++) {
			l_uint32 value = 0;
			pixGetPixel(paper, x, y, &value);
			int shade = (int)value;
			g_array_append_val(shades, shade);
		}
	}
	pixDestroy(&paper);
	g_array_sort(shades, order_shades);
	return shades->len > 0 && g_array_index(shades, int, shades->len * 95 / 100) - g_array_index(shades, int, shades->len / 10) > SHADE_UNEVEN;
}

/* Grey or black and white, about as fine as the engine likes it. */
static PIX *fit(PIX *picture, int *dpi)
{
	PIX *plain = pixGetSpp(picture) == 4 ? pixAlphaBlendUniform(picture, 0xffffff00) : pixClone(picture);
	PIX *grey = plain == NULL ? NULL : pixGetDepth(plain) == 1 && pixGetColormap(plain) == NULL ? pixClone(plain) : pixConvertTo8(plain, 0);
	pixDestroy(&plain);
	if (grey != NULL && is_shaded(grey)) {
		PIX *even = pixBackgroundNormSimple(grey, NULL, NULL);
		if (even != NULL) {
			pixDestroy(&grey);
			grey = even;
		}
	}
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

/* A word on the page that was turned by radians clockwise about its middle, back on the page as it was. */
static void turn_back(PageBox *box, const SeenPage *level, const SeenPage *page, double radians)
{
	double x = (box->left + box->right - level->width) / 2.0, y = (box->top + box->bottom - level->height) / 2.0;
	int across = (int)lround(x * cos(radians) + y * sin(radians) + page->width / 2.0);
	int down = (int)lround(y * cos(radians) - x * sin(radians) + page->height / 2.0);
	int width = box->right - box->left, height = box->bottom - box->top;
	*box = (PageBox){ across - width / 2, down - height / 2, across - width / 2 + width, down - height / 2 + height };
}

/* A page that went askew through the scanner, levelled and recognised again. The better of the two; seen is taken. */
static SeenPage *level(SeenPage *seen, PIX *picture, int dpi, int64_t until)
{
	double radians = -atan(seen->slope / 10000.0);
	PIX *turned = pixRotateOrth(picture, seen->turned / 90);
	PIX *grey = turned != NULL ? pixConvertTo8(turned, 0) : NULL;
	PIX *straight = grey != NULL ? pixRotate(grey, (l_float32)radians, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, pixGetWidth(grey),
	                                         pixGetHeight(grey))
	                             : NULL;
	int mean = 0;
	g_autoptr(SeenPage) better = straight != NULL ? recognise(straight, dpi, until, &mean) : NULL;
	pixDestroy(&straight);
	pixDestroy(&grey);
	pixDestroy(&turned);
	if (better == NULL || better->unread || better->turned != 0 || weight(better) <= weight(seen))
		return seen;
	for (guint i = 0; i < better->words->len; i++)
		turn_back(&g_array_index(better->words, PlacedWord, i).box, better, seen, radians);
	better->width = seen->width;
	better->height = seen->height;
	better->turned = seen->turned;
	better->slope = seen->slope;
	seen_free(seen);
	return g_steal_pointer(&better);
}

/* A page that could hardly be read may lie on its head. */
static SeenPage *upend(SeenPage *seen, PIX *picture, int dpi, int64_t until)
{
	int mean = 0, turns = quarter_turns(picture, dpi);
	PIX *upright = turns != 0 ? pixRotateOrth(picture, turns) : NULL;
	g_autoptr(SeenPage) other = upright != NULL ? recognise(upright, dpi, until, &mean) : NULL;
	pixDestroy(&upright);
	if (other == NULL || other->unread || weight(other) <= weight(seen))
		return seen;
	other->turned = (other->turned + turns * 90) % 360;
	seen_free(seen);
	return g_steal_pointer(&other);
}

SeenPage *ocr_page(PIX *picture, int dpi)
{
	if (!ocr_ready())
		return NULL;
	PIX *page = fit(picture, &dpi);
	int mean = 0;
	int64_t start = spent_ms(), until = start + LIMIT_OCR_PAGE_CPU_MS * 3 / 2;
	SeenPage *seen = page != NULL ? recognise(page, dpi, start + LIMIT_OCR_PAGE_CPU_MS, &mean) : NULL;
	/* What took too long once would take too long again. */
	if (seen != NULL && !seen->unread && mean < GOOD_CONFIDENCE)
		seen = upend(seen, page, dpi, until);
	else if (seen != NULL && !seen->unread && abs(seen->slope) > SLOPE_STEEP)
		seen = level(seen, page, dpi, until);
	pixDestroy(&page);
	return seen;
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
