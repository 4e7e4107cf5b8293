from openai import OpenAI
from pydantic import BaseModel

import scripts
from chats import hello
from conftest import Lane


class Forecast(BaseModel):
    city: str
    rain: bool


ZURICH = Forecast(city="Zürich", rain=True)


def test_json_mode_reaches_the_provider(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat(ZURICH.model_dump_json()))
    mode = {"type": "json_object"}
    answer = client.chat.completions.create(model=lane.one, messages=hello(), response_format=mode)
    assert Forecast.model_validate_json(answer.choices[0].message.content) == ZURICH
    assert lane.first.request.json["response_format"] == mode


def test_an_answer_that_follows_a_schema_is_parsed_by_the_sdk(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.chat(ZURICH.model_dump_json()))
    answer = client.chat.completions.parse(model=lane.one, messages=hello(), response_format=Forecast)
    assert answer.choices[0].message.parsed == ZURICH
    assert lane.first.request.json["response_format"]["type"] == "json_schema"


def test_a_streamed_answer_that_follows_a_schema_is_parsed_by_the_sdk(client: OpenAI, lane: Lane) -> None:
    said = ZURICH.model_dump_json()
    lane.first.will(scripts.stream_of(said[:10], said[10:]))
    with client.chat.completions.stream(model=lane.one, messages=hello(), response_format=Forecast) as stream:
        assert stream.get_final_completion().choices[0].message.parsed == ZURICH
