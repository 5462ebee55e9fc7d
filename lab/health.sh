# Is the lab healthy, and what is where. Sourced by lab.sh.

await_health() {
  if ! await 90 healthy; then
    status >&2
    die "not healthy after 90 s"
  fi
}

healthy() { orders_answer && targets_up && [ -z "$(unhealthy_hosts)" ]; }

orders_answer() { curl -sf -m3 -o /dev/null "http://$(address_of lb)/order"; }

backends_up() { # HAProxy's own view: both order services
  [ "$(curl -sf -m3 "http://$(address_of lb):8405/stats;csv" | grep -c '^orders,app.*,UP,')" = 2 ]
}

targets_up() {
  local healths
  healths=$(curl -sf -m3 "http://$MON:9090/api/v1/targets?state=active" | grep -o '"health":"[a-z]*"') || return 1
  [ "$(wc -l <<< "$healths")" -ge 11 ] && ! grep -qv '"up"' <<< "$healths"
}

unhealthy_hosts() {
  local host
  for host in $HOSTS; do
    running "$HOSTS_DIR/$host/init.pid" systemd && nc -z -w1 "$(address_of "$host")" 22 || echo "$host"
  done
}

status() {
  local problem=0 broken
  if [ ! -s $OWNER ]; then echo "the lab is down"; return 3; fi
  show
  broken=$(unhealthy_hosts)
  [ -z "$broken" ] || { problem=1; echo "no sshd answers on:" $broken; }
  orders_answer || { problem=1; echo "orders fail"; }
  backends_up || { problem=1; echo "not both order services are in HAProxy's backend"; }
  targets_up || { problem=1; echo "not all Prometheus targets are up"; }
  [ $problem = 0 ] && echo healthy
  return $problem
}

show() {
  local host
  for host in $HOSTS; do printf '%-12s %s  %s\n' "$host" "$(address_of "$host")" "$(services_of "$host")"; done
  cat << TEXT
this machine $MACHINE  Shindan is asked at http://$MACHINE:${SHINDAN_PORT:-7080}/alerts/alertmanager
Prometheus   http://$MON:9090   Alertmanager http://$MON:9093   $(running "$MON_DIR/zipkin.pid" java && echo "Zipkin http://$MON:9411")   $(running "$MON_DIR/opensearch.pid" java && echo "OpenSearch http://$MON:9200")
orders       http://$(address_of lb)/order
login        ssh -i $STATE/id_lab -o UserKnownHostsFile=$STATE/known_hosts diag@$(address_of app1)
known hosts  $STATE/known_hosts
token        $STATE/token
alerts       $MON_DIR/alerts.jsonl
load         $(running "$STATE/load.pid" python3 && tail -1 "$STATE/load.log" || echo none)
faults in    $(faults_in)
TEXT
}

services_of() { # HOST
  case $1 in
    lb) echo "HAProxy :80, stats :8405, nginx :8081 and :8443, keepalived 10.77.0.100" ;;
    app*) echo "orders :8080, its log in /data/log" ;;
    db) echo "PostgreSQL, MariaDB, Redis; user diag, password diag" ;;
  esac
}
