# The catalogue of faults: each has a ground truth, a way in and a way out. Sourced by lab.sh.
#
# A file in faults/ calls `fault NAME COMPONENT KIND TEXT` and defines inject_NAME and undo_NAME. KIND is an id of Shindan's
# fault kinds, or `other`. Every undo works whether or not the fault is in; every fault that eats resources ends by itself.

FAULT_SECONDS=${FAULT_SECONDS:-300}
TRUTHS=()
ADVERSITIES=()

fault() { TRUTHS+=("$1|$2|$3|$4"); } # NAME COMPONENT KIND TEXT

# What makes a host hard to look at and is no fault to be found: not in the list, so no sweep scores it.
adversity() { ADVERSITIES+=("$1|$2|other|$3"); } # NAME HOST TEXT

for file in "$HERE"/faults/*.sh; do
  # shellcheck source=/dev/null
  . "$file"
done

fault_command() { # list | adversities | truth NAME | inject NAME | undo [NAME]
  case ${1:-} in
    list) fault_list "${TRUTHS[@]}" ;;
    adversities) fault_list "${ADVERSITIES[@]}" ;;
    truth) truth_of "${2:-}" ;;
    inject) truth_of "${2:-}" > /dev/null; alone; fault_inject "$2" ;;
    undo) [ $# = 1 ] || truth_of "$2" > /dev/null; alone; fault_undo "${@:2}" ;;
    *) usage ;;
  esac
}

fault_list() { # TRUTH...
  local truth name component kind text
  for truth in "$@"; do
    IFS='|' read -r name component kind text <<< "$truth"
    printf '%-16s %-20s %-24s %s\n' "$name" "$component" "$kind" "$text"
  done
}

truth_of() { # NAME
  local truth
  for truth in "${TRUTHS[@]}" "${ADVERSITIES[@]}"; do
    if [ "${truth%%|*}" = "$1" ]; then echo "$truth"; return 0; fi
  done
  die "no fault '$1' (lab.sh fault list)"
}

fault_inject() { # NAME : a fault that is in already is taken out first, so that it starts anew
  hosts_alive || die "the lab is not up (lab.sh up)"
  if [ -e "$FAULTS_DIR/$1" ]; then "undo_$1"; fi
  mkdir -p "$FAULTS_DIR"
  touch "$FAULTS_DIR/$1"
  "inject_$1"
}

fault_undo() { # [NAME] : returns when the shop works again
  local name problem=0
  hosts_alive || die "the lab is not up (lab.sh up)"
  for name in ${1:-$(faults_in)}; do
    "undo_$name" || { problem=1; echo "lab: the undo of $name went wrong" >&2; }
    rm -f "$FAULTS_DIR/$name"
  done
  [ -n "$(faults_in)" ] || recovered || die "not healthy after the undo, see lab.sh status"
  return $problem
}

faults_in() { # the names of the faults that are in
  local truth
  for truth in "${TRUTHS[@]}" "${ADVERSITIES[@]}"; do
    if [ -e "$FAULTS_DIR/${truth%%|*}" ]; then echo "${truth%%|*}"; fi
  done | xargs
}

faults_forget() { # before the hosts are removed: what a fault changed on this machine itself
  undo_conntrack_full 2> /dev/null || true
  local pidfile
  for pidfile in "$FAULTS_DIR"/*.pid; do end_and_forget "$pidfile" python3; done
  rm -rf "$FAULTS_DIR"
}

recovered() { # orders that were hurt for good, as by a lost thread, are restarted
  await 45 steady && return 0
  in_host app1 systemctl restart orders
  in_host app2 systemctl restart orders
  await 60 steady
}

steady() {
  backends_up || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10; do orders_answer || return 1; done
}

# --- what several faults need

run_unit() { # HOST UNIT COMMAND... : in the host's background; the unit's name tells nothing of the fault
  local host=$1 unit=$2
  shift 2
  in_host "$host" systemd-run -q --unit="$unit" --collect "$@"
}

stop_unit() { # HOST UNIT
  in_host "$1" systemctl stop "$2" 2> /dev/null || true
  in_host "$1" systemctl reset-failed "$2" 2> /dev/null || true
}

set_cgroup() { echo "$4" > "/sys/fs/cgroup/$1/lab-$2/$3"; } # CONTROLLER HOST FILE VALUE

orders_with() { # HOST VARIABLE=VALUE...
  local host=$1
  shift
  printf '%s\n' "$@" > "$HOSTS_DIR/$host/root/etc/default/orders"
  in_host "$host" systemctl restart orders
}

orders_as_before() { # HOST
  rm -f "$HOSTS_DIR/$1/root/etc/default/orders"
  in_host "$1" systemctl restart orders
}
