"""./relevo: builds when it has to, starts from its AOT cache, and `dev` starts again when a source changes."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from relevo_process import PATIENCE_SECONDS, ROOT, RelevoProcess, copy_sources

COPIED = ["bin", "src/main", "config.yaml", "mvnw", "openapi.yaml", "pom.xml", "relevo"]


class LockTest(unittest.TestCase):
    def test_a_checkout_that_nobody_may_write_to_is_told(self):
        home = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, home)
        home.chmod(0o755)
        shutil.copy2(ROOT / "bin/build.sh", home)
        (home / "target").mkdir(mode=0o555)
        locked = subprocess.run(
            ["sh", "-euc", "here=$PWD; jdk=; . ./build.sh; lock"],
            cwd=home,
            capture_output=True,
            text=True,
            timeout=20,
            user=65534 if os.geteuid() == 0 else None,
        )
        told = f"relevo: cannot write to {home}/target, where the build goes\n"
        self.assertEqual((1, told), (locked.returncode, locked.stderr))


class RelevoTest(unittest.TestCase):
    """On a copy of the sources, which is built once."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.home)
        copy_sources(COPIED, cls.home)
        cls.first = cls.version()

    @classmethod
    def version(cls):
        return cls.run_relevo("--version")

    @classmethod
    def run_relevo(cls, *arguments):
        return subprocess.run(
            [cls.home / "relevo", *arguments],
            cwd=cls.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    def test_only_the_first_start_builds(self):
        self.assertIn("relevo: built in", self.first.stderr)
        again = self.version()
        self.assertEqual((0, self.first.stdout, ""), (again.returncode, again.stdout, again.stderr))

    def test_another_jar_gets_another_cache(self):
        cache = self.home / "target/relevo.aot"
        before = cache.stat().st_mtime_ns
        (self.home / "target/relevo.jar").touch()
        self.version()
        self.assertLess(before, cache.stat().st_mtime_ns)

    def test_a_broken_or_missing_cache_is_passed_over_in_silence(self):
        cache = self.home / "target/relevo.aot"
        good = cache.read_bytes()
        self.addCleanup(cache.write_bytes, good)
        for spoil in [lambda: cache.write_bytes(good[: len(good) // 2]), lambda: cache.write_bytes(b"?"), cache.unlink]:
            spoil()
            started = self.version()
            self.assertEqual((0, self.first.stdout, ""), (started.returncode, started.stdout, started.stderr))

    def test_help_tells_of_what_the_script_adds(self):
        told = self.run_relevo("--help", "--yes").stdout
        self.assertIn("--config", told)
        self.assertIn("  dev ", told)

    def test_dev_starts_again_after_a_change_and_survives_a_broken_one(self):
        source = self.home / "src/main/java/dev/relevo/Broken.java"
        command = [self.home / "relevo", "dev", "--port", "0"]
        with RelevoProcess(command, cwd=self.home, start_new_session=True) as dev:
            self.assertTrue(dev.url)
            source.write_text("class Broken {\n")
            self.wait_for(lambda: "goes on" in dev.output, dev)
            self.assertIn("Broken.java", dev.output)
            self.assertIn("hello?", dev.chat())
            source.unlink()
            self.wait_for(lambda: dev.output.count(" at http://") == 2, dev)
            self.assertIn("hello?", dev.chat())
            dev.process.send_signal(signal.SIGTERM)
            self.assertEqual(128 + signal.SIGTERM, dev.process.wait(60))
            with self.assertRaises(OSError):
                dev.chat()

    def wait_for(self, happened, dev):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            self.assertLess(time.monotonic(), deadline, dev.output)
            time.sleep(0.1)


if __name__ == "__main__":
    unittest.main()
