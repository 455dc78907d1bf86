/*
 * By folder: DIR/PERSON/COURT/CASE, complete and synced before it has that name. DIR is "folder" in [courts] of
 * paakrav.conf, else OUT/til-bud; the person is --hand-to, else the court's in the court list, else "person" in [courts].
 */
#include "filing/send.h"

#include "filing/archive.h"
#include "filing/paperdraw.h"
#include "intake/conf.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define OUT_FOR_MESSENGER "til-bud"

/* A name that is one folder below another, and is seen. */
static bool folder_name_fits(const char *name)
{
	return g_utf8_validate(name, -1, NULL) && *name != '\0' && *name != '.' && strpbrk(name, "/\\\n\r\t") == NULL &&
	       strlen(name) < 200;
}

static char *person_for(const Errand *errand, const CourtRow *court, GError **error)
{
	const char *asked = call_option(errand->call, "hand-to");
	char *person = asked != NULL                                   ? g_strdup(asked)
	               : court != NULL && court->person != NULL        ? g_strdup(court->person)
	                                                               : conf_text(errand->call->home, "courts", "person");
	if (person == NULL) {
		error_set(error, ERROR_USAGE, "hand-to-whom", "Det er ikke sagt, hvem der afleverer papirerne.",
		          "It is not said who hands the papers in.");
		error_remedy(error, "Skriv --hand-to NAVN, eller person= under [courts] i paakrav.conf.",
		             "Write --hand-to NAME, or person= under [courts] in paakrav.conf.");
	} else if (!folder_name_fits(person)) {
		error_set(error, ERROR_USAGE, "hand-to-whom", "Navnet på den, der afleverer, kan ikke være en mappes navn.",
		          "The name of whoever hands in cannot be a folder's name.");
		g_clear_pointer(&person, g_free);
	}
	return person;
}

static char *place_in(const Sending *sending, const char *group, const char *leaf, GError **error)
{
	const Errand *errand = sending->errand;
	g_autofree char *person = person_for(errand, sending->court, error);
	if (person == NULL)
		return NULL;
	g_autofree char *named = conf_path(errand->call->home, "courts", "folder");
	g_autofree char *base = named != NULL ? g_strdup(named) : g_build_filename(errand->out, OUT_FOR_MESSENGER, NULL);
	g_autofree char *full = g_canonicalize_filename(base, NULL);
	g_autofree char *name = g_strdup(group);
	g_strdelimit(name, "/\\", '-');
	return g_build_filename(full, person, name, leaf, NULL);
}

char *folder_place(const Sending *sending, GError **error)
{
	return place_in(sending, sending->court_name != NULL ? sending->court_name : "uden ret", sending->on_case->id, error);
}

char *folder_for_letter(const Sending *sending, GError **error)
{
	const Paper *paper = sending->paper;
	g_autofree char *leaf = g_strdup_printf("%s-%d-%s", paper->case_id, paper->number, paper->kind);
	return place_in(sending, "breve", leaf, error);
}

/* Beside the place, unseen, and known again by the dispatch that made it. */
static char *stage_of(const Dispatch *dispatch)
{
	g_autofree char *parent = g_path_get_dirname(dispatch->place);
	g_autofree char *name = g_strdup_printf(".%s-%" PRId64 ".part", dispatch->case_id, dispatch->id);
	return g_build_filename(parent, name, NULL);
}

bool folder_seen(const Dispatch *dispatch, bool *laid)
{
	if (dispatch->place == NULL)
		return false;
	g_autofree char *stage = stage_of(dispatch);
	*laid = !file_exists(stage);
	return !*laid || file_exists(dispatch->place);
}

bool folder_clear(const Dispatch *dispatch, GError **error)
{
	if (dispatch->place == NULL)
		return true;
	g_autofree char *stage = stage_of(dispatch);
	return folder_remove(stage, error);
}

/* The person's and the court's folder: made when missing, and folders of their own, not links to somewhere else. */
static bool parents_make(const char *place, GError **error)
{
	g_autofree char *court = g_path_get_dirname(place);
	g_autofree char *person = g_path_get_dirname(court);
	g_autofree char *base = g_path_get_dirname(person);
	if (!folder_make(base, error))
		return false;
	const char *const levels[] = { person, court };
	for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
		struct stat st;
		if (lstat(levels[i], &st) != 0) {
			if (!folder_make(levels[i], error))
				return false;
		} else if (!S_ISDIR(st.st_mode)) {
			error_set(error, ERROR_DELIVERY, "not-a-folder", "Her skal være en mappe, ikke en genvej eller fil.",
			          "There must be a folder here, not a link or a file.");
			error_at(error, levels[i], 0, 0);
			error_remedy(error, "Fjern den, eller nævn en anden mappe eller person.",
			             "Remove it, or name another folder or person.");
			return false;
		}
	}
	return folder_sync(base, error) && folder_sync(person, error);
}

/* ---- the papers ---- */

typedef struct Laying {
	const char *stage;
	GPtrArray *paths; /* char*: written, to sync */
	GString *lines, *own; /* for the note: what the court gets; what stays with us */
} Laying;

