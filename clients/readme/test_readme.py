import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from blocks import Block, blocks
from relevo import COMMAND, ROOT, Relevo

FILES = [ROOT / "README.md", ROOT / "README.es.md"]
BLOCKS = [block for file in FILES if file.exists() for block in blocks(file)]
NODE = ROOT / "target/clients/node"
SECONDS = 20
SANE = re.compile("demo|auto")
"""Each answer says that it comes from the demo, or lists the alias."""
VARIABLES = {name: "some-key-of-some-length" for name in ("RELEVO_KEY", "TEAM_A_KEY", "TEAM_B_KEY", "MY_KEY")}
STRICT_FETCH = """data:text/javascript,
const lax = fetch;
globalThis.fetch = async (...asked) => {
  const answer = await lax(...asked);
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
};
"""
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
    assert SANE.search(said(block, "bash", "-c", SHELL + at(relevo, block)))


@shown(of("python"))
def test_a_python_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    assert SANE.search(said(block, sys.executable, "-c", at(relevo, block)))


@shown(of("js"))
def test_a_javascript_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    snippet = NODE / f"{block}.mjs"
    snippet.write_text(at(relevo, block), encoding="utf-8")
    assert SANE.search(said(block, "node", "--import", STRICT_FETCH, str(snippet)))


@shown(of("yaml"))
def test_a_configuration_is_free_of_mistakes(tmp_path: Path, block: Block) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(block.code if "models:" in block.code else block.code + "models: {auto: [groq]}\n", encoding="utf-8")
    assert "fine" in said(block, *COMMAND, "check", str(file))


def at(relevo: Relevo, block: Block) -> str:
    return block.code.replace("http://127.0.0.1:3000", relevo.url)


def said(block: Block, *command: str) -> str:
    """What the command prints, which must have succeeded."""
    environment = {**os.environ, **VARIABLES}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert run.returncode == 0, f"{block} exits with {run.returncode}:\n{run.stdout}{run.stderr}"
    return run.stdout
