/* Whose word a letter is: names and mail addresses as letters write them, against what the case knows of a party. */
#include "intake/letters.h"

#include <string.h>

/* Where anybody may have an address: the domain tells nothing. */
static const char *const providers[] = {
	"gmail.com", "googlemail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.dk", "live.com",
	"msn.com", "yahoo.com", "yahoo.dk", "icloud.com", "me.com", "mac.com", "mail.dk", "mail.com", "jubii.dk", "ofir.dk",
	"tdcadsl.dk", "stofanet.dk", "webspeed.dk", "get2net.dk", "proton.me", "protonmail.com", "privat.dk", "post.tele.dk",
	"example.com", "example.dk", "example.org", "e-boks.dk", NULL,
};

/* Words that say what kind of firm it is, not which; after "A/S" has been read as two words. */
static const char *const forms[] = { "aps", "as", "ivs", "is", "ks", "ps", "a", "s", "i", "k", "p", "amba", "fmba", "smba", "mba", NULL };

static GPtrArray *words_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
	g_autofree char *folded = composed != NULL ? g_utf8_casefold(composed, -1) : g_strdup("");
	GString *word = g_string_new(NULL);
	for (const char *at = folded;; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (*at != '\0' && (g_unichar_isalnum(c) || g_unichar_ismark(c))) {
			g_string_append_unichar(word, c);
			continue;
		}
		if (word->len > 0)
			g_ptr_array_add(words, g_strdup(word->str));
		g_string_truncate(word, 0);
		if (*at == '\0')
			break;
	}
	g_string_free(word, TRUE);
	return words;
}

/* A firm's name without its form; a name of nothing else keeps it. */
static void strip_form(GPtrArray *words)
{
	guint n = words->len;
	while (n > 1 && g_strv_contains(forms, words->pdata[n - 1]))
		n--;
	g_ptr_array_set_size(words, (int)n);
}

static bool stand_together(const GPtrArray *words, const GPtrArray *text)
{
	for (guint at = 0; at + words->len <= text->len; at++) {
		guint n = 0;
		while (n < words->len && strcmp(words->pdata[n], text->pdata[at + n]) == 0)
			n++;
		if (n == words->len)
			return true;
	}
	return false;
}

/* The next e-mail address in *at, folded, and *at behind it; NULL at the end. */
static char *next_address(const char **at)
{
	static const char *const part = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+";
	for (const char *sign = strchr(*at, '@'); sign != NULL; sign = strchr(sign + 1, '@')) {
		const char *from = sign;
		while (from > *at && strchr(part, from[-1]) != NULL)
			from--;
		size_t length = strspn(sign + 1, part);
		while (length > 0 && (sign[length] == '.' || sign[length] == '-'))
			length--;
		if (from == sign || length == 0)
			continue;
		char *address = g_ascii_strdown(from, sign + 1 + length - from);
		*at = sign + 1 + length;
		return address;
	}
	return NULL;
}

static bool anybodys(const char *domain)
{
	return g_strv_contains(providers, domain);
}

bool address_named(const char *email, const char *text)
{
	const char *own_at = email;
	g_autofree char *own = next_address(&own_at);
	const char *own_domain = own != NULL ? strchr(own, '@') + 1 : NULL;
	for (const char *at = text; own != NULL;) {
		g_autofree char *address = next_address(&at);
		if (address == NULL)
			return false;
		if (strcmp(address, own) == 0 || (strcmp(strchr(address, '@') + 1, own_domain) == 0 && !anybodys(own_domain)))
			return true;
	}
	return false;
}

static void append_ascii(GString *key, const char *word, bool old)
{
	static const char *const letters[][3] = { { "æ", "ae", "ae" }, { "ø", "oe", "o" }, { "å", "aa", "a" } };
	for (const char *at = word; *at != '\0'; at = g_utf8_next_char(at)) {
		size_t n = (size_t)(g_utf8_next_char(at) - at), i = 0;
		while (i < G_N_ELEMENTS(letters) && (strlen(letters[i][0]) != n || strncmp(letters[i][0], at, n) != 0))
			i++;
		if (i < G_N_ELEMENTS(letters))
			g_string_append(key, letters[i][old ? 1 : 2]);
		else
			g_string_append_len(key, at, (gssize)n);
	}
}

/* Is the whole name the domain of an address in text: "Nordlys El ApS" and nordlys-el.dk? */
static bool domain_is_name(const GPtrArray *words, const char *text)
{
	for (const char *at = text;;) {
		g_autofree char *address = next_address(&at);
		if (address == NULL)
			return false;
		g_autoptr(GString) label = g_string_new(strchr(address, '@') + 1);
		char *dot = strrchr(label->str, '.');
		if (dot != NULL)
			g_string_truncate(label, (gsize)(dot - label->str));
		g_string_replace(label, "-", "", 0);
		for (int old = 0; old < 2; old++) {
			g_autoptr(GString) key = g_string_new(NULL);
			for (guint i = 0; i < words->len; i++)
				append_ascii(key, words->pdata[i], old == 1);
			if (key->len >= 5 && strcmp(key->str, label->str) == 0)
				return true;
		}
	}
}

bool party_named(const Party *party, const char *text)
{
	for (guint i = 0; party->email.facts != NULL && i < party->email.facts->len; i++)
		if (address_named(((const Fact *)party->email.facts->pdata[i])->value, text))
			return true;
	const char *name = field_text(&party->name);
	if (name == NULL)
		return false;
	g_autoptr(GPtrArray) own = words_of(name), theirs = words_of(text);
	strip_form(own);
	/* One short word is no name to tell anybody by. */
	if (own->len == 0 || (own->len == 1 && g_utf8_strlen(own->pdata[0], -1) < 3))
		return false;
	return stand_together(own, theirs) || domain_is_name(own, text);
}
