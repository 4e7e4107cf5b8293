"""./relevo restart: a short run of bench/restarts, over HTTP and over HTTPS."""

import shutil
import subprocess
import unittest

from relevo_process import PATIENCE_SECONDS, ROOT


class RestartTest(unittest.TestCase):
    def test_no_request_is_lost(self):
        self.assert_nothing_is_lost()

    @unittest.skipUnless(shutil.which("openssl"), "there is no openssl")
    def test_no_request_is_lost_over_tls(self):
        self.assert_nothing_is_lost("--tls")

    def assert_nothing_is_lost(self, *options):
        command = [ROOT / "bench/restarts", "--requests", "300", "--restarts", "3", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        self.assertRegex(done.stdout, r"\d+ requests, 3 restarts, 0 lost\n$", done.stderr)
        self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
