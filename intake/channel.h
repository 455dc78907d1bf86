/*
 * Channel: what goes over the socket between the program and the locked room. Frames of a kind and a length, in both
 * directions; the length is checked before anything is allocated. The document itself travels as a sealed memory file.
 */
#ifndef PAAKRAV_CHANNEL_H
#define PAAKRAV_CHANNEL_H

#include "intake/error.h"
#include "intake/json.h"

#include <glib.h>
#include <stdint.h>

typedef enum FrameKind {
	FRAME_READ = 1, /* job: read the document; the payload is its name */
	FRAME_UNZIP, /* job: unpack the archive */
	FRAME_READING, /* answer: a reading as JSON; ends the job */
	FRAME_ERROR, /* answer: an Error as JSON; ends the job */
	FRAME_ENTRY, /* answer: an entry of the archive begins; the payload is its name */
	FRAME_DATA, /* answer: bytes of that entry */
	FRAME_END, /* answer: all entries were sent; ends the job */
	FRAME_LOOKUP, /* job: read a register's answer; the payload is what was asked: "company" or "address" */
	FRAME_OPEN, /* job: as FRAME_READ, and send what lies inside first, as FRAME_ENTRY and FRAME_DATA */
	FRAME_CROP, /* job: draw a part of a page; the payload is "PAGE LEFT TOP RIGHT BOTTOM" */
	FRAME_PICTURE, /* answer: that part as PNG; ends the job */
	FRAME_KEEP, /* answer: a recognised page to keep; the payload is its number, four bytes, and its text */
	FRAME_PASS, /* answer: this room does not open it; ends the job here */
	FRAME_CRAFT, /* job: make something of documents; the payload is the craft's name, the order the second descriptor */
	FRAME_CRAFTED /* answer: what the craft tells, as JSON, after the files it made as FRAME_ENTRY and FRAME_DATA; ends the job */
} FrameKind;

typedef struct FrameHead {
	uint32_t kind;
	uint32_t size; /* of the payload that follows */
} FrameHead;

#define CHANNEL_CHUNK (256 * 1024) /* most of one FRAME_DATA; other frames have limits of their own, see pool.c */

/* How paakrav-worker ends where it cannot be locked in: it then reads nothing, and the program says so. */
#define WORKER_UNLOCKED 3

/* Write it all. false when the other end is gone. */
bool channel_write(int fd, const void *bytes, size_t n);
bool channel_send(int fd, FrameKind kind, const void *payload, size_t size);

/* An Error as text, and back: lengths bounded, ERROR_INPUT whatever it claims to be. */
char *channel_error_text(const GError *error);
bool channel_error_parse(const char *text, size_t size, GError **error);

/*
 * What is wrong with an archive entry's name, as a code ("zip-path" …); NULL when it may be unpacked. Checked by the
 * locked room and again by the program. A folder's name ends in '/'.
 */
const char *entry_name_fault(const char *name);

#endif
