import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from blocks import Block, blocks
from relevo import ROOT, Relevo

FILES = [ROOT / "README.md", ROOT / "README.es.md"]
BLOCKS = [block for file in FILES if file.exists() for block in blocks(file)]
NODE = ROOT / "target/clients/node"
SECONDS = 20
SHELL = """set -euo pipefail
curl() { command curl --fail-with-body --silent --show-error "$@"; }
"""


def of(language: str, mentioning: str = "") -> list[Block]:
    return [block for block in BLOCKS if block.language == language and mentioning in block.code]


def shown(blocks: list[Block]):
    return pytest.mark.parametrize("block", blocks, ids=str)


@pytest.fixture(scope="module")
def relevo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    """As it is shipped, without any key: the demo answers."""
    config = tmp_path_factory.mktemp("shipped") / "config.yaml"
    shutil.copy(ROOT / "config.yaml", config)
    started = Relevo(config)
    yield started
    started.stop()


@shown(of("sh", mentioning="curl"))
def test_a_curl_is_answered(relevo: Relevo, block: Block) -> None:
    assert said(relevo, block, "bash", "-c", SHELL + at(relevo, block))


@shown(of("python"))
def test_a_python_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    assert said(relevo, block, sys.executable, "-c", at(relevo, block))


@shown(of("js"))
def test_a_javascript_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    snippet = NODE / f"{block}.mjs"
    snippet.write_text(at(relevo, block), encoding="utf-8")
    assert said(relevo, block, "node", str(snippet))


def at(relevo: Relevo, block: Block) -> str:
    return block.code.replace("http://127.0.0.1:3000", relevo.url)


def said(relevo: Relevo, block: Block, *command: str) -> str:
    """What the command prints, which must have succeeded."""
    environment = {**os.environ, "RELEVO_KEY": "any"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert run.returncode == 0, f"{block} exits with {run.returncode}:\n{run.stdout}{run.stderr}"
    return run.stdout.strip()
