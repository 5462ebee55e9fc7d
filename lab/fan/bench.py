#!/usr/bin/env python3
"""1,000 simulated SSH hosts: shindan run beside clush and parallel-ssh, in turn, five times. Then a fleet that is half dead
and, where the lab is up, its real OpenSSH servers with either key exchange.

Prints what it sees and, last, one JSON line with the medians. Run by ./dev bench fanout [HOSTS [ROUNDS]]."""
import json, os, pathlib, re, shutil, socket, statistics, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parents[2]
HOSTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
PARALLEL = 64
PORT = 20022
KEX = "curve25519-sha256"
POST_QUANTUM = "sntrup761x25519-sha512@openssh.com"
LAB = pathlib.Path(os.environ.get("SHINDAN_LAB", "/var/lib/shindan-lab"))
LAB_INVENTORY = (HOME / "lab/config/hosts.yaml").read_text()
LAB_ADDRESSES = re.findall(r"address: (\S+)", LAB_INVENTORY)
GOLDEN = HOME / "collectors/src/test/golden"
LIB = os.environ.get("SHINDAN_CLASS_PATH", f"{HOME}/cli/target/lib/*")
QUIET = HOME / "cli/src/main/resources/logback.xml"  # the logging of the program
SHINDAN = os.environ.get("SHINDAN_COMMAND", str(HOME / "shindan"))


def java():
    home = subprocess.run([HOME / "shindan", "--print-java-home"], capture_output=True, text=True, check=True)
    return home.stdout.strip() + "/bin/java"


def fleet(directory, hosts, port, hanging=0, refusing=0):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory / "user"], check=True)
    log = open(directory / "fleet.log", "w")
    process = subprocess.Popen(
        [java(), "-Xlog:disable", f"-Dlogback.configurationFile={QUIET}", "-Xmx1g", "-cp", LIB, HOME / "lab/fan/Fleet.java", str(hosts), str(port),
         directory, GOLDEN, str(hanging), str(refusing)], stdout=log, stderr=log)
    until = time.time() + 120
    while not (directory / "ready").exists():
        if process.poll() is not None or time.time() > until:
            sys.exit("bench: the fleet did not start: " + (directory / "fleet.log").read_text()[-500:])
        time.sleep(0.2)
    (directory / "shindan.yaml").write_text(f"store:\n  directory: {directory}/store\n")
    return process


def timed(command, **options):
    """Seconds, exit code, output and peak resident MiB of the process itself."""
    began = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    return time.time() - began, os.waitstatus_to_exitcode(status), output, usage.ru_maxrss / 1024


def shindan(directory, *more):
    env = dict(os.environ)
    return timed([SHINDAN, "run", "uptime", "--hosts", "*", "--config", directory / "shindan.yaml", *more], env=env)


