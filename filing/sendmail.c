/* By mail: to the court's address in the court list, over a line whose other end is known, or so that only the court can read it. */
#include "filing/send.h"

#include "filing/archive.h"
#include "filing/mime.h"
#include "intake/conf.h"
#include "intake/limits.h"
#include "intake/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONF_FILE "paakrav.conf"

struct Postbox {
	char *host, *ca_file, *user, *password, *from, *from_name, *hello;
	int port, timeout_s;
	WireLock lock;
};

void postbox_free(Postbox *postbox)
{
	if (postbox == NULL)
		return;
	if (postbox->password != NULL)
		explicit_bzero(postbox->password, strlen(postbox->password));
	g_free(postbox->host);
	g_free(postbox->ca_file);
	g_free(postbox->user);
	g_free(postbox->password);
	g_free(postbox->from);
	g_free(postbox->from_name);
	g_free(postbox->hello);
	g_free(postbox);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Postbox, postbox_free)

static bool conf_fault(GError **error, const char *da, const char *en)
{
	error_set_texts(error, ERROR_USAGE, "mail-conf", da, en);
	error_at(error, CONF_FILE, 0, 0);
	error_remedy(error, "Ret [mail] i paakrav.conf: server, port, tls, from, og hvis der skal logges ind user og password_file.",
	             "Correct [mail] in paakrav.conf: server, port, tls, from, and to sign in user and password_file.");
	return false;
}

/* A whole number from first to last; fallback when the key is not there; 0 when it is something else. */
static int conf_number(const char *home, const char *key, int fallback, int first, int last)
{
	g_autofree char *text = conf_text(home, "mail", key);
	gint64 number;
	if (text == NULL)
		return fallback;
	return g_ascii_string_to_signed(text, 10, first, last, &number, NULL) ? (int)number : 0;
}

static bool secret_fault(GError **error, const char *path, const char *da, const char *en)
{
	error_set_texts(error, ERROR_PERMISSION, "mail-password", da, en);
	error_at(error, path, 0, 0);
	error_remedy(error, "Læg adgangskoden alene i en fil, som kun brugeren kan læse (chmod 600).",
	             "Put the password alone in a file that only the user can read (chmod 600).");
	return false;
}

/* The first line of a file that nobody else may read. */
static bool secret_read(const char *path, char **out, GError **error)
{
	char bytes[LIMIT_SECRET_BYTES + 1];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return secret_fault(error, path, "Filen med adgangskoden kan ikke åbnes.", "The file with the password cannot be opened.");
	bool closed = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) == 0 &&
	              (st.st_uid == geteuid() || st.st_uid == 0);
	ssize_t n = closed ? read(fd, bytes, sizeof bytes) : 0;
	close(fd);
	if (!closed)
		return secret_fault(error, path, "Andre kan læse filen med adgangskoden.", "Others can read the file with the password.");
	while (n > 0 && (bytes[n - 1] == '\n' || bytes[n - 1] == '\r'))
		n--;
	bool fits = n > 0 && n <= LIMIT_SECRET_BYTES;
	for (ssize_t i = 0; i < n && fits; i++)
		fits = (unsigned char)bytes[i] >= ' ';
	if (fits)
		*out = g_strndup(bytes, (gsize)n);
	explicit_bzero(bytes, sizeof bytes);
	return fits || secret_fault(error, path, "Filen med adgangskoden skal have én linje.",
	                            "The file with the password must have one line.");
}

static bool sign_in_read(Postbox *box, const char *home, GError **error)
{
	g_autofree char *file = conf_path(home, "mail", "password_file");
	box->user = conf_text(home, "mail", "user");
	if ((box->user == NULL) != (file == NULL))
		return conf_fault(error, "user og password_file skal stå der begge eller slet ikke.",
		                  "user and password_file must both be there, or neither.");
	if (box->user != NULL && box->lock == WIRE_PLAIN)
		return conf_fault(error, "Der logges ikke ind over en åben forbindelse (tls=none).",
		                  "There is no signing in over an open line (tls=none).");
	return file == NULL || secret_read(file, &box->password, error);
}

static bool lock_read(Postbox *box, const char *home, GError **error)
{
	g_autofree char *tls = conf_text(home, "mail", "tls");
	if (tls == NULL || strcmp(tls, "starttls") == 0)
		box->lock = WIRE_STARTTLS;
	else if (strcmp(tls, "implicit") == 0)
		box->lock = WIRE_TLS;
	else if (strcmp(tls, "none") == 0)
		box->lock = WIRE_PLAIN;
	else
		return conf_fault(error, "tls er hverken starttls, implicit eller none.", "tls is neither starttls, implicit nor none.");
	return true;
}

