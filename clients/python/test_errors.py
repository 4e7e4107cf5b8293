import openai
import pytest
from openai import OpenAI

import scripts
from chats import hello
from conftest import Lane
from relevo import Relevo


def ask(client: OpenAI, model: str) -> None:
    client.chat.completions.create(model=model, messages=hello())


@pytest.mark.parametrize(
    ("status", "raised_as"),
    [
        (400, openai.BadRequestError),
        (404, openai.NotFoundError),
        (413, openai.APIStatusError),
        (422, openai.UnprocessableEntityError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (502, openai.InternalServerError),
        (503, openai.InternalServerError),
        (504, openai.InternalServerError),
    ],
)
def test_a_status_that_the_client_may_know_survives(client: OpenAI, lane: Lane, status: int, raised_as: type) -> None:
    lane.first.will(scripts.error(status, "something is wrong"))
    with pytest.raises(raised_as) as raised:
        ask(client, lane.one)
    assert raised.value.status_code == status
    assert raised.value.response.headers["content-type"] == "application/json"
    assert "something is wrong" in raised.value.message


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_fault_of_our_key_is_no_fault_of_the_clients(client: OpenAI, lane: Lane, status: int) -> None:
    key = "key-" + lane.first.path.split("/")[1]
    lane.first.will(scripts.error(status, f"Incorrect API key provided: {key}", code="invalid_api_key"))
    with pytest.raises(openai.InternalServerError) as raised:
        ask(client, lane.one)
    assert raised.value.status_code == 502
    assert key not in str(raised.value.body) + str(raised.value.response.headers)


@pytest.mark.parametrize("status", [408, 409, 425, 498, 499, 529])
def test_a_status_that_would_mislead_becomes_503(client: OpenAI, lane: Lane, status: int) -> None:
    lane.first.will(scripts.error(status, "odd"))
    with pytest.raises(openai.InternalServerError) as raised:
        ask(client, lane.one)
    assert raised.value.status_code == 503


def test_a_mistake_of_the_clients_is_told_with_its_code_and_parameter(client: OpenAI, lane: Lane) -> None:
    told = {"type": "invalid_request_error", "param": "messages", "code": "context_length_exceeded"}
    lane.first.will(scripts.error(400, "This model's maximum context length is 8192 tokens.", **told))
    with pytest.raises(openai.BadRequestError) as raised:
        ask(client, lane.one)
    assert (raised.value.type, raised.value.param, raised.value.code) == tuple(told.values())
    assert len(lane.first.requests) == 1


def test_another_shape_of_error_is_put_into_openais(client: OpenAI, lane: Lane) -> None:
    lane.first.will(lambda exchange: exchange.json(400, [{"error": {"code": 400, "message": "Unknown name \"x\""}}]))
    with pytest.raises(openai.BadRequestError) as raised:
        ask(client, lane.one)
    assert raised.value.body["message"] == 'Unknown name "x"'
    assert raised.value.code == "400"


def test_a_rate_limit_tells_how_long_to_wait(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(429, "Rate limit reached. Please try again in 7s.", {"retry-after": "7"}))
    with pytest.raises(openai.RateLimitError) as raised:
        ask(client, lane.one)
    assert raised.value.code == "rate_limit_exceeded"
    assert 1 <= int(raised.value.response.headers["retry-after"]) <= 7


def test_the_sdk_waits_out_a_short_rate_limit(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(429, "Slow down.", {"retry-after": "1"}), scripts.chat("Now"))
    answer = client.with_options(max_retries=2).chat.completions.create(model=lane.one, messages=hello())
    assert answer.choices[0].message.content == "Now"


def test_the_sdk_does_not_retry_what_waiting_cannot_help(client: OpenAI, lane: Lane) -> None:
    lane.first.will(scripts.error(401, "Incorrect API key provided.", code="invalid_api_key"))
    with pytest.raises(openai.InternalServerError) as raised:
        ask(client.with_options(max_retries=2), lane.one)
    assert raised.value.response.headers["x-should-retry"] == "false"
    assert raised.value.response.request.headers["x-stainless-retry-count"] == "0"


def test_a_provider_that_refuses_connections_is_unavailable(client: OpenAI) -> None:
    with pytest.raises(openai.InternalServerError) as raised:
        ask(client, "dead")
    assert raised.value.status_code == 503
    assert int(raised.value.response.headers["retry-after"]) >= 1


def test_a_model_that_is_no_alias_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        ask(client, "no-such-model")
    assert raised.value.code == "model_not_found"
    assert "no-such-model" in raised.value.message


def test_an_endpoint_that_is_not_there_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        client.fine_tuning.jobs.list()
    assert raised.value.type == "invalid_request_error"


def test_any_client_key_will_do(relevo: Relevo, lane: Lane) -> None:
    lane.first.will(scripts.chat("Hi"))
    with OpenAI(base_url=relevo.base_url, api_key="My API Key", max_retries=0) as client:
        ask(client, lane.one)
    assert len(lane.first.requests) == 1
