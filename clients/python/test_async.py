import asyncio

import pytest
from openai import APIError, AsyncOpenAI, RateLimitError

import scripts
from chats import hello
from conftest import Lane
from relevo import Relevo


def opened(relevo: Relevo) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=relevo.base_url, api_key="client-key", max_retries=0, timeout=10)


def test_many_chats_at_once_are_each_answered(relevo: Relevo, lane: Lane) -> None:
    def echo(exchange) -> None:
        scripts.chat(exchange.request.json["messages"][0]["content"])(exchange)

    async def ask_all() -> list:
        async with opened(relevo) as client:
            return await asyncio.gather(
                *(client.chat.completions.create(model=lane.one, messages=hello(str(i))) for i in range(50))
            )

    lane.first.will(*[echo] * 50)
    answers = asyncio.run(ask_all())
    assert [answer.choices[0].message.content for answer in answers] == [str(i) for i in range(50)]


def test_a_stream_arrives_whole(relevo: Relevo, lane: Lane) -> None:
    async def ask() -> str:
        async with opened(relevo) as client:
            stream = await client.chat.completions.create(model=lane.one, messages=hello(), stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    lane.first.will(scripts.stream_of("Hel", "lo 🌍"))
    assert asyncio.run(ask()) == "Hello 🌍"


def test_a_cut_stream_raises(relevo: Relevo, lane: Lane) -> None:
    async def ask() -> None:
        async with opened(relevo) as client:
            async for _ in await client.chat.completions.create(model=lane.one, messages=hello(), stream=True):
                pass

    lane.first.will(scripts.cut_by_fin(scripts.ROLE, scripts.text("Hel")))
    with pytest.raises(APIError):
        asyncio.run(ask())


def test_an_error_is_raised_as_its_class(relevo: Relevo, lane: Lane) -> None:
    async def ask() -> None:
        async with opened(relevo) as client:
            await client.chat.completions.create(model=lane.one, messages=hello())

    lane.first.will(scripts.error(429, "Slow down.", {"retry-after": "30"}))
    with pytest.raises(RateLimitError):
        asyncio.run(ask())


def test_a_cancelled_task_closes_the_upstream(relevo: Relevo, lane: Lane) -> None:
    async def leave() -> None:
        async with opened(relevo) as client:
            task = asyncio.create_task(client.chat.completions.create(model=lane.one, messages=hello()))
            await asyncio.to_thread(left.asked.wait, 5)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    left = scripts.Leaving()
    lane.first.will(left)
    asyncio.run(leave())
    assert left.seen()
