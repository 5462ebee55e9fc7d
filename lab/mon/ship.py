#!/usr/bin/env python3
"""Ships the logs of the lab's hosts into OpenSearch: what applications write to files, and the hosts' journals.

ship.py URL HOSTS_DIR HOST...

A line becomes a document of the daily index logs-DATE with @timestamp, host.name, service.name, level, message and, where the
application gives one, trace.id. Only what is written from now on is shipped; files are followed over rotation. Ends by SIGTERM."""
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import threading
import time
import queue
import urllib.error
import urllib.request

BATCH_SECONDS = 1
BATCH_MAX = 2000
WAITING_MAX = 50_000  # lines kept while OpenSearch does not answer; after that the newest are dropped
LEVELS = ["FATAL", "FATAL", "FATAL", "ERROR", "WARN", "INFO", "INFO", "DEBUG"]  # of syslog priorities 0 to 7
POSTGRES = {"PANIC": "FATAL", "FATAL": "FATAL", "ERROR": "ERROR", "WARNING": "WARN"}  # the rest is information
FILES = ["data/log/*.log", "root/var/log/postgresql/*.log", "root/var/log/redis/*.log", "root/var/log/nginx/error.log",
         "root/var/log/mysql/error.log"]

waiting = queue.Queue(WAITING_MAX)


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def offer(host, service, level, message, at=None, trace=None):
    document = {"@timestamp": at or now(), "host": {"name": host}, "service": {"name": service}, "level": level,
                "message": message}
    if trace:
        document["trace"] = {"id": trace}
    try:
        waiting.put_nowait(document)
    except queue.Full:
        pass


def application_line(host, path, line):
    """JSON as the order service writes it, or the text of a server that names its levels."""
    if line.startswith("{"):
        try:
            said = json.loads(line)
            message = said["msg"] + (": " + said["error"] if said.get("error") else "")
            return offer(host, said["service"], said["level"], message, trace=said.get("trace"))
        except (ValueError, KeyError):
            pass
    service = os.path.basename(os.path.dirname(path)).replace("mysql", "mariadb")
    named = re.search(r"\b(PANIC|FATAL|ERROR|WARNING)\b|\[(error|crit|alert|emerg|warn|ERROR|Warning)\]", line)
    level = "INFO"
    if named:
        word = (named.group(1) or named.group(2)).upper()
        level = POSTGRES.get(word, "WARN" if word.startswith("WARN") else "ERROR")
    offer(host, service, level, line)


def follow_files(directory, host):
    """Looks for new files and new lines once a second; the time of reading stands for the time of a line."""
    places = {path: os.path.getsize(path) for pattern in FILES for path in glob.glob(f"{directory}/{host}/{pattern}")}
    while True:
        time.sleep(1)
        for path in [path for pattern in FILES for path in glob.glob(f"{directory}/{host}/{pattern}")]:
            try:
                if os.path.getsize(path) < places.get(path, 0):
                    places[path] = 0
                with open(path, "rb") as file:
                    file.seek(places.get(path, 0))
                    for line in iter(file.readline, b""):
                        if not line.endswith(b"\n"):
                            break
                        places[path] = file.tell()
                        application_line(host, path, line.decode(errors="replace").rstrip())
            except OSError:
                continue


def follow_journal(directory, host):
    while True:
        with open(f"{directory}/{host}/init.pid") as pid:
            journal = subprocess.Popen(
                ["nsenter", "-t", pid.readline().strip(), "-a", "--", "journalctl", "-f", "-n0", "-ojson"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace")
        for line in journal.stdout:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            service = entry.get("_SYSTEMD_UNIT") or entry.get("SYSLOG_IDENTIFIER") or "kernel"
            if service.startswith("orders"):
                continue  # it writes the same lines to its file
            at = int(entry["__REALTIME_TIMESTAMP"]) / 1e6
            message = entry.get("MESSAGE")
            if isinstance(message, str):
                offer(host, service.removesuffix(".service"), LEVELS[int(entry.get("PRIORITY", 6))], message,
                      datetime.datetime.fromtimestamp(at, datetime.timezone.utc).isoformat())
        time.sleep(2)


def ship(url):
    while True:
        documents = [waiting.get()]
        end = time.monotonic() + BATCH_SECONDS
        while len(documents) < BATCH_MAX and time.monotonic() < end:
            try:
                documents.append(waiting.get(timeout=0.2))
            except queue.Empty:
                pass
        body = "".join('{"create":{"_index":"logs-%s"}}\n%s\n' % (d["@timestamp"][:10], json.dumps(d)) for d in documents)
        while True:
            request = urllib.request.Request(url + "/_bulk", body.encode(), {"Content-Type": "application/x-ndjson"})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    if json.load(answer)["errors"]:
                        print("not all taken", flush=True)
                break
            except (OSError, urllib.error.URLError) as problem:
                print("not shipped:", problem, flush=True)
                time.sleep(2)


def main():
    url, directory, *hosts = sys.argv[1:]
    template = {"index_patterns": ["logs-*"], "template": {
        "settings": {"number_of_replicas": 0, "refresh_interval": "1s"},
        "mappings": {"properties": {
            "@timestamp": {"type": "date"}, "message": {"type": "text"}, "level": {"type": "keyword"},
            "host": {"properties": {"name": {"type": "keyword"}}}, "service": {"properties": {"name": {"type": "keyword"}}},
            "trace": {"properties": {"id": {"type": "keyword"}}}}}}}
    for _ in range(120):
        try:
            request = urllib.request.Request(url + "/_index_template/logs", json.dumps(template).encode(),
                                             {"Content-Type": "application/json"}, method="PUT")
            urllib.request.urlopen(request, timeout=5).close()
            break
        except OSError:
            time.sleep(1)
    else:
        sys.exit("OpenSearch does not answer at " + url)
    for host in hosts:
        for follow in (follow_files, follow_journal):
            threading.Thread(target=follow, args=(directory, host), daemon=True).start()
    ship(url)


if __name__ == "__main__":
    main()
