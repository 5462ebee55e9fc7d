#!/usr/bin/env bash
# Builds the root file system that all lab hosts share as their read-only lower layer:  mkrootfs.sh DIRECTORY
# Does nothing when DIRECTORY was built whole by this version of the script. About two minutes and 1.4 GB.
set -euo pipefail

ROOT=${1:?mkrootfs.sh DIRECTORY}
STAMP=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-16)
PACKAGES="openssh-server sudo procps psmisc iproute2 iputils-ping sysstat lsof strace bc conntrack iptables ethtool
  netcat-openbsd bind9-dnsutils dnsmasq-base curl ca-certificates openssl rsyslog cron
  nginx-light haproxy keepalived redis-server postgresql mariadb-server
  prometheus-node-exporter prometheus-redis-exporter prometheus-process-exporter
  stress-ng fio wrk apache2-utils faketime python3-minimal"
# The lab starts what a host needs; the rest stays off so that a host boots in a second.
DISABLED="nginx haproxy keepalived redis-server postgresql mariadb cron dnsmasq prometheus-node-exporter
  prometheus-redis-exporter prometheus-process-exporter apt-daily.timer apt-daily-upgrade.timer"

if [ "$(cat "$ROOT.stamp" 2>/dev/null)" = "$STAMP" ] && [ -x "$ROOT/bin/bash" ]; then exit 0; fi

BUILDING=$ROOT.building
started=$SECONDS

say() { echo "root file system: $* ($((SECONDS - started)) s)"; }

inside() { systemd-nspawn -q -D "$BUILDING" --register=no --keep-unit "$@" < /dev/null; }

use_the_proxy_of_apt() { # debootstrap fetches by wget, which does not read apt's settings
  local proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  if [ -n "$proxy" ] && [ "$proxy" != DIRECT ]; then export http_proxy=$proxy; fi
}

say "removing what an older or interrupted run left"
rm -rf --one-file-system "$ROOT.stamp" "$ROOT" "$BUILDING"
mkdir -p "$(dirname "$ROOT")"

say "1/3 base system"
use_the_proxy_of_apt
log=$ROOT.log
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,libpam-systemd bookworm "$BUILDING" \
  "${MIRROR:-http://deb.debian.org/debian}" > "$log" 2>&1 || { tail -5 "$log" >&2; exit 1; }

say "2/3 services"
cp -a /etc/apt/apt.conf.d/. "$BUILDING/etc/apt/apt.conf.d/" # the same way to the packages as this machine
printf '#!/bin/sh\nexit 101\n' > "$BUILDING/usr/sbin/policy-rc.d"
chmod 755 "$BUILDING/usr/sbin/policy-rc.d"
# shellcheck disable=SC2086 # the lists are meant to be split
inside --resolv-conf=bind-host --setenv=DEBIAN_FRONTEND=noninteractive sh -c \
  'apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@" && apt-get clean' sh $PACKAGES \
  >> "$log" 2>&1 || { tail -5 "$log" >&2; exit 1; }
rm -f "$BUILDING/usr/sbin/policy-rc.d"

say "3/3 users and settings"
# shellcheck disable=SC2086
inside sh -c '
  useradd -m -s /bin/bash -G adm,systemd-journal diag
  for unit in "$@"; do systemctl disable "$unit" > /dev/null 2>&1 || true; done
  rm -f /etc/machine-id /etc/ssh/ssh_host_*
  touch /etc/machine-id
  sed -i "s/^#\?PasswordAuthentication.*/PasswordAuthentication no/; s/^#\?PermitRootLogin.*/PermitRootLogin no/" \
    /etc/ssh/sshd_config
  mkdir -p /var/log/journal' sh $DISABLED >> "$log" 2>&1
rm -rf "$BUILDING"/var/lib/apt/lists/*

mv "$BUILDING" "$ROOT"
echo "$STAMP" > "$ROOT.stamp"
say "ready, $(du -sh "$ROOT" | cut -f1)"
