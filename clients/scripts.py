"""What a provider says, as scripts for the upstream."""

import base64
import json
import struct
import threading

from upstream import Exchange, Script

CLOSED_SECONDS = 5
"""How long a test waits for the upstream's connection to be closed; the promise is 250 ms, measured elsewhere."""

USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}


def chat(text: str, model: str = "upstream-model") -> Script:
    return completion({"role": "assistant", "content": text, "refusal": None}, "stop", model)


def tool_call(name: str, arguments: dict) -> Script:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return tool_calls({"id": "call_1", "type": "function", "function": function})


def tool_calls(*calls: dict) -> Script:
    message = {"role": "assistant", "content": None, "refusal": None, "tool_calls": list(calls)}
    return completion(message, "tool_calls")


def completion(message: dict, finish_reason: str, model: str = "upstream-model") -> Script:
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    body = {
        "id": "chatcmpl-up",
        "object": "chat.completion",
        "created": 1700000000,
        "model": model,
        "choices": [choice],
        "usage": USAGE,
    }
    return lambda exchange: exchange.json(200, body)


def chunk(delta: dict, finish_reason: str | None = None) -> dict:
    return _chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}])


def _chunk(choices: list) -> dict:
    return {
        "id": "chatcmpl-up",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "upstream-model",
        "choices": choices,
    }


ROLE = chunk({"role": "assistant", "content": ""})
STOP = chunk({}, "stop")


def text(content: str) -> dict:
    return chunk({"content": content})


def tool(**call: object) -> dict:
    return chunk({"tool_calls": [call]})


def stream(*events: object) -> Script:
    """These events, the usage if it was asked for, and the end."""

    def script(exchange: Exchange) -> None:
        exchange.start_stream()
        for event in events:
            exchange.event(event)
        if (exchange.request.json.get("stream_options") or {}).get("include_usage"):
            exchange.event({**_chunk([]), "usage": USAGE})
        exchange.event("[DONE]")
        exchange.end_stream()

    return script


streamed_tool_calls = stream(
    chunk({"role": "assistant", "content": None}),
    tool(index=0, id="call_a", type="function", function={"name": "weather", "arguments": ""}),
    tool(index=0, function={"arguments": '{"city":"Zü'}),
    tool(index=0, function={"arguments": 'rich"}'}),
    tool(index=1, id="call_b", type="function", function={"name": "weather", "arguments": ""}),
    tool(index=1, function={"arguments": '{"city":"Tōkyō"}'}),
    chunk({}, "tool_calls"),
)
"""Asks for the weather in Zürich and in Tōkyō."""


def stream_of(*texts: str) -> Script:
    return stream(ROLE, *(text(each) for each in texts), STOP)


def cut_by_fin(*events: object) -> Script:
    """These events, then the connection ends."""

    def script(exchange: Exchange) -> None:
        exchange.start_stream()
        for event in events:
            exchange.event(event)
        exchange.finish()

    return script


def cut_by_reset(*events: object) -> Script:
    """These events, then the connection is reset once the client has had time to read them."""

    def script(exchange: Exchange) -> None:
        exchange.start_stream()
        for event in events:
            exchange.event(event)
        exchange.client_leaves(within=0.2)
        exchange.reset()

    return script


def reset(exchange: Exchange) -> None:
    exchange.reset()


def vector(text: str) -> list[float]:
    """A text's embedding: its length and two numbers that are exact in 32 bits."""
    return [float(len(text)), 0.5, -0.25]


def embeddings(exchange: Exchange) -> None:
    """A vector for each input, in the encoding asked for."""
    asked = exchange.request.json
    inputs = asked["input"] if isinstance(asked["input"], list) else [asked["input"]]
    data = [
        {"object": "embedding", "index": i, "embedding": _encoded(vector(text), asked.get("encoding_format"))}
        for i, text in enumerate(inputs)
    ]
    usage = {"prompt_tokens": 4, "total_tokens": 4}
    exchange.json(200, {"object": "list", "data": data, "model": asked["model"], "usage": usage})


def _encoded(numbers: list[float], encoding: str | None) -> list[float] | str:
    if encoding != "base64":
        return numbers
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def text_completion(text: str) -> Script:
    """The older format without messages."""

    def event(said: str, finish_reason: str | None) -> dict:
        choice = {"index": 0, "text": said, "logprobs": None, "finish_reason": finish_reason}
        head = {"id": "cmpl-up", "object": "text_completion", "created": 1700000000, "model": "upstream-model"}
        return {**head, "choices": [choice]}

    return either(
        lambda exchange: exchange.json(200, {**event(text, "stop"), "usage": USAGE}),
        stream(event(text, None), event("", "stop")),
    )


def either(plain: Script, streamed: Script) -> Script:
    """One or the other, as the request wants."""
    return lambda exchange: (streamed if exchange.request.json.get("stream") else plain)(exchange)


def error(status: int, message: str, headers: dict[str, str] | None = None, **more: str) -> Script:
    body = {"error": {"message": message, "type": None, "param": None, "code": None, **more}}
    return lambda exchange: exchange.json(status, body, headers)


class Leaving:
    """A script that sends these events, if any, then nothing, and sees whether the client leaves."""

    def __init__(self, *events: object):
        self.asked = threading.Event()
        self._events = events
        self._left = threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        self.asked.set()
        if self._events:
            exchange.start_stream()
        for event in self._events:
            exchange.event(event)
        if exchange.client_leaves(within=CLOSED_SECONDS):
            self._left.set()

    def seen(self) -> bool:
        return self._left.wait(timeout=CLOSED_SECONDS)
