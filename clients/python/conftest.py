import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from openai import OpenAI

from relevo import Relevo
from upstream import Place, Upstream

LANES = 160
"""More than there are tests: what one test makes a provider suffer, no other meets."""

MODELS = ["meta-llama/llama-3.3-70b:free", "gpt-4.1"]


@dataclass(frozen=True)
class Lane:
    """Two providers of one test's own, and the aliases over them."""

    one: str
    """The alias of the first alone."""
    two: str
    """The alias of the first, then the second."""
    first: Place
    second: Place


@pytest.fixture(scope="session")
def upstream() -> Iterator[Upstream]:
    started = Upstream()
    yield started
    started.close()


@pytest.fixture(scope="session")
def lanes(upstream: Upstream) -> list[Lane]:
    return [
        Lane(f"one-{i}", f"two-{i}", upstream.place(f"first-{i}"), upstream.place(f"second-{i}")) for i in range(LANES)
    ]


@pytest.fixture(scope="session")
def relevo(lanes: list[Lane], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    config = tmp_path_factory.mktemp("relevo") / "config.yaml"
    config.write_text("\n".join(_config(lanes)), encoding="utf-8")
    started = Relevo(config)
    yield started
    started.stop()


def _config(lanes: list[Lane]) -> Iterator[str]:
    yield "providers:"
    for i, lane in enumerate(lanes):
        yield f"  first-{i}: {{base-url: {lane.first.base_url}, api-key: key-first-{i}}}"
        yield f"  second-{i}: {{base-url: {lane.second.base_url}, api-key: key-second-{i}}}"
    yield f"  dead: {{base-url: http://127.0.0.1:{_closed_port()}/v1, api-key: key-dead}}"
    yield "models:"
    for i in range(len(lanes)):
        yield f"  one-{i}: {{targets: [first-{i}/upstream-model], same-target-retries: 0}}"
        yield f"  two-{i}: {{strategy: priority, targets: [first-{i}/upstream-model, second-{i}/other-model]}}"
    yield "  dead: {targets: [dead/upstream-model]}"
    for model in MODELS:
        yield f"  {model}: {{targets: [first-0/{model}]}}"


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def unused_lanes(lanes: list[Lane]) -> Iterator[Lane]:
    return iter(lanes)


@pytest.fixture
def lane(unused_lanes: Iterator[Lane]) -> Lane:
    return next(unused_lanes)


@pytest.fixture(scope="session")
def client(relevo: Relevo) -> Iterator[OpenAI]:
    """The SDK without retries of its own."""
    with OpenAI(base_url=relevo.base_url, api_key="client-key", max_retries=0, timeout=10) as opened:
        yield opened
