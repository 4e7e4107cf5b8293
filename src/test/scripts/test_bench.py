"""bench/run: it runs, and answers that are not what the upstream said are noticed."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

from relevo_process import PATIENCE_SECONDS, ROOT

sys.path.insert(0, str(ROOT / "bench"))
from rig import cases, gateways, report, rounds  # noqa: E402

MISSING = [tool for tool in ("gcc", "nginx", "openssl", "taskset") if not shutil.which(tool)]
SKIPPED = MISSING and os.environ.get("CI") != "true"
CORES = {0, 1} <= os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipIf(SKIPPED, f"missing: {', '.join(MISSING)}")
@unittest.skipUnless(sys.platform == "linux", "it takes epoll")
class LoadTest(unittest.TestCase):
    """The load generator, straight at the mock."""

    PLAIN = cases.Case("plain", "", (), connections=2)
    STREAM = cases.Case("stream", "", (), connections=2, per_second=1000)
    WORDS = 5

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        gateways.build(cls.folder)

    def load(self, case, fault="none", **options):
        """What the generator tells of two clients of a mock with that fault."""
        body = self.folder / "body.json"
        body.write_text(case.body(self.WORDS))
        port = free_port()
        mock = subprocess.Popen([self.folder / "mock", str(port), fault])
        try:
            self.await_port(port)
            given = {"port": port, "body": body, "connections": case.connections, "patience": 20,
                     "words": self.WORDS if case.streamed else 0, "seconds": 0 if case.streamed else 0.05, **options}
            command = [self.folder / "load", *(f"{name}={value}" for name, value in given.items())]
            return json.loads(subprocess.check_output(command, timeout=PATIENCE_SECONDS))
        finally:
            mock.terminate()
            mock.wait(60)

    def await_port(self, port):
        end = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    return
            self.assertLess(time.monotonic(), end)

    def test_what_the_upstream_said_is_right(self):
        plain, stream = self.load(self.PLAIN), self.load(self.STREAM)
        self.assertEqual((0, 0), (plain["wrong"], plain["missing"]), plain)
        self.assertEqual(plain["answers"] * 537, plain["bytes"])
        self.assertEqual((2, 0, 0), (stream["answers"], stream["wrong"], stream["missing"]), stream)
        self.assertEqual((2 * self.WORDS, 2 * self.WORDS), (stream["words"], stream["delay"]["count"]))

    def test_every_fault_of_a_stream_is_noticed(self):
        for fault, why in (("no-done", "no [DONE]"), ("swapped", "words out of order, twice or lost"),
                           ("lost", "words out of order, twice or lost"), ("changed", "an event that the upstream did not send")):
            told = self.load(self.STREAM, fault)
            self.assertEqual((0, 2, why), (told["answers"], told["wrong"], told["why"]), fault)

    def test_a_stream_without_an_end_is_missing(self):
        told = self.load(self.STREAM, "no-end", patience=0.3)
        self.assertEqual((0, 0, 2), (told["answers"], told["wrong"], told["missing"]))

    def test_other_bytes_are_noticed_also_where_a_gateway_may_write_anew(self):
        for loose, why in ((0, "other bytes than the upstream sent"), (1, "another text than the upstream sent")):
            told = self.load(self.PLAIN, "changed", loose=loose)
            self.assertEqual((0, why), (told["answers"], told["why"]))

    def test_a_part_of_an_answer_is_not_one(self):
        told = self.load(self.PLAIN, bytes=538)
        self.assertEqual(0, told["answers"])
        self.assertGreater(told["wrong"], 0)

    def test_an_open_loop_asks_what_is_due_and_no_more(self):
        told = self.load(self.PLAIN, rate=100, seconds=0.2)
        self.assertEqual((20, 0, 0), (told["answers"], told["wrong"], told["missing"]))


class FigureTest(unittest.TestCase):
    def test_garbage_is_what_the_heap_grew_by_between_collections(self):
        log = "GC(0) Pause Full 9M->2M(256M) 1ms\nGC(1) Pause Young 102M->4M(256M) 1ms\nGC(2) Pause Full 24M->2M(256M) 1ms\n"
        self.assertEqual((100 + 20) * 2**20, rounds.allocated_bytes(log, collections_before=1))

    def test_a_goal_is_judged_by_the_median_of_the_ratios_within_rounds(self):
        case = cases.Case("chat", "chat", (cases.Figure("cpu_us", "CPU", cases.Goal("<=", 1.6, 1.4)),))
        told = {"chat": [{"nginx": {"cpu_us": base}, "relevo": {"cpu_us": ours}} for base, ours in ((10, 15), (20, 26), (10, 40))]}
        (row,) = report.rows([case], told)
        self.assertEqual((1.5, True, "<= 1.6 x: held"), (row["ratio"], row["held"], row["cells"]["goal"]))


@unittest.skipIf(SKIPPED, f"missing: {', '.join(MISSING)}")
@unittest.skipUnless(CORES, "it takes cores 0 and 1")
class RunTest(unittest.TestCase):
    """All of it, on Relevo and nginx, for fractions of a second."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def run_bench(self, *options):
        return subprocess.run([ROOT / "bench/run", "--smoke", *options], capture_output=True, text=True, timeout=PATIENCE_SECONDS)

    def test_it_measures_and_tells(self):
        done = self.run_bench("--cases", "chat,open,streams-500,tls-upstream,start", "--json", self.folder / "raw.json", "--out", self.folder)
        self.assertEqual(0, done.returncode, done.stderr)
        raw = json.loads((self.folder / "raw.json").read_text())
        for name in ("chat", "open", "streams-500", "tls-upstream"):
            (both,) = raw["rounds"][name]
            self.assertEqual({"nginx", "relevo"}, set(both))
            self.assertTrue(all(run["answers"] and not run["wrong"] for run in both.values()), both)
        self.assertGreater(raw["rounds"]["start"][0]["relevo"]["start_ms"], 0)
        self.assertIn("goals held", done.stdout)
        for plot in ("cpu", "open", "streams-500"):
            self.assertTrue(xml.etree.ElementTree.parse(self.folder / f"{plot}.svg").getroot().tag.endswith("svg"))

    def test_it_fails_if_answers_are_wrong(self):
        done = self.run_bench("--cases", "streams-500", "--fault", "no-done")
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertRegex(done.stderr, r"streams-500: nginx: \d+ answers were wrong and 0 missing: no \[DONE]")

    def test_what_there_is_not_is_told(self):
        done = self.run_bench("--cases", "chat,such")
        self.assertEqual(1, done.returncode)
        self.assertIn("no such case: such; there are chat, pool,", done.stderr)


if __name__ == "__main__":
    unittest.main()
