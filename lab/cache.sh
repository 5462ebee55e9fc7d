# Fills the cache: the hosts' root file system, a JDK for them, the order service, the jars. Sourced by lab.sh.

ZIPKIN_VERSION=3.4.4
PGJDBC_VERSION=42.7.14

cache_up() { # [--zipkin | --signals]
  mkdir -p "$CACHE"
  "$HERE/mkrootfs.sh" "$ROOTFS"
  JDK_HOME=$(self_contained_jdk) || return 1
  fetch "org.postgresql:postgresql:$PGJDBC_VERSION" "$CACHE/app/lib/pgjdbc.jar"
  compile_app
  if [ -n "${1:-}" ]; then fetch "io.zipkin:zipkin-server:$ZIPKIN_VERSION:jar:exec" "$CACHE/zipkin.jar"; fi
  if [ "${1:-}" = --signals ]; then opensearch_node; fi
}

opensearch_node() { # the jars of lab/opensearch/pom.xml, and the main class that the tests run their node by
  local node=$HERE/../collectors/src/test/java/dev/shindan/collectors/opensearch/OpenSearchNode.java stamp
  stamp=$(cat "$HERE/opensearch/pom.xml" "$node" | sha256sum)
  [ "$(cat "$CACHE/opensearch/stamp" 2> /dev/null)" != "$stamp" ] || return 0
  echo "fetching OpenSearch"
  command -v mvn > /dev/null || die "needs Maven to fetch OpenSearch: apt-get install maven"
  rm -rf "$CACHE/opensearch"
  mvn -B -q -f "$HERE/opensearch/pom.xml" dependency:copy-dependencies -DoutputDirectory="$CACHE/opensearch/lib"
  "$JDK_HOME/bin/javac" -nowarn -proc:none -d "$CACHE/opensearch/classes" -cp "$CACHE/opensearch/lib/*" "$node"
  echo "$stamp" > "$CACHE/opensearch/stamp"
}

self_contained_jdk() { # a JDK 17 or later that also works when only its own folder is mounted in a host
  local home
  for home in "${JDK:-}" "$CACHE/jdk" /usr/lib/jvm/*25* /usr/lib/jvm/*; do
    if jdk_17 "$home" && ! points_outside "$home"; then echo "$home"; return 0; fi
  done
  for home in "${JDK:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if jdk_17 "$home"; then copy_jdk "$home" && return 0; fi
  done
  echo "lab: needs a JDK 17 or later: set JDK to its home, or apt-get install openjdk-17-jdk-headless" >&2
  return 1
}

jdk_17() { # HOME
  [ -n "$1" ] && [ ! -L "$1" ] && [ -x "$1/bin/javac" ] &&
    [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2> /dev/null || true)" -ge 17 ] 2> /dev/null
}

points_outside() { # HOME : Debian's JDK keeps its settings in /etc; certificate authorities in /etc alone do no harm here
  find "$1" -type l ! -name cacerts -exec readlink -m {} + | grep -qv "^$(readlink -f "$1")/"
}

copy_jdk() { # HOME : links become files; a few of Debian's lead nowhere, which does no harm
  rm -rf "$CACHE/jdk" "$CACHE/jdk.building"
  cp -rL "$1" "$CACHE/jdk.building" 2> /dev/null || true
  "$CACHE/jdk.building/bin/java" -version > /dev/null 2>&1 || return 1
  mv "$CACHE/jdk.building" "$CACHE/jdk"
  echo "$CACHE/jdk"
}

fetch() { # MAVEN_COORDINATES FILE
  [ ! -s "$2" ] || return 0
  echo "fetching $1"
  command -v mvn > /dev/null || die "needs Maven to fetch $1: apt-get install maven"
  rm -rf "$2.fetching"
  mkdir -p "$2.fetching"
  # Run elsewhere than in the clone, so that no pom of ours is read.
  (cd "$2.fetching" && mvn -B -q dependency:copy -Dartifact="$1" -DoutputDirectory="$2.fetching")
  mv "$2.fetching"/*.jar "$2"
  rmdir "$2.fetching"
}

compile_app() {
  local stamp
  stamp=$(cat "$HERE"/app/*.java | sha256sum)
  [ "$(cat "$CACHE/app/stamp" 2> /dev/null)" != "$stamp" ] || return 0
  echo "compiling the order service"
  "$JDK_HOME/bin/javac" --release 17 -d "$CACHE/app/classes" "$HERE"/app/*.java
  echo "$stamp" > "$CACHE/app/stamp"
}
