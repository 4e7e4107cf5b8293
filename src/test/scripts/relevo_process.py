"""A Relevo under test: started by a command, asked over HTTP, stopped in order."""

import json
import pathlib
import re
import shutil
import subprocess
import threading
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 300


def copy_sources(names, folder):
    """Copies these files and folders of the project to the same places in another."""
    for name in names:
        source, copy = ROOT / name, folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy2(source, copy)


def chat_request(url, stream, headers):
    body = {"model": "auto", "stream": stream, "messages": [{"role": "user", "content": "hello?"}]}
    return urllib.request.Request(url + "/v1/chat/completions", json.dumps(body).encode(), headers)


class RelevoProcess:
    def __init__(self, command, **options):
        self.lines = []
        self._url = None
        self._told = threading.Event()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(r" at (http://127\.0\.0\.1:\d+)", line):
                self._url = found.group(1)
                self._told.set()
        self._told.set()

    @property
    def output(self):
        return "".join(self.lines)

    @property
    def url(self):
        """Waits until it serves."""
        assert self._told.wait(PATIENCE_SECONDS) and self._url, self.output
        return self._url

    def get(self, path, **headers):
        with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=30) as answer:
            return answer.read().decode()

    def chat(self, stream=False, **headers):
        with urllib.request.urlopen(chat_request(self.url, stream, headers), timeout=30) as answer:
            return answer.read().decode()

    def stop(self):
        """SIGTERM; the exit code."""
        self.process.terminate()
        code = self.process.wait(60)
        self._reader.join(60)
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(60)
        self._reader.join(60)
        self.process.stdout.close()
