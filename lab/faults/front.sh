# Faults of the order service and of what stands before it.

fault heap_leak app2:orders jvm-heap-oom "Java heap leak, OutOfMemoryError"
inject_heap_leak() { orders_with app2 LEAK_MEM=1; }
undo_heap_leak() { orders_as_before app2; }

fault app_hang app1:orders listen-overflow "process stopped, listen queue overflows"
inject_app_hang() {
  in_host app1 systemctl kill -s STOP orders
  # More connections than the listen queue takes.
  detach "$STATE/hang.log" "$FAULTS_DIR/hang.pid" ip netns exec lab-mon \
    python3 "$HERE/traffic/hold.py" "$(address_of app1)" 8080 120 "$FAULT_SECONDS"
}
undo_app_hang() {
  end_and_forget "$FAULTS_DIR/hang.pid" python3
  in_host app1 systemctl kill -s CONT orders
}

fault bad_config app1,app2:orders error-after-deploy "deploy with a wrong database password"
inject_bad_config() {
  orders_with app1 PGPASSWORD=shop-2027
  orders_with app2 PGPASSWORD=shop-2027
}
undo_bad_config() {
  orders_as_before app1
  orders_as_before app2
}

fault clock_skew app2:orders clock-skew "clock one hour ahead (process view)"
inject_clock_skew() { orders_with app2 CLOCK_OFFSET_SECONDS=3600; } # libfaketime would also disturb the JVM's timed waits
undo_clock_skew() { orders_as_before app2; }

fault nginx_conns lb:nginx proxy-connection-limit "worker_connections exhausted"
inject_nginx_conns() {
  detach "$STATE/hold.log" "$FAULTS_DIR/hold.pid" ip netns exec lab-mon \
    python3 "$HERE/traffic/hold.py" "$(address_of lb)" 8081 100 "$FAULT_SECONDS" 'GET / HTTP/1.1\r\n'
}
undo_nginx_conns() { end_and_forget "$FAULTS_DIR/hold.pid" python3; }

fault vip_syntax lb:keepalived keepalived-config-invalid "broken configuration file"
inject_vip_syntax() {
  local settings=etc/keepalived/keepalived.conf
  sed 's/virtual_router_id 51/virtual_router_id 512/; s/priority 150/priorty 150/; $d' "$HERE/files/lb/$settings" \
    > "$HOSTS_DIR/lb/root/$settings"
  in_host lb systemctl restart keepalived || true
}
undo_vip_syntax() {
  cp "$HERE/files/lb/etc/keepalived/keepalived.conf" "$HOSTS_DIR/lb/root/etc/keepalived/keepalived.conf"
  in_host lb systemctl reset-failed keepalived 2> /dev/null || true
  in_host lb systemctl restart keepalived
}
