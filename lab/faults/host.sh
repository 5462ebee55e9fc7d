# Faults of a host: disk, CPU, processes, the way in.

fault disk_full app1:/data disk-full-bytes "filesystem full"
inject_disk_full() {
  local free
  free=$(in_host app1 df -B1 --output=avail /data | tail -1)
  in_host app1 fallocate -l "$free" /data/core.dump
  # Root may also use the reserved blocks.
  in_host app1 dd if=/dev/zero of=/data/core.dump.1 bs=64k 2> /dev/null || true
}
undo_disk_full() {
  in_host app1 rm -f /data/core.dump /data/core.dump.1
  in_host app1 systemctl restart orders # its log writer stays broken after one failed write
}

fault disk_inodes app1:/data disk-full-inodes "inodes exhausted"
inject_disk_inodes() { # bytes stay free: looks like disk_full, but is not
  in_host app1 sh -c 'mkdir -p /data/sessions && cd /data/sessions && seq -f "sess_%06.0f" 1 5000 | xargs touch' 2> /dev/null || true
}
undo_disk_inodes() {
  in_host app1 rm -rf /data/sessions
  in_host app1 systemctl restart orders
}

fault cpu_hog app1 cpu-user-saturation "runaway process eats the CPU"
inject_cpu_hog() { run_unit app1 report-build stress-ng --cpu 2 --timeout "$FAULT_SECONDS"; }
undo_cpu_hog() { stop_unit app1 report-build; }

fault cpu_throttle app2 ctr-cpu-throttled "CPU quota far too small (cgroup)"
inject_cpu_throttle() {
  set_cgroup cpu app2 cpu.cfs_period_us 100000
  set_cgroup cpu app2 cpu.cfs_quota_us 5000
}
undo_cpu_throttle() { set_cgroup cpu app2 cpu.cfs_quota_us -1; }

fault pids_limit app2 pid-exhaustion "process limit reached (pids cgroup)"
inject_pids_limit() { set_cgroup pids app2 pids.max "$(($(cat /sys/fs/cgroup/pids/lab-app2/pids.current) + 2))"; }
undo_pids_limit() { set_cgroup pids app2 pids.max max; }

fault io_saturation db:/data disk-io-saturation "disk saturated"
inject_io_saturation() {
  run_unit db backup fio --name=sat --directory=/data --rw=randwrite --bs=4k --size=100M --direct=1 --ioengine=libaio \
    --iodepth=64 --numjobs=1 --time_based --runtime="$FAULT_SECONDS"
}
undo_io_saturation() {
  stop_unit db backup
  in_host db rm -f /data/sat.0.0
}

fault host_frozen app2 other "host hangs: port 22 accepts, nothing answers"
inject_host_frozen() { set_cgroup freezer app2 freezer.state FROZEN; }
undo_host_frozen() { set_cgroup freezer app2 freezer.state THAWED; }

fault sshd_down app1 other "ssh unreachable"
inject_sshd_down() {
  in_host app1 systemctl stop ssh
  in_host app1 pkill -x sshd || true # sessions that are open would go on
}
undo_sshd_down() {
  in_host app1 systemctl start ssh
  await 10 nc -z -w1 "$(address_of app1)" 22
}
