# What makes a host hard to look at. Nothing here is a fault to be found; the way a diagnosis ends under it is tested.

adversity host_key_swapped app1 "the host answers with another key"
inject_host_key_swapped() {
  in_host app1 sh -c 'rm -f /etc/ssh/ssh_host_ed25519_key* && ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key'
  in_host app1 systemctl restart ssh
}
undo_host_key_swapped() {
  local key=$STATE/hostkeys/app1
  install -m600 "$key" "$HOSTS_DIR/app1/root/etc/ssh/ssh_host_ed25519_key"
  install -m644 "$key.pub" "$HOSTS_DIR/app1/root/etc/ssh/ssh_host_ed25519_key.pub"
  in_host app1 systemctl restart ssh
}

adversity programs_missing app2 "ss, iostat and mpstat are not installed"
inject_programs_missing() {
  in_host app2 sh -c 'mkdir -p /root/away && for p in ss iostat mpstat; do mv "$(readlink -f "$(command -v $p)")" /root/away/$p; done'
}
undo_programs_missing() {
  in_host app2 sh -c 'for p in ss iostat mpstat; do [ ! -e /root/away/$p ] || mv /root/away/$p /usr/bin/$p; done'
}

adversity load_50 app2 "fifty runnable tasks"
inject_load_50() { # least polite to its own host, and to no other: what it gets of the machine is limited
  set_cgroup cpu app2 cpu.cfs_period_us 100000
  set_cgroup cpu app2 cpu.cfs_quota_us 100000
  run_unit app2 month-report stress-ng --cpu 50 --timeout "$FAULT_SECONDS"
  local tries
  for tries in $(seq 100); do # until they are all there
    [ "$(in_host app2 pgrep -c stress-ng || true)" -lt 50 ] || return 0
    sleep 0.1
  done
  die "stress-ng did not start its 50 processes on app2 ($tries looks)"
}
undo_load_50() {
  stop_unit app2 month-report
  set_cgroup cpu app2 cpu.cfs_quota_us -1
}

adversity journal_100mb app2 "a journal of 100 MB"
inject_journal_100mb() { # few long lines, below the limit of lines a service may write
  in_host app2 sh -c 'head -c 100M /dev/urandom | base64 -w 20000 | systemd-cat -t import'
  in_host app2 journalctl --sync
}
undo_journal_100mb() { in_host app2 journalctl -q --rotate --vacuum-size=8M; }

adversity clock_hour_off app2 "its clock is an hour ahead" # a container has no clock of its own: date alone says so
inject_clock_hour_off() {
  in_host app2 sh -c 'mv /usr/bin/date /usr/bin/date.true
    printf "#!/bin/sh\nexec /usr/bin/date.true -d \"+1 hour\" \"\$@\"\n" > /usr/bin/date && chmod 755 /usr/bin/date'
}
undo_clock_hour_off() { in_host app2 sh -c '[ ! -e /usr/bin/date.true ] || mv /usr/bin/date.true /usr/bin/date'; }
