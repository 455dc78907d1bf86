/*
 * Binder: PDF files looked through, made fit to hand in, and put together (qpdf, by its C interface): one of the two doors
 * to it, the other being the blank's.
 */
#ifndef PAAKRAV_WORKER_BINDER_H
#define PAAKRAV_WORKER_BINDER_H

#include "intake/worker/craft.h"

#include <qpdf/qpdf-c.h>

/*
 * "look": what is to be known of one PDF before it goes into a package. Order: "text" (tell also of its text). Answer: "pages";
 * "locked" (it opens only with a password; pages is then null); "wordless": how many pages have something on
 * them and no text; "arms": what it would do by itself (disarm_tell). An Error of code "pdf-damaged" when it is no PDF that can be put together.
 */
cJSON *binder_look(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * "bind": one PDF of many. Inputs: the front (cover, index), a page written with the font of the stamps (letters, digits and
 * comma of "Bilag 1, side 2 af 3"), then the exhibits; that
 * page is opened only where the front's own font lacks such a letter. Order: "id" (32 hex digits, the file's identifier), "exhibits":
 * for each its "stamp" ("Bilag 3") and "title" (for the bookmark), "links": "page" of the front (1-based), a box on it
 * ("left" "top" "right" "bottom", tenths of a millimetre) and the "exhibit" (from 0) that it leads to. Makes one file.
 * Answer: "pages".
 * The pages themselves are not touched: a strip is added at each one's upper edge, upright as it is seen, that says
 * "Bilag 3, side 2 af 4" and "side 7 af 60". What would act (scripts, starting programs) does not come along.
 */
cJSON *binder_bind(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * "picture": pages of an image (PNG, JPEG, TIFF) as PDF, upright, each with its words laid invisibly over it. Order: "from",
 * "to" (pages, 1-based), "id". Makes one file. Answer: "pages" of the file, "all" of the image, "unread": pages whose words were not
 * recognised, "3, 7". A JPEG's own data goes in unchanged, without what its camera says of place and owner.
 */
cJSON *binder_picture(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * "exhibit": a PDF made fit to hand in. Order: "recognise" (some page may be a picture), "id". Answer: "locked", "signed",
 * "encrypted" (with an empty password), "pages", "arms" (what it would do by itself: disarm_tell), "recognised": pages that got
 * words, "unread". Makes one file where anything had to be changed, none where the original can go as it is. A signed one is
 * never changed, whatever it carries. An Error of code "pdf-damaged" when it cannot be handed in at all.
 */
cJSON *binder_exhibit(const CraftTray *tray, const Hatch *hatch, GError **error);

/*
 * "redact": pages of a PDF drawn anew as pictures, with CPR and account numbers (private.h) painted over, and the words that
 * remain laid over them: nothing of what was struck out is left, nor anything else of the file. Order: "from", "to", "own" (the
 * creditor's numbers, which stay), "id". Makes one file. Answer: "pages", "all", "struck", "unread": pages without words, which were
 * not searched.
 */
cJSON *binder_redact(const CraftTray *tray, const Hatch *hatch, GError **error);

/* "join": the inputs' pages, one behind the other, in one file. Order: "id". Answer: "pages". */
cJSON *binder_join(const CraftTray *tray, const Hatch *hatch, GError **error);

/* ---- for the binder's own files ---- */

typedef qpdf_data BinderPdf;
void binder_close(BinderPdf *pdf);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BinderPdf, binder_close)

/* Open it, with the empty password where it is encrypted. NULL and no Error when locked is asked for and it is so. */
BinderPdf binder_open(const CraftDocument *document, bool *locked, GError **error);
/* An Error of code "pdf-damaged" that names the document; false. */
bool binder_damaged(const CraftDocument *document, GError **error);
/*
 * Write it; id (32 hex digits) takes the place of the identifier that would be random. It belongs to pdf. false: it cannot be
 * written.
 */
bool binder_write(BinderPdf pdf, const char *id, const unsigned char **bytes, size_t *size);
/* The same out through the hatch, everything packed that is not yet, with the order's "id". */
bool binder_hand_out(BinderPdf pdf, const CraftTray *tray, const Hatch *hatch, const char *name);

#endif
