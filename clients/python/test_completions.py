import pytest
from openai import APIError, OpenAI

import scripts
from conftest import Lane


def test_an_older_completion_is_answered(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.text_completion("Hello"))
    answer = client.completions.create(model=lane.one, prompt="Say hello")
    assert answer.choices[0].text == "Hello"
    assert answer.usage.total_tokens == 12
    request = lane.first.request
    assert request.path == lane.first.path + "/completions"
    assert request.json == {"model": "upstream-model", "prompt": "Say hello"}


def test_an_older_completion_is_streamed(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.text_completion("Hello"))
    chunks = list(client.completions.create(model=lane.one, prompt="Say hello", stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == "Hello"
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_an_older_completions_cut_stream_raises(client: OpenAI, lane: Lane) -> None:
    said = {"id": "cmpl-up", "object": "text_completion", "created": 1700000000, "model": "upstream-model"}
    lane.first.will(scripts.cut_by_fin({**said, "choices": [{"index": 0, "text": "Hel", "finish_reason": None}]}))
    with pytest.raises(APIError):
        list(client.completions.create(model=lane.one, prompt="Say hello", stream=True))
