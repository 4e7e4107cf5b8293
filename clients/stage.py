"""Runs a command beside a Relevo in front of the scripted upstream: stage.py LANE[,LANE...] COMMAND...

The command finds their addresses in RELEVO_URL and UPSTREAM_URL; its exit code is ours."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import scenarios
from relevo import Relevo
from upstream import Upstream


def main(lanes: str, *command: str) -> int:
    upstream = Upstream()
    places = scenarios.stage(upstream, lanes.split(","))
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text("\n".join(scenarios.config(places)), encoding="utf-8")
        relevo = Relevo(config)
        try:
            addresses = {"RELEVO_URL": relevo.base_url, "UPSTREAM_URL": f"http://127.0.0.1:{upstream.port}"}
            return subprocess.call(command, env={**os.environ, **addresses})
        finally:
            relevo.stop()
            upstream.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
