/* Mail out: one message, one receiver, one connection. What is known for certain decides, not what libcurl calls it. */
#include "intake/wire.h"

#include "intake/limits.h"
#include "intake/wireinside.h"

#include <assert.h>
#include <string.h>

typedef struct Talk {
	const WireMail *mail;
	bool (*release)(void *context);
	void *context;
	gsize given; /* bytes of the message that libcurl has taken */
	bool released, stopped;
	GString *reply; /* the server's last answer, as far as it has come */
	int code; /* of it, once it is whole; 0 */
	bool settled; /* the answer to the message itself is here */
} Talk;

void wire_answer_clear(WireAnswer *answer)
{
	g_clear_pointer(&answer->text, g_free);
}

/* The last piece is let out only when release has said so. */
static size_t give(char *to, size_t size, size_t n, void *context)
{
	Talk *talk = context;
	gsize all;
	const char *bytes = g_bytes_get_data(talk->mail->message, &all);
	gsize room = size * n, left = all - talk->given, piece = left < room ? left : room;
	if (piece == left && piece > 0 && !talk->released) {
		if (!talk->release(talk->context)) {
			talk->stopped = true;
			return CURL_READFUNC_ABORT;
		}
		talk->released = true;
		g_string_truncate(talk->reply, 0);
		talk->code = 0;
	}
	memcpy(to, bytes + talk->given, piece);
	talk->given += piece;
	return piece;
}

/* One line of an answer: "250-more" goes on, "250 last" ends it. */
static size_t hear(char *line, size_t size, size_t n, void *context)
{
	Talk *talk = context;
	size_t all = size * n;
	bool number = all >= 3 && g_ascii_isdigit(line[0]) && g_ascii_isdigit(line[1]) && g_ascii_isdigit(line[2]);
	if (talk->settled || (number && strncmp(line, "221", 3) == 0)) /* what comes after the answer, and farewells */
		return all;
	if (talk->code != 0) {
		g_string_truncate(talk->reply, 0);
		talk->code = 0;
	}
	if (talk->reply->len + all <= LIMIT_MAIL_ANSWER_BYTES)
		g_string_append_len(talk->reply, line, (gssize)all);
	if (number && (all == 3 || line[3] != '-')) {
		talk->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
		talk->settled = talk->released;
	}
	return all;
}

/* What a person may be shown and a store may keep. */
static char *clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_new(NULL);
	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar letter = g_utf8_get_char(p);
		bool blank = !g_unichar_isprint(letter);
		if (!blank)
			g_string_append_unichar(out, letter);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	g_strchomp(out->str);
	return g_string_free(out, FALSE);
}

static bool set_line(CURL *curl, const WireMail *mail)
{
	g_autofree char *url = g_strdup_printf("%s://%s:%d/%s", mail->lock == WIRE_TLS ? "smtps" : "smtp", mail->host, mail->port, mail->hello);
	return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, mail->lock == WIRE_TLS ? "smtps" : "smtp") == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mail->lock == WIRE_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL)) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       (mail->ca_file == NULL || (curl_easy_setopt(curl, CURLOPT_CAINFO, mail->ca_file) == CURLE_OK &&
	                                  curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK)) &&
	       curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)mail->timeout_s) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)mail->timeout_s) == CURLE_OK;
}

static bool set_message(CURL *curl, const WireMail *mail, Talk *talk, struct curl_slist **to)
{
	g_autofree char *from = g_strdup_printf("<%s>", mail->from), *receiver = g_strdup_printf("<%s>", mail->to);
	*to = curl_slist_append(NULL, receiver);
	return *to != NULL && curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, *to) == CURLE_OK &&
	       (mail->user == NULL || mail->lock == WIRE_PLAIN ||
	        (curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user) == CURLE_OK &&
	         curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password) == CURLE_OK)) &&
	       curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)g_bytes_get_size(mail->message)) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_READDATA, talk) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_HEADERDATA, talk) == CURLE_OK;
}