def main():
    for program in ("clush", "parallel-ssh", "ssh-keygen"):
        if not shutil.which(program):
            sys.exit(f"bench: needs {program}: apt-get install clustershell pssh openssh-client")
    subprocess.run([SHINDAN, "tools", "uptime"], check=True, stdout=subprocess.DEVNULL)  # builds it, when it is not
    directory = pathlib.Path(tempfile.mkdtemp(prefix="fanout-"))
    server = fleet(directory, HOSTS, PORT)
    figures = {name: [] for name in ("process", "rss", "warm", "kept", "three", "clush", "pssh")}
    options = [f"Port={PORT}", f"IdentityFile={directory}/user", f"UserKnownHostsFile={directory}/known_hosts",
               f"KexAlgorithms={KEX}", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "BatchMode=yes"]
    warm = None
    try:
        shindan(directory)  # builds it and records which classes it needs, which a user does once
        warm = subprocess.Popen(
            [java(), "-Xlog:disable", f"-Dlogback.configurationFile={QUIET}", "--enable-native-access=ALL-UNNAMED", "-cp", LIB, HOME / "lab/fan/Warm.java",
             directory / "hosts.yaml", directory / "warm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(ROUNDS + 1):
            took, code, output, rss = shindan(directory)
            answered = output.count("loadAverage1=")
            warm.stdin.write("round\n")
            warm.stdin.flush()
            cold, kept, three, failed = warm.stdout.readline().split()
            ssh = [word for option in options for word in ("-o", option)]
            clush, clush_code, said, _ = timed(
                ["clush", "-L", "-f", str(PARALLEL), "-l", "diag", "-o", " ".join(ssh),
                 "-w", (directory / "hosts").read_text().replace("\n", ",").strip(","), "uptime"])
            clush_answered = said.count("load average")
            pssh, pssh_code, said, _ = timed(
                ["parallel-ssh", "-i", "-p", str(PARALLEL), "-t", "60", "-l", "diag", "-h", directory / "hosts",
                 *[word for option in options for word in ("-O", option)], "uptime"])
            print(f"round {number}: shindan {took:.2f} s ({answered} answered, exit {code}, {rss:.0f} MiB), "
                  f"warm {cold} s, kept {kept} s, three tools {three} s ({failed} failed), "
                  f"clush {clush:.2f} s ({clush_answered}), parallel-ssh {pssh:.2f} s ({said.count('load average')})",
                  flush=True)
            if number > 0:  # the first warms everybody up
                for name, value in (("process", took), ("rss", rss), ("warm", cold), ("kept", kept), ("three", three),
                                    ("clush", clush), ("pssh", pssh)):
                    figures[name].append(float(value))
    finally:
        server.terminate()
        if warm:
            warm.terminate()
    half = half_dead()
    real = openssh()
    median = {name: round(statistics.median(values), 3) for name, values in figures.items()}
    peer = min(median["clush"], median["pssh"])
    print(json.dumps({
        "bench": "fanout", "hosts": HOSTS, "rounds": ROUNDS, "parallel": PARALLEL, "kex": KEX,
        "processSeconds": median["process"], "warmSeconds": median["warm"], "keptSeconds": median["kept"],
        "threeToolsSeconds": median["three"], "residentMebibytes": median["rss"],
        "clushSeconds": median["clush"], "parallelSshSeconds": median["pssh"],
        "processRatio": round(median["process"] / peer, 3), "warmRatio": round(median["warm"] / peer, 3),
        "threeToolsRatio": round(median["three"] / median["warm"], 3), "halfDead": half, "openssh": real}))


def half_dead(deadline=8):
    """200 hosts of which 10 hang and 5 refuse."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="fanout-dead-"))
    server = fleet(directory, 200, PORT + 1, 10, 5)
    try:
        began = time.time()
        _, code, output, _ = shindan(directory, "--json", "--deadline", str(deadline))
        report = json.loads(output)
        return {"deadlineSeconds": deadline, "seconds": report["seconds"], "exit": code, "wallSeconds":
                round(time.time() - began, 3), "answered": report["answered"], "failed": report["failed"]}
    finally:
        server.terminate()


def openssh():
    """The lab's hosts, cold each time, by whole processes; None when the lab is not up."""
    if not all(says_ssh(address) for address in LAB_ADDRESSES):
        print("the lab is not up (lab/lab.sh up), so real OpenSSH servers are left out")
        return None
    return {kex: openssh_with(kex) for kex in (KEX, POST_QUANTUM)}


def says_ssh(address):
    """Whether a server there says who it is: that something takes the connection is not enough."""
    try:
        with socket.create_connection((address, 22), 1) as connection:
            connection.settimeout(1)
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def openssh_with(kex):
    directory = pathlib.Path(tempfile.mkdtemp(prefix="fanout-lab-"))
    (directory / "hosts.yaml").write_text(LAB_INVENTORY.replace("defaults:\n", f"defaults:\n  kex: ['{kex}']\n", 1))
    (directory / "shindan.yaml").write_text(f"store:\n  directory: {directory}/store\n")
    options = ["-O", f"IdentityFile={LAB}/id_lab", "-O", f"UserKnownHostsFile={LAB}/known_hosts", "-O", f"KexAlgorithms={kex}",
               "-O", "IdentitiesOnly=yes", "-O", "BatchMode=yes"]
    ours, theirs = [], []
    for number in range(ROUNDS + 1):
        took, code, output, _ = shindan(directory)
        pssh, _, said, _ = timed(["parallel-ssh", "-i", "-l", "diag", "-H", " ".join(LAB_ADDRESSES), *options, "uptime"])
        print(f"OpenSSH, {kex}: shindan {took:.2f} s ({output.count('loadAverage1=')} of {len(LAB_ADDRESSES)}, exit {code}), "
              f"parallel-ssh {pssh:.2f} s ({said.count('load average')})", flush=True)
        if number > 0:
            ours.append(took)
            theirs.append(pssh)
    return {"processSeconds": round(statistics.median(ours), 3), "parallelSshSeconds": round(statistics.median(theirs), 3)}


if __name__ == "__main__":
    main()
