from openai import OpenAI

import scripts
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
