import openai
import pytest
from openai import OpenAI

import scripts
from chats import hello
from conftest import MODELS, Lane
from relevo import Relevo


def test_the_list_holds_every_alias_and_then_every_target(client: OpenAI, lanes: list[Lane]) -> None:
    aliases = [alias for lane in lanes for alias in (lane.one, lane.two)] + ["dead"] + MODELS
    ids = [model.id for model in client.models.list()]
    assert ids[: len(aliases)] == aliases
    targets = ids[len(aliases) :]
    assert targets[:2] == ["first-0/upstream-model", "second-0/other-model"]
    assert "dead/upstream-model" in targets


def test_a_target_can_be_asked_for_by_its_name(client: OpenAI, lane: Lane) -> None:
    lane.second.will(scripts.chat("Hi", model="any"))
    provider = lane.second.path.split("/")[1]
    answer = client.chat.completions.create(model=f"{provider}/any/of:its", messages=hello())
    assert answer.choices[0].message.content == "Hi"
    assert lane.second.request.json["model"] == "any/of:its"


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
