#include "enforcement/post.h"

#include "enforcement/note.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string.h>

/* What one call looks at: files, their letters, and what follows from each. */
typedef struct Desk {
	const Call *call;
	char *scratch;
	Reader *reader;
	GPtrArray *submissions; /* Submission* */
	GPtrArray *cases; /* Case*: whose letters are looked at */
	GPtrArray *pieces; /* Piece* */
	GPtrArray *offers; /* Offer* */
} Desk;

static void piece_free(void *data)
{
	Piece *piece = data;
	g_free(piece->subject);
	g_free(piece->path);
	g_free(piece->file);
	g_free(piece->document);
	g_free(piece->case_id);
	g_free(piece);
}

static void desk_clear(Desk *desk)
{
	g_ptr_array_unref(desk->offers);
	g_ptr_array_unref(desk->pieces);
	g_ptr_array_unref(desk->cases);
	g_ptr_array_unref(desk->submissions);
	reader_free(desk->reader);
	if (desk->scratch != NULL)
		folder_remove(desk->scratch, NULL);
	g_free(desk->scratch);
}

/* ---- which letters there are ---- */

static void add_pieces(Desk *desk, const GPtrArray *facts, const char *path, const char *file, const Submission *submission,
                       const Found *found)
{
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (strcmp(fact->name, "letter.kind") != 0 || fact->status == FACT_REJECTED)
			continue;
		/* A court's letter whose kind could not be told has a page, too, but no sender among the parties. */
		bool court = g_str_has_prefix(fact->value, "court_");
		for (guint n = 0; !court && n < facts->len; n++) {
			const Fact *other = facts->pdata[n];
			court = strcmp(other->subject, fact->subject) == 0 && strcmp(other->name, "letter.court") == 0;
		}
		if (!court)
			continue;
		Piece *piece = g_new0(Piece, 1);
		piece->facts = facts;
		piece->subject = g_strdup(fact->subject);
		piece->path = g_strdup(path);
		piece->file = g_strdup(file != NULL ? file : fact->proof.document);
		piece->submission = submission;
		piece->found = found;
		g_ptr_array_add(desk->pieces, piece);
	}
}

/* A single file is looked at in a folder of its own, as a copy: what is taken are submissions. */
static char *folder_for(Desk *desk, const char *path, guint number, GError **error)
{
	struct stat st;
	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || g_str_has_suffix(path, ".zip"))
		return g_strdup(path);
	g_autofree char *base = g_path_get_basename(path), *at = g_strdup_printf("%u.file", number);
	g_autofree char *folder = g_build_filename(desk->scratch, at, NULL), *copy = g_build_filename(folder, base, NULL);
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_FILE_BYTES, error);
	if (bytes == NULL || !folder_make(folder, error) || !file_put(copy, bytes, error))
		return NULL;
	return g_steal_pointer(&folder);
}

static bool look(Desk *desk, const char *path, guint number, GError **error)
{
	g_autofree char *folder = folder_for(desk, path, number, error), *at = g_strdup_printf("%u", number);
	if (folder == NULL)
		return false;
	g_autofree char *scratch = g_build_filename(desk->scratch, at, NULL);
	Submission *submission = submission_look(desk->reader, folder, path, scratch);
	g_ptr_array_add(desk->submissions, submission);
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		if (found->reading != NULL && submission->outcome == OUTCOME_TAKEN)
			add_pieces(desk, found->reading->facts, path, found->name, submission, found);
	}
	return true;
}

static bool look_in_case(Desk *desk, const char *case_id, GError **error)
{
	Case *c = case_read(desk->call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_ptr_array_add(desk->cases, c);
	add_pieces(desk, c->facts, case_id, NULL, NULL, NULL);
	for (guint i = 0; i < desk->pieces->len; i++) {
		Piece *piece = desk->pieces->pdata[i];
		piece->document = g_strdup(piece->file);
		piece->case_id = g_strdup(case_id);
	}
	return true;
}

/* A letter with our number and the court's tells whose the others with the court's number alone are. */
static bool learn(const Desk *desk, PostIndex *index, GError **error)
{
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		const char *number = piece_text(piece, "letter.court_case");
		if (number == NULL || piece_text(piece, "letter.our_case") == NULL)
			continue;
		Match match;
		bool fine = post_match(index, desk->call->store, piece, NULL, &match, error);
		if (fine && match.how == MATCH_OUR_NUMBER && match.certain)
			post_index_learn(index, number, match.case_id);
		match_clear(&match);
		if (!fine)
			return false;
	}
	return true;
}

