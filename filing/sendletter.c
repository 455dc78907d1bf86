/* A letter on its way: approved for today, drawn once more, to the address that the record or the court list has. */
#include "filing/send.h"

#include "filing/mime.h"
#include "filing/paperdraw.h"
#include "filing/paperkind.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

static bool to_court(const Paper *paper)
{
	return strcmp(paper->to, "court") == 0;
}

static const Party *receiver(const Sending *sending)
{
	return strcmp(sending->paper->to, "creditor") == 0 ? sending->on_case->creditor
	                                                   : case_debtor(sending->on_case, sending->paper->to);
}

#define DRAW_ANEW { "Skriv det igen med letter, og godkend det.", "Draw it again with letter, and approve it." }

static bool state_allows(const Sending *sending, GError **error)
{
	const Paper *paper = sending->paper;
	const char *id = paper->case_id;
	if (paper->state == PAPER_SENT || paper->state == PAPER_RETURNED)
		return sending_no(error, id, "letter-sent", (Say){ "brevet er noteret sendt", "the letter is recorded as sent" },
		                  (Say){ "Skriv et nyt med letter, hvis der skal sendes et til.",
		                         "Draw a new one with letter if another is to be sent." });
	if (paper->state == PAPER_VOID) {
		g_autofree char *da = g_strdup_printf("brevet gælder ikke: %s", paper->because.da);
		g_autofree char *en = g_strdup_printf("the letter does not hold: %s", paper->because.en);
		return sending_no(error, id, "letter-void", (Say){ da, en }, (Say)DRAW_ANEW);
	}
	if (paper->state != PAPER_APPROVED)
		return sending_no(error, id, "letter-draft", (Say){ "brevet er ikke godkendt", "the letter is not approved" },
		                  (Say){ "Godkend det med letter approve.", "Approve it with letter approve." });
	if (date_compare(paper->for_on, sending->errand->call->today) == 0)
		return true;
	return sending_no(error, id, "other-day",
	                  (Say){ "brevet er skrevet til en senere dag", "the letter is written for a later day" },
	                  (Say){ "Send det på dagen.", "Send it on that day." });
}

bool letter_allows(const Sending *sending, GError **error)
{
	const Paper *paper = sending->paper;
	const Errand *errand = sending->errand;
	if (!state_allows(sending, error))
		return false;
	/* From the record as it was then: what has come since was looked at with its state. */
	g_autofree char *text = paper_order(errand->call->store, paper, error);
	g_autoptr(MissiveOrder) order = text != NULL ? missive_order_parse(text) : NULL;
	if (order == NULL)
		return (error != NULL && *error != NULL) ||
		       sending_no(error, paper->case_id, "letter-erased",
		                  (Say){ "det er slettet, hvad der skulle stå i brevet", "what was to stand in the letter has been erased" },
		                  (Say)DRAW_ANEW);
	g_autoptr(Case) then = case_read(errand->call->store, paper->case_id, paper->up_to_seq, error);
	g_autoptr(Drawn) drawn = then != NULL ? paper_draw(then, errand->law, order, errand->call->home, error) : NULL;
	if (drawn == NULL)
		return false;
	if (!drawn->leave->allowed || strcmp(drawn->sha256, paper->sha256) != 0)
		return sending_no(error, paper->case_id, "letter-void",
		                  (Say){ "brevet er ikke længere det, som sagen giver", "the letter is no longer what the case gives" },
		                  (Say)DRAW_ANEW);
	*sending->drawn = g_steal_pointer(&drawn);
	return true;
}

char *letter_address(const Sending *sending, GError **error)
{
	const Paper *paper = sending->paper;
	const Party *party = receiver(sending);
	bool court = to_court(paper);
	const char *address = court ? (sending->court != NULL ? sending->court->address : NULL)
	                            : (party != NULL ? field_text(&party->email) : NULL);
	bool sealed = court && sending->court != NULL && sending->court->certificate != NULL;
	if (address == NULL || !mail_address_fits(address))
		sending_no(error, paper->case_id, "no-address",
		           court ? (Say){ "retslisten har ingen mailadresse for retten", "the court list has no mail address for the court" }
		                 : (Say){ "sagen har ingen brugbar mailadresse på modtageren",
		                          "the record has no usable mail address of the receiver" },
		           (Say){ "Send brevet med --via folder, eller noter adressen.", "Send the letter with --via folder, or record the address." });
	else if (postbox_open_line(sending->errand->postbox) && !sealed)
		sending_no(error, paper->case_id, "not-safe", (Say){ "brevet sendes ikke åbent", "the letter is not sent in the open" },
		           (Say){ "Brug TLS.", "Use TLS." });
	else
		return g_strdup(address);
	return NULL;
}

