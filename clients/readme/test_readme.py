import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from blocks import Block, blocks
from relevo import COMMAND, ROOT, Relevo

READMES = [ROOT / "README.md", ROOT / "README.es.md"]
PAGES = [*READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCKS = [block for file in PAGES for block in blocks(file)]
NODE = ROOT / "target/clients/node"
SECONDS = 60
SANE = re.compile("demo|auto")
"""Each answer says that it comes from the demo, or lists the alias."""
VARIABLES = {
    name: f"a-value-of-{name}" for name in ("RELEVO_KEY", "TEAM_A_KEY", "TEAM_B_KEY", "MY_KEY", "ACME_API_KEY")
}
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
relevo() { $RELEVO "$@" --config "$CONFIG" --port "$PORT"; }
"""


def shown_in(language: str):
    blocks = [block for block in BLOCKS if block.language == language]
    return pytest.mark.parametrize("block", blocks, ids=str)


@pytest.fixture(scope="module")
def relevo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    """As it is shipped, without any key: the demo answers."""
    config = tmp_path_factory.mktemp("shipped") / "config.yaml"
    started = Relevo(shutil.copy(ROOT / "config.yaml", config))
    yield started
    started.stop()


@pytest.fixture
def relevo_apart(tmp_path: Path) -> Iterator[Relevo]:
    """From the first access key that is created on, every request needs one."""
    started = Relevo(shutil.copy(ROOT / "config.yaml", tmp_path / "config.yaml"))
    yield started
    started.stop()


@shown_in("sh")
def test_a_command_prints_an_answer(request: pytest.FixtureRequest, block: Block) -> None:
    relevo: Relevo = request.getfixturevalue("relevo_apart" if "key create" in block.code else "relevo")
    commands = at(relevo, block).replace("./relevo", "relevo")
    assert SANE.search(said(relevo, block, "bash", "-c", SHELL + commands))


@shown_in("python")
def test_a_python_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    assert SANE.search(said(relevo, block, sys.executable, "-c", at(relevo, block)))


@shown_in("js")
def test_a_javascript_snippet_prints_an_answer(relevo: Relevo, block: Block) -> None:
    snippet = NODE / f"{block}.mjs"
    snippet.write_text(at(relevo, block), encoding="utf-8")
    assert SANE.search(said(relevo, block, "node", "--import", STRICT_FETCH, str(snippet)))


@shown_in("yaml")
def test_a_configuration_is_free_of_mistakes(relevo: Relevo, tmp_path: Path, block: Block) -> None:
    file = tmp_path / "config.yaml"
    rest = "" if "models:" in block.code else "models: {auto: [groq]}\n"
    file.write_text(block.code + rest, encoding="utf-8")
    assert "fine" in said(relevo, block, *COMMAND, "check", str(file))


def at(relevo: Relevo, block: Block) -> str:
    return block.code.replace("http://127.0.0.1:3000", relevo.url)


def said(relevo: Relevo, block: Block, *command: str) -> str:
    """What the command prints, which must have succeeded."""
    told = {"RELEVO": shlex.join(COMMAND), "CONFIG": str(relevo.config), "PORT": relevo.url.split(":")[-1]}
    environment = {**os.environ, **VARIABLES, **told}
    run = subprocess.run(command, cwd=relevo.config.parent, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert run.returncode == 0, f"{block} exits with {run.returncode}:\n{run.stdout}{run.stderr}"
    return run.stdout
