"""Loads, and rounds of them in which the gateways take turns."""

import dataclasses
import json
import re
import subprocess
import threading
import time

from . import cases, processes
from .processes import LOAD_CORE, Cores

PATIENCE_SECONDS = 15
MANY_RAMP = 400  # streams that begin in a second, where there are to be many
MANY_WARM_UPS = 3  # a second of them each
IDLE_SECONDS = 3
LOADED_SECONDS = 8
GARBAGE_SECONDS = 5
PAUSE = re.compile(r"(\d+)M->(\d+)M\(")


def most_connections(files):
    """That a gateway bears which has two files open for each, and, as Relevo does, keeps back an eighth."""
    return files * 7 // 16 - 200


def figures(told, cpu_seconds, case, connections):
    """Of a load: what the tables and plots show. CPU is None where the process is not known."""
    units = told["words"] if case.streamed else told["answers"]
    cpu_us = cpu_seconds / max(1, units) * 1e6 if cpu_seconds is not None else None
    percentiles = {name: dict(told[name]["percentiles"]) for name in ("latency", "first", "delay")}
    return {
        **told, "connections": connections, "whole": 100 * told["answers"] / connections if case.streamed else None, "cpu_us": cpu_us, "rate": units / max(told["seconds"], 1e-6),
        "core": cpu_seconds / max(told["seconds"], 1e-6) if cpu_seconds is not None else None,
        "per_core": 1e6 / cpu_us if cpu_us else None,
        "p50_us": percentiles["latency"][50], "p99_us": percentiles["latency"][99],
        "first_p50_us": percentiles["first"][50], "first_p99_us": percentiles["first"][99],
        "delay_p50_us": percentiles["delay"][50], "delay_p99_us": percentiles["delay"][99],
    }


def allocated_bytes(log, collections_before):
    """What was allocated after so many collections, from the heap before and after each: 12M->3M(256M)."""
    pauses = [(int(before), int(after)) for before, after in PAUSE.findall(log)][collections_before - 1:]
    return sum(before - left for (_, left), (before, _) in zip(pauses, pauses[1:])) * 2**20