static bool lay_bytes(Laying *laying, const char *name, GBytes *bytes, GError **error)
{
	char *path = g_build_filename(laying->stage, name, NULL);
	g_ptr_array_add(laying->paths, path);
	return file_put(path, bytes, error);
}

static bool lay_part(void *context, const char *name, GBytes *bytes, GError **error)
{
	Laying *laying = context;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char hash[DIGEST_HEX];
	digest_hex(data, size, hash);
	bool court = g_str_has_suffix(name, ".pdf") || g_str_has_prefix(name, "bilag-");
	g_string_append_printf(court ? laying->lines : laying->own, "  %-18s sha256 %s\n", name, hash);
	return lay_bytes(laying, name, bytes, error);
}

/* The zip, and what stands beside it: its signature and its receipt. */
static bool lay_zip(const Sending *sending, Laying *laying, GError **error)
{
	g_autofree char *path = NULL;
	g_autoptr(GBytes) zip = sending_zip(sending, &path, error);
	g_autofree char *name = g_strconcat(sending->approval->case_id, ".zip", NULL);
	if (zip == NULL || !archive_each(zip, path, lay_part, laying, error) || !lay_part(laying, name, zip, error))
		return false;
	static const char *const tails[] = { ".zip.p7s", ".receipt.json" };
	g_autofree char *folder = g_path_get_dirname(path);
	for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
		g_autofree char *beside = g_strconcat(sending->approval->case_id, tails[i], NULL);
		g_autofree char *from = g_build_filename(folder, beside, NULL);
		g_autoptr(GBytes) bytes = file_read(from, LIMIT_RECEIPT_BYTES, error);
		if (bytes == NULL || !lay_bytes(laying, beside, bytes, error))
			return false;
	}
	return true;
}

static bool lay_letter(const Sending *sending, Laying *laying, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s-%d-%s.pdf", sending->paper->case_id, sending->paper->number, sending->paper->kind);
	return lay_part(laying, name, (*sending->drawn)->pdf, error);
}

static bool stage_fill(const Sending *sending, const char *stage, GError **error)
{
	if (!parents_make(sending->dispatch->place, error) || !folder_remove(stage, error) || !folder_make(stage, error))
		return false;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) lines = g_string_new(NULL), own = g_string_new(NULL);
	Laying laying = { .stage = stage, .paths = paths, .lines = lines, .own = own };
	if (!(sending->paper != NULL ? lay_letter(sending, &laying, error) : lay_zip(sending, &laying, error)))
		return false;
	char *note = sending->paper != NULL ? letter_note(sending, lines->str) : send_note(sending, lines->str, own->str);
	g_autoptr(GBytes) bytes = g_bytes_new_take(note, strlen(note));
	return lay_bytes(&laying, "foelgeseddel.txt", bytes, error) && files_sync(paths, error) && folder_sync(stage, error);
}

/* One move that takes nobody's place. */
static bool stage_lay(const Dispatch *dispatch, GError **error)
{
	g_autofree char *stage = stage_of(dispatch);
	g_autofree char *parent = g_path_get_dirname(dispatch->place);
	if (renameat2(AT_FDCWD, stage, AT_FDCWD, dispatch->place, RENAME_NOREPLACE) == 0)
		return folder_sync(parent, error);
	int number = errno;
	if (number == EEXIST || number == ENOTEMPTY) {
		error_set(error, ERROR_DELIVERY, "place-taken", "Der ligger allerede papirer for sagen her.",
		          "Papers of the case lie here already.");
		error_remedy(error, "Fjern dem, når det er sikkert, at de ikke skal afleveres, og send igen.",
		             "Remove them once it is certain that they are not to be handed in, then send again.");
	} else {
		error_set(error, ERROR_DELIVERY, "file", "Papirerne kan ikke lægges på plads (%s).",
		          "The papers cannot be put in place (%s).", g_strerror(number));
	}
	error_at(error, dispatch->place, 0, 0);
	return false;
}

bool folder_deliver(const Sending *sending, Attempt *attempt, GError **error)
{
	const Dispatch *dispatch = sending->dispatch;
	g_autofree char *stage = stage_of(dispatch);
	g_autoptr(GError) fault = NULL;
	if (file_exists(dispatch->place))
		error_set(&fault, ERROR_DELIVERY, "place-taken", "Der ligger allerede papirer for sagen i %s.",
		          "Papers of the case lie already in %s.", dispatch->place);
	if (fault != NULL || !stage_fill(sending, stage, &fault)) {
		folder_remove(stage, NULL);
		attempt_wait(attempt, fault);
		return true;
	}
	bool moved;
	if (!sending_release(sending, &moved, error)) {
		folder_remove(stage, NULL);
		attempt->state = DISPATCH_DROPPED;
		return moved;
	}
	attempt->state = DISPATCH_SENT;
	if (stage_lay(dispatch, &fault))
		return true;
	/* Staged it is not laid; neither staged nor synced where it was laid, nobody can say what the next start will find. */
	bool staged = file_exists(stage);
	attempt_wait(attempt, fault);
	if (staged)
		folder_remove(stage, NULL);
	else
		attempt->state = DISPATCH_DOUBT;
	return true;
}
