import openai
import pytest
from openai import OpenAI

import scripts
from chats import hello
from conftest import Lane


def test_embeddings_come_in_base64_and_are_decoded_by_the_sdk(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.embeddings)
    answer = client.embeddings.create(model=lane.one, input=["a", "four"])
    assert [each.embedding for each in answer.data] == [scripts.vector("a"), scripts.vector("four")]
    assert answer.usage.total_tokens == 4
    request = lane.first.request
    assert request.path == lane.first.path + "/embeddings"
    assert request.json == {"model": "upstream-model", "input": ["a", "four"], "encoding_format": "base64"}


def test_embeddings_come_as_numbers_if_asked_for(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.embeddings)
    answer = client.embeddings.create(model=lane.one, input="abc", encoding_format="float")
    assert answer.data[0].embedding == scripts.vector("abc")


def test_embeddings_come_from_the_next_target(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(500, "internal"))
    lane.second.will(scripts.embeddings)
    answer = client.embeddings.create(model=lane.two, input="abc")
    assert answer.data[0].embedding == scripts.vector("abc")


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_provider_without_embeddings_is_passed_over_and_still_chats(
    client: OpenAI, lane: Lane, status: int
) -> None:
    lane.first.will(*[scripts.error(status, "Not here")] * 6, scripts.chat("Hi"))
    lane.second.will(*[scripts.embeddings] * 6)
    for _ in range(6):
        assert client.embeddings.create(model=lane.two, input="abc").data[0].embedding == scripts.vector("abc")
    assert client.chat.completions.create(model=lane.two, messages=hello()).choices[0].message.content == "Hi"


def test_embeddings_that_nobody_has_are_not_found(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(404, "Not here"))
    with pytest.raises(openai.NotFoundError, match="Not here"):
        client.embeddings.create(model=lane.one, input="abc")
