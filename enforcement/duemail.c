#include "enforcement/duemail.h"

#include "enforcement/due.h"
#include "enforcement/staff.h"
#include "filing/mime.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

enum {
	LIST_DAYS = 14, /* what is due within a fortnight is on the list */
	ALARM_DAYS = 180, /* and the limitation that docket_alarm warns of */
	PASS_DAYS = 3 /* all but due: time to act, in spite of a weekend */
};

/* ---- who gets what ---- */

static void told_free(void *data)
{
	Told *told = data;
	g_free(told->case_id);
	g_free(told->key);
	g_free(told);
}

static void recipient_free(void *data)
{
	Recipient *to = data;
	g_free(to->name);
	g_ptr_array_unref(to->told);
	cJSON_Delete(to->own);
	cJSON_Delete(to->passed);
	cJSON_Delete(to->lost);
	g_free(to);
}

typedef struct Round {
	const Call *call;
	const Law *law;
	GPtrArray *recipients; /* Recipient* */
	int64_t overdue; /* limitation dates that are past */
	GError *fault;
} Round;

static Recipient *recipient_of(Round *round, const char *name)
{
	name = name != NULL ? name : STAFF_NOBODY;
	for (guint i = 0; i < round->recipients->len; i++) {
		Recipient *to = round->recipients->pdata[i];
		if (strcmp(to->name, name) == 0)
			return to;
	}
	Recipient *to = g_new0(Recipient, 1);
	*to = (Recipient){ .name = g_strdup(name),
		           .told = g_ptr_array_new_with_free_func(told_free),
		           .own = json_result("due"),
		           .passed = json_result("due"),
		           .lost = json_result("due") };
	json_date(to->own, "on", round->call->today);
	json_date(to->passed, "on", round->call->today);
	json_array(to->own, "tasks");
	json_array(to->passed, "tasks");
	json_array(to->lost, "lost");
	g_ptr_array_add(round->recipients, to);
	return to;
}

static void tell(Round *round, const char *name, const DocketRow *row, bool passed)
{
	Recipient *to = recipient_of(round, name);
	Listing listing = listing_of(round->law, cJSON_GetObjectItemCaseSensitive(passed ? to->passed : to->own, "tasks"),
	                             round->call->today, round->call->lang);
	listing_take(row, &listing);
	Told *told = g_new(Told, 1);
	*told = (Told){ g_strdup(row->case_id), g_strdup(row->key), row->by_on, row->seq };
	g_ptr_array_add(to->told, told);
}

/*
 * Is it time that a deputy took it over? A deadline is all but due; what the house can do any day has lain on the list for as
 * long as the list looks ahead.
 */
static bool presses(const DocketRow *row, Date today)
{
	bool any_day = row->kind == TASK_NEXT && !date_known(row->last_on);
	Date from = any_day ? date_add_days(row->by_on, LIST_DAYS) : date_add_days(row->by_on, -PASS_DAYS);
	return !date_before(today, from);
}

/* A DocketSeen. */
static bool seen(const DocketRow *row, void *data)
{
	Round *round = data;
	Date today = round->call->today;
	bool limitation = task_is_limitation(row->kind);
	if (limitation && date_before(row->last_on, today))
		round->overdue++;
	int alarm = limitation ? docket_alarm(row->last_on, today) : 0;
	if (alarm == 0 && date_before(date_add_days(today, LIST_DAYS), row->by_on))
		return true;
	tell(round, row->owner, row, false);
	if (row->deputy == NULL || row->owner == NULL || strcmp(row->deputy, row->owner) == 0 || !presses(row, today))
		return true;
	bool told;
	if (!due_mail_told(round->call->store, row->owner, row, today, &told, &round->fault))
		return false;
	if (told)
		tell(round, row->deputy, row, true);
	return true;
}

/* A DocketLost. */
static bool lost_seen(const char *case_id, const char *owner, Date lost_on, void *data)
{
	Round *round = data;
	cJSON *row = json_push(cJSON_GetObjectItemCaseSensitive(recipient_of(round, owner)->lost, "lost"));
	json_text(row, "case", case_id);
	json_date(row, "lost_on", lost_on);
	round->overdue++;
	return true;
}

/* ---- the mail ---- */

static int count(const cJSON *object, const char *key)
{
	return cJSON_GetArraySize(json_get(object, key));
}

/* In a subject line stand numbers alone: it is seen on locked screens. */
static char *subject_of(const Recipient *to, Date today, bool da)
{
	g_autofree char *day = da ? date_danish_long(today) : date_english(today);
	GString *text = g_string_new(NULL);
	int own = count(to->own, "tasks"), passed = count(to->passed, "tasks"), lost = count(to->lost, "lost");
	g_string_append_printf(text, da ? "Dagens liste %s: %d" : "The day's list, %s: %d", day, own);
	if (passed > 0)
		g_string_append_printf(text, da ? ", overtaget %d" : ", passed on %d", passed);
	if (lost > 0)
		g_string_append_printf(text, da ? ", FORÆLDET %d" : ", TIME-BARRED %d", lost);
	return g_string_free(text, FALSE);
}