class Bench:
    """Measures cases, each run giving a dict of figures."""

    def __init__(self, lab, pace, foreign, say):
        self.lab, self.pace, self.foreign, self.say = lab, pace, foreign, say
        self.refused = 0

    def load(self, case, gateway, seconds=None, at_once=False):
        """One load on a gateway: what the generator tells, and the CPU time of the gateway while it ran."""
        seconds = self.pace.seconds if seconds is None else seconds
        connections = max(2, min(round(case.connections * self.pace.part), most_connections(self.lab.files)))
        lasts = self.stream_seconds(case, connections)
        words = case.words(lasts)
        body = self.lab.folder / "body.json"
        body.write_text(case.body(words))
        ramp = 0 if at_once or not case.streamed else MANY_RAMP if case.kind == "many" else 4 * connections / lasts
        command = [self.lab.folder / "load", *gateway.address(case.variant), f"body={body}", f"connections={connections}",
                   f"ramp={ramp}", f"seconds={0 if case.streamed else seconds}", f"rate={case.rate * self.pace.part}",
                   f"words={words}", f"bytes={case.answer}", f"loose={int(gateway.loose)}", f"patience={PATIENCE_SECONDS + lasts}"]
        before = processes.cpu_seconds(gateway.pid) if gateway.pid else 0
        cores = Cores(gateway.alone(), self.lab.helpers)
        told = json.loads(subprocess.check_output(processes.pinned(LOAD_CORE, command), text=True))
        told["others"] = cores.others()
        used = processes.cpu_seconds(gateway.pid) - before if gateway.pid else None
        return figures(told, used, case, connections)

    def stream_seconds(self, case, connections):
        """How long each stream goes on: many do until the last has begun, and longer."""
        return max(self.pace.stream_seconds, 1.2 * connections / MANY_RAMP if case.kind == "many" else 0)

    def measure(self, case, *gateways):
        """Rounds of a case, each a dict by gateway."""
        for gateway in gateways:
            self.load(case, gateway)
        rounds = []
        for number in range(min(self.pace.rounds, case.rounds)):
            turns = gateways if number % 2 else gateways[::-1]
            rounds.append(self.undisturbed(case, lambda: {gateway.name: self.load(case, gateway) for gateway in turns}))
            self.say(case, number, rounds[-1])
        return rounds

    def undisturbed(self, case, measure):
        """Repeats what others disturbed, a few times; the last one counts, marked, if all of them were."""
        for repeats_left in range(self.pace.repeats, -1, -1):
            round_of_all = measure()
            most = max((share for run in round_of_all.values() for share in run["others"].values()), default=0)
            if self.pace.part < 1 or most <= self.pace.most_others:
                return round_of_all
            self.refused += 1
            again = repeats_left > 0 and self.refused <= self.pace.all_repeats
            self.say.refuse(case, most, again)
            if not again:
                break
        for run in round_of_all.values():
            run["disturbed"] = True
        return round_of_all

    def warm_up(self, relevo, case):
        """Until the JVM has compiled what is hot."""
        served, end = 0, time.monotonic() + self.pace.warm_up_seconds
        while served < self.pace.warm_up_requests and time.monotonic() < end:
            served += self.load(case, relevo, min(3, self.pace.warm_up_seconds))["answers"]

    def many(self, case):
        """Each on a fresh Relevo that a few streams have warmed, so that what a stream adds to its memory can be seen."""
        rounds = []
        for number in range(min(self.pace.rounds, case.rounds)):
            with self.lab.relevo(case.variant) as relevo:
                for _ in range(MANY_WARM_UPS):
                    self.load(dataclasses.replace(case, connections=MANY_RAMP), relevo)
                rounds.append({gateway.name: self.watched(case, gateway) for gateway in (self.lab.proxy, relevo)})
            self.say(case, number, rounds[-1])
        return rounds

    def watched(self, case, gateway):
        before, most, over = processes.rss_bytes(gateway.pid), [0], threading.Event()

        def watch():
            while not over.wait(0.25):
                most[0] = max(most[0], processes.rss_bytes(gateway.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            run = self.load(case, gateway)
        finally:
            over.set()
            watcher.join()
        run["rss_kb"] = max(0, most[0] - before) / run["connections"] / 1000
        run["peak_mb"] = most[0] / 1e6
        return run

    def start(self, case, chat):
        """Without a core of its own, as users start it; the last one gets a load."""
        rounds = []
        for number in range(self.pace.rounds):
            with self.lab.relevo(case.variant, core=None) as relevo:
                run = {"start_ms": relevo.first_answer_ms, "wrong": 0, "missing": 0}
                time.sleep(IDLE_SECONDS * (self.pace.part == 1))
                run["idle_mb"] = processes.rss_bytes(relevo.pid) / 1e6
                if number == self.pace.rounds - 1:
                    self.load(chat, relevo, LOADED_SECONDS * self.pace.part)
                    run["loaded_mb"] = processes.rss_bytes(relevo.pid) / 1e6
            rounds.append({"relevo": run})
            self.say(case, number, rounds[-1])
        return rounds

    def burst(self, case):
        rounds = []
        for number in range(self.pace.rounds):
            with self.lab.relevo(case.variant) as relevo:
                rounds.append({gateway.name: self.load(case, gateway, at_once=True) for gateway in (self.lab.proxy, relevo)})
            self.say(case, number, rounds[-1])
        return rounds

    def garbage(self, case, chat):
        """By the collector's log, between two full collections that are asked for."""
        rounds = []
        with self.lab.relevo(case.variant) as relevo:
            self.warm_up(relevo, chat)
            for number in range(min(self.pace.rounds, case.rounds)):
                before = len(PAUSE.findall(self.collected(relevo)))
                run = self.load(chat, relevo, GARBAGE_SECONDS * max(self.pace.part, 0.1))
                run["garbage_kb"] = allocated_bytes(self.collected(relevo), before) / max(1, run["answers"]) / 1000
                rounds.append({"relevo": run})
                self.say(case, number, rounds[-1])
        return rounds

    def collected(self, relevo):
        """The collector's log after a full collection."""
        subprocess.run([self.lab.java / "jcmd", str(relevo.pid), "GC.run"], check=True, capture_output=True)
        return self.lab.gc_log.read_text()

    def run(self, wanted):
        """The rounds of all cases, by name."""
        told, chat = {}, cases.CASES[0]
        for variant in dict.fromkeys(case.variant for case in wanted if case.kind == "rounds"):
            mine = [case for case in wanted if case.kind == "rounds" and case.variant == variant]
            with self.lab.relevo(variant) as relevo:
                self.warm_up(relevo, mine[0])
                foreign = self.foreign if variant == "plain" else []
                for case in mine:
                    told[case.name] = self.measure(case, self.lab.proxy, relevo, *foreign)
        special = {"many": self.many, "burst": self.burst, "start": lambda case: self.start(case, chat),
                   "garbage": lambda case: self.garbage(case, chat)}
        for case in wanted:
            if case.kind != "rounds":
                told[case.name] = special[case.kind](case)
        return told
