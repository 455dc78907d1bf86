#include "intake/read.h"

#include "intake/facts.h"
#include "intake/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static Reading *read_file(int fd, const char *path, char hash[DIGEST_HEX], GError **error)
{
	int64_t size;
	if (!digest_file(fd, path, hash, &size, error))
		return NULL;
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(Reader) reader = reader_new(NULL);
	Reading *reading = reader_read(reader, name, fd, error);
	if (reading != NULL)
		reading_prove(reading, name, hash);
	return reading;
}

int read_run(const Call *call, cJSON **result, GError **error)
{
	const char *path = call->argv[0];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke åbnes: %s.", "The file cannot be opened: %s.", g_strerror(errno));
		error_at(error, path, 0, 0);
		return -1;
	}
	char hash[DIGEST_HEX];
	g_autoptr(Reading) reading = read_file(fd, path, hash, error);
	close(fd);
	if (reading == NULL)
		return -1;
	*result = json_result("read");
	json_text(*result, "file", path);
	json_text(*result, "media", reading->media);
	json_text(*result, "sha256", hash);
	cJSON *facts = json_array(*result, "facts");
	for (guint i = 0; i < reading->facts->len; i++) {
		Fact *fact = reading->facts->pdata[i];
		fact->id = i + 1;
		fact_json(facts, fact);
	}
	return EXIT_FINE;
}
