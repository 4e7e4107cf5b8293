import pytest
from openai import InternalServerError, OpenAI

import scripts
from chats import hello, texts
from conftest import Lane
from upstream import Script

FAULTS: dict[str, Script] = {
    "500": scripts.error(500, "internal"),
    "429": scripts.error(429, "Slow down.", {"retry-after": "30"}),
    "401": scripts.error(401, "Incorrect API key provided.", code="invalid_api_key"),
    "404": scripts.error(404, "No such model.", code="model_not_found"),
    "reset": scripts.reset,
    "error in 200": lambda exchange: exchange.json(200, {"error": {"message": "Provider returned error", "code": 502}}),
}

STREAM_FAULTS: dict[str, Script] = {
    **FAULTS,
    "error event": scripts.stream({"error": {"message": "failed", "code": 500}}),
    "death after the role": scripts.cut_by_fin(scripts.ROLE),
    "an answer that says nothing": scripts.cut_by_fin(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_plain_answer_comes_from_the_next_target(client: OpenAI, lane: Lane, fault: Script) -> None:
    lane.first.will(fault)
    lane.second.will(scripts.chat("Hi", model="other-model"))
    answer = client.chat.completions.with_raw_response.create(model=lane.two, messages=hello())
    assert answer.parse().choices[0].message.content == "Hi"
    assert answer.headers["x-relevo-attempts"] == "2"
    assert lane.second.request.json == {"model": "other-model", "messages": hello()}


@pytest.mark.parametrize("fault", STREAM_FAULTS.values(), ids=STREAM_FAULTS.keys())
def test_a_stream_comes_from_the_next_target_alone(client: OpenAI, lane: Lane, fault: Script) -> None:
    lane.first.will(fault)
    lane.second.will(scripts.stream_of("Hel", "lo"))
    chunks = list(client.chat.completions.create(model=lane.two, messages=hello(), stream=True))
    assert texts(chunks) == "Hello"
    assert [chunk.choices[0].delta.role for chunk in chunks].count("assistant") == 1
    assert len(lane.second.requests) == 1


def test_every_reason_is_told_when_all_fail(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(500, "one is broken"))
    lane.second.will(scripts.error(500, "two is broken"))
    with pytest.raises(InternalServerError) as raised:
        client.chat.completions.create(model=lane.two, messages=hello())
    assert raised.value.status_code == 500
    assert "first-" in raised.value.message and "second-" in raised.value.message
