import openai
import pytest
from openai import OpenAI

import scripts
from chats import hello
from conftest import MODELS, Lane
from relevo import Relevo


def test_the_list_holds_every_alias(client: OpenAI, lanes: list[Lane]) -> None:
    ids = [model.id for model in client.models.list()]
    assert ids == [alias for lane in lanes for alias in (lane.one, lane.two)] + ["dead"] + MODELS


@pytest.mark.parametrize("model", MODELS)
def test_a_model_with_dots_slashes_and_colons_is_found(client: OpenAI, model: str) -> None:
    assert client.models.retrieve(model).id == model


def test_a_model_that_is_no_alias_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("nobody/has:this")
    assert raised.value.code == "model_not_found"


def test_a_base_url_without_v1_serves_as_well(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi"))
    with OpenAI(base_url=relevo.url, api_key="client-key", max_retries=0) as client:
        assert client.models.retrieve(lane.one).id == lane.one
        answer = client.chat.completions.create(model=lane.one, messages=hello())
    assert answer.choices[0].message.content == "Hi"
