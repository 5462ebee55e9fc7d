# Where the lab keeps things and what it consists of; sourced by the other scripts.

PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH # Debian's own python3, ip and iptables, also when a login left /usr/sbin out
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${SHINDAN_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/shindan}/lab # built once, kept
STATE=${SHINDAN_LAB:-/var/lib/shindan-lab}                                   # of the running lab
ROOTFS=$CACHE/rootfs
HOSTS_DIR=$STATE/hosts
MON_DIR=$STATE/mon
FAULTS_DIR=$STATE/faults
LOCK=/run/lock/shindan-lab.lock
OWNER=/run/shindan-lab # holds the STATE of the lab that is up: there is one network 10.77.0.0/24 on a machine

MACHINE=10.77.0.1
MON=10.77.0.30
HOSTS="lb app1 app2 db"

address_of() { # HOST
  case $1 in
    lb) echo 10.77.0.10 ;; app1) echo 10.77.0.11 ;; app2) echo 10.77.0.12 ;; db) echo 10.77.0.20 ;; mon) echo $MON ;;
    *) echo "lab: no host $1 (there are: $HOSTS mon)" >&2; return 2 ;;
  esac
}

memory_mb_of() { # HOST
  case $1 in lb) echo 256 ;; db) echo 768 ;; *) echo 512 ;; esac
}

role_of() { # HOST : the folder under files/ that is laid over its root file system
  case $1 in app*) echo app ;; *) echo "$1" ;; esac
}

die() { echo "lab: $*" >&2; exit 1; }

detach() { # LOG PIDFILE COMMAND... : outlives this script and holds neither its terminal, its pipes nor the lock
  local log=$1 pidfile=$2
  shift 2
  setsid "$@" > "$log" 2>&1 < /dev/null 9>&- &
  echo $! > "$pidfile"
}

running() { # PIDFILE COMMAND_NAME : true while that process still is what it was, not another one of the same number
  local pid comm
  { read -r pid < "$1" && [ -n "$pid" ] && read -r comm < "/proc/$pid/comm"; } 2> /dev/null && [ "$comm" = "$2" ]
}

end() { # SIGNAL PIDFILE COMMAND_NAME
  if running "$2" "$3"; then kill "-$1" "$(head -1 "$2")" 2>/dev/null || true; fi
}

end_and_forget() { # PIDFILE COMMAND_NAME
  end TERM "$1" "$2"
  for _ in $(seq 50); do running "$1" "$2" || break; sleep 0.1; done
  end KILL "$1" "$2"
  rm -f "$1"
}

await() { # SECONDS COMMAND... : polls five times a second until the command succeeds
  local until=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.2
  done
}
