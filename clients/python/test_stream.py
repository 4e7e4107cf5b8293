import threading

import pytest
from openai import APIError, APIStatusError, APITimeoutError, OpenAI

import scripts
from chats import hello, texts
from conftest import Lane
from upstream import Exchange


def test_a_stream_arrives_whole_and_in_order(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.stream_of("Hel", "lo ", "wörld 🌍"))
    chunks = list(client.chat.completions.create(model=lane.one, messages=hello(), stream=True))
    assert texts(chunks) == "Hello wörld 🌍"
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert {chunk.id for chunk in chunks} == {"chatcmpl-up"}
    assert lane.first.request.json["stream"] is True


def test_events_arrive_as_they_are_sent(client: OpenAI, lane: Lane) -> None:
    arrived = threading.Event()

    def waits_for_the_client(exchange: Exchange) -> None:
        exchange.start_stream()
        exchange.event(scripts.ROLE)
        exchange.event(scripts.text("first"))
        if arrived.wait(timeout=5):
            exchange.event(scripts.text(" second"))
        exchange.event(scripts.STOP)
        exchange.event("[DONE]")
        exchange.end_stream()

    lane.first.will(waits_for_the_client)
    said = ""
    for chunk in client.chat.completions.create(model=lane.one, messages=hello(), stream=True):
        said += chunk.choices[0].delta.content or ""
        if said:
            arrived.set()
    assert said == "first second"


def test_usage_is_told_when_asked_for(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.stream_of("Hi"))
    options = {"include_usage": True}
    chunks = list(client.chat.completions.create(model=lane.one, messages=hello(), stream=True, stream_options=options))
    assert chunks[-1].choices == []
    assert chunks[-1].usage.total_tokens == 12


def test_usage_is_not_told_unasked(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.stream_of("Hi"))
    chunks = list(client.chat.completions.create(model=lane.one, messages=hello(), stream=True))
    assert [chunk for chunk in chunks if chunk.usage or not chunk.choices] == []


def test_an_emoji_split_between_events_can_be_joined(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.stream_of("\ud83d", "\ude00"))
    chunks = list(client.chat.completions.create(model=lane.one, messages=hello(), stream=True))
    assert texts(chunks).encode("utf-16", "surrogatepass").decode("utf-16") == "😀"


@pytest.mark.parametrize("cut", [scripts.cut_by_fin, scripts.cut_by_reset])
def test_a_cut_stream_raises(client: OpenAI, lane: Lane, cut) -> None:
    lane.first.will(cut(scripts.ROLE, scripts.text("Hel"), scripts.text("lo")))
    said = []
    with pytest.raises(APIError) as raised:
        for chunk in client.chat.completions.create(model=lane.one, messages=hello(), stream=True):
            said.append(chunk)
    assert texts(said) == "Hello"
    assert raised.value.type == "server_error"
    assert raised.value.message


def test_a_stream_that_only_lacks_its_end_mark_is_complete(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.cut_by_fin(scripts.ROLE, scripts.text("Hello"), scripts.STOP))
    chunks = list(client.chat.completions.create(model=lane.one, messages=hello(), stream=True))
    assert texts(chunks) == "Hello"


def test_an_error_before_the_first_content_has_its_own_status(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.stream({"error": {"message": "Provider returned error", "code": 502}}))
    with pytest.raises(APIStatusError) as raised:
        client.chat.completions.create(model=lane.one, messages=hello(), stream=True)
    assert raised.value.status_code >= 500


def test_leaving_a_stream_closes_the_upstream(client: OpenAI, lane: Lane) -> None:
    left = scripts.Leaving(scripts.ROLE, scripts.text("Hello"))
    lane.first.will(left)
    with client.chat.completions.create(model=lane.one, messages=hello(), stream=True) as stream:
        next(iter(stream))
    assert left.seen()


def test_leaving_a_plain_request_closes_the_upstream(client: OpenAI, lane: Lane) -> None:
    left = scripts.Leaving()
    lane.first.will(left)
    # Or Relevo would answer before this client leaves.
    patient = {"X-Stainless-Timeout": "600", "X-Stainless-Read-Timeout": "600"}
    with pytest.raises(APITimeoutError):
        client.chat.completions.create(model=lane.one, messages=hello(), timeout=0.3, extra_headers=patient)
    assert left.seen()
