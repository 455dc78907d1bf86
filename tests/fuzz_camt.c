/* Any bytes as a bank's file: rows of the promised number of values in valid UTF-8, or an error. */
#include "intake/bankrows.h"
#include "intake/worker/camt.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_row(const char *row, size_t n)
{
	static const struct {
		char letter;
		int fields;
	} kinds[] = { { BANK_STATEMENT, BANK_STATEMENT_FIELDS }, { BANK_BALANCE, BANK_BALANCE_FIELDS }, { BANK_ENTRY, BANK_ENTRY_FIELDS },
		      { BANK_DETAIL, BANK_DETAIL_FIELDS } };
	int tabs = 0;
	for (size_t i = 0; i < n; i++)
		tabs += row[i] == '\t';
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].letter == row[0] && kinds[i].fields == tabs)
			return;
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CraftDocument document = { "bank.xml", (const char *)bytes, size };
	const CraftTray tray = { NULL, NULL, &document, 1 };
	g_autoptr(GError) error = NULL;
	g_autoptr(cJSON) answer = camt_rows(&tray, NULL, &error);
	if ((answer == NULL) != (error != NULL))
		abort();
	const char *rows = answer != NULL ? json_get_text(answer, "rows") : "";
	if (!g_utf8_validate(rows, -1, NULL))
		abort();
	for (const char *at = rows; *at != '\0';) {
		const char *end = strchr(at, '\n');
		if (end == NULL)
			abort();
		check_row(at, (size_t)(end - at));
		at = end + 1;
	}
	return 0;
}
