# The lab's hosts. Each is a systemd-nspawn container with its own network, PID, UTS, IPC and mount namespaces, its own
# systemd, journald and sshd, its own cgroups, a disk on /data and, through lxcfs, its own /proc. Sourced by lab.sh.

CONTROLLERS="memory cpu cpuacct cpuset pids blkio freezer systemd unified"

hosts_up() {
  local host
  lxcfs_up
  network_up
  namespace_up mon
  : > "$STATE/known_hosts"
  for host in $HOSTS; do
    namespace_up "$host"
    prepare_disk "$host"
    prepare_files "$host"
    prepare_ssh "$host"
    prepare_cgroups "$host"
    boot "$host"
  done
  for host in $HOSTS; do
    await 30 booted "$host" || die "host $host did not come up, see $HOSTS_DIR/$host/console.log"
  done
}

hosts_alive() {
  local host
  for host in $HOSTS; do running "$HOSTS_DIR/$host/init.pid" systemd || return 1; done
}

lxcfs_up() {
  stat /var/lib/lxcfs > /dev/null 2>&1 || umount -l /var/lib/lxcfs 2> /dev/null || true # its program was killed
  ! mountpoint -q /var/lib/lxcfs || return 0
  mkdir -p /var/lib/lxcfs
  detach "$STATE/lxcfs.log" "$STATE/lxcfs.pid" lxcfs /var/lib/lxcfs
  await 5 mountpoint -q /var/lib/lxcfs || die "lxcfs did not come up, see $STATE/lxcfs.log"
}

prepare_disk() { # HOST : a small disk of its own, so that full disks, lost inodes and slow I/O stay on this host
  local d=$HOSTS_DIR/$1
  mkdir -p "$d"/{upper,work,root,data}
  mount -t overlay overlay -o "lowerdir=$ROOTFS,upperdir=$d/upper,workdir=$d/work" "$d/root"
  truncate -s 256M "$d/data.img"
  mkfs.ext4 -q -F -N 4096 "$d/data.img"
  mount -o loop "$d/data.img" "$d/data"
}

prepare_files() { # HOST
  local root=$HOSTS_DIR/$1/root other
  cp -r "$HERE/files/all/." "$HERE/files/$(role_of "$1")/." "$root/"
  echo "$1" > "$root/etc/hostname"
  echo "127.0.0.1 localhost" > "$root/etc/hosts"
  for other in $HOSTS mon; do echo "$(address_of "$other") $other" >> "$root/etc/hosts"; done
  mkdir -p "$root/etc/systemd/system/sysinit.target.wants"
  ln -sf ../lxcfs-proc.service "$root/etc/systemd/system/sysinit.target.wants/lxcfs-proc.service"
}

prepare_ssh() { # HOST : its key stays the same from one lab to the next
  local root=$HOSTS_DIR/$1/root key=$STATE/hostkeys/$1 home
  if [ ! -s "$key" ]; then
    mkdir -p "$STATE/hostkeys"
    ssh-keygen -q -t ed25519 -N '' -f "$key" -C "root@$1"
  fi
  install -m600 "$key" "$root/etc/ssh/ssh_host_ed25519_key"
  install -m644 "$key.pub" "$root/etc/ssh/ssh_host_ed25519_key.pub"
  echo "$1,$(address_of "$1") $(cut -d' ' -f1,2 "$root/etc/ssh/ssh_host_ed25519_key.pub")" >> "$STATE/known_hosts"
  home=$root/home/diag
  install -d -m700 "$home/.ssh"
  install -m600 "$STATE/id_lab.pub" "$home/.ssh/authorized_keys"
  chown -R --reference="$home" "$home/.ssh"
  if [ -s "$STATE/sudoers" ]; then install -m440 "$STATE/sudoers" "$root/etc/sudoers.d/shindan"; fi
}