static bool find_offers(Desk *desk, GError **error)
{
	Store *store = desk->call->store;
	const char *named = call_option(desk->call, "case");
	g_autoptr(PostIndex) index = post_index_new(store, error);
	if (index == NULL || !learn(desk, index, error))
		return false;
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		Match match;
		if (!post_match(index, store, piece, named, &match, error)) {
			match_clear(&match);
			return false;
		}
		g_autoptr(Case) c = match.case_id != NULL ? case_read(store, match.case_id, 0, error) : NULL;
		if (match.case_id != NULL && c == NULL) {
			match_clear(&match);
			return false;
		}
		offers_of(piece, c, &match, desk->offers);
	}
	return true;
}

/* ---- what a person accepted ---- */

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

static Offer *offer_numbered(const Desk *desk, const char *text)
{
	gint64 n;
	if (!g_ascii_string_to_signed(text, 10, 1, desk->offers->len, &n, NULL))
		return NULL;
	return desk->offers->pdata[n - 1];
}

/* --event and --on: the person's word for one offer whose event or day could not be told. */
static bool amend(const Desk *desk, Offer *offer, GError **error)
{
	const char *name = call_option(desk->call, "event");
	Date on;
	if (!call_date(desk->call, "on", &on, error))
		return false;
	if (name == NULL && !date_known(on))
		return true;
	if (name != NULL && event_kind_find(name) == NULL)
		return error_set(error, ERROR_USAGE, "no-such-event", "Hændelsen %s findes ikke.", "There is no event %s.", name);
	if (offer->event == NULL && name == NULL)
		return usage(error, "post-event", "Sig også hændelsen med --event.", "Say the event too, with --event.");
	if (offer->event == NULL) {
		offer->event = g_new0(Event, 1);
		offer->event->amount = money_zero();
		offer->event->deadline_on = DATE_NONE;
		offer->event->on = piece_day(offer->piece, "letter.happened_on");
		if (!date_known(offer->event->on))
			offer->event->on = piece_day(offer->piece, "letter.sent_on");
	}
	if (name != NULL) {
		g_free(offer->event->name);
		offer->event->name = g_strdup(name);
		const char *amount = piece_text(offer->piece, "letter.amount_ore");
		offer->event->has_amount = amount != NULL && strstr(event_kind_find(name)->may, "amount") != NULL &&
		                           money_parse_ore(amount, &offer->event->amount);
	}
	if (date_known(on))
		offer->event->on = on;
	offer->already = false;
	return true;
}

static bool record_one(const Desk *desk, Offer *offer, GError **error)
{
	if (offer->event == NULL || offer->already)
		return true;
	Piece *piece = (Piece *)offer->piece;
	bool already;
	g_autoptr(Case) c = case_read(desk->call->store, offer->match.case_id, 0, error);
	if (c == NULL)
		return false;
	/* Perhaps another letter of this call told it. */
	const Event *there = post_event_there(c, offer->event);
	if (there != NULL) {
		offer->already = true;
		offer->event_id = there->id;
		return true;
	}
	if (!post_take(desk->call, piece, offer->match.case_id, desk->offers, error))
		return false;
	offer->event->by = g_strdup(call_option(desk->call, "by"));
	g_free(offer->event->document);
	offer->event->document = g_strdup(piece->document);
	if (!note_record(desk->call, offer->match.case_id, offer->event, &already, error))
		return false;
	offer->already = already;
	offer->event_id = offer->event->id;
	return true;
}

/* A refused one does not hold up the rest; a store that fails does. */
static bool record_kept(const Desk *desk, Offer *offer, GError **error)
{
	GError *fault = NULL;
	if (record_one(desk, offer, &fault))
		return true;
	if (batch_goes_on(fault)) {
		offer->refusal = fault;
		return true;
	}
	g_propagate_error(error, fault);
	return false;
}

