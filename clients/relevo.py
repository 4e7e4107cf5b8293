"""Relevo as a process of its own."""

import os
import queue
import re
import shlex
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = shlex.split(os.environ.get("RELEVO", str(ROOT / "relevo")))
FIRST_BUILD_SECONDS = 300
URL = re.compile(r"http://127\.0\.0\.1:\d+")


class Relevo:
    """Started on a free port in the folder of that configuration, where it keeps its state; ready when it prints its URL."""

    def __init__(self, config: Path):
        self.config = config
        self._process = subprocess.Popen(
            [*COMMAND, "--config", str(config), "--port", "0"],
            cwd=config.parent,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.output: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self._await_url()

    @property
    def base_url(self) -> str:
        return self.url + "/v1"

    def stop(self) -> int:
        """Asks it to end and gives its exit code."""
        self._process.terminate()
        try:
            return self._process.wait(timeout=40)
        finally:
            self._process.kill()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.output.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _await_url(self) -> str:
        try:
            while line := self._lines.get(timeout=FIRST_BUILD_SECONDS):
                if found := URL.search(line):
                    return found.group()
        except queue.Empty:
            self._process.kill()
        raise RuntimeError("Relevo printed no URL:\n" + "".join(self.output))


def _environment() -> dict[str, str]:
    """Ours, without what would change the configuration."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOST", "PORT") and not name.endswith("_API_KEY")
    }
