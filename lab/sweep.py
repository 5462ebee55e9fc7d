#!/usr/bin/env python3
"""Injects every lab fault, lets real alerts open incidents, and scores the verdicts against the truth.

sweep.py [--faults SCRIPT] [--record DIR] [--results FILE] [--afresh] [NAME...]

SCRIPT is any program with the verbs `list`, `truth NAME`, `inject NAME` and `undo NAME`; the lab's own by default. `list`
begins each line with a name, `truth` prints name|component|kind|text. A fault whose result is in FILE already is left out,
so that a sweep that was stopped goes on where it was; --afresh forgets them. With --record each investigation becomes a
replayable case in DIR/NAME, recorded while the fault is still in.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
STATE = os.environ.get("SHINDAN_LAB", "/var/lib/shindan-lab")
SERVER = "http://10.77.0.1:7080"
ALERTMANAGER = "http://10.77.0.30:9093"
TOKEN = "lab-token-for-people"
HOSTS = ["lb", "app1", "app2", "db"]
SWEEP_SECONDS = 110 * 60
ALERT_SECONDS = 60  # after which the fault counts as one without an alert of its own, and a question is asked
VERDICT_SECONDS = 180
SETTLE_SECONDS = 15  # further alerts of the same fault arrive within this time after the first
QUIET_SECONDS = 120  # for old alerts to end
ONE_FAULT_SECONDS = ALERT_SECONDS + VERDICT_SECONDS + QUIET_SECONDS


def call(path, body=None):
    request = urllib.request.Request(SERVER + path, headers={"Authorization": "Bearer " + TOKEN})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def incidents():
    return {one["investigation"]: one for one in call("/api/incidents")["incidents"]}


def until(seconds, condition):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.5)


def quiet():
    with urllib.request.urlopen(ALERTMANAGER + "/api/v2/alerts", timeout=10) as answer:
        return not json.load(answer)


class Server:
    """A shindan of its own, with a store of its own."""

    def __init__(self):
        self.data = os.path.join(STATE, "sweep-" + time.strftime("%Y%m%d-%H%M%S"))
        self.environment = dict(os.environ, SHINDAN_DATA=self.data, SHINDAN_TOKEN=TOKEN)
        with open(os.path.join(STATE, "token")) as token:
            self.environment["SHINDAN_ALERT_TOKEN"] = token.read().strip()

    def command(self, *arguments):
        return [os.path.join(ROOT, "shindan"), "--config", os.path.join(HERE, "config/shindan.yaml"), *arguments]

    def __enter__(self):
        self.log = open(os.path.join(STATE, "sweep.log"), "w")
        self.process = subprocess.Popen(
            self.command("serve"), env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)

        def up():
            if self.process.poll() is not None:
                sys.exit("sweep: the server ended, see " + self.log.name)
            try:
                return incidents() is not None
            except OSError:
                return False

        if not until(180, up):
            sys.exit("sweep: the server does not answer, see " + self.log.name)
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)

    def record(self, investigation, directory, truth):
        done = subprocess.run(self.command("record", investigation, directory), env=self.environment,
                              capture_output=True, text=True)
        if done.returncode != 0:
            print("  not recorded:", done.stderr.strip().splitlines()[-1:])
            return
        with open(os.path.join(directory, "case.yaml")) as case:
            text = re.split(r"(?m)^truth:", case.read())[0]
        text = re.sub(r"(?m)^about:.*", "about: " + json.dumps(truth["text"]), text)
        target = truth["components"][0]
        with open(os.path.join(directory, "case.yaml"), "w") as case:
            case.write(text + "truth:\n  outcome: root_cause\n  target: %s\n  kinds:\n  - %s\n  forbidden: []\n"
                       % (json.dumps(target), truth["kind"]))


def truth_of(script, name):
    line = subprocess.run([*script, "truth", name], check=True, capture_output=True, text=True).stdout.strip()
    _, component, kind, text = line.split("|", 3)
    hosts, _, rest = component.partition(":")
    return {"components": [h + (":" + rest if rest else "") for h in hosts.split(",")], "kind": kind, "text": text}


def host_of(target):
    return target.split(":")[0]


def is_right(cause, truth):
    """The right kind on the right host; a fault the catalogue has no kind for is right by its host."""
    on_host = host_of(cause["target"]) in {host_of(c) for c in truth["components"]}
    return on_host and (truth["kind"] in (cause["kind"], "other"))


def score(verdicts, truth):
    causes = [cause for verdict in verdicts for cause in verdict["causes"]]
    right = [cause for cause in causes if is_right(cause, truth)]
    if right and len(right) == len(causes):
        return "right"
    if right:
        return "right, and accused others"
    if causes:
        hosts = {host_of(c) for c in truth["components"]}
        return "place only" if all(host_of(cause["target"]) in hosts for cause in causes) else "wrong"
    unreached = {host_of(c) for c in truth["components"]}
    named = any(host in line for verdict in verdicts for line in verdict["notSeen"] for host in unreached)
    if any(verdict["outcome"] == "inconclusive" for verdict in verdicts):
        return "right (out of reach, named)" if truth["kind"] == "other" and named else "inconclusive"
    return "no fault" if verdicts else "no verdict"


def run_one(server, script, name, record):
    truth = truth_of(script, name)
    before = set(incidents())
    began = time.monotonic()
    subprocess.run([*script, "inject", name], check=True)
    new = until(ALERT_SECONDS, lambda: set(incidents()) - before)
    alerted = bool(new)
    if alerted:
        time.sleep(SETTLE_SECONDS)
    else:
        call("/api/investigations", {"question": "Is anything wrong?", "hosts": HOSTS})
    until(VERDICT_SECONDS, lambda: all(
        one["state"] != "RUNNING" for id_, one in incidents().items() if id_ not in before))
    seconds = time.monotonic() - began
    ours = [id_ for id_ in incidents() if id_ not in before]
    verdicts = [v for v in (call("/api/investigations/" + id_).get("verdict") for id_ in ours) if v]
    if record and ours:
        server.record(sorted(ours)[0], os.path.join(record, name), truth)
    return {
        "fault": name, "truth": truth["kind"] + " on " + ", ".join(truth["components"]),
        "result": score(verdicts, truth), "alerted": alerted, "seconds": round(seconds, 1),
        "verdicts": [{
            "outcome": v["outcome"],
            "causes": ["%s on %s (%.2f)" % (c["kind"], c["target"], c["probability"]) for c in v["causes"]],
            "toolCalls": v["toolCalls"]} for v in verdicts]}


def not_run(rows, listed):
    """A score over some of the faults says which are missing."""
    missing = [name for name in listed if all(row["fault"] != name for row in rows)]
    return ["Not run yet, %d of %d: %s." % (len(missing), len(listed), ", ".join(missing)), ""] if missing else []


class Privileges:
    """What the documentation says to grant, for as long as the sweep lasts; without it the kernel's tables stay unseen."""

    def __init__(self, server):
        self.lines = subprocess.run(
            server.command("hosts", "sudoers"), env=server.environment, check=True, capture_output=True, text=True).stdout
        before = os.path.join(STATE, "sudoers")
        self.before = ""
        if os.path.exists(before):
            with open(before) as file:
                self.before = file.read()

    def __enter__(self):
        self.install(self.lines)

    def __exit__(self, *ending):
        self.install(self.before)

    @staticmethod
    def install(lines):
        path = os.path.join(STATE, "sudoers.sweep")
        with open(path, "w") as file:
            file.write(lines)
        subprocess.run([os.path.join(HERE, "lab.sh"), "sudoers", path], check=True)


