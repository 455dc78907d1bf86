#include "enforcement/payoutfile.h"

#include "enforcement/payoutaccount.h"
#include "intake/conf.h"

#include <inttypes.h>
#include <string.h>

#define FREE_TEXT_CHARS 140 /* Max140Text of the standard */

/* An element; what XML cannot hold becomes a space. */
static void tag(GString *out, const char *name, const char *text)
{
	g_autofree char *clean = g_strdup(text);
	for (char *at = clean; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20)
			*at = ' ';
	g_autofree char *escaped = g_markup_escape_text(clean, -1);
	g_string_append_printf(out, "<%s>%s</%s>", name, escaped, name);
}

static void sums(GString *out, const Payout *payout)
{
	g_autofree char *count = g_strdup_printf("%u", payout->transfers->len);
	g_autofree char *sum = money_plain(payout->sum);
	tag(out, "NbOfTxs", count);
	tag(out, "CtrlSum", sum);
}

/* What the receiver reads on his statement: the cases, or how many they are. */
static char *message_of(const Payout *payout, const PayoutTransfer *transfer)
{
	bool surplus = ((const PayoutPart *)transfer->parts->pdata[0])->kind == POSTING_surplus_returned;
	g_autoptr(GString) cases = g_string_new(NULL);
	guint count = 0;
	const char *last = NULL;
	for (guint i = 0; i < transfer->parts->len; i++) {
		const PayoutPart *part = transfer->parts->pdata[i];
		if (g_strcmp0(last, part->case_id) == 0)
			continue;
		last = part->case_id;
		g_string_append_printf(cases, "%s%s", count++ > 0 ? ", " : "", part->case_id);
	}
	g_autofree char *text = g_strdup_printf("%s %" PRId64 ", sag %s", surplus ? "For meget betalt, tilbagebetaling" : "Udbetaling", payout->id, cases->str);
	if (g_utf8_strlen(text, -1) <= FREE_TEXT_CHARS)
		return g_steal_pointer(&text);
	return g_strdup_printf("Udbetaling %" PRId64 ", %u sager", payout->id, count);
}

static bool erased(const PayoutTransfer *transfer, GError **error)
{
	return error_set(error, ERROR_INPUT, "account-erased", "Kontoen til %s er slettet; afvis udbetalingen, og lav den på ny.",
	                 "The account of %s is erased; reject the payout and make it anew.", transfer->receiver);
}