prepare_cgroups() { # HOST
  local name file
  for name in $CONTROLLERS; do mkdir -p "/sys/fs/cgroup/$name/lab-$1"; done
  for file in cpuset.cpus cpuset.mems; do
    cat "/sys/fs/cgroup/cpuset/$file" > "/sys/fs/cgroup/cpuset/lab-$1/$file"
  done
  echo $(($(memory_mb_of "$1") << 20)) > "/sys/fs/cgroup/memory/lab-$1/memory.limit_in_bytes"
}

boot() { # HOST
  local d=$HOSTS_DIR/$1
  # shellcheck disable=SC2016 # the inner shell enters the cgroups, then becomes the container
  detach "$d/console.log" "$d/nspawn.pid" bash -c '
    host=$1; shift
    for name in '"$CONTROLLERS"'; do echo $$ > "/sys/fs/cgroup/$name/lab-$host/cgroup.procs"; done
    exec systemd-nspawn "$@"' bash "$1" -q -D "$d/root" -M "$1" --hostname="$1" --network-namespace-path="/run/netns/lab-$1" \
    --capability=CAP_NET_ADMIN \
    --keep-unit --register=no --link-journal=no --bind=/var/lib/lxcfs --bind="$d/data:/data" \
    --bind-ro="$JDK_HOME:/opt/jdk" --bind-ro="$CACHE/app:/opt/app" --console=pipe -b
}

booted() { # HOST
  local d=$HOSTS_DIR/$1
  pgrep -x -P "$(cat "$d/nspawn.pid")" systemd > "$d/init.pid" && nc -z -w1 "$(address_of "$1")" 22
}

in_host() { # HOST COMMAND... : as root, without SSH
  local host=$1
  shift
  running "$HOSTS_DIR/$host/init.pid" systemd || die "host $host is not up (lab.sh up)"
  nsenter -t "$(head -1 "$HOSTS_DIR/$host/init.pid")" -a -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 "$@" 9>&-
}

ssh_to() { # HOST COMMAND... : as the unprivileged user diag
  local address
  address=$(address_of "$1")
  shift
  ssh -q -i "$STATE/id_lab" -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile="$STATE/known_hosts" \
    "diag@$address" "$@" 9>&-
}

install_sudoers() { # FILE
  local host
  visudo_check "$1"
  [ "$1" -ef "$STATE/sudoers" ] || install -m440 "$1" "$STATE/sudoers"
  hosts_alive || return 0
  for host in $HOSTS; do
    install -m440 "$STATE/sudoers" "$HOSTS_DIR/$host/root/etc/sudoers.d/shindan"
    in_host "$host" visudo -cq || die "visudo refuses the sudoers file on $host"
  done
}

visudo_check() { # FILE : by the hosts' own sudo, which a file with an error would disable
  local problem
  problem=$(chroot "$ROOTFS" visudo -cf - < "$1" 2>&1) || die "visudo refuses $1: $problem"
}

hosts_down() { # also clears what an interrupted run left behind
  local d host name
  for host in $HOSTS; do # what is frozen cannot be ended
    ! [ -e "/sys/fs/cgroup/freezer/lab-$host" ] || echo THAWED > "/sys/fs/cgroup/freezer/lab-$host/freezer.state"
  done
  for d in "$HOSTS_DIR"/*/; do
    end KILL "$d/init.pid" systemd # the kernel then ends all that is in its PID namespace
    end TERM "$d/nspawn.pid" systemd-nspawn
  done
  for d in "$HOSTS_DIR"/*/; do
    [ -d "$d" ] || continue
    host=$(basename "$d")
    end_and_forget "$d/nspawn.pid" systemd-nspawn
    for name in data root; do ! mountpoint -q "$d/$name" || umount "$d/$name" || umount -l "$d/$name"; done
    rm -rf --one-file-system "$d"
  done
  find /sys/fs/cgroup/*/lab-* -depth -type d -delete 2> /dev/null || true
  network_down
  end_and_forget "$STATE/lxcfs.pid" lxcfs
}
