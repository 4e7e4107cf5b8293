"""What is measured, and the goal of each figure."""

import dataclasses
import json


@dataclasses.dataclass(frozen=True)
class Goal:
    """A bound of a figure, or of its ratio to nginx's; `stretch` is the one beyond it."""

    relation: str
    bound: float
    stretch: float | None = None
    ratio: bool = True

    def reached(self, value, bound):
        return value <= bound if self.relation == "<=" else value >= bound

    def verdict(self, value):
        if not self.reached(value, self.bound):
            return "missed"
        return "held, stretch too" if self.stretch and self.reached(value, self.stretch) else "held"

    def __str__(self):
        return f"{self.relation} {self.bound:g}" + (" x" if self.ratio else "")


@dataclasses.dataclass(frozen=True)
class Figure:
    key: str
    title: str
    goal: Goal | None = None
    digits: int = 0


@dataclasses.dataclass(frozen=True)
class Case:
    """`kind` is how it is measured: see rounds.py. Words come at `per_second` in each stream; of `rounds` there are no more."""

    name: str
    title: str
    figures: tuple
    kind: str = "rounds"
    variant: str = "plain"
    connections: int = 32
    rate: float = 0
    per_second: float = 0
    prompt: int = 1000
    answer: int = 537
    model: str = "bench"
    rounds: int = 99

    @property
    def streamed(self):
        return self.per_second > 0

    def words(self, seconds):
        return max(2, round(self.per_second * seconds)) if self.streamed else 0

    def body(self, words):
        """A chat request of about `prompt` bytes that tells the mock what to answer."""
        hints = f"words={words} pause-us={round(1e6 / self.per_second)}" if self.streamed else f"bytes={self.answer}"
        request = {
            "model": self.model,
            "messages": [{"role": "system", "content": f"bench: {hints}"}, {"role": "user", "content": ""}],
            "temperature": 0.7,
            "max_tokens": 256,
        }
        if self.streamed:
            request["stream"] = True
        fox = "Tell me more about the \"quick\" brown fox.\n"
        text = fox * (self.prompt // len(fox) + 1)
        request["messages"][1]["content"] = text[: max(1, self.prompt - len(json.dumps(request)))]
        return json.dumps(request)


def cpu(goal=None, unit="request"):
    return Figure("cpu_us", f"CPU a {unit}, µs", goal, 1)


def rate(goal=None):
    return Figure("rate", "requests/s", goal)


def streams(number, per_second):
    return Case(
        f"streams-{number}", f"{number:,} streams, {number * per_second:,.0f} words a second",
        (cpu(Goal("<=", 1.45, 1.1), "word"), Figure("delay_p50_us", "delay p50, µs", Goal("<=", 1.25, 1)),
         Figure("delay_p99_us", "delay p99, µs", Goal("<=", 1.5, 1))),
        connections=number, per_second=per_second)


def many(number):
    return Case(
        f"streams-{number}", f"{number:,} streams at once",
        (Figure("whole", "whole, in order, %", Goal(">=", 100, ratio=False)),
         Figure("rss_kb", "RSS a stream, kB", Goal("<=", 40, 25, ratio=False), 1), Figure("peak_mb", "RSS at the peak, MB"),
         cpu(unit="word")),
        kind="many", variant="many", connections=number, per_second=1, rounds=2)


TLS_FIGURES = (cpu(), Figure("per_core", "requests/s of a core", Goal(">=", 0.85)))
CASES = (
    Case("chat", "1 kB chat, 32 connections", (cpu(Goal("<=", 1.6, 1.4)), rate(Goal(">=", 0.75, 0.85)))),
    Case("pool", "the same, 3 targets, 2 keys each, limits", (cpu(Goal("<=", 1.7, 1.5)), rate()), model="pool"),
    Case("prompt-16k", "16 kB prompt", (cpu(Goal("<=", 2.1, 1.8)), rate(Goal(">=", 0.7))), prompt=16_000),
    Case("prompt-256k", "256 kB prompt", (cpu(), rate(Goal(">=", 0.55))), prompt=256_000, connections=8),
    Case("answer-64k", "64 kB answer", (cpu(), rate(Goal(">=", 0.75))), answer=64_000),
    Case("answer-1m", "1 MB answer", (cpu(), rate(Goal(">=", 0.65))), answer=1_000_000, connections=8),
    Case("open", "2,000 requests a second, open loop",
         (cpu(), Figure("p50_us", "p50, µs", Goal("<=", 1.4, 1.25)), Figure("p99_us", "p99, µs", Goal("<=", 2, 1.5))),
         connections=64, rate=2000),
    streams(500, 10),
    streams(1000, 14),
    Case("tls-listener", "1 kB chat, clients by TLS", TLS_FIGURES, variant="tls-listener"),
    Case("tls-upstream", "1 kB chat, upstream by TLS", TLS_FIGURES, variant="tls-upstream"),
    many(5000),
    many(10_000),
    Case("start", "start, then idle, then load",
         (Figure("start_ms", "first answer after start, ms", Goal("<=", 350, 250, ratio=False)),
          Figure("idle_mb", "RSS idle, MB", Goal("<=", 100, 80, ratio=False)),
          Figure("loaded_mb", "RSS after load, MB", Goal("<=", 200, ratio=False))), kind="start", variant="start"),
    Case("burst", "first burst of 500 streams after start",
         (Figure("whole", "whole, in order, %"), Figure("first_p50_us", "first word p50, µs"),
          Figure("first_p99_us", "first word p99, µs"), Figure("delay_p99_us", "delay p99, µs")), kind="burst", variant="start", connections=500, per_second=10),
    Case("garbage", "garbage of a 1 kB chat", (Figure("garbage_kb", "kB a request", digits=1),), kind="garbage",
         variant="garbage", rounds=3),
)
QUICK = ("chat", "pool", "prompt-16k", "open", "streams-500", "streams-1000", "start")


@dataclasses.dataclass(frozen=True)
class Pace:
    """How long and how often; `part` is the share of the connections and of the rate that is really used."""

    rounds: int
    seconds: float
    stream_seconds: float
    warm_up_requests: int
    warm_up_seconds: float
    repeats: int  # of a disturbed round
    all_repeats: int
    most_others: float = 0.05  # of a core
    part: float = 1


PACES = {
    "full": Pace(7, 4, 5, 200_000, 60, 3, 60),
    "quick": Pace(3, 1.5, 2, 150_000, 12, 1, 4),
    "smoke": Pace(1, 0.3, 0.3, 200, 1, 0, 0, part=0.02),
}
