#include "intake/date.h"

#include "intake/limits.h"

#include <assert.h>

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return month == 2 && leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01 by counting in 400-year eras that begin on 1 March. */
static int32_t to_days(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool date_known(Date d)
{
	return d.day != INT32_MIN;
}

bool date_make(int year, int month, int day, Date *out)
{
	if (year < LIMIT_YEAR_FIRST || year > LIMIT_YEAR_LAST || month < 1 || month > 12)
		return false;
	if (day < 1 || day > month_days(year, month))
		return false;
	out->day = to_days(year, month, day);
	return true;
}

static bool digits(const char *p, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit(p[i]))
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return true;
}

bool date_parse(const char *text, Date *out)
{
	int year, month, day;
	if (text == NULL || !digits(text, 4, &year) || text[4] != '-' || !digits(text + 5, 2, &month) ||
	    text[7] != '-' || !digits(text + 8, 2, &day) || text[10] != '\0')
		return false;
	return date_make(year, month, day, out);
}

void date_split(Date d, int *year, int *month, int *day)
{
	assert(date_known(d));
	int z = d.day + 719468;
	int era = z / 146097;
	int of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;
	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

int date_year(Date d)
{
	int year, month, day;
	date_split(d, &year, &month, &day);
	return year;
}

char *date_iso(Date d)
{
	if (!date_known(d))
		return NULL;
	int year, month, day;
	date_split(d, &year, &month, &day);
	return g_strdup_printf("%04d-%02d-%02d", year, month, day);
}

char *date_danish_long(Date d)
{
	if (!date_known(d))
		return NULL;
	static const char *const names[] = { "januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
		"september", "oktober", "november", "december" };
	int year, month, day;
	date_split(d, &year, &month, &day);
	return g_strdup_printf("%d. %s %d", day, names[month - 1], year);
}

char *date_danish(Date d)
{
	if (!date_known(d))
		return NULL;
	int year, month, day;
	date_split(d, &year, &month, &day);
	return g_strdup_printf("%02d-%02d-%04d", day, month, year);
}

char *date_english(Date d)
{
	if (!date_known(d))
		return NULL;
	static const char *const names[] = { "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December" };
	int year, month, day;
	date_split(d, &year, &month, &day);
	return g_strdup_printf("%d %s %d", day, names[month - 1], year);
}

int date_compare(Date a, Date b)
{
	return (a.day > b.day) - (a.day < b.day);
}

bool date_before(Date a, Date b)
{
	return a.day < b.day;
}

Date date_min(Date a, Date b)
{
	if (!date_known(a))
		return b;
	if (!date_known(b))
		return a;
	return a.day < b.day ? a : b;
}

Date date_max(Date a, Date b)
{
	if (!date_known(a))
		return b;
	if (!date_known(b))
		return a;
	return a.day > b.day ? a : b;
}

int date_diff(Date a, Date b)
{
	assert(date_known(a) && date_known(b));
	return b.day - a.day;
}

Date date_add_days(Date d, int days)
{
	assert(date_known(d));
	return (Date){ d.day + days };
}

Date date_add_months(Date d, int months)
{
	int year, month, day;
	date_split(d, &year, &month, &day);
	int total = year * 12 + (month - 1) + months;
	int y = total / 12, m = total % 12 + 1;
	int last = month_days(y, m);
	return (Date){ to_days(y, m, day < last ? day : last) };
}

int date_weekday(Date d)
{
	assert(date_known(d));
	/* 1970-01-01 was a Thursday. */
	return ((d.day + 3) % 7 + 7) % 7 + 1;
}

int date_days_in_year(int year)
{
	return leap(year) ? 366 : 365;
}

/* The anonymous Gregorian computus. */
Date date_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int month = (h + l - 7 * m + 114) / 31;
	int day = (h + l - 7 * m + 114) % 31 + 1;
	return (Date){ to_days(year, month, day) };
}
