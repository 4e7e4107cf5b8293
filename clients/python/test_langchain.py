import openai
import pytest
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

import scripts
from conftest import Lane
from relevo import Relevo
from test_tools import WEATHER


class Forecast(BaseModel):
    """The weather."""

    city: str


def chat(relevo: Relevo, lane: Lane, **more: object) -> ChatOpenAI:
    settings = {"max_retries": 0, "timeout": 10, **more}
    return ChatOpenAI(base_url=relevo.base_url, api_key="client-key", model=lane.one, **settings)


def whole(stream) -> object:
    chunks = list(stream)
    return sum(chunks[1:], chunks[0])


def test_a_chat_is_answered_with_its_usage(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi there"))
    answer = chat(relevo, lane).invoke("Hello")
    assert answer.content == "Hi there"
    assert answer.usage_metadata["total_tokens"] == 12


def test_a_stream_arrives_whole_with_the_usage_asked_for(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.stream_of("Hel", "lo ", "wörld 🌍"))
    answer = whole(chat(relevo, lane, stream_usage=True).stream("Hello"))
    assert answer.content == "Hello wörld 🌍"
    assert answer.usage_metadata["total_tokens"] == 12


def test_streamed_tool_calls_lead_to_an_answer(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.streamed_tool_calls, scripts.chat("It rains."))
    tooled = chat(relevo, lane).bind_tools([WEATHER])
    asked = HumanMessage("Hello")
    call = whole(tooled.stream([asked]))
    assert [(each["id"], each["args"]["city"]) for each in call.tool_calls] == [
        ("call_a", "Zürich"),
        ("call_b", "Tōkyō"),
    ]
    results = [ToolMessage("rain", tool_call_id=each["id"]) for each in call.tool_calls]
    assert tooled.invoke([asked, call, *results]).content == "It rains."


@pytest.mark.parametrize(("method", "mode"), [("json_mode", "json_object"), ("json_schema", "json_schema")])
def test_structured_output_is_parsed(relevo: Relevo, lane: Lane, method: str, mode: str) -> None:
    lane.first.will(scripts.chat('{"city": "Zürich"}'))
    forecast = chat(relevo, lane).with_structured_output(Forecast, method=method).invoke("JSON")
    assert forecast == Forecast(city="Zürich")
    assert lane.first.request.json["response_format"]["type"] == mode


@pytest.mark.parametrize(
    ("status", "raised_as"),
    [
        (400, openai.BadRequestError),
        (404, openai.NotFoundError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_an_error_is_raised_as_its_class(relevo: Relevo, lane: Lane, status: int, raised_as: type) -> None:
    lane.first.will(scripts.error(status, "something is wrong"))
    with pytest.raises(raised_as, match="something is wrong"):
        chat(relevo, lane).invoke("Hello")


def test_a_context_that_is_too_long_is_told_as_such(relevo: Relevo, lane: Lane) -> None:
    code = "context_length_exceeded"
    lane.first.will(scripts.error(400, "This model's maximum context length is 8192 tokens.", code=code))
    with pytest.raises(openai.BadRequestError) as raised:
        chat(relevo, lane).invoke("Hello")
    assert type(raised.value).__name__ == "OpenAIContextOverflowError"


def test_retries_are_bounded(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(*[scripts.error(500, "something is wrong")] * 5)
    with pytest.raises(openai.InternalServerError):
        chat(relevo, lane, max_retries=1).invoke("Hello")
    assert len(lane.first.requests) <= 2


def test_a_cut_stream_raises(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.cut_by_fin(scripts.ROLE, scripts.text("Hel")))
    with pytest.raises(openai.APIError):
        list(chat(relevo, lane).stream("Hello"))


def test_leaving_a_stream_closes_the_upstream(relevo: Relevo, lane: Lane) -> None:
    left = scripts.Leaving(scripts.ROLE, scripts.text("Hello"))
    lane.first.will(left)
    stream = chat(relevo, lane).stream("Hello")
    next(stream)
    stream.close()
    assert left.seen()


def test_embeddings_arrive(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.embeddings, scripts.embeddings)
    # Without this check, texts go as texts; with it, as the tokens of a vocabulary that it downloads.
    settings = {"check_embedding_ctx_length": False, "max_retries": 0}
    embeddings = OpenAIEmbeddings(base_url=relevo.base_url, api_key="client-key", model=lane.one, **settings)
    assert embeddings.embed_documents(["a", "four"]) == [scripts.vector("a"), scripts.vector("four")]
    assert embeddings.embed_query("abc") == scripts.vector("abc")
