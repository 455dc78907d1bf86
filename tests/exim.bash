# exim FOLDER: a real mail server for an ordinary user, which wants TLS and a password, puts off while FOLDER/grey is there, and
# delivers to FOLDER/box. Run by nobody when the tests are root's, whom it will not deliver for.
exim() {
	local dir=$1 as=() gid n
	gid=$(id -g)
	if [ "$(id -u)" -eq 0 ]; then
		gid=65534
		as=(setpriv --reuid=65534 --regid=65534 --groups 65534)
		chmod a+rx "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")" "$BATS_TEST_TMPDIR"
	fi
	mkdir -p "$dir/spool"
	cp "$S/server.pem" "$S/server.key" "$dir/"
	PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	cat >"$dir/conf" <<-CONF
	exim_user = $([ "$(id -u)" -eq 0 ] && echo 65534 || id -u)
	exim_group = $gid
	admin_groups = $gid
	primary_hostname = localhost
	spool_directory = $dir/spool
	log_file_path = $dir/log-%s
	pid_file_path = $dir/pid
	local_interfaces = 127.0.0.1
	daemon_smtp_ports = $PORT
	tls_advertise_hosts = *
	tls_certificate = $dir/server.pem
	tls_privatekey = $dir/server.key
	auth_advertise_hosts = \${if eq{\$tls_in_cipher}{}{}{*}}
	acl_smtp_rcpt = check
	begin acl
	check:
	  deny message = TLS first
	       !encrypted = *
	  deny message = sign in first
	       !authenticated = *
	  defer message = greylisted, come back
	       condition = \${if exists{$dir/grey}}
	  deny message = no such court
	       local_parts = ingen
	  accept
	begin routers
	all:
	  driver = accept
	  transport = box
	begin transports
	box:
	  driver = appendfile
	  file = $dir/box
	begin authenticators
	plain:
	  driver = plaintext
	  public_name = PLAIN
	  server_prompts = :
	  server_condition = \${if and{{eq{\$auth2}{kontoret}}{eq{\$auth3}{en hemmelig sætning}}}}
	CONF
	[ -z "${as[*]}" ] || chown -R 65534:65534 "$dir"
	"${as[@]}" /usr/sbin/exim4 -C "$dir/conf" -bdf 3>&- >"$BATS_TEST_TMPDIR/exim.out" 2>&1 &
	EXIM=$!
	for n in $(seq 100); do
		[ -s "$dir/pid" ] && return 0
		sleep 0.1
	done
	cat "$BATS_TEST_TMPDIR/exim.out"
	return 1
}
