# The lab's network: a bridge in a namespace of its own, one leg for every host and one for this machine. Sourced by lab.sh.

network_up() {
  ip netns add lab-sw
  ip -n lab-sw link add br0 type bridge
  ip -n lab-sw link set br0 up
  ip -n lab-sw link set lo up
  ip link add lab0 type veth peer name lab0p netns lab-sw
  ip -n lab-sw link set lab0p master br0 up
  ip addr add $MACHINE/24 dev lab0
  ip link set lab0 up
}

namespace_up() { # HOST
  local ns=lab-$1
  ip netns add "$ns"
  ip link add host0 netns "$ns" type veth peer name "v-$1" netns lab-sw
  ip -n lab-sw link set "v-$1" master br0 up
  # Without offloading, wire.py sees frames whose checksums are whole.
  ip netns exec "$ns" ethtool -K host0 tx off tso off gso off > /dev/null 2>&1 || true
  ip -n "$ns" addr add "$(address_of "$1")/24" dev host0
  ip -n "$ns" link set host0 up
  ip -n "$ns" link set lo up
  ip -n "$ns" route add default via $MACHINE
}

network_down() {
  local name
  for name in $HOSTS mon sw; do ip netns del "lab-$name" 2> /dev/null || true; done
  ip link del lab0 2> /dev/null || true
}
