# Faults of the network.

fault bandwidth db link-saturation "link throttled (tbf)"
inject_bandwidth() { ip netns exec lab-db tc qdisc add dev host0 root tbf rate 64kbit burst 3000 limit 30000; }
undo_bandwidth() { ip netns exec lab-db tc qdisc del dev host0 root 2> /dev/null || true; }

fault net_delay db dependency-latency "50 ms each way on the link"
inject_net_delay() { # wire.py between the bridge and the host's leg: this kernel may lack netem
  ip -n lab-sw link add w-in type veth peer name w-br
  ip -n lab-sw link set v-db nomaster
  ip -n lab-sw link set w-br master br0
  ip -n lab-sw link set w-in up promisc on
  ip -n lab-sw link set w-br up promisc on
  ip -n lab-sw link set v-db promisc on
  # Three hours: when it ended by itself, the host would be cut off instead of slow.
  detach "$STATE/wire.log" "$FAULTS_DIR/wire.pid" ip netns exec lab-sw \
    python3 "$HERE/traffic/wire.py" v-db w-in "${DELAY_SECONDS:-0.05}" 0 10800
}
undo_net_delay() {
  end_and_forget "$FAULTS_DIR/wire.pid" python3
  ip -n lab-sw link del w-in 2> /dev/null || true
  ip -n lab-sw link set v-db promisc off
  ip -n lab-sw link set v-db master br0
}

fault firewall db:postgresql firewall-change "port silently dropped"
inject_firewall() { ip netns exec lab-db iptables -A INPUT -p tcp --dport 5432 -j DROP; }
undo_firewall() { while ip netns exec lab-db iptables -D INPUT -p tcp --dport 5432 -j DROP 2> /dev/null; do :; done; }

fault softirq lb cpu-single-core-softirq "receive softirq load on one CPU"
inject_softirq() { # the receiving side of a veth runs on the CPU that sends
  detach "$STATE/flood.log" "$FAULTS_DIR/flood.pid" ip netns exec lab-mon taskset -c "$(($(nproc --all) - 1))" \
    python3 "$HERE/traffic/flood.py" "$(address_of lb)" 9 "$FAULT_SECONDS"
}
undo_softirq() { end_and_forget "$FAULTS_DIR/flood.pid" python3; }

CONNTRACK_MAX=/proc/sys/net/netfilter/nf_conntrack_max # the whole machine's
fault conntrack_full lb conntrack-full "connection tracking table full"
inject_conntrack_full() {
  cat $CONNTRACK_MAX > "$STATE/conntrack_max"
  ip netns exec lab-lb iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
  echo 60 > $CONNTRACK_MAX
}
undo_conntrack_full() {
  if [ -s "$STATE/conntrack_max" ]; then cat "$STATE/conntrack_max" > $CONNTRACK_MAX; rm -f "$STATE/conntrack_max"; fi
  while ip netns exec lab-lb iptables -D INPUT -m conntrack --ctstate INVALID -j DROP 2> /dev/null; do :; done
}
