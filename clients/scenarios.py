"""What the scripted upstream does about each model, for the suites that are not in Python.

A model is called LANE-SCENARIO; each lane has providers of its own, so that a rest which one suite's test brings about
is none of another's. What the upstream saw of a model is told, as JSON, at /LANE-SCENARIO/seen."""

import json
from collections.abc import Callable, Iterator

import scripts
from upstream import Exchange, Place, Script, Upstream

CLIENT_KEY = "client-key"
TEXTS = ("Hel", "lo ", "wörld 🌍")
FORECAST = '{"city": "Zürich", "rain": true}'
STATUSES = (400, 401, 404, 422, 429, 500, 503)

CALLS = [
    {"id": id, "type": "function", "function": {"name": "weather", "arguments": json.dumps({"city": city})}}
    for id, city in (("call_a", "Zürich"), ("call_b", "Tōkyō"))
]


def tools(exchange: Exchange) -> None:
    """Two calls; with their results, an answer."""
    if exchange.request.json["messages"][-1]["role"] == "tool":
        told("It rains.")(exchange)
    else:
        scripts.either(scripts.tool_calls(*CALLS), scripts.streamed_tool_calls)(exchange)


def told(*texts: str) -> Script:
    return scripts.either(scripts.chat("".join(texts)), scripts.stream_of(*texts))


SCENARIOS: dict[str, Callable[[], Script]] = {
    "chat": lambda: told(*TEXTS),
    "tools": lambda: tools,
    "json": lambda: told(FORECAST),
    "embeddings": lambda: scripts.embeddings,
    "completions": lambda: scripts.text_completion("Hello"),
    "limited-once": lambda: first_then(scripts.error(429, "Slow down.", {"retry-after": "1"}), told("Now")),
    "cut": lambda: scripts.cut_by_fin(scripts.ROLE, scripts.text("Hel"), scripts.text("lo")),
    "stalled": lambda: scripts.Leaving(scripts.ROLE, scripts.text("Hello")),
    "silent": scripts.Leaving,
    **{f"status-{status}": lambda status=status: refused(status) for status in STATUSES},
}


def refused(status: int) -> Script:
    code = "invalid_api_key" if status == 401 else None
    headers = {"retry-after": "30"} if status == 429 else None
    return scripts.error(status, f"The upstream said {status}.", headers, code=code)


def first_then(first: Script, then: Script) -> Script:
    remaining = iter([first])
    return lambda exchange: next(remaining, then)(exchange)


def stage(upstream: Upstream, lanes: list[str]) -> dict[str, Place]:
    """Sets every scenario up in each lane, and gives the places by the models' names."""
    return dict(_place(upstream, f"{lane}-{name}", script()) for lane in lanes for name, script in SCENARIOS.items())


def _place(upstream: Upstream, model: str, script: Script) -> tuple[str, Place]:
    place = upstream.place(model)
    place.will_always(script)
    upstream.place(model, "seen").will_always(lambda exchange: exchange.json(200, _seen(place, script)))
    return model, place


def _seen(place: Place, script: Script) -> dict:
    """The requests so far; of a scenario that waits for its client to leave, also whether it has left, in time."""
    requests = [{"path": each.path, "headers": each.headers, "body": each.json} for each in place.requests]
    left = script.seen() if isinstance(script, scripts.Leaving) else None
    return {"requests": requests, "left": left}


def config(places: dict[str, Place]) -> Iterator[str]:
    """Relevo's configuration: for each model a provider and an alias of that name. Clients must bring CLIENT_KEY."""
    yield f"server: {{api-keys: [{CLIENT_KEY}]}}"
    yield "providers:"
    for model, place in places.items():
        yield f"  {model}: {{base-url: {place.base_url}, api-key: key-of-{model}}}"
    yield "models:"
    for model in places:
        yield f"  {model}: {{targets: [{model}/upstream-model], same-target-retries: 0}}"
