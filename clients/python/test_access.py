from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai import OpenAI

import scripts
from chats import hello
from relevo import Relevo
from upstream import Place, Upstream


@pytest.fixture(scope="module")
def provider(upstream: Upstream) -> Place:
    return upstream.place("guarded")


@pytest.fixture(scope="module")
def guarded(provider: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relevo]:
    config = tmp_path_factory.mktemp("guarded") / "config.yaml"
    config.write_text(
        f"""
server:
  api-keys: [right-key, {{name: team, key: other-key}}, {{name: small, key: small-key, limits: {{requests-per-day: 1}}}}]
providers: {{guarded: {{base-url: {provider.base_url}, api-key: provider-key}}}}
models: {{auto: {{targets: [guarded/upstream-model]}}}}
""",
        encoding="utf-8",
    )
    started = Relevo(config)
    yield started
    started.stop()


def opened(relevo: Relevo, key: str) -> OpenAI:
    return OpenAI(base_url=relevo.base_url, api_key=key, max_retries=2, timeout=10)


@pytest.mark.parametrize("key", ["right-key", "other-key"])
def test_every_access_key_is_served(guarded: Relevo, provider: Place, key: str) -> None:
    provider.will(scripts.chat("Hi"))
    with opened(guarded, key) as client:
        assert client.chat.completions.create(model="auto", messages=hello()).choices[0].message.content == "Hi"
        assert [model.id for model in client.models.list()] == ["auto", "guarded/upstream-model"]
    assert provider.requests[-1].headers["authorization"] == "Bearer provider-key"


def test_a_wrong_access_key_raises_at_once_and_costs_nothing(guarded: Relevo, provider: Place) -> None:
    before = len(provider.requests)
    with opened(guarded, "wrong-key") as client, pytest.raises(openai.AuthenticationError) as raised:
        client.chat.completions.create(model="auto", messages=hello())
    assert raised.value.code == "invalid_api_key"
    assert "wrong-key" not in raised.value.message
    assert raised.value.response.request.headers["x-stainless-retry-count"] == "0"
    assert len(provider.requests) == before


def test_a_spent_limit_of_a_key_raises_at_once_and_is_named(guarded: Relevo, provider: Place) -> None:
    provider.will(scripts.chat("Hi"))
    with opened(guarded, "small-key") as client:
        first = client.chat.completions.with_raw_response.create(model="auto", messages=hello())
        assert first.headers["x-ratelimit-limit-requests"] == "1"
        assert first.headers["x-ratelimit-remaining-requests"] == "0"
        with pytest.raises(openai.RateLimitError, match="The access key 'small' .* requests-per-day: 1") as raised:
            client.chat.completions.create(model="auto", messages=hello())
    assert raised.value.code == "rate_limit_exceeded"
    assert raised.value.response.request.headers["x-stainless-retry-count"] == "0"
