import json

from openai import OpenAI

import scripts
from chats import hello
from conftest import Lane

WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def test_a_tool_is_called(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.tool_call("weather", {"city": "Zürich"}))
    answer = client.chat.completions.create(model=lane.one, messages=hello(), tools=[WEATHER], tool_choice="auto")
    (call,) = answer.choices[0].message.tool_calls
    assert answer.choices[0].finish_reason == "tool_calls"
    assert (call.id, call.function.name) == ("call_1", "weather")
    assert json.loads(call.function.arguments) == {"city": "Zürich"}
    assert lane.first.request.json["tools"] == [WEATHER]


def test_a_tools_result_is_handed_on(client: OpenAI, lane: Lane) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Zürich"}'}}
    messages = [
        *hello(),
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
    ]
    lane.first.will(scripts.chat("It rains."))
    answer = client.chat.completions.create(model=lane.one, messages=messages, tools=[WEATHER])
    assert answer.choices[0].message.content == "It rains."
    assert lane.first.request.json["messages"] == messages


def test_streamed_tool_calls_are_put_together_by_the_sdk(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.streamed_tool_calls)
    with client.chat.completions.stream(model=lane.one, messages=hello(), tools=[WEATHER]) as stream:
        choice = stream.get_final_completion().choices[0]
    assert choice.finish_reason == "tool_calls"
    assert [call.id for call in choice.message.tool_calls] == ["call_a", "call_b"]
    assert [json.loads(call.function.arguments)["city"] for call in choice.message.tool_calls] == ["Zürich", "Tōkyō"]