static char *words_of(const Call *call, const Recipient *to)
{
	bool da = call->lang == LANG_DA;
	GString *text = g_string_new(NULL);
	const cJSON *row;
	g_autofree char *day = da ? date_danish_long(call->today) : date_english(call->today);
	if (strcmp(to->name, STAFF_NOBODY) == 0)
		g_string_append(text, da ? "Sager, som ingen fører: giv dem en fører med paakrav assign.\n\n"
		                         : "Cases that nobody handles: give them somebody with paakrav assign.\n\n");
	g_string_append_printf(text, da ? "Dagens liste for %s.\n\n" : "The list of %s.\n\n", day);
	if (count(to->lost, "lost") > 0)
		g_string_append(text, da ? "FORÆLDET: tag stilling, og luk sagen med paakrav close\n"
		                         : "TIME-BARRED: decide what to do, and close the case with paakrav close\n");
	cJSON_ArrayForEach(row, json_get(to->lost, "lost"))
		g_string_append_printf(text, "  %s  %s\n", json_get_text(row, "lost_on"), json_get_text(row, "case"));
	if (count(to->lost, "lost") > 0)
		g_string_append_c(text, '\n');
	due_text(call, to->own, text);
	if (count(to->passed, "tasks") > 0) {
		g_string_append(text, da ? "\nOvertaget fra den, der fører sagen: stod på en tidligere liste, og intet er sket siden.\n\n"
		                         : "\nPassed on from who handles the case: it was on an earlier list, and nothing was done since.\n\n");
		due_text(call, to->passed, text);
	}
	g_string_append(text, da ? "\nHvert nummer i [ ] er opgavens nøgle: paakrav task done SAG NØGLE.\n"
	                         : "\nEach word in [ ] is the task's key: paakrav task done CASE KEY.\n");
	return g_string_free(text, FALSE);
}

/* The same all day: where a list goes twice because no answer came, mail programs can tell that it is one. */
static char *message_id(const Postbox *box, const char *name, Date today)
{
	g_autofree char *day = date_iso(today);
	g_autofree char *seed = g_strconcat("due ", day, " ", name, NULL);
	char hash[DIGEST_HEX];
	digest_hex(seed, strlen(seed), hash);
	return g_strdup_printf("paakrav.due.%s.%.24s@%s", day, hash, postbox_hello(box));
}

typedef struct Gate {
	Store *store;
	int64_t mail;
	GError *fault;
} Gate;

static bool gate_release(void *context)
{
	Gate *gate = context;
	return due_mail_step(gate->store, gate->mail, "handing_over", 0, &gate->fault);
}

static const char *outcome_name(WireOutcome outcome)
{
	static const char *const names[] = {
		[WIRE_ACCEPTED] = "sent", [WIRE_LATER] = "waiting",   [WIRE_REFUSED] = "failed",
		[WIRE_DOUBT] = "doubt",   [WIRE_STOPPED] = "waiting",
	};
	return names[outcome];
}

static bool hand_over(const Call *call, const Postbox *box, const Recipient *to, const StaffRow *who, cJSON *row, GError **error)
{
	g_autofree char *id = message_id(box, to->name, call->today);
	g_autofree char *subject = subject_of(to, call->today, call->lang == LANG_DA);
	g_autofree char *words = words_of(call, to);
	const Mail mail = { .id = id,
		            .on = call->today,
		            .from_name = postbox_name(box),
		            .from = postbox_from(box),
		            .to = who->address,
		            .subject = subject,
		            .text = words };
	g_autoptr(GBytes) message = mail_compose(&mail);
	Gate gate = { .store = call->store };
	if (!due_mail_begin(call->store, to, who->address, id, call->today, &gate.mail, error))
		return false;
	g_auto(WireAnswer) answer = { .outcome = WIRE_LATER };
	postbox_hand(box, who->address, message, gate_release, &gate, &answer);
	if (gate.fault != NULL) {
		g_propagate_error(error, gate.fault);
		return false;
	}
	json_text(row, "outcome", outcome_name(answer.outcome));
	if (answer.code != 0)
		json_int(row, "answer_code", answer.code);
	else
		json_null(row, "answer_code");
	json_text(row, "because", say(answer.because, call->lang));
	return due_mail_step(call->store, gate.mail, outcome_name(answer.outcome), answer.code, error);
}

/* ---- the round ---- */

static void row_no(cJSON *row, const char *outcome, const char *because)
{
	json_text(row, "outcome", outcome);
	json_null(row, "answer_code");
	json_text(row, "because", because);
}