static bool record_accepted(const Desk *desk, const GPtrArray *numbers, GError **error)
{
	for (guint i = 0; numbers != NULL && i < numbers->len; i++) {
		Offer *offer = offer_numbered(desk, numbers->pdata[i]);
		if (offer == NULL)
			return error_set(error, ERROR_USAGE, "post-number", "Der er intet tilbud nr. %s.", "There is no offer number %s.",
			                 (const char *)numbers->pdata[i]);
		if (!amend(desk, offer, error))
			return false;
		if (offer->match.case_id == NULL)
			return error_set(error, ERROR_USAGE, "post-case", "Nr. %s: det er ikke sagt, hvilken sag det er. Nævn den med --case.",
			                 "No. %s: it is not told which case it is. Name it with --case.", (const char *)numbers->pdata[i]);
		if (!record_kept(desk, offer, error))
			return false;
	}
	return true;
}

/* All that are matched by a number which nothing speaks against. */
static bool record_certain(const Desk *desk, GError **error)
{
	for (guint i = 0; i < desk->offers->len; i++) {
		Offer *offer = desk->offers->pdata[i];
		if (offer->match.certain && offer->match.case_id != NULL && !record_kept(desk, offer, error))
			return false;
	}
	return true;
}

static bool options_fit(const Call *call, GError **error)
{
	const GPtrArray *accepted = call_options(call, "accept");
	bool amends = call_has(call, "event") || call_has(call, "on"), records = accepted != NULL || call_has(call, "record");
	if (call->argc == 0 && !call_has(call, "case"))
		return usage(error, "post-what", "Skriv post STI…, eller post --case SAG.", "Write post PATH…, or post --case CASE.");
	if (records && !call_has(call, "by"))
		return usage(error, "post-by", "Sig med --by, hvem der bekræfter.", "Say with --by who confirms.");
	if (amends && (accepted == NULL || accepted->len != 1))
		return usage(error, "post-one", "--event og --on hører til ét --accept.", "--event and --on belong to one --accept.");
	return true;
}

/* ---- the result ---- */

static void piece_json(cJSON *row, const Piece *piece)
{
	static const char *const texts[] = { "court", "court_case", "our_case" };
	json_text(row, "path", piece->path);
	json_text(row, "file", piece->file);
	json_text(row, "letter", piece->subject);
	json_text(row, "pages", piece_text(piece, "letter.pages"));
	json_text(row, "kind", piece_text(piece, "letter.kind"));
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *name = g_strconcat("letter.", texts[i], NULL);
		json_text(row, texts[i], piece_text(piece, name));
	}
	json_date(row, "sent_on", piece_day(piece, "letter.sent_on"));
	cJSON *parties = json_array(row, "parties");
	g_autoptr(GPtrArray) names = piece_texts(piece, "letter.party");
	for (guint i = 0; i < names->len; i++)
		json_push_text(parties, names->pdata[i]);
}

static const char *outcome_of(const Offer *offer)
{
	if (offer->refusal != NULL)
		return "refused";
	if (offer->already)
		return "already";
	if (offer->event_id != 0)
		return "recorded";
	if (offer->match.case_id == NULL)
		return "unmatched";
	return offer->event == NULL ? "task" : offer->match.certain ? "offered" : "asks";
}

static void offer_json(cJSON *row, const Offer *offer, guint n, Lang lang)
{
	const Match *match = &offer->match;
	json_int(row, "n", n);
	piece_json(row, offer->piece);
	json_text(row, "case", match->case_id);
	json_text(row, "matched_by", match_how_name(match->how));
	json_text(row, "outcome", outcome_of(offer));
	json_text(row, "why", say(match->why, lang));
	cJSON *candidates = json_array(row, "candidates");
	for (guint i = 0; i < match->candidates->len; i++)
		json_push_text(candidates, match->candidates->pdata[i]);
	json_text(row, "task", say(offer->task, lang));
	json_date(row, "task_by_on", offer->task_by_on);
	if (offer->event != NULL)
		event_json(json_object(row, "event"), offer->event);
	else
		json_null(row, "event");
	if (offer->event_id != 0)
		json_int(row, "event_id", offer->event_id);
	else
		json_null(row, "event_id");
	if (offer->refusal != NULL) {
		g_autofree char *text = error_sentence(offer->refusal, lang);
		json_text(row, "code", error_code(offer->refusal));
		json_text(row, "text", text);
	}
}