static Say line_fault(CURLcode code)
{
	switch ((int)code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return (Say){ "mailserverens certifikat holder ikke", "the mail server's certificate does not hold" };
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
		return (Say){ "mailserveren giver ingen sikker forbindelse", "the mail server offers no secure line" };
	case CURLE_LOGIN_DENIED:
		return (Say){ "mailserveren afviste brugernavn eller adgangskode", "the mail server refused user name or password" };
	case CURLE_OPERATION_TIMEDOUT:
		return (Say){ "mailserveren svarede ikke i tide", "the mail server did not answer in time" };
	case CURLE_COULDNT_CONNECT:
	case CURLE_COULDNT_RESOLVE_HOST:
		return (Say){ "der er ingen forbindelse til mailserveren", "the mail server cannot be reached" };
	default:
		return (Say){ "forbindelsen til mailserveren blev afbrudt", "the line to the mail server broke" };
	}
}

/* The message was all let out: only an answer to it tells what became of it. */
static void judge_released(const Talk *talk, CURLcode code, WireAnswer *answer)
{
	if (talk->settled && talk->code / 100 == 2) {
		answer->outcome = WIRE_ACCEPTED;
	} else if (talk->settled && talk->code / 100 == 4) {
		answer->outcome = WIRE_LATER;
		answer->because = (Say){ "mailserveren tager den ikke nu", "the mail server does not take it now" };
	} else if (talk->settled && talk->code / 100 == 5) {
		answer->outcome = WIRE_REFUSED;
		answer->because = (Say){ "mailserveren afviste den", "the mail server refused it" };
	} else {
		answer->outcome = WIRE_DOUBT;
		answer->because = line_fault(code);
	}
}

/* It has not left. Was it refused for good? Only by an answer to sender, receiver or data that is not about signing in. */
static void judge_kept(const Talk *talk, CURLcode code, WireAnswer *answer)
{
	bool about_message = code == CURLE_SEND_ERROR && talk->code != 0;
	bool signing_in = talk->code == 530 || talk->code == 534 || talk->code == 535 || talk->code == 538;
	answer->outcome = about_message && talk->code / 100 == 5 && !signing_in ? WIRE_REFUSED : WIRE_LATER;
	if (answer->outcome == WIRE_REFUSED)
		answer->because = (Say){ "mailserveren afviste den", "the mail server refused it" };
	else if (about_message)
		answer->because = (Say){ "mailserveren tager den ikke nu", "the mail server does not take it now" };
	else
		answer->because = line_fault(code);
}

void wire_send(const WireMail *mail, bool (*release)(void *context), void *context, WireAnswer *answer)
{
	assert(g_bytes_get_size(mail->message) > 0 && (mail->user == NULL || mail->lock != WIRE_PLAIN));
	CURL *curl = wire_handle();
	*answer = (WireAnswer){ .outcome = WIRE_LATER,
		                .because = { "netforbindelsen kan ikke begynde", "the network cannot be used" } };
	if (curl == NULL)
		return;
	g_autoptr(GString) reply = g_string_new(NULL);
	Talk talk = { .mail = mail, .release = release, .context = context, .reply = reply };
	struct curl_slist *to = NULL;
	bool fits = set_line(curl, mail) && set_message(curl, mail, &talk, &to);
	assert(fits);
	CURLcode code = curl_easy_perform(curl);
	answer->because = (Say){ NULL, NULL };
	if (talk.stopped)
		answer->outcome = WIRE_STOPPED;
	else if (talk.released)
		judge_released(&talk, code, answer);
	else
		judge_kept(&talk, code, answer);
	/* What a server says while one signs in may repeat what it was told. */
	bool kept = talk.code != 0 && code != CURLE_LOGIN_DENIED && talk.code / 100 != 3;
	answer->code = kept ? talk.code : 0;
	answer->text = kept ? clean(reply->str) : NULL;
	curl_easy_cleanup(curl);
	curl_slist_free_all(to);
}
