# The background load on the order service. Sourced by lab.sh.

LOAD_SECONDS=10800 # it stops by itself, should nobody take the lab down

load_command() { # start [RATE] | stop
  case ${1:-} in
    start) load_down; load_up "${2:-}" ;;
    stop) load_down ;;
    *) usage ;;
  esac
}

load_up() { # [RATE]
  running "$STATE/load.pid" python3 ||
    detach "$STATE/load.log" "$STATE/load.pid" ip netns exec lab-mon python3 "$HERE/traffic/load.py" \
      "http://$(address_of lb)/order" "${1:-20}" $LOAD_SECONDS
}

load_down() { end_and_forget "$STATE/load.pid" python3; }
