/* A court's letter becomes a document of its case: the file whole, but of its letters only those that are the case's. */
#include "enforcement/post.h"

#include "intake/reading.h"
#include "intake/record.h"

#include <stdio.h>
#include <string.h>

/* Is the subject a letter of court post of that file? *mine: it is matched to the case. */
static bool is_court_letter(const Found *found, const char *subject, const char *case_id, const GPtrArray *offers, bool *mine)
{
	bool court = false;
	*mine = false;
	for (guint i = 0; i < offers->len; i++) {
		const Offer *offer = offers->pdata[i];
		if (offer->piece->found != found || strcmp(offer->piece->subject, subject) != 0)
			continue;
		court = true;
		*mine = *mine || g_strcmp0(offer->match.case_id, case_id) == 0;
	}
	return court;
}

/* Pages "first-last" of a letter. */
static bool page_is_of(const Found *found, int page, const char *subject)
{
	for (guint i = 0; i < found->reading->facts->len; i++) {
		const Fact *fact = found->reading->facts->pdata[i];
		int first, last;
		if (strcmp(fact->subject, subject) == 0 && strcmp(fact->name, "letter.pages") == 0 &&
		    sscanf(fact->value, "%6d-%6d", &first, &last) == 2 && page >= first && page <= last)
			return true;
	}
	return false;
}

/* A page that only other cases' letters fill stays out of this case's text. */
static bool page_is_kept(const Found *found, int page, const char *case_id, const GPtrArray *offers)
{
	bool other = false;
	for (guint i = 0; i < offers->len; i++) {
		const Offer *offer = offers->pdata[i];
		if (offer->piece->found != found || !page_is_of(found, page, offer->piece->subject))
			continue;
		if (g_strcmp0(offer->match.case_id, case_id) == 0)
			return true;
		other = true;
	}
	return !other;
}

static Reading *reading_for(const Found *found, const char *case_id, const GPtrArray *offers)
{
	Reading *reading = reading_new(found->reading->media);
	for (guint i = 0; i < found->reading->facts->len; i++) {
		const Fact *fact = found->reading->facts->pdata[i];
		bool mine;
		if (!is_court_letter(found, fact->subject, case_id, offers, &mine) || mine)
			g_ptr_array_add(reading->facts, fact_copy(fact));
	}
	for (guint i = 0; i < found->reading->pages->len; i++) {
		const PageText *page = found->reading->pages->pdata[i];
		if (!page_is_kept(found, page->page, case_id, offers))
			continue;
		PageText *copy = g_new0(PageText, 1);
		*copy = (PageText){ page->page, page->recognised, g_strdup(page->text) };
		g_ptr_array_add(reading->pages, copy);
	}
	return reading;
}

/* A mail and what lies in it go together. */
static bool same_family(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	return strcmp(a, b) == 0 || (n < m && strncmp(a, b, n) == 0 && b[n] == '/') || (m < n && strncmp(a, b, m) == 0 && a[m] == '/');
}

static char *fingerprint_of(const GPtrArray *files)
{
	g_autoptr(Digest) digest = digest_new();
	uint8_t sum[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	for (guint i = 0; i < files->len; i++) {
		const Found *found = files->pdata[i];
		digest_update(digest, found->sha256, strlen(found->sha256));
		digest_update(digest, "\n", 1);
	}
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, hex);
	return g_strdup(hex);
}

static Submission *submission_for(const Piece *piece, const char *case_id, const GPtrArray *offers)
{
	Submission *submission = submission_new(piece->path);
	for (guint i = 0; i < piece->submission->files->len; i++) {
		const Found *found = piece->submission->files->pdata[i];
		if (!same_family(found->name, piece->found->name))
			continue;
		Found *copy = g_new0(Found, 1);
		*copy = *found;
		copy->name = g_strdup(found->name);
		copy->source = g_strdup(found->source);
		copy->unread = g_strdup(found->unread);
		copy->ahead = false;
		copy->reading = found->reading != NULL ? reading_for(found, case_id, offers) : NULL;
		g_ptr_array_add(submission->files, copy);
	}
	submission->fingerprint = fingerprint_of(submission->files);
	return submission;
}

static char *document_name(const Case *c, const char *sha256)
{
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		if (strcmp(document->sha256, sha256) == 0)
			return g_strdup(document->name);
	}
	return NULL;
}

bool post_take(const Call *call, Piece *piece, const char *case_id, const GPtrArray *offers, GError **error)
{
	if (piece->found != NULL && piece->document == NULL) {
		g_autoptr(Submission) submission = submission_for(piece, case_id, offers);
		if (!submission_supplement(call->store, submission, case_id, call->today, error))
			return false;
		if (submission->outcome == OUTCOME_REFUSED || submission->outcome == OUTCOME_WAITING) {
			const Reason *reason = submission->reasons->len > 0 ? submission->reasons->pdata[0] : NULL;
			return error_set_texts(error, ERROR_INPUT, "post-refused",
			                       reason != NULL ? reason->da : "Filen kan ikke lægges på sagen.",
			                       reason != NULL ? reason->en : "The file cannot be put on the case.");
		}
		g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
		if (c == NULL)
			return false;
		piece->document = document_name(c, piece->found->sha256);
	}
	return true;
}
