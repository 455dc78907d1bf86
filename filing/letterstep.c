/* What happens to a letter that was drawn: listed, approved by a person, sent, come back. */
#include "filing/letter.h"

#include "assess/costs.h"
#include "assess/edition.h"
#include "filing/handinlist.h"
#include "filing/make.h"
#include "filing/lint_letter.h"
#include "filing/lintgate.h"
#include "filing/paperdraw.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

const OptionRow letter_approve_options[] = {
	{ "by", "NAVN", { "personen, der godkender", "the person who approves" } },
	{ "despite", "KODE", { "se bort fra denne regel i lint; kan gentages", "pass over this rule of lint; may be repeated" } },
	{ "why", "GRUND", { "hvorfor der ses bort fra den", "why it is passed over" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

const OptionRow letter_sent_options[] = {
	{ "by", "NAVN", { "personen, der sendte det", "the person who sent it" } },
	{ "on", "DATO", { "dagen, det blev sendt", "the day that it was sent" } },
	{ "how", "post|…", { "hvordan: post, bud …", "how: post, courier …" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

const OptionRow letter_returned_options[] = {
	{ "by", "NAVN", { "personen, der noterer det", "the person who notes it" } },
	{ "on", "DATO", { "dagen, det kom retur", "the day that it came back" } },
	{ "ground", "TEKST", { "hvad der står på det", "what it says" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* The English of a title, which is another kind's where the record gave a reminder its number. */
static const char *title_en(const Paper *paper, const PaperKind *kind)
{
	const GPtrArray *kinds = paper_kinds();
	if (strcmp(paper->title, PAPER_REMINDER_DA) == 0)
		return PAPER_REMINDER_EN;
	for (guint i = 0; kind != NULL && g_str_has_prefix(kind->name, "reminder_") && i < kinds->len; i++)
		if (g_strcmp0(((const PaperKind *)kinds->pdata[i])->titles[PAPER_DA], paper->title) == 0)
			return ((const PaperKind *)kinds->pdata[i])->titles[PAPER_EN];
	return kind != NULL ? kind->titles[PAPER_EN] : NULL;
}

static void paper_json(cJSON *row, const Paper *paper, const Case *c, Lang lang)
{
	const PaperKind *kind = paper_kind_find(paper->kind);
	const Party *party = c == NULL ? NULL : strcmp(paper->to, "creditor") == 0 ? c->creditor : case_debtor(c, paper->to);
	g_autofree char *file = paper_path(paper, "pdf");
	json_text(row, "case", paper->case_id);
	json_int(row, "letter", paper->number);
	json_text(row, "kind", paper->kind);
	json_text(row, "title", paper->title);
	json_text(row, "title_en", title_en(paper, kind));
	json_text(row, "to", paper->to);
	json_text(row, "to_name", party != NULL ? field_text(&party->name) : NULL);
	json_text(row, "language", paper->language);
	json_date(row, "drawn_on", paper->drawn_on);
	json_date(row, "for_on", paper->for_on);
	json_date(row, "deadline_on", paper->deadline_on);
	json_money(row, "fee_ore", paper->fee);
	json_text(row, "state", paper_state_name(paper->state));
	json_text(row, "because", say(paper->because, lang));
	json_text(row, "by", paper->by);
	json_date(row, "approved_on", paper->approved_on);
	json_date(row, "sent_on", paper->sent_on);
	json_text(row, "event", paper->event);
	json_text(row, "file", date_known(paper->sent_on) ? NULL : file);
	json_text(row, "sha256", paper->sha256);
}

/* ---- lists ---- */

int letters_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(GPtrArray) papers =
	    law != NULL ? papers_of(call->store, call->argc > 0 ? call->argv[0] : NULL, law_edition(law), call->today, error) : NULL;
	if (papers == NULL)
		return -1;
	*result = json_result("letters");
	cJSON *rows = json_array(*result, "letters");
	g_autoptr(Case) c = NULL;
	for (guint i = 0; i < papers->len; i++) {
		const Paper *paper = papers->pdata[i];
		if (c == NULL || strcmp(c->id, paper->case_id) != 0) {
			case_free(c);
			c = case_read(call->store, paper->case_id, 0, error);
		}
		if (c == NULL)
			return -1;
		paper_json(json_push(rows), paper, c, call->lang);
	}
	return EXIT_FINE;
}

static const char *state_word(const char *state, Lang lang)
{
	static const struct {
		const char *state;
		Say say;
	} words[] = { { "draft", { "udkast", "draft" } },
		          { "approved", { "godkendt", "approved" } },
		          { "void", { "bortfaldet", "void" } },
		          { "sent", { "sendt", "sent" } },
		          { "returned", { "kom retur", "came back" } } };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].state, state) == 0)
			return say(words[i].say, lang);
	return state;
}

void letters_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "letters"))
	{
		const char *why = json_get_text(row, "because"), *sent = json_get_text(row, "sent_on"), *to = json_get_text(row, "to_name");
		const char *title = json_get_text(row, call->lang == LANG_DA ? "title" : "title_en");
		if (strcmp(json_get_text(row, "to"), "court") == 0)
			to = call->lang == LANG_DA ? "retten" : "the court";
		g_string_append_printf(out, "%s  %3d  %-10s  %s  %s  %s%s%s\n", json_get_text(row, "case"), (int)json_get_int(row, "letter", 0),
		                       state_word(json_get_text(row, "state"), call->lang), sent != NULL ? sent : json_get_text(row, "for_on"),
		                       to != NULL ? to : json_get_text(row, "to"), title != NULL ? title : json_get_text(row, "title"), why != NULL ? ": " : "", why != NULL ? why : "");
	}
	if (cJSON_GetArraySize(json_get(result, "letters")) == 0)
		g_string_append(out, call->lang == LANG_DA ? "Ingen breve.\n" : "No letters.\n");
}

int letter_kinds_run(const Call *call, cJSON **result, GError **error)
{
	(void)call;
	(void)error;
	*result = json_result("letter-kinds");
	cJSON *rows = json_array(*result, "kinds");
	const GPtrArray *kinds = paper_kinds();
	for (guint i = 0; i < kinds->len; i++) {
		const PaperKind *kind = kinds->pdata[i];
		if (paper_kind_when(kind, "never"))
			continue; /* no such letter is written: asking for it is answered with why */
		cJSON *row = json_push(rows);
		json_text(row, "kind", kind->name);
		json_text(row, "to", kind->to_court ? "court" : "debtor");
		json_text(row, "title", kind->titles[PAPER_DA]);
		json_text(row, "title_en", kind->titles[PAPER_EN]);
		json_text(row, "event", kind->event);
		json_text(row, "statute", kind->statute);
		json_bool(row, "fee", kind->fee);
		cJSON *languages = json_array(row, "languages");
		for (int l = 0; l < PAPER_LANGUAGES; l++)
			if (kind->titles[l] != NULL && !(kind->to_court && l != PAPER_DA))
				json_push_text(languages, paper_language_name((PaperLanguage)l));
		cJSON *asks = json_array(row, "asks"), *takes = json_array(row, "takes");
		for (char **ask = kind->asks; *ask != NULL; ask++)
			if (**ask != '\0')
				json_push_text(asks, *ask);
		for (char **take = kind->takes; *take != NULL; take++)
			if (**take != '\0')
				json_push_text(takes, *take);
	}
	return EXIT_FINE;
}

void letter_kinds_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row, *ask;
	cJSON_ArrayForEach(row, json_get(result, "kinds"))
	{
		g_string_append_printf(out, "%-15s %s (%s)", json_get_text(row, "kind"),
		                       json_get_text(row, call->lang == LANG_DA ? "title" : "title_en"), json_get_text(row, "statute"));
		cJSON_ArrayForEach(ask, json_get(row, "asks")) g_string_append_printf(out, " --%s", cJSON_GetStringValue(ask));
		cJSON_ArrayForEach(ask, json_get(row, "takes")) g_string_append_printf(out, " [--%s]", cJSON_GetStringValue(ask));
		g_string_append_c(out, '\n');
	}
}

/* ---- one step ---- */

typedef struct Desk {
	const Call *call;
	const Law *law;
	const char *by;
	char *out;
} Desk;

static bool person_of(const Call *call, const char **by, GError **error)
{
	*by = call_option(call, "by");
	return (*by != NULL && **by != '\0' && g_utf8_strlen(*by, -1) <= LIMIT_NAME_CHARS) ||
	       error_set(error, ERROR_USAGE, "who", "Skriv hvem, med --by NAVN.", "Say who, with --by NAME.");
}

static bool number_of(const char *text, int *out, GError **error)
{
	gint64 n;
	if (!g_ascii_string_to_signed(text, 10, 1, G_MAXINT32, &n, NULL))
		return error_set(error, ERROR_USAGE, "letter-number", "»%s« er intet brevnummer.", "\"%s\" is no number of a letter.", text);
	*out = (int)n;
	return true;
}

/* A day of the past or today; today unless said. */
static bool day_of(const Call *call, Date *on, GError **error)
{
	if (!call_date(call, "on", on, error))
		return false;
	if (!date_known(*on))
		*on = call->today;
	return !date_before(call->today, *on) || error_set(error, ERROR_USAGE, "day-ahead", "Dagen er ikke kommet.", "The day has not come.");
}

/* Draw it once more from the record: what the person looked at is what the case gives. */
static Drawn *drawn_again(Desk *desk, const Paper *paper, char **passed, GError **error)
{
	g_autofree char *text = paper_order(desk->call->store, paper, error);
	g_autoptr(MissiveOrder) order = missive_order_parse(text);
	g_autoptr(Case) c = order != NULL ? case_read(desk->call->store, paper->case_id, 0, error) : NULL;
	if (order == NULL)
		error_set(error, ERROR_INPUT, "letter-erased", "Det er slettet, hvad der skulle stå i brev %d.",
		          "What was to stand in letter %d has been erased.", paper->number);
	if (c == NULL)
		return NULL;
	g_autoptr(Drawn) drawn = paper_draw(c, desk->law, order, store_home(desk->call->store), error);
	if (drawn == NULL)
		return NULL;
	if (drawn->leave->allowed && strcmp(drawn->sha256, paper->sha256) == 0) {
		g_autofree char *name = lint_paper_name(paper);
		g_autoptr(Lint) lint = lint_new();
		gsize n;
		const char *data = g_bytes_get_data(drawn->text, &n);
		g_autofree char *words = g_strndup(data, n);
		lint_drawn(lint, c, desk->law, order, drawn, words, name, store_home(desk->call->store));
		return lint_gate_letter(desk->call, lint, paper->number, passed, error) ? g_steal_pointer(&drawn) : NULL;
	}
	error_set(error, ERROR_INPUT, "letter-differs", "Brev %d er ikke længere det, som sagen giver.",
	          "Letter %d is no longer what the case gives.", paper->number);
	error_remedy(error, "Skriv det igen med letter, og se det igennem.", "Draw it again with letter, and look it through.");
	return NULL;
}

/* The draft as it lies there must be the one that was drawn: a person looked at that file. */
static bool draft_stands(const Desk *desk, const Paper *paper, GError **error)
{
	g_autofree char *inner = paper_path(paper, "pdf"), *path = g_build_filename(desk->out, inner, NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_FILE_BYTES, NULL) : NULL;
	char sha256[DIGEST_HEX] = "";
	gsize n = 0;
	const void *data = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	if (data != NULL)
		digest_hex(data, n, sha256);
	if (strcmp(sha256, paper->sha256) == 0)
		return true;
	if (bytes == NULL) {
		error_set(error, ERROR_INPUT, "letter-away", "Brev %d ligger ikke i mappen %s.", "Letter %d is not in the folder %s.", paper->number,
		          desk->out);
		error_remedy(error, "Angiv med --out den mappe, det blev skrevet i, eller skriv det igen med letter.",
		             "Say with --out the folder that it was drawn in, or draw it again with letter.");
		return false;
	}
	error_set(error, ERROR_INPUT, "letter-changed", "Filen er ikke det brev, der blev skrevet.", "The file is not the letter that was drawn.");
	error_at(error, inner, 0, 0);
	error_remedy(error, "Skriv det igen med letter.", "Draw it again with letter.");
	return false;
}

/*
 * A fee on another approved letter that has not gone yet is as good as on the record: both would be laid out, though
 * rl § 9 b stk. 2 lets only one of them carry it.
 */
static bool fee_stands(const Desk *desk, const Paper *paper, GError **error)
{
	if (money_is_zero(paper->fee))
		return true;
	g_autoptr(GPtrArray) papers =
	    papers_of(desk->call->store, paper->case_id, law_edition(desk->law), desk->call->today, error);
	for (guint i = 0; papers != NULL && i < papers->len; i++) {
		const Paper *other = papers->pdata[i];
		if (other->id == paper->id || other->state != PAPER_APPROVED || money_is_zero(other->fee))
			continue;
		bool after = !date_before(paper->for_on, other->for_on);
		Reminder first = { NULL, "case", after ? other->for_on : paper->for_on, other->fee };
		Reminder next = { NULL, "case", after ? paper->for_on : other->for_on, paper->fee };
		ReminderAnswer answer = cost_next_reminder(desk->law, &first, 1, &next);
		if (answer.verdict == REMINDER_ALLOWED && !answer.doubtful)
			continue;
		error_set(error, ERROR_INPUT, "fee-near",
		          "Brev %d kan ikke godkendes: brev %d med gebyr er godkendt og ikke sendt, og der er for få dage imellem dem "
		          "(rentelovens § 9 b, stk. 2).",
		          "Letter %d cannot be approved: letter %d carries a fee, is approved and not sent, and there are too few days "
		          "between them (rl § 9 b stk. 2).",
		          paper->number, other->number);
		error_remedy(error, "Skriv det igen med --no-fee.", "Draw it again with --no-fee.");
		return false;
	}
	return papers != NULL;
}

static bool state_refuses(const Paper *paper, GError **error)
{
	const char *state = paper_state_name(paper->state);
	bool why = paper->because.da != NULL;
	g_autofree char *da = g_strdup_printf("Brev %d kan ikke godkendes: det er %s%s%s.", paper->number, state_word(state, LANG_DA),
	                                      why ? ", " : "", why ? paper->because.da : "");
	g_autofree char *en = g_strdup_printf("Letter %d cannot be approved: it is %s%s%s.", paper->number, state_word(state, LANG_EN),
	                                      why ? ", " : "", why ? paper->because.en : "");
	error_set_texts(error, ERROR_INPUT, "letter-state", da, en);
	if (paper->state == PAPER_VOID)
		error_remedy(error, "Skriv det igen med letter.", "Draw it again with letter.");
	return false;
}

static bool approve_one(Desk *desk, Paper *paper, GError **error)
{
	Store *store = desk->call->store;
	if (paper->state == PAPER_APPROVED)
		return true;
	if (paper->state != PAPER_DRAFT)
		return state_refuses(paper, error);
	g_autofree char *passed = NULL;
	g_autoptr(Drawn) drawn = fee_stands(desk, paper, error) && draft_stands(desk, paper, error)
	                             ? drawn_again(desk, paper, &passed, error)
	                             : NULL;
	if (drawn == NULL || !paper_approve(store, paper, desk->by, desk->call->today, error) ||
	    !lint_gate_keep_letter(desk->call, paper->id, passed, error))
		return false;
	Paper approved = *paper;
	approved.approved_on = desk->call->today;
	if (!drawn_put(drawn, &approved, desk->out, error) || !store_commit(store, error) || !paper_cleared(paper, desk->out, error) ||
	    !store_begin(store, error))
		return false;
	paper->approved_on = desk->call->today;
	g_free(paper->by);
	paper->by = g_strdup(desk->by);
	paper->state = PAPER_APPROVED;
	return true;
}

static bool desk_open(Desk *desk, GError **error)
{
	desk->out = out_folder(desk->call);
	return folder_make(desk->out, error);
}

static bool approve_next(Desk *desk, const char *told, cJSON *rows, GError **error)
{
	const Call *call = desk->call;
	int number;
	if (!number_of(told, &number, error))
		return false;
	g_autoptr(Paper) paper = paper_numbered(call->store, call->argv[0], number, law_edition(desk->law), call->today, error);
	g_autoptr(Case) c = paper != NULL && approve_one(desk, paper, error) ? case_read(call->store, paper->case_id, 0, error) : NULL;
	if (c == NULL)
		return false;
	paper_json(json_push(rows), paper, c, call->lang);
	return true;
}

static void refused_json(cJSON *row, const char *told, const GError *fault, Lang lang)
{
	json_int(row, "letter", (int64_t)g_ascii_strtoll(told, NULL, 10));
	json_text(row, "code", error_code(fault));
	json_text(row, "text", error_text(fault, lang));
	json_text(row, "remedy", error_remedy_text(fault, lang));
}

int letter_approve_run(const Call *call, cJSON **result, GError **error)
{
	Desk desk = { .call = call };
	g_autoptr(Law) law = law_in_force(call->store, error);
	desk.law = law;
	if (law == NULL || !person_of(call, &desk.by, error) || !desk_open(&desk, error))
		return -1;
	g_autofree char *out = desk.out;
	FOLDER_LOCK lock = folder_enter(out, error);
	if (lock < 0 || !store_begin(call->store, error))
		return -1;
	g_autoptr(cJSON) object = json_result("letter-step");
	cJSON *rows = json_array(object, "letters"), *refused = json_array(object, "refused");
	for (int i = 1; i < call->argc; i++) {
		GError *fault = NULL;
		if (approve_next(&desk, call->argv[i], rows, &fault))
			continue;
		store_rollback(call->store);
		/* One alone is refused as any input is; of several, the others go on. What is no letter's own fault stops all. */
		if (call->argc == 2 || error_class(fault) != ERROR_INPUT || !store_begin(call->store, error)) {
			if (error != NULL && *error == NULL)
				g_propagate_error(error, fault);
			else
				g_error_free(fault);
			return -1;
		}
		refused_json(json_push(refused), call->argv[i], fault, call->lang);
		g_error_free(fault);
	}
	store_rollback(call->store);
	bool all = cJSON_GetArraySize(refused) == 0;
	if (!standing_sweep(call, law, out, NULL, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return all ? EXIT_FINE : EXIT_NO;
}

static int step_done(const Call *call, const Law *law, int number, Date day, cJSON **result, GError **error)
{
	g_autoptr(Paper) paper = paper_numbered(call->store, call->argv[0], number, law_edition(law), day, error);
	g_autoptr(Case) c = paper != NULL ? case_read(call->store, paper->case_id, 0, error) : NULL;
	if (c == NULL)
		return -1;
	*result = json_result("letter-step");
	paper_json(json_push(json_array(*result, "letters")), paper, c, call->lang);
	json_array(*result, "refused");
	return EXIT_FINE;
}

int letter_sent_run(const Call *call, cJSON **result, GError **error)
{
	const char *by, *how = call_option(call, "how");
	int number;
	Date on;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !person_of(call, &by, error) || !number_of(call->argv[1], &number, error) || !day_of(call, &on, error))
		return -1;
	if (how == NULL || *how == '\0' || g_utf8_strlen(how, -1) > LIMIT_NAME_CHARS) {
		error_set(error, ERROR_USAGE, "how", "Skriv hvordan det blev sendt, med --how post.", "Say how it was sent, with --how post.");
		return -1;
	}
	g_autofree char *out = out_folder(call);
	if (!folder_make(out, error))
		return -1;
	FOLDER_LOCK lock = folder_enter(out, error);
	if (lock < 0 || !store_begin(call->store, error))
		return -1;
	g_autoptr(Paper) paper = paper_numbered(call->store, call->argv[0], number, law_edition(law), on, error);
	bool before = paper != NULL && date_known(paper->sent_on);
	if (paper == NULL || (!before && !paper_dispatched(call->store, paper, out, how, on, by, error)) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	if (!paper_cleared(paper, out, error))
		return -1;
	return step_done(call, law, number, on, result, error);
}

static bool returned_record(const Call *call, const Paper *paper, const char *by, Date on, GError **error)
{
	if (!date_known(paper->sent_on) || date_before(on, paper->sent_on))
		return error_set(error, ERROR_INPUT, "letter-not-sent", "Brev %d var ikke sendt den dag.", "Letter %d had not been sent by that day.",
		                 paper->number);
	if (paper->state == PAPER_RETURNED)
		return true;
	g_autofree char *document = paper_document(paper);
	Event event = { .name = (char *)"letter_returned",
		            .on = on,
		            .debtor = strcmp(paper->to, "court") == 0 || strcmp(paper->to, "creditor") == 0 ? NULL : paper->to,
		            .amount = money_zero(),
		            .deadline_on = DATE_NONE,
		            .ground = (char *)call_option(call, "ground"),
		            .document = document,
		            .by = (char *)by };
	return event_record(call->store, paper->case_id, &event, call->today, error);
}

int letter_returned_run(const Call *call, cJSON **result, GError **error)
{
	const char *by;
	int number;
	Date on;
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !person_of(call, &by, error) || !number_of(call->argv[1], &number, error) || !day_of(call, &on, error) ||
	    !store_begin(call->store, error))
		return -1;
	g_autoptr(Paper) paper = paper_numbered(call->store, call->argv[0], number, law_edition(law), on, error);
	if (paper == NULL || !returned_record(call, paper, by, on, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return step_done(call, law, number, on, result, error);
}

void letter_step_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row, *refused = json_get(result, "refused");
	if (cJSON_GetArraySize(json_get(result, "letters")) > 0 || cJSON_GetArraySize(refused) == 0)
		letters_text(call, result, out);
	cJSON_ArrayForEach(row, json_get(result, "letters")) if (json_get_text(row, "file") != NULL)
	    g_string_append_printf(out, "  %s\n", json_get_text(row, "file"));
	cJSON_ArrayForEach(row, refused)
	{
		const char *remedy = json_get_text(row, "remedy");
		g_string_append_printf(out, "%s%s%s\n", json_get_text(row, "text"), remedy != NULL ? " " : "", remedy != NULL ? remedy : "");
	}
	standing_text(call, result, out);
}