static char *transfer_text(const Payout *payout, const PayoutTransfer *transfer, const PayoutAccount *account)
{
	g_autoptr(GString) out = g_string_new("<CdtTrfTxInf><PmtId>");
	g_autofree char *iban = payout_number_iban(account->number);
	g_autofree char *amount = money_plain(transfer->sum);
	g_autofree char *message = message_of(payout, transfer);
	tag(out, "EndToEndId", transfer->end_to_end);
	g_string_append_printf(out, "</PmtId><Amt><InstdAmt Ccy=\"DKK\">%s</InstdAmt></Amt><Cdtr>", amount);
	tag(out, "Nm", account->name);
	g_string_append(out, "</Cdtr><CdtrAcct><Id>");
	tag(out, "IBAN", iban);
	g_string_append(out, "</Id></CdtrAcct><RmtInf>");
	tag(out, "Ustrd", message);
	g_string_append(out, "</RmtInf></CdtTrfTxInf>\n");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *paid_from(Store *store, int64_t id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT number FROM client_account_text WHERE id = ?", "i", id);
	int found = query_step(query, error);
	if (found == 0)
		error_set(error, ERROR_INPUT, "client-account", "Klientkontoens nummer er ikke kendt længere.", "The client account's number is no longer known.");
	return found == 1 ? payout_number_iban(query_text(query, 0)) : NULL;
}

static bool head_text(Store *store, const Payout *payout, const char *home, GString *out, GError **error)
{
	g_autofree char *firm = conf_text(home, "firm", "name"), *bic = conf_text(home, "client-account", "bic");
	g_autofree char *name = payout_batch_name(payout), *day = date_iso(payout->said_on), *execute = date_iso(payout->execute_on);
	g_autofree char *iban = paid_from(store, payout->client_account, error);
	g_autofree char *made = g_strconcat(day, "T00:00:00", NULL);
	if (iban == NULL)
		return false;
	if (firm == NULL || *firm == '\0' || g_utf8_strlen(firm, -1) > FREE_TEXT_CHARS) {
		error_set(error, ERROR_INPUT, "firm-name", "Firmaets navn mangler; banken skal kende afsenderen.", "The firm's name is missing; the bank must know the sender.");
		error_at(error, "paakrav.conf", 0, 0);
		error_remedy(error, "Skriv det i paakrav.conf under [firm]: name=…", "Write it in paakrav.conf under [firm]: name=…");
		return false;
	}
	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"><CstmrCdtTrfInitn>\n<GrpHdr>");
	tag(out, "MsgId", name);
	tag(out, "CreDtTm", made);
	sums(out, payout);
	g_string_append(out, "<InitgPty>");
	tag(out, "Nm", firm);
	g_string_append(out, "</InitgPty></GrpHdr>\n<PmtInf>");
	tag(out, "PmtInfId", name);
	/* One line on the statement for each transfer: a batch of one sum could not be told apart. */
	g_string_append(out, "<PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>");
	sums(out, payout);
	tag(out, "ReqdExctnDt", execute);
	g_string_append(out, "<Dbtr>");
	tag(out, "Nm", firm);
	g_string_append(out, "</Dbtr><DbtrAcct><Id>");
	tag(out, "IBAN", iban);
	g_string_append(out, "</Id><Ccy>DKK</Ccy></DbtrAcct><DbtrAgt><FinInstnId>");
	if (bic != NULL)
		tag(out, "BIC", bic);
	else
		g_string_append(out, "<Othr><Id>NOTPROVIDED</Id></Othr>");
	g_string_append(out, "</FinInstnId></DbtrAgt>\n");
	return true;
}

GBytes *payout_file(Store *store, const Payout *payout, const char *home, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	if (!head_text(store, payout, home, out, error))
		return NULL;
	for (guint i = 0; i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		g_auto(PayoutAccount) account = { 0 };
		if (!payout_account_read(store, transfer->account_id, &account, error))
			return NULL;
		if (account.number == NULL || account.name == NULL) {
			erased(transfer, error);
			return NULL;
		}
		g_autofree char *text = transfer_text(payout, transfer, &account);
		g_string_append(out, text);
	}
	g_string_append(out, "</PmtInf></CstmrCdtTrfInitn></Document>\n");
	gsize n = out->len;
	return g_bytes_new_take(g_string_free(g_steal_pointer(&out), FALSE), n);
}

static guint times(const char *text, const char *word)
{
	guint n = 0;
	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		n++;
	return n;
}

bool payout_file_fits(Store *store, const Payout *payout, GBytes *file, char **why, GError **error)
{
	gsize n;
	const char *bytes = g_bytes_get_data(file, &n);
	g_autofree char *text = g_strndup(bytes, n);
	g_autoptr(GString) told = g_string_new(NULL);
	sums(told, payout);
	*why = NULL;
	if (times(text, told->str) != 2 || times(text, "<CdtTrfTxInf>") != payout->transfers->len)
		*why = g_strdup("NbOfTxs, CtrlSum");
	for (guint i = 0; *why == NULL && i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		g_auto(PayoutAccount) account = { 0 };
		if (!payout_account_read(store, transfer->account_id, &account, error))
			return false;
		if (account.number == NULL || account.name == NULL)
			continue;
		g_autofree char *own = transfer_text(payout, transfer, &account);
		if (times(text, own) != 1)
			*why = g_strdup(transfer->end_to_end);
	}
	return true;
}
