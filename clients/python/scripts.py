"""What a provider says, as scripts for the upstream."""

import json
import threading

from upstream import Exchange, Script

CLOSED_SECONDS = 5
"""How long a test waits for the upstream's connection to be closed; the promise is 250 ms, measured elsewhere."""

USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}


def chat(text: str, model: str = "upstream-model") -> Script:
    return completion({"role": "assistant", "content": text, "refusal": None}, "stop", model)


def tool_call(name: str, arguments: dict) -> Script:
    function = {"name": name, "arguments": json.dumps(arguments)}
    call = {"id": "call_1", "type": "function", "function": function}
    return completion({"role": "assistant", "content": None, "refusal": None, "tool_calls": [call]}, "tool_calls")


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
