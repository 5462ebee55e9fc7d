# The monitoring side, in the namespace mon: Prometheus, Alertmanager, blackbox exporter, a webhook sink and, if asked for,
# Zipkin, OpenSearch and what ships the logs into it. Sourced by lab.sh.

mon_up() { # [--zipkin | --signals]
  mkdir -p "$MON_DIR"
  cp "$HERE"/mon/{prometheus,rules,blackbox}.yml "$MON_DIR"
  sed "s|SHINDAN_URL|http://$MACHINE:${SHINDAN_PORT:-7080}/alerts/alertmanager|; s|TOKEN_FILE|$STATE/token|" \
    "$HERE/mon/alertmanager.yml" > "$MON_DIR/alertmanager.yml"
  cd "$MON_DIR"
  mon_start webhook python3 "$HERE/mon/webhook.py" $MON 9099 "$MON_DIR/alerts.jsonl"
  mon_start prometheus prometheus --config.file="$MON_DIR/prometheus.yml" --storage.tsdb.path="$MON_DIR/prometheus.data" \
    --web.listen-address=$MON:9090
  mon_start alertmanager prometheus-alertmanager --config.file="$MON_DIR/alertmanager.yml" \
    --storage.path="$MON_DIR/alertmanager.data" --web.listen-address=$MON:9093 --cluster.listen-address=
  mon_start blackbox prometheus-blackbox-exporter --config.file="$MON_DIR/blackbox.yml" --web.listen-address=$MON:9115
  if [ -n "${1:-}" ]; then
    mon_start zipkin "$JDK_HOME/bin/java" -Xmx256m -jar "$CACHE/zipkin.jar" --server.port=9411
  fi
  if [ "${1:-}" = --signals ]; then
    mkdir -p "$MON_DIR/opensearch.data/config"
    mon_start opensearch "$JDK_HOME/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED \
      -cp "$CACHE/opensearch/classes:$CACHE/opensearch/lib/*" dev.shindan.collectors.opensearch.OpenSearchNode \
      "$MON_DIR/opensearch.data" 9200 $MON
    # Outside the namespace, since it reads the hosts' files and journals.
    running "$MON_DIR/ship.pid" python3 ||
      detach "$MON_DIR/ship.log" "$MON_DIR/ship.pid" python3 "$HERE/mon/ship.py" http://$MON:9200 "$HOSTS_DIR" $HOSTS
  fi
}

mon_start() { # NAME COMMAND...
  local name=$1
  shift
  running "$MON_DIR/$name.pid" "$(mon_command "$name")" ||
    detach "$MON_DIR/$name.log" "$MON_DIR/$name.pid" ip netns exec lab-mon "$@"
}

mon_command() { # NAME : as the kernel shows it, at most 15 characters
  case $1 in
    webhook | ship) echo python3 ;;
    zipkin | opensearch) echo java ;;
    alertmanager) echo prometheus-aler ;;
    blackbox) echo prometheus-blac ;;
    *) echo "$1" ;;
  esac
}

mon_down() {
  local name names="ship opensearch zipkin blackbox alertmanager prometheus webhook"
  for name in $names; do end TERM "$MON_DIR/$name.pid" "$(mon_command "$name")"; done
  for name in $names; do end_and_forget "$MON_DIR/$name.pid" "$(mon_command "$name")"; done
  rm -rf "$MON_DIR"/*.data # alerts.jsonl and the logs stay for whoever wants to read them
}

mon_command_line() { # start [--zipkin | --signals] | stop
  case ${1:-} in
    start) shift; cache_up "$@"; mon_up "$@" ;;
    stop) mon_down ;;
    *) usage ;;
  esac
}