static bool has_piece(const Desk *desk, const Found *found)
{
	for (guint i = 0; i < desk->pieces->len; i++)
		if (((const Piece *)desk->pieces->pdata[i])->found == found)
			return true;
	return false;
}

/* What was looked at and is no court post: named, so that nothing of a tray gets lost. */
static void others_json(const Desk *desk, cJSON *rows)
{
	static const Say other = { "Er ikke post fra en ret.", "Is no post from a court." };
	for (guint i = 0; i < desk->submissions->len; i++) {
		const Submission *submission = desk->submissions->pdata[i];
		Lang lang = desk->call->lang;
		for (guint n = 0; n < submission->reasons->len && submission->outcome != OUTCOME_TAKEN; n++) {
			const Reason *reason = submission->reasons->pdata[n];
			cJSON *row = json_push(rows);
			json_text(row, "path", submission->path);
			json_text(row, "file", reason->file);
			json_text(row, "why", lang == LANG_DA ? reason->da : reason->en);
		}
		for (guint n = 0; n < submission->files->len && submission->outcome == OUTCOME_TAKEN; n++) {
			const Found *found = submission->files->pdata[n];
			if (has_piece(desk, found))
				continue;
			cJSON *row = json_push(rows);
			g_auto(GStrv) unread = found->unread != NULL ? g_strsplit(found->unread, "\n", 2) : NULL;
			bool told = unread != NULL && g_strv_length(unread) == 2;
			json_text(row, "path", submission->path);
			json_text(row, "file", found->name);
			json_text(row, "why", told ? unread[lang == LANG_DA ? 0 : 1] : say(other, lang));
		}
	}
}

static bool work(Desk *desk, GError **error)
{
	const Call *call = desk->call;
	const char *named = call_option(call, "case");
	for (int i = 0; i < call->argc; i++)
		if (!look(desk, call->argv[i], (guint)i, error))
			return false;
	if (call->argc == 0 && !look_in_case(desk, named, error))
		return false;
	return find_offers(desk, error) && record_accepted(desk, call_options(call, "accept"), error) &&
	       (!call_has(call, "record") || record_certain(desk, error));
}

static bool desk_open(Desk *desk, const Call *call, GError **error)
{
	g_autofree char *own = g_strdup_printf("post.%ld", (long)getpid());
	g_autofree char *pages = g_build_filename(call->home, "cache", "pages", NULL);
	*desk = (Desk){
		.call = call,
		.scratch = g_build_filename(call->home, "scratch", own, NULL),
		.reader = reader_new(NULL),
		.submissions = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free),
		.cases = g_ptr_array_new_with_free_func((GDestroyNotify)case_free),
		.pieces = g_ptr_array_new_with_free_func(piece_free),
		.offers = g_ptr_array_new_with_free_func((GDestroyNotify)offer_free),
	};
	reader_remember(desk->reader, pages);
	return folder_make(desk->scratch, error);
}

int post_run(const Call *call, cJSON **result, GError **error)
{
	Desk desk;
	if (!options_fit(call, error))
		return -1;
	int code = -1;
	if (desk_open(&desk, call, error) && work(&desk, error)) {
		cJSON *object = json_result("post");
		cJSON *rows = json_array(object, "offers");
		code = EXIT_FINE;
		for (guint i = 0; i < desk.offers->len; i++) {
			const Offer *offer = desk.offers->pdata[i];
			offer_json(json_push(rows), offer, i + 1, call->lang);
			code = offer->refusal != NULL ? EXIT_NO : code;
		}
		others_json(&desk, json_array(object, "others"));
		*result = object;
	}
	desk_clear(&desk);
	return code;
}
