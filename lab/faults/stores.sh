# Faults of the stores on db: Redis, PostgreSQL, MariaDB.

PSQL="PGPASSWORD=shop psql -q -h 127.0.0.1 -U shop shop"

fault redis_slow db:redis redis-slow-command "KEYS * on a large keyspace"
inject_redis_slow() {
  in_host db redis-cli config set maxmemory 300mb > /dev/null
  in_host db redis-cli eval 'for i=1,500000 do redis.call("set","k"..i,"v") end' 0 > /dev/null
  run_unit db cache-audit timeout "$FAULT_SECONDS" sh -c 'while :; do redis-cli keys "*" > /dev/null; done'
}
undo_redis_slow() {
  stop_unit db cache-audit
  undo_redis_memory
  in_host db sh -c 'redis-cli slowlog reset; redis-cli latency reset' > /dev/null
}

fault redis_memory db:redis redis-maxmemory "maxmemory reached, writes refused"
inject_redis_memory() {
  in_host db redis-cli config set maxmemory 20mb > /dev/null
  in_host db redis-cli eval 'for i=1,200000 do redis.call("set","s:"..i,string.rep("x",200)) end' 0 > /dev/null 2>&1 || true
}
undo_redis_memory() { in_host db sh -c 'redis-cli flushall; redis-cli config set maxmemory 64mb' > /dev/null; }

fault pg_conns db:postgresql db-connections-exhausted "connections exhausted"
inject_pg_conns() {
  run_unit db import sh -c "for i in \$(seq 40); do $PSQL -c 'select pg_sleep($FAULT_SECONDS)' > /dev/null 2>&1 & done; wait"
  # The order service lets go of its connections and finds that all have been taken.
  in_host app1 systemctl restart orders
  in_host app2 systemctl restart orders
}
undo_pg_conns() {
  stop_unit db import
  # A server process in pg_sleep does not notice that its client has gone.
  in_host db su postgres -c \
    "psql -Atqc \"select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%'\"" > /dev/null
}

fault pg_lock db:postgresql pg-idle-in-transaction "transaction left open holds row locks"
inject_pg_lock() {
  run_unit db nightly-report sh -c "
    (echo 'begin; update stock set n = n;'; sleep $FAULT_SECONDS) | PGAPPNAME=nightly-report $PSQL"
}
undo_pg_lock() { stop_unit db nightly-report; }

fault mysql_lock db:mariadb db-lock-contention "lock wait on a row"
inject_mysql_lock() {
  run_unit db stock-sync sh -c "
    (echo 'begin; update t set v = v + 1 where id = 1;'; sleep $FAULT_SECONDS) | mariadb shop &
    sleep 1
    mariadb shop -e 'set innodb_lock_wait_timeout = $FAULT_SECONDS; update t set v = v + 1 where id = 1' &
    wait"
}
undo_mysql_lock() { stop_unit db stock-sync; }
