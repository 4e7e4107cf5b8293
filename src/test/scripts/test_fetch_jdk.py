"""bin/jdk.sh and bin/fetch-jdk on a machine without a JDK, against a server on loopback that has a tiny make-believe one."""

import functools
import hashlib
import http.server
import os
import pathlib
import pty
import shutil
import subprocess
import tarfile
import tempfile
import threading
import unittest

from relevo_process import ROOT

TOOLS = "sh readlink uname sed head cut tar gzip mktemp mkdir mv rm cat sha256sum shasum perl".split()
NEED_JDK = f'here={ROOT}; . "$here/bin/jdk.sh"; need_jdk; echo "found $jdk_release in $jdk"'


def owned(owner, member):
    if owner is not None:
        member.uid, member.uname = owner, ""
    return member


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class FetchJdkTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.site = self.folder / "site"
        self.site.mkdir()
        handler = functools.partial(Quiet, directory=self.site)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.url = f"http://127.0.0.1:{server.server_port}/jdk.tar.gz"
        self.cache = self.folder / "cache"
        self.environment = {
            "PATH": str(self.path_with("curl")),
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": str(self.cache),
            "RELEVO_JDK_DIRS": "",
            "RELEVO_JDK_URL": self.url,
        }

    def path_with(self, *more):
        """A PATH with these and the plain tools, and no java."""
        path = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        for tool in [*TOOLS, *more]:
            if found := shutil.which(tool):
                (path / tool).symlink_to(found)
        return path

    def offer(self, version="25.0.9", home="", owner=None):
        """Puts an archive on the site, and its checksum beside it, which is returned."""
        top = f"jdk-{version}+1"
        jdk = self.folder / top / home
        (jdk / "bin").mkdir(parents=True)
        (jdk / "bin/javac").write_text("#!/bin/sh\n")
        (jdk / "bin/javac").chmod(0o755)
        (jdk / "release").write_text(f'JAVA_RUNTIME_VERSION="{version}+1-LTS"\nJAVA_VERSION="{version}"\n')
        with tarfile.open(self.site / "jdk.tar.gz", "w:gz") as archive:
            archive.add(self.folder / top, top, filter=functools.partial(owned, owner))
        checksum = hashlib.sha256((self.site / "jdk.tar.gz").read_bytes()).hexdigest()
        (self.site / "jdk.tar.gz.sha256.txt").write_text(f"{checksum}  jdk.tar.gz\n")
        return checksum

    def need_jdk(self, script=NEED_JDK, **environment):
        return subprocess.run(
            [shutil.which("sh"), "-euc", script],
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def assert_refused(self, result, words):
        self.assertEqual((1, ""), (result.returncode, result.stdout), result.stderr)
        self.assertIn(words, result.stderr)
        self.assertEqual([], [*self.cache.glob("relevo/*")], "something was left behind")

    def test_is_fetched_checked_and_found_again(self):
        self.offer()
        fetched = self.need_jdk(RELEVO_YES="1")
        place = self.cache / "relevo/jdk-25.0.9+1-LTS"
        self.assertEqual(f"found 25.0.9+1-LTS in {place}\n", fetched.stdout, fetched.stderr)
        (self.site / "jdk.tar.gz").unlink()
        again = self.need_jdk()
        self.assertEqual((fetched.stdout, ""), (again.stdout, again.stderr))
        self.assertEqual([place], [*self.cache.glob("relevo/*")])

    def test_without_a_home_it_lies_in_the_checkout(self):
        self.offer()
        (self.folder / "checkout/bin").mkdir(parents=True)
        for name in ["jdk.sh", "fetch-jdk"]:
            shutil.copy2(ROOT / "bin" / name, self.folder / "checkout/bin")
        script = NEED_JDK.replace(str(ROOT), str(self.folder / "checkout"))
        del self.environment["HOME"], self.environment["XDG_CACHE_HOME"]
        fetched = self.need_jdk(script, RELEVO_YES="1")
        self.assertIn(f"in {self.folder}/checkout/target/.cache/relevo/jdk-25.0.9+1", fetched.stdout, fetched.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_what_is_unpacked_belongs_to_who_unpacks_it(self):
        self.offer(owner=12345)
        self.need_jdk(RELEVO_YES="1")
        owners = {path.stat().st_uid for path in self.cache.glob("relevo/jdk-*/**/*")}
        self.assertEqual({0}, owners)

    def test_a_macos_archive_is_found_in_its_home(self):
        self.offer(home="Contents/Home")
        fetched = self.need_jdk(RELEVO_YES="1")
        self.assertTrue(fetched.stdout.endswith("/Contents/Home\n"), fetched.stdout + fetched.stderr)

    @unittest.skipUnless(shutil.which("wget"), "there is no wget")
    def test_wget_does_as_well(self):
        self.offer()
        fetched = self.need_jdk(RELEVO_YES="1", PATH=str(self.path_with("wget")))
        self.assertEqual(0, fetched.returncode, fetched.stderr)

    def test_without_curl_and_wget_it_says_what_to_install(self):
        self.offer()
        self.assert_refused(self.need_jdk(RELEVO_YES="1", PATH=str(self.path_with())), "curl or wget")

    def test_a_wrong_checksum_is_refused(self):
        self.offer()
        (self.site / "jdk.tar.gz.sha256.txt").write_text("0" * 64 + "\n")
        self.assert_refused(self.need_jdk(RELEVO_YES="1"), "wrong checksum")

    def test_the_checksum_that_was_given_counts(self):
        checksum = self.offer()
        (self.site / "jdk.tar.gz.sha256.txt").unlink()
        self.assert_refused(self.need_jdk(RELEVO_YES="1"), "RELEVO_JDK_SHA256")
        self.assert_refused(self.need_jdk(RELEVO_YES="1", RELEVO_JDK_SHA256="0" * 64), "wrong checksum")
        self.assertEqual(0, self.need_jdk(RELEVO_YES="1", RELEVO_JDK_SHA256=checksum).returncode)

    def test_half_a_download_is_refused(self):
        self.offer()
        archive = self.site / "jdk.tar.gz"
        archive.write_bytes(archive.read_bytes()[:-100])
        self.assert_refused(self.need_jdk(RELEVO_YES="1"), "wrong checksum")

    def test_an_older_jdk_is_refused(self):
        self.offer(version="25.0.2")
        self.assert_refused(self.need_jdk(RELEVO_YES="1"), "no JDK 25.0.3 or later is in")

    def test_a_missing_archive_is_told(self):
        self.assert_refused(self.need_jdk(RELEVO_YES="1", RELEVO_JDK_SHA256="0" * 64), f"cannot fetch {self.url}")

    def test_without_a_terminal_nothing_is_fetched_unasked(self):
        self.offer()
        self.assert_refused(self.need_jdk(), "RELEVO_YES=1")

    def test_on_a_terminal_it_asks(self):
        self.offer()
        for answer, code in [(b"n\n", 1), (b"\n", 1), (b"y\n", 0)]:
            with self.subTest(answer=answer):
                self.assertEqual(code, self.on_terminal(answer))

    def on_terminal(self, answer):
        """Answers on a terminal of its own; the exit code."""
        child, terminal = pty.fork()
        if child == 0:
            os.execve(shutil.which("sh"), ["sh", "-euc", NEED_JDK], self.environment)
        os.write(terminal, answer)
        try:
            while os.read(terminal, 1024):
                pass
        except OSError:  # how a terminal says that its other side is closed
            pass
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def test_every_version_is_compared_as_numbers(self):
        self.offer()
        for version, suits in [
            ("25.0.3", True), ("25.0.10", True), ("25.1", True), ("26", True), ("26-ea", True), ("25.0.3.1", True),
            ("25", False), ("25.0.2", False), ("17.0.15", False), ("1.8.0_402", False), ("", False),
        ]:  # fmt: skip
            with self.subTest(version=version):
                (self.folder / "jdk-25.0.9+1/release").write_text(f'A="b"\nJAVA_VERSION="{version}"\n')
                script = f'here={ROOT}; . "$here/bin/jdk.sh"; suits {self.folder}/jdk-25.0.9+1'
                code = subprocess.run(["sh", "-uc", script], env=self.environment, timeout=60).returncode
                self.assertEqual(suits, code == 0)


if __name__ == "__main__":
    unittest.main()
