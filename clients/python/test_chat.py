from openai import OpenAI

import scripts
from chats import hello
from conftest import Lane


def test_a_chat_is_answered(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi there"))
    answer = client.chat.completions.create(model=lane.one, messages=hello())
    assert answer.choices[0].message.content == "Hi there"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model == "upstream-model"
    assert answer.usage.total_tokens == 12


def test_the_provider_gets_the_request_with_its_own_model_and_key(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi"))
    client.chat.completions.create(model=lane.one, messages=hello(), seed=7, extra_body={"unknown": {"a": [1.0, "é"]}})
    request = lane.first.request
    assert request.path == lane.first.path + "/chat/completions"
    assert request.json == {
        "model": "upstream-model",
        "messages": hello(),
        "seed": 7,
        "unknown": {"a": [1.0, "é"]},
    }
    assert request.headers["authorization"].startswith("Bearer key-first-")


def test_nothing_of_the_client_goes_upstream_in_headers(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi"))
    client.chat.completions.create(model=lane.one, messages=hello(), extra_headers={"cookie": "a=b", "x-secret": "c"})
    sent = lane.first.request.headers
    assert "client-key" not in str(sent)
    assert not [name for name in sent if name.startswith("x-stainless") or name in ("cookie", "x-secret")]


def test_unicode_survives_both_ways(client: OpenAI, lane: Lane) -> None:
    said = "Grüße 日本 🌦️ \u0000\u2028 \"quoted\" \\"
    lane.first.will(scripts.chat(said))
    answer = client.chat.completions.create(model=lane.one, messages=hello(said))
    assert answer.choices[0].message.content == said
    assert lane.first.request.json["messages"] == hello(said)


def test_headers_tell_where_the_answer_came_from(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi"))
    answer = client.chat.completions.with_raw_response.create(model=lane.one, messages=hello())
    assert answer.headers["x-relevo-alias"] == lane.one
    assert answer.headers["x-relevo-model"] == "upstream-model"
    assert answer.headers["x-relevo-attempts"] == "1"
    assert answer.headers["x-relevo-trail"].endswith("=ok")
    assert answer.headers["x-request-id"] == answer.parse()._request_id


def test_a_connection_is_used_again(client: OpenAI, lane: Lane) -> None:
    lane.first.will(*(scripts.chat(str(i)) for i in range(20)))
    answers = [client.chat.completions.create(model=lane.one, messages=hello()) for _ in range(20)]
    assert [answer.choices[0].message.content for answer in answers] == [str(i) for i in range(20)]