Postbox *postbox_open(const char *home, GError **error)
{
	g_autoptr(Postbox) box = g_new0(Postbox, 1);
	box->host = conf_text(home, "mail", "server");
	box->from = conf_text(home, "mail", "from");
	box->ca_file = conf_path(home, "mail", "ca");
	box->from_name = conf_text(home, "mail", "name");
	if (box->from_name == NULL)
		box->from_name = conf_text(home, "firm", "name");
	if (!lock_read(box, home, error))
		return NULL;
	box->port = conf_number(home, "port", box->lock == WIRE_TLS ? 465 : 587, 1, 65535);
	box->timeout_s = conf_number(home, "timeout_s", LIMIT_MAIL_S, 1, LIMIT_MAIL_MOST_S);
	bool named = box->host != NULL && strspn(box->host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
	                                      strlen(box->host);
	if (!named)
		conf_fault(error, "Der er ingen mailserver at sende gennem.", "There is no mail server to send through.");
	else if (box->from == NULL || !mail_address_fits(box->from))
		conf_fault(error, "from er ikke en mailadresse.", "from is not a mail address.");
	else if (box->port == 0 || box->timeout_s == 0)
		conf_fault(error, "port eller timeout_s er ikke et brugbart tal.", "port or timeout_s is not a number that can be used.");
	else if (sign_in_read(box, home, error))
		box->hello = g_strdup(strchr(box->from, '@') + 1);
	return box->hello != NULL ? g_steal_pointer(&box) : NULL;
}

const char *postbox_from(const Postbox *postbox)
{
	return postbox->from;
}

const char *postbox_name(const Postbox *postbox)
{
	return postbox->from_name;
}

bool postbox_open_line(const Postbox *postbox)
{
	return postbox->lock == WIRE_PLAIN;
}

const char *postbox_hello(const Postbox *postbox)
{
	return postbox->hello;
}

void postbox_hand(const Postbox *box, const char *to, GBytes *message, bool (*release)(void *context), void *context,
                  WireAnswer *answer)
{
	const WireMail mail = { box->host,  box->port, box->lock, box->ca_file, box->user, box->password,
		                box->hello, box->from, to,        message,      box->timeout_s };
	wire_send(&mail, release, context, answer);
}

static void no_address(const Sending *sending, GError **error)
{
	const char *home = sending->errand->call->home;
	g_autofree char *named = conf_path(home, "courts", "list");
	g_autofree char *list = named != NULL ? g_strdup(named) : g_build_filename(home, "retter.csv", NULL);
	g_autofree char *da = g_strdup_printf("retslisten %s har ingen mailadresse for retten", list);
	g_autofree char *en = g_strdup_printf("the court list %s has no mail address for the court", list);
	sending_no(error, sending->on_case->id, "no-address", (Say){ da, en },
	           (Say){ "Skriv retten i den med kolonnerne court,address (og, om ønsket, certificate,person,account), eller send med "
	                  "--via folder.",
	                  "Put the court in it, with the columns court,address (and, if wanted, certificate,person,account), or send "
	                  "with --via folder." });
}

char *mail_place(const Sending *sending, GError **error)
{
	const CourtRow *court = sending->court;
	const char *id = sending->on_case->id;
	if (sending->approval->route != ROUTE_BETALINGSPAAKRAV)
		sending_no(error, id, "portal",
		           (Say){ "kravet indleveres i sagsportalen af en person, ikke med mail (rpl § 148 a)",
		                  "the claim is handed in through the case portal by a person, not by mail (rpl § 148 a)" },
		           (Say){ "Læg den frem med send --via folder.", "Lay it out with send --via folder." });
	else if (court == NULL || court->address == NULL)
		no_address(sending, error);
	else if (postbox_open_line(sending->errand->postbox) && court->certificate == NULL)
		sending_no(error, id, "not-safe", (Say){ "den sendes ikke åbent", "it is not sent in the open" },
		           (Say){ "Brug TLS, eller rettens certifikat.", "Use TLS, or the court's certificate." });
	else
		return g_strdup(court->address);
	return NULL;
}

char *mail_id(const Errand *errand, const Dispatch *dispatch)
{
	g_autofree char *seed = g_strdup_printf("%s %" PRId64 " %d %s %s", dispatch->case_id, dispatch->id, dispatch->letter,
	                                        dispatch->sha256, dispatch->place);
	char hash[DIGEST_HEX];
	digest_hex(seed, strlen(seed), hash);
	return g_strdup_printf("paakrav.%" PRId64 ".%.24s@%s", dispatch->id, hash, errand->postbox->hello);
}

/* ---- the message ---- */

static bool form_take(void *context, const char *name, GBytes *bytes, GError **error)
{
	(void)error;
	GBytes **form = context;
	if (strcmp(name, "paakrav.pdf") == 0 && *form == NULL)
		*form = g_bytes_ref(bytes);
	return true;
}

static char *court_words(const Sending *s)
{
	const Approval *approval = s->approval;
	g_autofree char *debtors = debtor_names(s->on_case);
	g_autofree char *fee = approval->court_fee_known ? money_danish(approval->court_fee) : NULL;
	g_autofree char *pay = fee_payment_text(s->on_case, approval->route);
	GString *text = g_string_new(NULL);
	g_string_append_printf(text, "Til %s, fogedretten\n\nHermed indleveres betalingspåkrav i vores sag %s.\n\n", approval->court,
	                       approval->case_id);
	g_string_append_printf(text, "Kreditor: %s\nSkyldner: %s\n", party_shown(s->on_case->creditor), debtors);
	if (fee != NULL)
		g_string_append_printf(text, "Retsafgift: %s kr., som betales med teksten:\n%s\n", fee, pay);
	g_string_append(text, "\nPåkravet er vedhæftet som PDF. Bekræft venligst modtagelsen.\n\nMed venlig hilsen\n");
	g_string_append_printf(text, "%s\n", s->errand->postbox->from_name != NULL ? s->errand->postbox->from_name
	                                                                          : s->errand->postbox->from);
	return g_string_free(text, FALSE);
}

static GBytes *form_message(const Sending *s, GError **error)
{
	g_autofree char *path = NULL;
	g_autoptr(GBytes) zip = sending_zip(s, &path, error), form = NULL;
	if (zip == NULL || !archive_each(zip, path, form_take, &form, error))
		return NULL;
	if (form == NULL || g_bytes_get_size(form) > LIMIT_MAIL_BYTES) {
		error_set(error, ERROR_INPUT, "form-size", "Påkravet mangler i pakken eller er for stort til en mail.",
		          "The form is missing in the package or too large for a mail.");
		error_at(error, path, 0, 0);
		return NULL;
	}
	g_autofree char *name = g_strdup_printf("betalingspaakrav-%s.pdf", s->dispatch->case_id);
	g_autofree char *subject = g_strdup_printf("Betalingspåkrav, vores sag %s", s->dispatch->case_id);
	g_autofree char *text = court_words(s);
	const Postbox *box = s->errand->postbox;
	const MailFile file = { name, "application/pdf", form };
	const Mail mail = { .id = s->dispatch->message_id,
		            .on = s->dispatch->prepared_on,
		            .from_name = box->from_name,
		            .from = box->from,
		            .to = s->dispatch->place,
		            .subject = subject,
		            .text = text,
		            .files = &file,
		            .n_files = 1 };
	const char *certificate = s->court->certificate;
	return certificate != NULL ? mail_compose_sealed(&mail, certificate, s->errand->call->today, error) : mail_compose(&mail);
}

/* ---- handing it over ---- */

typedef struct Gate {
	const Sending *sending;
	bool moved;
	GError *fault;
} Gate;

static bool gate_release(void *context)
{
	Gate *gate = context;
	return sending_release(gate->sending, &gate->moved, &gate->fault);
}

bool mail_deliver(const Sending *sending, Attempt *attempt, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(GBytes) message = sending->paper != NULL ? letter_message(sending, &fault) : form_message(sending, &fault);
	if (message == NULL) {
		attempt_wait(attempt, fault);
		return true;
	}
	Gate gate = { .sending = sending };
	g_auto(WireAnswer) answer = { .outcome = WIRE_LATER };
	postbox_hand(sending->errand->postbox, sending->dispatch->place, message, gate_release, &gate, &answer);
	if (gate.fault != NULL) {
		g_propagate_error(error, gate.fault);
		return false;
	}
	static const DispatchState states[] = {
		[WIRE_ACCEPTED] = DISPATCH_SENT,  [WIRE_LATER] = DISPATCH_WAITING,  [WIRE_REFUSED] = DISPATCH_FAILED,
		[WIRE_DOUBT] = DISPATCH_DOUBT,    [WIRE_STOPPED] = DISPATCH_DROPPED,
	};
	attempt->state = states[answer.outcome];
	attempt->code = answer.code;
	attempt->answer = g_strdup(answer.text);
	attempt->because_da = g_strdup(answer.because.da);
	attempt->because_en = g_strdup(answer.because.en);
	return true;
}
