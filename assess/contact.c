#include "assess/contact.h"

#include <string.h>

/* ---- words ---- */

typedef struct ContactWord {
	const char *name;
	Say say; /* the Danish is what the record says */
} ContactWord;

static const ContactWord channels[] = {
	[CHANNEL_PHONE] = { "phone", { "opkald", "telephone call" } }, [CHANNEL_VISIT] = { "visit", { "besøg", "visit" } },
	[CHANNEL_MAIL] = { "mail", { "mail", "mail" } },               [CHANNEL_SMS] = { "sms", { "sms", "text message" } },
	[CHANNEL_CHAT] = { "chat", { "chat", "chat" } },               [CHANNELS] = { NULL, { NULL, NULL } },
};
static const ContactWord withs[] = {
	[WITH_UNSAID] = { "", { "", "" } },
	[WITH_DEBTOR] = { "debtor", { "skyldner", "the debtor" } },
	[WITH_FAMILY] = { "family", { "familie", "family" } },
	[WITH_EMPLOYER] = { "employer", { "arbejdsgiver", "the employer" } },
	[WITH_NEIGHBOUR] = { "neighbour", { "nabo", "a neighbour" } },
	[WITH_OTHER] = { "other", { "andre", "others" } },
	[WITHS] = { NULL, { NULL, NULL } },
};
static const ContactWord places[] = {
	[PLACE_UNSAID] = { "", { "", "" } },
	[PLACE_HOME] = { "home", { "bopæl", "home" } },
	[PLACE_BUSINESS] = { "business", { "virksomhed", "own business" } },
	[PLACE_WORK] = { "work", { "arbejdsplads", "place of work" } },
	[PLACE_OTHER] = { "elsewhere", { "andet sted", "elsewhere" } },
	[PLACES] = { NULL, { NULL, NULL } },
};
static const ContactWord outcomes[] = {
	[OUTCOME_UNSAID] = { "", { "", "" } },
	[OUTCOME_PROMISE] = { "promise", { "lovede at betale", "promised to pay" } },
	[OUTCOME_NO_ANSWER] = { "no-answer", { "intet svar", "no answer" } },
	[OUTCOME_MESSAGE] = { "message", { "besked lagt", "message left" } },
	[OUTCOME_DISPUTES] = { "disputes", { "bestrider kravet", "disputes the claim" } },
	[OUTCOME_REFUSES] = { "refuses", { "vil ikke betale", "will not pay" } },
	[OUTCOME_WANTS_PLAN] = { "wants-plan", { "ønsker en ordning", "wants a plan" } },
	[OUTCOME_WRONG_NUMBER] = { "wrong-number", { "forkert nummer", "wrong number" } },
	[OUTCOME_OTHER] = { "other", { "andet", "other" } },
	[OUTCOMES] = { NULL, { NULL, NULL } },
};

const char *contact_channel_name(ContactChannel channel)
{
	return channels[channel].name;
}

const char *contact_with_name(ContactWith with)
{
	return with != WITH_UNSAID ? withs[with].name : NULL;
}

const char *contact_place_name(ContactPlace place)
{
	return place != PLACE_UNSAID ? places[place].name : NULL;
}

const char *contact_outcome_name(ContactOutcome outcome)
{
	return outcome != OUTCOME_UNSAID ? outcomes[outcome].name : NULL;
}

Say contact_channel_say(ContactChannel channel)
{
	return channels[channel].say;
}

Say contact_outcome_say(ContactOutcome outcome)
{
	return outcomes[outcome].say;
}

Say contact_with_say(ContactWith with)
{
	return withs[with].say;
}

/* ---- in an event's text ---- */

bool contact_minute(const char *text, int *out)
{
	if (strlen(text) != 5 || text[2] != ':' || !g_ascii_isdigit(text[0]) || !g_ascii_isdigit(text[1]) || !g_ascii_isdigit(text[3]) ||
	    !g_ascii_isdigit(text[4]))
		return false;
	int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
	*out = hour * 60 + minute;
	return hour < 24 && minute < 60;
}

