"""Relevo behind nginx: with the site of deploy/nginx.conf, and with nothing but a proxy_pass."""

import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from relevo_process import ROOT, RelevoProcess, chat_request

# Relevo speaks HTTP/1.0 to it, and it buffers.
PLAIN_SITE = "server { listen 80; location / { proxy_pass http://127.0.0.1:3000; } }"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(shutil.which("nginx"), "there is no nginx")
class NginxTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.folder.chmod(0o755)
        (cls.folder / "config.yaml").write_text("models: {auto: [groq]}\n")
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(pathlib.Path.home()), "RELEVO_API_KEYS": "a-key-of-16-signs"}
        cls.relevo = RelevoProcess([ROOT / "relevo", "--port", "0"], cwd=cls.folder, env=environment)
        cls.addClassCleanup(cls.relevo.stop)
        cls.relevo_port = cls.relevo.url.rpartition(":")[2]

    def start_nginx(self, site):
        """Starts it in front; its port."""
        port = free_port()
        site = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", site).replace("127.0.0.1:3000", f"127.0.0.1:{self.relevo_port}")
        file = self.folder / "nginx.conf"
        places = "".join(f"{kind}_temp_path {self.folder};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        file.write_text(
            f"daemon off; error_log stderr; pid {self.folder}/nginx.pid; events {{}}\n"
            f"http {{ access_log off; {places}\n{site}\n}}\n"
        )
        nginx = subprocess.Popen(["nginx", "-c", file, "-p", self.folder], stderr=subprocess.DEVNULL)
        self.addCleanup(nginx.wait, 60)
        self.addCleanup(nginx.terminate)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return port
            except OSError:
                self.assertLess(time.monotonic(), deadline, "nginx does not serve")
                time.sleep(0.05)

    def chat(self, port, stream):
        request = chat_request(f"http://127.0.0.1:{port}", stream, {"Authorization": "Bearer a-key-of-16-signs"})
        return urllib.request.urlopen(request, timeout=60)

    def test_a_stream_arrives_piece_by_piece(self):
        port = self.start_nginx((ROOT / "deploy/nginx.conf").read_text())
        with self.chat(port, stream=True) as answer:
            first = answer.readline()
            came = time.monotonic()
            rest = answer.read()
        self.assertTrue(first.startswith(b"data: {"), first)
        self.assertTrue(rest.endswith(b"data: [DONE]\n\n"), rest[-100:])
        self.assertGreater(time.monotonic() - came, 0.5, "the demo speaks for longer than that")

    def test_its_defaults_do_too(self):
        port = self.start_nginx(PLAIN_SITE)
        with self.chat(port, stream=False) as answer:
            self.assertIn(b"hello?", answer.read())
        with self.chat(port, stream=True) as answer:
            self.assertTrue(answer.read().endswith(b"data: [DONE]\n\n"))


if __name__ == "__main__":
    unittest.main()
