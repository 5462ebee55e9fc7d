#!/usr/bin/env bash
# A lab of four Linux hosts on this machine, with services, monitoring and faults that can be put in and taken out.
#   lab.sh up [--signals]          build what is missing, start everything, wait until it is healthy; with Zipkin and OpenSearch
#   lab.sh up --zipkin             with Zipkin only
#   lab.sh able                    whether a lab can be had on this machine; if not, status 3 and one line why
#   lab.sh down                    remove everything, also what an interrupted run left
#   lab.sh status                  what is where, and is it healthy
#   lab.sh sh HOST COMMAND...      run as root on a host, without SSH
#   lab.sh ssh HOST COMMAND...     run as the unprivileged user diag, over SSH
#   lab.sh fault list              name, component, fault kind, text of every fault
#   lab.sh fault adversities       what makes a host hard to look at: injected and undone like a fault, never scored
#   lab.sh fault truth NAME        the same of one fault: name|component|kind|text
#   lab.sh fault inject NAME       and: fault undo [NAME]; without a name all that are in
#   lab.sh sweep [NAME...]         every fault with its alert, verdicts scored into evals/lab-sweep.md; --help for more
#   lab.sh record DIR [NAME...]    the same, and each becomes a replayable case in DIR
#   lab.sh load start [RATE]       orders a second from outside (20), for three hours; and: load stop
#   lab.sh mon start [--signals]   Prometheus, Alertmanager, blackbox exporter; and: mon stop
#   lab.sh sudoers FILE            what diag may do as root, on every host
set -euo pipefail

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
. "$HERE/cache.sh"
. "$HERE/network.sh"
. "$HERE/hosts.sh"
. "$HERE/services.sh"
. "$HERE/mon/mon.sh"
. "$HERE/traffic/load.sh"
. "$HERE/health.sh"
. "$HERE/faults.sh"

main() {
  local command=${1:-}
  [ $# = 0 ] || shift
  case $command in
    up) alone; need_programs; up "$@" ;;
    able) able ;;
    down) alone; down ;;
    status) need_root; status ;;
    sh) need_root; in_host "$@" ;;
    ssh) ssh_to "$@" ;;
    fault) fault_command "$@" ;;
    sweep) need_root; exec "$HERE/sweep.py" "$@" ;;
    record) need_root; exec "$HERE/sweep.py" --record "${1:?lab.sh record DIR}" --results "$1/sweep.jsonl" "${@:2}" ;;
    load) alone; load_command "$@" ;;
    mon) alone; mon_command_line "$@" ;;
    sudoers) alone; install_sudoers "${1:?lab.sh sudoers FILE}" ;;
    *) usage ;;
  esac
}

usage() { sed -n '/^#   /s/^#   //p' "$HERE/lab.sh" >&2; exit 2; }

need_root() { [ "$(id -u)" = 0 ] || die "needs root: its hosts are containers with namespaces of their own"; }

need_programs() {
  local program
  for program in systemd-nspawn debootstrap lxcfs prometheus prometheus-alertmanager prometheus-blackbox-exporter nc ethtool; do
    command -v $program > /dev/null || die "$program is missing: $HERE/install.sh lab"
  done
  [ -d /sys/fs/cgroup/memory ] || die "needs cgroup v1 (kernel parameter systemd.unified_cgroup_hierarchy=0)"
}

able() { # in a shell of its own, since what is needed ends it
  (need_root && need_programs && may_make_namespaces) || exit 3
}

may_make_namespaces() { # root in a container often may not
  local probe=lab-able-$$
  ip netns add $probe 2> /dev/null || die "this root may not make network namespaces"
  ip netns del $probe
  mkdir /sys/fs/cgroup/memory/$probe 2> /dev/null || die "this root may not make control groups"
  rmdir /sys/fs/cgroup/memory/$probe
  losetup -f > /dev/null 2>&1 || die "there are no loop devices for the hosts' disks"
}

alone() { # one command at a time, and one lab on a machine
  need_root
  mkdir -p "$(dirname $LOCK)"
  exec 9>> $LOCK
  flock -w "${LOCK_WAIT:-60}" 9 || die "another lab command is still running (pid $(cat $LOCK)), try again when it is done"
  echo $$ > $LOCK
  local owner
  owner=$(cat $OWNER 2> /dev/null || echo "$STATE")
  [ "$owner" = "$STATE" ] || die "a lab is up already, kept in $owner: take it down first (SHINDAN_LAB=$owner $HERE/lab.sh down)"
}

up() { # [--zipkin | --signals]
  local started=$SECONDS
  case ${1:-} in '' | --zipkin | --signals) ;; *) usage ;; esac
  cache_up "$@"
  prepare_state
  if ! hosts_alive; then
    down_quietly
    echo "$STATE" > $OWNER
    rm -f "$MON_DIR/alerts.jsonl"
    hosts_up
    services_up
    await 60 steady || die "orders fail, see lab.sh status" # before there is monitoring: alerts of the start help nobody
    echo "hosts and services are up ($((SECONDS - started)) s)"
  fi
  mon_up "$@"
  load_up
  await_health
  echo "healthy ($((SECONDS - started)) s)"
  show
}

prepare_state() { # keys and token stay the same from one lab to the next
  mkdir -p "$HOSTS_DIR" "$MON_DIR" "$FAULTS_DIR"
  [ -s "$STATE/id_lab" ] || ssh-keygen -q -t ed25519 -N '' -f "$STATE/id_lab" -C diag@lab
  [ -s "$STATE/token" ] || (umask 077 && head -c24 /dev/urandom | base64 -w0 | tr '+/' '-_' > "$STATE/token")
  # Whoever called sudo runs Shindan, and logs in with the key.
  if [ -n "${SUDO_UID:-}" ]; then chown "$SUDO_UID" "$STATE/id_lab" "$STATE/token"; fi
}

down() {
  down_quietly
  rm -f $OWNER
  echo "the lab is down"
}

down_quietly() {
  faults_forget
  load_down
  mon_down
  hosts_down
}

main "$@"
