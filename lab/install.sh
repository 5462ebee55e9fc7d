#!/usr/bin/env bash
# Installs from apt what the tests and the lab need on Debian 12:  install.sh [tests] [lab]   (no argument: both)
# Exit status: 0 everything is there, or (without root) one line on stderr says what is missing; 1 apt failed.
set -euo pipefail

TESTS="openssh-server openssh-client sudo sysstat iproute2 procps psmisc lsof netcat-openbsd curl ca-certificates git
  python3 sqlite3 postgresql prometheus prometheus-alertmanager prometheus-blackbox-exporter
  prometheus-node-exporter chromium chromium-driver zsh busybox"
LAB="openssh-server openssh-client iproute2 procps psmisc util-linux e2fsprogs iptables nftables conntrack ethtool
  netcat-openbsd curl ca-certificates python3 lxcfs systemd-container debootstrap
  prometheus prometheus-alertmanager prometheus-blackbox-exporter"
POLICY=/usr/sbin/policy-rc.d

missing() { # PACKAGES... : those that dpkg does not have fully installed
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

forbid_service_starts() { # a package's service must not start on this machine only because a test needs its program
  # A copy from an interrupted run is the true one: keep it.
  if [ -e $POLICY ] && [ ! -e $POLICY.before-shindan ]; then mv $POLICY $POLICY.before-shindan; fi
  trap restore_policy EXIT
  printf '#!/bin/sh\nexit 101\n' > $POLICY
  chmod 755 $POLICY
}

restore_policy() {
  rm -f $POLICY
  if [ -e $POLICY.before-shindan ]; then mv $POLICY.before-shindan $POLICY; fi
}

wanted=()
for group in "${@:-all}"; do
  case $group in
    tests) wanted+=($TESTS) ;;
    lab) wanted+=($LAB) ;;
    all) wanted+=($TESTS $LAB) ;;
    *) sed -n 2,3p "$0" >&2; exit 2 ;;
  esac
done
# Maven may well have come another way than apt.
command -v mvn > /dev/null || wanted+=(maven)

if ! command -v dpkg-query > /dev/null; then
  echo "install: this is no Debian machine: install by hand what stands in lab/install.sh" >&2
  exit 0
fi
mapfile -t lacking < <(missing "${wanted[@]}")
[ ${#lacking[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "install: not root, so left out: ${lacking[*]}" >&2
  exit 0
fi

echo "install: ${lacking[*]}"
forbid_service_starts
export DEBIAN_FRONTEND=noninteractive
APT=(apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -qq)
"${APT[@]}" update
"${APT[@]}" install -y --no-install-recommends "${lacking[@]}" < /dev/null > /dev/null
