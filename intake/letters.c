#include "intake/letters.h"

static void fields_clear(Field *const *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		field_clear(fields[i]);
}

void letter_free(void *data)
{
	Letter *letter = data;
	Field *const fields[] = { &letter->kind, &letter->sent_on, &letter->subject, &letter->from, &letter->to, &letter->number,
		                  &letter->quoted, &letter->amount, &letter->principal, &letter->interest, &letter->fee,
		                  &letter->compensation, &letter->instalment, &letter->deadline_on, &letter->deadline_days,
		                  &letter->court, &letter->court_case, &letter->our_case };
	fields_clear(fields, G_N_ELEMENTS(fields));
	GPtrArray *const lists[] = { letter->says, letter->grounds, letter->elements, letter->threats, letter->items };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (lists[i] != NULL)
			g_ptr_array_unref(lists[i]);
	g_free(letter->id);
	g_free(letter);
}

void contract_free(void *data)
{
	Contract *contract = data;
	Field *const fields[] = { &contract->kind, &contract->is_signed, &contract->signed_on, &contract->payment_days,
		                  &contract->interest, &contract->venue, &contract->arbitration, &contract->law,
		                  &contract->retention_of_title, &contract->instalments, &contract->terms };
	fields_clear(fields, G_N_ELEMENTS(fields));
	if (contract->parties != NULL)
		g_ptr_array_unref(contract->parties);
	g_free(contract);
}
