#include "assess/wording.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

Wording wording_keep(Arena *arena, Wording wording)
{
	size_t n = 0;
	while (wording.args[n].kind != ARG_END)
		n++;
	if (n == 0) {
		static const Arg none[] = { { .kind = ARG_END } };
		return (Wording){ wording.da, wording.en, none };
	}
	Arg *args = arena_take(arena, (n + 1) * sizeof *args);
	memcpy(args, wording.args, n * sizeof *args);
	for (size_t i = 0; i < n; i++) {
		Arg *arg = &args[i];
		if (arg->kind == ARG_TEXT) {
			arg->text = arena_copy(arena, arg->text);
		} else if (arg->kind == ARG_SAY) {
			arg->say = (Say){ arena_copy(arena, arg->say.da), arena_copy(arena, arg->say.en) };
		} else if (arg->kind == ARG_WORDING) {
			Wording *inner = arena_take(arena, sizeof *inner);
			*inner = wording_keep(arena, *arg->wording);
			arg->wording = inner;
		}
	}
	return (Wording){ wording.da, wording.en, args };
}

char *item_label(const Item *item, Lang lang)
{
	const char *number = field_text(&item->number);
	const char *slash = strchr(item->id, '/');
	const char *name = number != NULL ? number : slash != NULL ? slash + 1 : item->id;
	if (item->kind == ITEM_INVOICE)
		return g_strdup_printf(lang == LANG_EN ? "invoice %s" : "faktura %s", name);
	return g_strdup_printf(lang == LANG_EN ? "item %s" : "krav %s", name);
}

char *party_label(const Party *party, Lang lang)
{
	if (party == NULL)
		return g_strdup(lang == LANG_EN ? "the debtor" : "skyldner");
	const char *name = field_text(&party->name);
	return name != NULL ? g_strdup(name) : g_strdup_printf(lang == LANG_EN ? "debtor %s" : "skyldner %s", party->id);
}

static void write_rate(GString *out, int64_t bp, Lang lang)
{
	int64_t magnitude = bp < 0 ? -bp : bp;
	g_string_append_printf(out, "%s%" PRId64 "%s%02d %s", bp < 0 ? "-" : "", magnitude / 100, lang == LANG_EN ? "." : ",",
	                       (int)(magnitude % 100), lang == LANG_EN ? "%" : "pct.");
}

static void write_arg(GString *out, const Arg *arg, Lang lang)
{
	g_autofree char *text = NULL;
	switch (arg->kind) {
	case ARG_TEXT:
		g_string_append(out, arg->text != NULL ? arg->text : "?");
		return;
	case ARG_SAY:
		g_string_append(out, say(arg->say, lang) != NULL ? say(arg->say, lang) : "?");
		return;
	case ARG_NUMBER:
		g_string_append_printf(out, "%" PRId64, arg->number);
		return;
	case ARG_RATE:
		write_rate(out, arg->number, lang);
		return;
	case ARG_WORDING:
		wording_write(out, *arg->wording, lang);
		return;
	case ARG_MONEY:
		text = lang == LANG_EN ? money_plain(arg->money) : money_danish(arg->money);
		g_string_append_printf(out, lang == LANG_EN ? "DKK %s" : "%s kr.", text);
		return;
	case ARG_DATE:
		text = !date_known(arg->date) ? g_strdup("?") : lang == LANG_EN ? date_english(arg->date)
		                                                                : date_danish_long(arg->date);
		break;
	case ARG_ITEM:
		text = item_label(arg->item, lang);
		break;
	case ARG_PARTY:
		text = party_label(arg->party, lang);
		break;
	case ARG_END:
		break;
	}
	assert(text != NULL); /* a sentence asks for an argument that is not there */
	g_string_append(out, text);
}

void wording_write(GString *out, Wording wording, Lang lang)
{
	size_t n = 0;
	while (wording.args[n].kind != ARG_END)
		n++;
	for (const char *p = lang == LANG_EN ? wording.en : wording.da; *p != '\0';) {
		const char *brace = strchr(p, '{');
		g_string_append_len(out, p, brace != NULL ? brace - p : (gssize)strlen(p));
		if (brace == NULL)
			break;
		size_t i = (size_t)(brace[1] - '0');
		assert(i < n && brace[2] == '}');
		write_arg(out, &wording.args[i], lang);
		p = brace + 3;
		/* "500,00 kr." at the end of a sentence carries its full stop with it. */
		if (*p == '.' && out->len > 0 && out->str[out->len - 1] == '.')
			p++;
	}
}
