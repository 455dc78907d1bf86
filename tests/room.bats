# The locked room seen from outside: strace tells what it asked the kernel for while it read ordinary and hostile files of
# every format. It opens nothing but the system's folders of the list, for reading, writes nothing and connects nowhere.

bats_require_minimum_version 1.5.0

# A worker that runs under strace; the tracer is a grandchild, so that the worker keeps its parent.
wrap() {
	local name=$1 real=$2
	shift 2
	printf '#!/bin/sh\nexec /usr/bin/strace -D -f -qq -s 300 %s -o "%s/trace.$$" "%s" "$@"\n' "$*" "$T" "$real" >"$T/$name"
	chmod 755 "$T/$name"
}

# A trace is complete when it tells how its worker ended.
settle() {
	local trace i
	for trace in "$T"/trace.*; do
		for i in $(seq 30); do
			tail -1 "$trace" | grep -q '+++' && break
			sleep 0.1
		done
	done
}

setup() {
	T=$BATS_TEST_TMPDIR
	CORPORA=${PAAKRAV_CORPORA:-$SOURCE/../shared/corpora}
	command -v strace >/dev/null || { echo "strace is missing"; false; }
	strace -D -o "$T/try" true 2>/dev/null || skip "this machine does not allow tracing"
	# A sanitizer reads its own maps and writes its reports.
	if grep -q "PAAKRAV_SANITIZED:BOOL=ON" "$(dirname "$PAAKRAV")/CMakeCache.txt" 2>/dev/null; then
		skip "a sanitizer does what a locked room must not"
	fi
}

read_under_trace() {
	local file
	for file in "$@"; do
		[ -f "$file" ] || { echo "no $file"; return 1; }
		PAAKRAV_WORKER="$T/worker" "$PAAKRAV" read "$file" >/dev/null 2>"$T/err" || [ $? -lt 100 ]
		run -1 grep -q "worker-missing" "$T/err"
	done
	settle
}

own_files() {
	printf 'Kære Anna\n\nVi beder dig betale 1.200 kr. senest den 1. oktober 2026.\n' >"$T/brev.txt"
	printf 'K\xe6re Anna, du skylder 1.200 kr.\n' >"$T/gammel.txt"
	printf 'From: a@example.dk\r\nTo: b@example.dk\r\nSubject: =?iso-8859-1?Q?P=E5mindelse?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=E6re\r\n--x\r\nContent-Type: text/plain; charset=x-unknown-set\r\n\r\nabc\r\n--x\r\nContent-Type: text/xml; name="a.xml"\r\nContent-Disposition: attachment; filename="../../a.xml"\r\n\r\n<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a"><a/>\r\n--x--\r\n' >"$T/brev.eml"
	printf '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' >"$T/ude.xml"
	printf '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></a>' >"$T/inde.xml"
	printf '%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>\nendobj\n4 0 obj\n<</Length 75>>\nstream\nBT /F 12 Tf 20 200 Td (Faktura 17) Tj /G 12 Tf 0 -20 Td (Vedr. 1.200,00) Tj ET\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n6 0 obj\n<</Type/Font/Subtype/TrueType/BaseFont/NoSuchFontAnywhere>>\nendobj\ntrailer<</Root 1 0 R>>\n' >"$T/faktura.pdf"
	printf '\x89PNG\r\n\x1a\n and no more' >"$T/billede.png"
	printf 'PK\3\4 and no more' >"$T/arkiv.zip"
}

