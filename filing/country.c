#include "filing/country.h"

#include <glib.h>

const char *country_called(const char *code, PaperLanguage language)
{
	static const struct {
		const char *code, *names[PAPER_LANGUAGES];
	} rows[] = {
		{ "AT", { "Østrig", "Austria", "Österrike" } },
		{ "AU", { "Australien", "Australia", "Australien" } },
		{ "BE", { "Belgien", "Belgium", "Belgien" } },
		{ "BG", { "Bulgarien", "Bulgaria", "Bulgarien" } },
		{ "CA", { "Canada", "Canada", "Kanada" } },
		{ "CH", { "Schweiz", "Switzerland", "Schweiz" } },
		{ "CN", { "Kina", "China", "Kina" } },
		{ "CY", { "Cypern", "Cyprus", "Cypern" } },
		{ "CZ", { "Tjekkiet", "Czechia", "Tjeckien" } },
		{ "DE", { "Tyskland", "Germany", "Tyskland" } },
		{ "DK", { "Danmark", "Denmark", "Danmark" } },
		{ "EE", { "Estland", "Estonia", "Estland" } },
		{ "ES", { "Spanien", "Spain", "Spanien" } },
		{ "FI", { "Finland", "Finland", "Finland" } },
		{ "FO", { "Færøerne", "Faroe Islands", "Färöarna" } },
		{ "FR", { "Frankrig", "France", "Frankrike" } },
		{ "GB", { "Storbritannien", "United Kingdom", "Storbritannien" } },
		{ "GL", { "Grønland", "Greenland", "Grönland" } },
		{ "GR", { "Grækenland", "Greece", "Grekland" } },
		{ "HR", { "Kroatien", "Croatia", "Kroatien" } },
		{ "HU", { "Ungarn", "Hungary", "Ungern" } },
		{ "IE", { "Irland", "Ireland", "Irland" } },
		{ "IN", { "Indien", "India", "Indien" } },
		{ "IS", { "Island", "Iceland", "Island" } },
		{ "IT", { "Italien", "Italy", "Italien" } },
		{ "JP", { "Japan", "Japan", "Japan" } },
		{ "LI", { "Liechtenstein", "Liechtenstein", "Liechtenstein" } },
		{ "LT", { "Litauen", "Lithuania", "Litauen" } },
		{ "LU", { "Luxembourg", "Luxembourg", "Luxemburg" } },
		{ "LV", { "Letland", "Latvia", "Lettland" } },
		{ "MT", { "Malta", "Malta", "Malta" } },
		{ "NL", { "Nederlandene", "Netherlands", "Nederländerna" } },
		{ "NO", { "Norge", "Norway", "Norge" } },
		{ "PL", { "Polen", "Poland", "Polen" } },
		{ "PT", { "Portugal", "Portugal", "Portugal" } },
		{ "RO", { "Rumænien", "Romania", "Rumänien" } },
		{ "SE", { "Sverige", "Sweden", "Sverige" } },
		{ "SI", { "Slovenien", "Slovenia", "Slovenien" } },
		{ "SK", { "Slovakiet", "Slovakia", "Slovakien" } },
		{ "TR", { "Tyrkiet", "Türkiye", "Turkiet" } },
		{ "UA", { "Ukraine", "Ukraine", "Ukraina" } },
		{ "US", { "USA", "United States", "USA" } },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_ascii_strcasecmp(rows[i].code, code) == 0)
			return rows[i].names[language];
	return code;
}
