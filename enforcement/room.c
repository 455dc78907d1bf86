/* The tables of enforcement/, a script a version: append at the end. */
#include "intake/store.h"

static const char *const migrations[] = {
	/* The bank's files and their lines, for ever. Recorded rows hold days, amounts and commitments; what is personal (names,
	 * accounts, messages, references) stands in side tables and can be erased. A line's key is personal too: it is a
	 * hash of little. What became of a line is the last row of bank_match about it. */
	"CREATE TABLE bank_file ("
	"  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, imported_on TEXT NOT NULL,"
	"  lines INTEGER NOT NULL, taken INTEGER NOT NULL" /* in it; those that were new */
	") STRICT;"
	"CREATE TABLE bank_line ("
	"  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL REFERENCES bank_file (id), line INTEGER NOT NULL,"
	"  booked_on TEXT NOT NULL, value_on TEXT, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL,"
	"  reversal INTEGER NOT NULL, parts INTEGER NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE bank_line_text ("
	"  id INTEGER PRIMARY KEY REFERENCES bank_line (id), salt BLOB NOT NULL, key TEXT NOT NULL UNIQUE, entry_key TEXT,"
	"  account TEXT NOT NULL, bank_reference TEXT, reference TEXT, name TEXT, counter_account TEXT, text TEXT"
	") STRICT;"
	"CREATE INDEX bank_line_by_entry ON bank_line_text (entry_key) WHERE entry_key IS NOT NULL;"
	"CREATE TABLE bank_match ("
	"  id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL REFERENCES bank_line (id), kind TEXT NOT NULL,"
	"  case_id TEXT, event_id INTEGER, confidence INTEGER NOT NULL, matched_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX bank_match_by_line ON bank_match (line_id, id);"
	"CREATE TABLE bank_match_text (id INTEGER PRIMARY KEY REFERENCES bank_match (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TRIGGER bank_file_no_update BEFORE UPDATE ON bank_file BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_file_no_delete BEFORE DELETE ON bank_file BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_file_next BEFORE INSERT ON bank_file"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_file) OR EXISTS (SELECT 1 FROM bank_file WHERE sha256 = NEW.sha256)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_file'); END;"
	"CREATE TRIGGER bank_line_no_update BEFORE UPDATE ON bank_line BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_no_delete BEFORE DELETE ON bank_line BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_next BEFORE INSERT ON bank_line"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_line)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line'); END;"
	"CREATE TRIGGER bank_line_text_no_update BEFORE UPDATE ON bank_line_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line_text'); END;"
	"CREATE TRIGGER bank_line_text_no_replace BEFORE INSERT ON bank_line_text"
	"  WHEN EXISTS (SELECT 1 FROM bank_line_text WHERE id = NEW.id OR key = NEW.key)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_line_text'); END;"
	"CREATE TRIGGER bank_match_no_update BEFORE UPDATE ON bank_match BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_no_delete BEFORE DELETE ON bank_match BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_next BEFORE INSERT ON bank_match"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM bank_match)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match'); END;"
	"CREATE TRIGGER bank_match_text_no_update BEFORE UPDATE ON bank_match_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match_text'); END;"
	"CREATE TRIGGER bank_match_text_no_replace BEFORE INSERT ON bank_match_text"
	"  WHEN EXISTS (SELECT 1 FROM bank_match_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: bank_match_text'); END;",
	NULL,
};

const StoreRoom enforcement_room = { "enforcement", migrations };