@test "reading opens only listed folders, for reading, and writes and connects nowhere" {
	own_files
	wrap worker "$PAAKRAV_WORKER"
	wrap worker-xml "$PAAKRAV_WORKER-xml"
	read_under_trace "$T"/*.txt "$T"/*.eml "$T"/*.xml "$T"/*.pdf "$T"/*.png "$T"/*.zip
	python3 -B "$SOURCE/tests/room_trace.py" "$T"/trace.*
	[ "$(ls "$T"/trace.* | wc -l)" -ge 8 ]
}

@test "the corpora's formats, sound and broken, open no more than that" {
	if [ ! -d "$CORPORA/qpdf" ]; then
		[ -z "$PAAKRAV_REQUIRE_CORPORA" ] || { echo "no corpora at $CORPORA"; false; }
		skip "no corpora at $CORPORA"
	fi
	wrap worker "$PAAKRAV_WORKER"
	wrap worker-xml "$PAAKRAV_WORKER-xml"
	local files=()
	# A few of each kind, small ones, from every folder.
	mapfile -t files < <(for kind in pdf eml msg mbox docx doc odt rtf xml zip asice png jpg tif tiff gif bmp; do
		find "$CORPORA" -type f -name "*.$kind" -size -40k -size +0 | LC_ALL=C sort | awk -v kind=$kind '
			{ n++; line[n] = $0 } END { step = n > 3 ? n / 3 : 1; for (i = 1; i <= n; i += step) print line[int(i)] }'
	done)
	[ ${#files[@]} -ge 30 ]
	read_under_trace "${files[@]}"
}

@test "what a worker that was taken over tries, the lock refuses; without the lock it is seen" {
	own_files
	cat >"$T/planted.c" <<-'C'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <errno.h>
		#include <fcntl.h>
		#include <stdlib.h>
		#include <sys/resource.h>
		#include <sys/socket.h>
		#include <sys/stat.h>
		#include <unistd.h>
		#ifdef UNLOCKED
		int seccomp_load(void *rules) { (void)rules; return 0; }
		/* No Landlock, which has no functions of its own; libseccomp too asks for this and that so. */
		long planted(long number, long a, long b, long c, long d, long e, long f) __asm__("syscall");
		long planted(long number, long a, long b, long c, long d, long e, long f)
		{
			long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
			errno = ENOSYS;
			return number >= 444 && number <= 446 ? -1 : real(number, a, b, c, d, e, f);
		}
		#endif
		/* Called before each job, behind the lock. */
		int getrusage(__rusage_who_t who, struct rusage *usage)
		{
			static int times;
			(void)who;
			*usage = (struct rusage){ 0 };
			if (times++ > 0)
				return 0;
			int in = open("/etc/passwd", O_RDONLY), out = open(TARGET "/written", O_CREAT | O_WRONLY, 0600);
			(void)(in + out);
			mkdir(TARGET "/made", 0700);
			open("/etc/fonts/fonts.conf", O_RDONLY); /* which it may */
			socket(AF_INET, SOCK_STREAM, 0);
			return 0;
		}
	C
	local how
	for how in LOCKED UNLOCKED; do
		cc -shared -fPIC -w -D$how "-DTARGET=\"$T\"" -o "$T/$how.so" "$T/planted.c" -ldl
		rm -f "$T"/trace.*
		wrap worker "$PAAKRAV_WORKER" -E LD_PRELOAD="$T/$how.so"
		read_under_trace "$T/brev.txt"
		grep -q '"/etc/passwd"' "$T"/trace.*
		if [ $how = LOCKED ]; then
			python3 -B "$SOURCE/tests/room_trace.py" "$T"/trace.*
			[ ! -e "$T/written" ]
			[ ! -e "$T/made" ]
			[ ! -e /etc/fonts/fonts.conf ] || [ "$(python3 -B "$SOURCE/tests/room_trace.py" --opened "$T"/trace.*)" = /etc/fonts ]
		else
			run python3 -B "$SOURCE/tests/room_trace.py" "$T"/trace.*
			[ "$status" -eq 1 ]
			[[ "$output" == *"never locked"* && "$output" == *"opened for writing"* && "$output" == *"not for a starting room: "*socket* ]]
		fi
	done
	# And the account itself is read: one planted line in a sound trace is enough.
	rm -f "$T"/trace.*
	wrap worker "$PAAKRAV_WORKER"
	read_under_trace "$T/brev.txt"
	python3 -B "$SOURCE/tests/room_trace.py" "$T"/trace.*
	local line
	for line in '7 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 5' '7 openat(AT_FDCWD, "/usr/share/fonts/../../../etc/shadow", O_RDONLY) = 5' \
		'7 openat(AT_FDCWD, "/usr/share/fonts/a", O_RDWR|O_CREAT, 0600) = 5' '7 write(4, "a", 1) = 1' \
		'7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4' '7 clone(child_stack=NULL, flags=SIGCHLD) = 12' '7 kill(1, SIGTERM) = 0' \
		'7 mmap(NULL, 4096, PROT_READ|PROT_EXEC, MAP_PRIVATE, 5, 0) = 0x7f0000000000' '7 openat(5, "b", O_RDONLY) = 6'; do
		cat "$T"/trace.* >"$T/planted"
		echo "$line" >>"$T/planted"
		run python3 -B "$SOURCE/tests/room_trace.py" "$T/planted"
		[ "$status" -eq 1 ] || { echo "not seen: $line"; false; }
	done
}
