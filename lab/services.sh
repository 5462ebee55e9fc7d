# Starts the services on the hosts: db (Redis, PostgreSQL, MariaDB), app1 and app2 (orders), lb (HAProxy, nginx, keepalived).
# Their settings lie in files/ and are laid over each host's root file system before it boots. Sourced by lab.sh.

services_up() {
  local host
  for host in $HOSTS; do in_host "$host" systemctl start prometheus-node-exporter; done
  lb_up
  db_up
  for host in app1 app2; do in_host "$host" systemctl start orders; done
}

lb_up() {
  in_host lb openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/nginx/tls.key -out /etc/nginx/tls.crt -days 365 \
    -subj /CN=shop.lab 2> /dev/null
  in_host lb systemctl start haproxy nginx keepalived
}

db_up() {
  local etc=$HOSTS_DIR/db/root/etc
  sed -i 's/^bind .*/bind 0.0.0.0/; s/^protected-mode .*/protected-mode no/; s/^# *maxclients .*/maxclients 200/' \
    "$etc/redis/redis.conf"
  echo 'maxmemory 64mb' >> "$etc/redis/redis.conf"
  echo 'host all all 10.77.0.0/24 scram-sha-256' >> "$etc/postgresql/15/main/pg_hba.conf"
  in_host db systemctl start redis-server postgresql mariadb
  in_host db systemctl start prometheus-redis-exporter
  in_host db su postgres -c 'psql -q -v ON_ERROR_STOP=1' < "$HERE/files/shop.postgresql.sql"
  in_host db mariadb < "$HERE/files/shop.mariadb.sql"
}
