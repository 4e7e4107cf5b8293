from pathlib import Path

import pytest
import yaml

from relevo import ROOT
from test_readme import READMES

PRESETS = yaml.safe_load((ROOT / "src/main/resources/dev/relevo/config/presets.yaml").read_text(encoding="utf-8"))
GENERIC = "generic"


@pytest.mark.parametrize("file", READMES, ids=lambda file: file.name)
def test_the_table_of_providers_has_every_preset(file: Path) -> None:
    """Each row: what it is called, its name, the variables of its key, where to get one, its default model."""
    told = {row[1].strip("`"): row for row in _rows(file) if len(row) == 5 and row[1].startswith("`")}
    assert list(told) == [name for name in PRESETS if name != GENERIC]
    for name, (display_name, _, keys, page, model) in told.items():
        preset = PRESETS[name]
        assert display_name == preset["display-name"]
        assert [key for key in keys.split("`") if key.isupper()] == preset.get("key-variables", []), name
        assert page.strip("<>") == preset.get("key-page", ""), name
        assert preset.get("model") is None or model == f"`{preset['model']}`", name


def _rows(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