static char *text_of(GBytes *bytes)
{
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	return text != NULL ? g_strndup(text, n) : NULL;
}

GBytes *letter_message(const Sending *sending, GError **error)
{
	const Paper *paper = sending->paper;
	const Drawn *drawn = *sending->drawn;
	const Postbox *box = sending->errand->postbox;
	const PaperKind *kind = paper_kind_find(paper->kind);
	PaperLanguage language = PAPER_DA;
	const char *title = paper->title;
	if (kind != NULL && paper_language_parse(paper->language, &language) && kind->titles[language] != NULL)
		title = kind->titles[language];
	g_autofree char *name = g_strdup_printf("%s-%d-%s.pdf", paper->case_id, paper->number, paper->kind);
	g_autofree char *subject = g_strdup_printf("%s, %s", title, paper->case_id);
	g_autofree char *text = text_of(drawn->text), *html = text_of(drawn->html);
	const MailFile file = { name, "application/pdf", drawn->pdf };
	const Mail mail = { .id = sending->dispatch->message_id,
		            .on = sending->dispatch->prepared_on,
		            .from_name = postbox_name(box),
		            .from = postbox_from(box),
		            .to = sending->dispatch->place,
		            .subject = subject,
		            .text = text,
		            .html = html,
		            .files = &file,
		            .n_files = 1 };
	const char *certificate = to_court(paper) && sending->court != NULL ? sending->court->certificate : NULL;
	return certificate != NULL ? mail_compose_sealed(&mail, certificate, sending->errand->call->today, error) : mail_compose(&mail);
}

bool letter_dispatched(const Sending *sending, GError **error)
{
	const Errand *errand = sending->errand;
	const char *by = errand->by != NULL ? errand->by : sending->paper->by != NULL ? sending->paper->by : "send";
	return paper_dispatched(errand->call->store, sending->paper, errand->out, "mail", errand->call->today, by, error);
}

static void add_address(const Sending *sending, GString *note)
{
	const Party *party = receiver(sending);
	if (to_court(sending->paper)) {
		g_string_append_printf(note, "Til:           %s\n", sending->court_name != NULL ? sending->court_name : "(ret ikke valgt)");
		return;
	}
	const char *const fields[] = { party != NULL ? field_text(&party->address) : NULL, party != NULL ? field_text(&party->postcode) : NULL,
		                       party != NULL ? field_text(&party->city) : NULL, party != NULL ? field_text(&party->country) : NULL };
	g_string_append_printf(note, "Til:           %s", party_shown(party));
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (fields[i] != NULL)
			g_string_append_printf(note, "%s%s", i == 2 && fields[1] != NULL ? " " : ", ", fields[i]);
	g_string_append_c(note, '\n');
}

char *letter_note(const Sending *sending, const char *part_lines)
{
	const Paper *paper = sending->paper;
	g_autofree char *day = date_danish_long(paper->for_on);
	GString *note = g_string_new("FØLGESEDDEL\n\n");
	g_string_append_printf(note, "Sag:           %s, brev %d, forsendelse %" PRId64 "\nBrev:          %s\n", paper->case_id, paper->number,
	                       sending->dispatch->id, paper->title);
	add_address(sending, note);
	g_string_append_printf(note, "Sendes:        %s, og kun den dag: frister og beløb er regnet fra den\n", day);
	g_string_append_printf(note, "Godkendt af:   %s\n\nFiler:\n%s\n", paper->by != NULL ? paper->by : "(slettet)", part_lines);
	g_string_append_printf(note, "Når det er sendt:    paakrav letter sent %s %d --by NAVN --how post\n", paper->case_id, paper->number);
	g_string_append_printf(note, "Hvis det ikke sendes: paakrav outbox resolve %" PRId64 " --not-sent --by NAVN --why GRUND\n",
	                       sending->dispatch->id);
	return g_string_free(note, FALSE);
}
