#include "enforcement/clientmail.h"

#include "filing/mime.h"
#include "filing/send.h"
#include "intake/conf.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

/* A proof that no server has taken yet. */
typedef struct Unsent {
	int64_t id, seq;
	Date day;
	char *name, *hash, *sha256;
} Unsent;

static void unsent_free(void *data)
{
	Unsent *unsent = data;
	g_free(unsent->name);
	g_free(unsent->hash);
	g_free(unsent->sha256);
	g_free(unsent);
}

static GPtrArray *unsent_read(Store *store, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(unsent_free);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT p.id, p.seq, p.day, p.name, p.hash, p.sha256 FROM day_proof p WHERE NOT EXISTS ("
	                                     "SELECT 1 FROM day_proof_mail m WHERE m.proof_id = p.id AND m.state = 'sent') ORDER BY p.id",
	                                     "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		Unsent *unsent = g_new0(Unsent, 1);
		*unsent = (Unsent){ query_int(query, 0),           query_int(query, 1),           query_date(query, 2),
			            g_strdup(query_text(query, 3)), g_strdup(query_text(query, 4)), g_strdup(query_text(query, 5)) };
		g_ptr_array_add(all, unsent);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL ? g_steal_pointer(&all) : NULL;
}

static bool state_add(Store *store, int64_t proof, const char *state, Date on, GError **error)
{
	bool fine = store_begin(store, error) &&
	            store_run(store, error,
	                      "INSERT INTO day_proof_mail (id, proof_id, state, on_day) SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM day_proof_mail",
	                      "isd", proof, state, on) &&
	            store_commit(store, error);
	if (!fine && store_stepping(store))
		store_rollback(store);
	return fine;
}

typedef struct Gate {
	const Call *call;
	int64_t proof;
	GError *fault;
} Gate;

static bool gate_release(void *context)
{
	Gate *gate = context;
	return state_add(gate->call->store, gate->proof, "handing_over", gate->call->today, &gate->fault);
}

static GBytes *file_of(const Call *call, const Unsent *unsent, const char *ending, GError **error)
{
	g_autofree char *name = g_strconcat(unsent->name, ending, NULL);
	g_autofree char *path = g_build_filename(call->home, "proofs", name, NULL);
	return file_read(path, LIMIT_MAIL_BYTES / 2, error);
}

static char *words_of(const Call *call, const Unsent *unsent)
{
	g_autofree char *day = date_iso(unsent->day);
	return g_strdup_printf(call->lang == LANG_DA ? "Dagsbevis for klientmidlerne %s.\n\nBeviset %s.json\nSHA-256 %s\nJournalhoved nr. %" PRId64
	                                               "\n%s\n\nGem mailen: paakrav audit --receipt %s.json holder bøgerne op mod hovedet.\n"
	                                             : "Day proof of the client money on %s.\n\nThe proof %s.json\nSHA-256 %s\nJournal head no. %" PRId64
	                                               "\n%s\n\nKeep this mail: paakrav audit --receipt %s.json holds the books against the head.\n",
	                       day, unsent->name, unsent->sha256, unsent->seq, unsent->hash, unsent->name);
}

/* The proof, its signature and, where there is one, its timestamp. */
static GBytes *message_of(const Call *call, const Postbox *box, const char *to, const Unsent *unsent, GError **error)
{
	static const char *const endings[] = { ".json", ".json.p7s", ".json.p7s.tst" };
	static const char *const types[] = { "application/json", "application/pkcs7-signature", "application/timestamp-token" };
	GBytes *bytes[3] = { file_of(call, unsent, endings[0], error), NULL, NULL };
	bytes[1] = bytes[0] != NULL ? file_of(call, unsent, endings[1], error) : NULL;
	bytes[2] = bytes[1] != NULL ? file_of(call, unsent, endings[2], NULL) : NULL;
	MailFile files[3];
	char *names[3];
	int n = 0;
	for (int i = 0; i < 3; i++) {
		names[i] = g_strconcat(unsent->name, endings[i], NULL);
		if (bytes[i] != NULL)
			files[n++] = (MailFile){ names[i], types[i], bytes[i] };
	}
	g_autofree char *day = date_iso(unsent->day);
	g_autofree char *id = g_strdup_printf("paakrav.%s.%.24s@%s", unsent->name, unsent->sha256, postbox_hello(box));
	g_autofree char *subject = g_strdup_printf(call->lang == LANG_DA ? "Dagsbevis %s" : "Day proof %s", day);
	g_autofree char *text = words_of(call, unsent);
	const Mail mail = { .id = id,
		            .on = call->today,
		            .from_name = postbox_name(box),
		            .from = postbox_from(box),
		            .to = to,
		            .subject = subject,
		            .text = text,
		            .files = files,
		            .n_files = n };
	GBytes *message = n >= 2 ? mail_compose(&mail) : NULL;
	for (int i = 0; i < 3; i++) {
		g_free(names[i]);
		if (bytes[i] != NULL)
			g_bytes_unref(bytes[i]);
	}
	return message;
}

static const char *outcome_name(WireOutcome outcome)
{
	static const char *const names[] = {
		[WIRE_ACCEPTED] = "sent", [WIRE_LATER] = "waiting",   [WIRE_REFUSED] = "failed",
		[WIRE_DOUBT] = "doubt",   [WIRE_STOPPED] = "waiting",
	};
	return names[outcome];
}

static bool hand_over(const Call *call, const Postbox *box, const char *to, const Unsent *unsent, cJSON *row, bool *sent, GError **error)
{
	g_autoptr(GBytes) message = message_of(call, box, to, unsent, error);
	if (message == NULL)
		return false;
	Gate gate = { .call = call, .proof = unsent->id };
	g_auto(WireAnswer) answer = { .outcome = WIRE_LATER };
	postbox_hand(box, to, message, gate_release, &gate, &answer);
	if (gate.fault != NULL) {
		g_propagate_error(error, gate.fault);
		return false;
	}
	*sent = answer.outcome == WIRE_ACCEPTED;
	json_date(row, "on", unsent->day);
	json_text(row, "name", unsent->name);
	json_text(row, "outcome", outcome_name(answer.outcome));
	json_text(row, "because", say(answer.because, call->lang));
	return state_add(call->store, unsent->id, outcome_name(answer.outcome), call->today, error);
}

static Postbox *postbox_to_auditor(const Call *call, const char *to, GError **error)
{
	if (to == NULL || !mail_address_fits(to)) {
		error_set(error, ERROR_USAGE, "audit-mail", "Revisorens mailadresse er ikke sat op.", "The auditor's mail address is not configured.");
		error_at(error, "paakrav.conf", 0, 0);
		error_remedy(error, "Skriv i paakrav.conf under [audit]: mail=ADRESSE.", "Write in paakrav.conf under [audit]: mail=ADDRESS.");
		return NULL;
	}
	Postbox *box = postbox_open(call->home, error);
	if (box == NULL || !postbox_open_line(box))
		return box;
	postbox_free(box);
	error_set(error, ERROR_USAGE, "not-safe", "Beviserne sendes ikke over en åben forbindelse (tls=none).",
	          "The proofs are not sent over an open line (tls=none).");
	return NULL;
}

static bool all_sent(const GPtrArray *all, guint sent, GError **error)
{
	if (sent == all->len)
		return true;
	error_set(error, ERROR_DELIVERY, "proof-not-sent", "%u af %u dagsbeviser er ikke sendt.", "%u of %u day proofs were not sent.",
	          all->len - sent, all->len);
	error_remedy(error, "De sendes ved næste kald.", "They go at the next call.");
	return false;
}

int clientmoney_mail_run(const Call *call, cJSON **result, GError **error)
{
	g_autofree char *to = conf_text(call->home, "audit", "mail");
	Postbox *box = postbox_to_auditor(call, to, error);
	g_autoptr(GPtrArray) all = box != NULL ? unsent_read(call->store, error) : NULL;
	g_autoptr(cJSON) object = json_result("clientmoney-mail");
	cJSON *rows = json_array(object, "mails");
	guint sent = 0;
	bool fine = all != NULL;
	for (guint i = 0; fine && i < all->len; i++) {
		bool taken = false;
		fine = hand_over(call, box, to, all->pdata[i], json_push(rows), &taken, error);
		sent += taken;
	}
	postbox_free(box);
	json_int(object, "count", sent);
	if (!fine || !all_sent(all, sent, error))
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void clientmoney_mail_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "mails")) g_string_append_printf(out, "%s  %s\n", json_get_text(row, "on"), json_get_text(row, "name"));
	g_string_append_printf(out, da ? "%d dagsbeviser sendt til revisor.\n" : "%d day proofs sent to the auditor.\n",
	                       (int)json_get_int(result, "count", 0));
}