def table(rows, listed):
    right = sum(row["result"] == "right" or row["result"].startswith("right (") for row in rows)
    lines = ["# Sweep over the faults of the lab", "",
             "Each fault is injected into the running lab; its alert, or after %d s without one a question about all hosts, opens the"
             % ALERT_SECONDS,
             "investigation. Written by `./dev lab sweep`; the misses stand with the hits.", "",
             "**%d of %d right**, %d right with others accused too, %d by the place only, %d wrong, %d inconclusive, %d no fault." % (
                 right, len(rows), *(sum(row["result"] == r for row in rows) for r in (
                     "right, and accused others", "place only", "wrong", "inconclusive", "no fault"))), "",
             *not_run(rows, listed),
             "| fault | truth | result | what was said | alert | seconds |", "|---|---|---|---|---|---|"]
    for row in rows:
        said = "; ".join(", ".join(v["causes"]) or v["outcome"] for v in row["verdicts"])
        lines.append("| %s | %s | %s | %s | %s | %s |" % (
            row["fault"], row["truth"], row["result"], said, "yes" if row["alerted"] else "no", row["seconds"]))
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--faults")
    arguments.add_argument("--record")
    arguments.add_argument("--results", default=os.path.join(ROOT, "evals/lab-sweep.jsonl"))
    arguments.add_argument("--afresh", action="store_true")
    arguments.add_argument("names", nargs="*")
    given = arguments.parse_args()
    script = [given.faults] if given.faults else [os.path.join(HERE, "lab.sh"), "fault"]
    listed = subprocess.run([*script, "list"], check=True, capture_output=True, text=True).stdout
    listed = [line.split()[0] for line in listed.splitlines() if line.strip()]
    names = given.names or listed
    rows = []
    if os.path.exists(given.results) and not given.afresh:
        with open(given.results) as results:
            rows = [json.loads(line) for line in results]
    if given.names:
        rows = [row for row in rows if row["fault"] not in given.names]
    os.makedirs(os.path.dirname(os.path.abspath(given.results)), exist_ok=True)
    end = time.monotonic() + SWEEP_SECONDS
    with Server() as server, Privileges(server):
        for name in names:
            if any(row["fault"] == name for row in rows):
                continue
            if time.monotonic() + ONE_FAULT_SECONDS > end:
                print("sweep: time is up, start it again to go on with", name)
                break
            until(QUIET_SECONDS, quiet)
            try:
                row = run_one(server, script, name, given.record)
            finally:
                subprocess.run([*script, "undo", name], check=False)
            rows.append(row)
            print("%-16s %-28s %6.1f s  %s" % (name, row["result"], row["seconds"],
                                             [v["causes"] or v["outcome"] for v in row["verdicts"]]), flush=True)
            with open(given.results, "w") as results:
                results.writelines(json.dumps(one) + "\n" for one in rows)
            with open(re.sub(r"\.jsonl$", "", given.results) + ".md", "w") as page:
                page.write(table(rows, listed))
    print(table(rows, listed).splitlines()[5])


if __name__ == "__main__":
    main()