char *contact_ground(const Contact *contact)
{
	g_autoptr(GString) out = g_string_new(channels[contact->channel].say.da);
	if (contact->minute >= 0)
		g_string_append_printf(out, " kl. %02d:%02d", contact->minute / 60, contact->minute % 60);
	if (contact->place != PLACE_UNSAID)
		g_string_append_printf(out, " på %s", places[contact->place].say.da);
	if (contact->with != WITH_UNSAID)
		g_string_append_printf(out, " med %s", withs[contact->with].say.da);
	if (contact->asked)
		g_string_append(out, ", efter anmodning");
	if (contact->outcome != OUTCOME_UNSAID)
		g_string_append_printf(out, ": %s", outcomes[contact->outcome].say.da);
	if (contact->text != NULL)
		g_string_append_printf(out, "; %s", contact->text);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Which of the words, from `first` on, stands at *at after `before`; *at moves behind it. `first` - 1: none. */
static int word_take(const char **at, const char *before, const ContactWord *words, int first)
{
	if (!g_str_has_prefix(*at, before))
		return first - 1;
	const char *word = *at + strlen(before);
	for (int i = first; words[i].name != NULL; i++) {
		if (!g_str_has_prefix(word, words[i].say.da))
			continue;
		*at = word + strlen(words[i].say.da);
		return i;
	}
	return first - 1;
}

void contact_read(const Event *event, Contact *out)
{
	*out = (Contact){ .channel = CHANNEL_PHONE, .minute = -1, .text = event->ground };
	const char *at = event->ground != NULL ? event->ground : "";
	int channel = word_take(&at, "", channels, 0);
	if (channel < 0 || strchr(" ,:;", *at) == NULL)
		return;
	out->channel = (ContactChannel)channel;
	if (g_str_has_prefix(at, " kl. ") && strlen(at) >= 10) {
		g_autofree char *clock = g_strndup(at + 5, 5);
		if (contact_minute(clock, &out->minute))
			at += 10;
		else
			out->minute = -1;
	}
	out->place = (ContactPlace)word_take(&at, " på ", places, 1);
	out->with = (ContactWith)word_take(&at, " med ", withs, 1);
	if (g_str_has_prefix(at, ", efter anmodning")) {
		out->asked = true;
		at += strlen(", efter anmodning");
	}
	out->outcome = (ContactOutcome)word_take(&at, ": ", outcomes, 1);
	out->text = g_str_has_prefix(at, "; ") ? at + 2 : *at == '\0' ? NULL : at;
}

/* ---- promises ---- */

bool contact_promise_kept(const Case *c, const Event *promise)
{
	Money paid = money_zero(), sum;
	if (!date_known(promise->deadline_on))
		return false;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && strcmp(event->name, "payment") == 0 && event->has_amount && !date_before(event->on, promise->on) &&
		    !date_before(promise->deadline_on, event->on) &&
		    (event->debtor == NULL || promise->debtor == NULL || strcmp(event->debtor, promise->debtor) == 0) &&
		    money_add(paid, event->amount, &sum))
			paid = sum;
	}
	return promise->has_amount ? money_compare(paid, promise->amount) >= 0 : money_compare(paid, money_zero()) > 0;
}

/* ---- threats ---- */

/* Stems, in small letters. The law gives a private creditor none of these, or nobody means them in a letter that we draw. */
static const char *const threats[] = {
	"lønindehold", "løntræk", "træk i løn", "trække i løn", "trække din løn", "indeholde i løn", "indeholdelse i løn",
	"wage withhold", "wage garnish", "garnish", "withhold your wages", "withhold wages", "deducted from your wages",
	"löneutmät", "löneavdrag", "avdrag på lön", "utmätning av lön",
	"politi", "police", "polisen", "polisanmäl", "straffesag", "criminal charge", "fængsel", "prison", "fängelse",
	"arbejdsgiver", "employer", "arbetsgivar", "rki", "ribers", "debitorregister", "dårlige betalere", "credit register",
	"betalningsanmärk", "offentliggør", "publicér", "publish your", "naboer", "neighbours", "grannar",
	"konkurs", "bankrupt",
};

static bool starts_word(const char *text, const char *at)
{
	return at == text || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at)));
}

const char *threat_in(const char *text)
{
	g_autofree char *small = g_utf8_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(threats); i++)
		for (const char *at = strstr(small, threats[i]); at != NULL; at = strstr(at + 1, threats[i]))
			if (starts_word(small, at))
				return threats[i];
	return NULL;
}
