/*
 * Contact: a call, a visit or a message with the debtor, as it was logged: event call_logged, whose text begins with what can
 * be judged: "besøg kl. 21:30 på bopæl med familie, uanmodet: lovede at betale; …". What was not said is not guessed.
 */
#ifndef PAAKRAV_CONTACT_H
#define PAAKRAV_CONTACT_H

#include "intake/case.h"
#include "intake/say.h"

typedef enum ContactChannel { CHANNEL_PHONE, CHANNEL_VISIT, CHANNEL_MAIL, CHANNEL_SMS, CHANNEL_CHAT, CHANNELS } ContactChannel;
typedef enum ContactWith { WITH_UNSAID, WITH_DEBTOR, WITH_FAMILY, WITH_EMPLOYER, WITH_NEIGHBOUR, WITH_OTHER, WITHS } ContactWith;
typedef enum ContactPlace { PLACE_UNSAID, PLACE_HOME, PLACE_BUSINESS, PLACE_WORK, PLACE_OTHER, PLACES } ContactPlace;
typedef enum ContactOutcome {
	OUTCOME_UNSAID,
	OUTCOME_PROMISE, /* to pay by a day */
	OUTCOME_NO_ANSWER,
	OUTCOME_MESSAGE, /* one was left */
	OUTCOME_DISPUTES,
	OUTCOME_REFUSES,
	OUTCOME_WANTS_PLAN,
	OUTCOME_WRONG_NUMBER,
	OUTCOME_OTHER,
	OUTCOMES
} ContactOutcome;

typedef struct Contact {
	ContactChannel channel;
	ContactWith with;
	ContactPlace place;
	ContactOutcome outcome;
	int minute; /* of the day; -1: not said */
	bool asked; /* the debtor had asked for it */
	const char *text; /* borrowed; NULL */
} Contact;

/* The words of the command line: "phone", "employer", "home", "promise" …; NULL at the end, and for what was not said. */
const char *contact_channel_name(ContactChannel channel);
const char *contact_with_name(ContactWith with);
const char *contact_place_name(ContactPlace place);
const char *contact_outcome_name(ContactOutcome outcome);
Say contact_channel_say(ContactChannel channel);
Say contact_outcome_say(ContactOutcome outcome);
Say contact_with_say(ContactWith with);

/* "21:30" as a minute of the day. */
bool contact_minute(const char *text, int *out);
/* The event's text. Newly allocated. */
char *contact_ground(const Contact *contact);
/* Of a call_logged; a text that begins otherwise is a call of which nothing more is known, and is its text. */
void contact_read(const Event *event, Contact *out);

/*
 * The day of a promise (its deadline): was it kept by what the debtor paid from the call on to that day, enough for what was
 * promised, or anything where no amount was? false too of a call without a promise.
 */
bool contact_promise_kept(const Case *c, const Event *call);

/*
 * A word that the law lets nobody threaten with, or that nobody means (wage withholding, police, employer, register …), in a
 * letter or in what was said; borrowed, NULL: none.
 */
const char *threat_in(const char *text);

#endif