static bool serve(const Call *call, const Postbox *box, const Staff *staff, const Recipient *to, cJSON *row, GError **error)
{
	const StaffRow *who = staff_find(staff, to->name);
	bool sent;
	json_text(row, "name", to->name);
	if (who != NULL)
		json_int(row, "line", who->line);
	else
		json_null(row, "line");
	json_int(row, "tasks", count(to->own, "tasks"));
	json_int(row, "passed_on", count(to->passed, "tasks"));
	json_int(row, "lost", count(to->lost, "lost"));
	if (who == NULL) {
		row_no(row, "refused", call->lang == LANG_DA ? "navnet står ikke i listen over medarbejdere"
		                                             : "the name is not in the list of staff");
		return true;
	}
	if (!due_mail_sent(call->store, to->name, call->today, &sent, error))
		return false;
	if (sent) {
		row_no(row, "already", NULL);
		return true;
	}
	return hand_over(call, box, to, who, row, error);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(const Recipient *const *)a)->name, (*(const Recipient *const *)b)->name);
}

/* In a log a person is the line of the list. */
static bool undelivered(const cJSON *mails, const Staff *staff, GError **error)
{
	const cJSON *row, *first = NULL;
	int n = 0;
	cJSON_ArrayForEach(row, mails)
	{
		const char *outcome = json_get_text(row, "outcome");
		if (strcmp(outcome, "sent") == 0 || strcmp(outcome, "already") == 0)
			continue;
		first = n++ == 0 ? row : first;
	}
	if (first == NULL)
		return true;
	int line = (int)json_get_int(first, "line", 0);
	error_set(error, ERROR_DELIVERY, "list-not-sent", "%d af %d lister er ikke sendt.", "%d of %d lists were not sent.", n,
	          cJSON_GetArraySize(mails));
	error_at(error, staff->file, line, 0);
	error_remedy(error, "De sendes ved næste kald; en, der ikke står i listen, skal have en linje.",
	             "They go at the next call; who is not in the list needs a line.");
	return false;
}

static bool round_serve(Round *round, const Postbox *box, const Staff *staff, cJSON *object, GError **error)
{
	cJSON *mails = json_array(object, "mails");
	g_ptr_array_sort(round->recipients, by_name);
	for (guint i = 0; i < round->recipients->len; i++)
		if (!serve(round->call, box, staff, round->recipients->pdata[i], json_push(mails), error))
			return false;
	json_int(object, "limitation_overdue", round->overdue);
	return undelivered(mails, staff, error);
}

bool due_mail_run(const Call *call, const Law *law, cJSON *object, bool *overdue, GError **error)
{
	Postbox *box = postbox_open(call->home, error);
	g_autoptr(Staff) staff = box != NULL ? staff_read(call->home, error) : NULL;
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(recipient_free);
	Round round = { .call = call, .law = law, .recipients = recipients };
	bool fine = staff != NULL;
	if (fine && postbox_open_line(box))
		fine = error_set(error, ERROR_USAGE, "not-safe", "Listerne sendes ikke over en åben forbindelse (tls=none).",
		                 "The lists are not sent over an open line (tls=none).");
	/* One round at a time: a second finds what the first has sent. */
	FOLDER_LOCK lock = fine ? folder_enter(call->home, error) : -1;
	fine = lock >= 0 &&
	       docket_each(call->store, law, call->today, call->today, date_add_days(call->today, ALARM_DAYS), NULL, seen, &round, error) &&
	       docket_lost_each(call->store, lost_seen, &round, error);
	if (round.fault != NULL) {
		g_propagate_error(error, round.fault);
		fine = false;
	}
	*overdue = round.overdue > 0;
	fine = fine && round_serve(&round, box, staff, object, error);
	postbox_free(box);
	return fine;
}

void due_mail_text(const Call *call, const cJSON *result, GString *out)
{
	static const struct {
		const char *outcome;
		Say word;
	} words[] = { { "sent", { "sendt", "sent" } },
		      { "already", { "allerede sendt i dag", "sent already today" } },
		      { "waiting", { "venter", "waits" } },
		      { "failed", { "afvist", "refused" } },
		      { "doubt", { "uvist", "in doubt" } },
		      { "refused", { "uden adresse", "without an address" } } };
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		int n = 0;
		cJSON_ArrayForEach(row, json_get(result, "mails")) n += strcmp(json_get_text(row, "outcome"), words[i].outcome) == 0;
		if (n > 0)
			g_string_append_printf(out, "%s: %d\n", say(words[i].word, call->lang), n);
	}
	cJSON_ArrayForEach(row, json_get(result, "mails"))
	{
		const char *outcome = json_get_text(row, "outcome"), *why = json_get_text(row, "because");
		if (why != NULL && json_get_int(row, "line", 0) > 0)
			g_string_append_printf(out, da ? "  linje %" PRId64 " %s: %s\n" : "  line %" PRId64 " %s: %s\n", json_get_int(row, "line", 0),
			                       outcome, why);
	}
	int64_t overdue = json_get_int(result, "limitation_overdue", 0);
	if (overdue > 0)
		g_string_append_printf(out, da ? "FORÆLDELSE OVERSKREDET: %" PRId64 "\n" : "LIMITATION OVERDUE: %" PRId64 "\n", overdue);
	if (cJSON_GetArraySize(json_get(result, "mails")) == 0)
		g_string_append(out, da ? "Ingen opgaver at sende.\n" : "No tasks to send.\n");
}
