"""Work that is finished even if whoever began it is gone."""

import asyncio

import pytest

from services.runtime.background import Background
from services.runtime.errors import Unavailable


async def test_the_end_waits_for_what_is_under_way() -> None:
    finished, go = list[str](), asyncio.Event()

    async def work() -> None:
        await go.wait()
        finished.append("work")

    async with Background() as background:
        caller = asyncio.ensure_future(background.run(work()))
        await asyncio.sleep(0)
        caller.cancel()
        go.set()
    assert finished == ["work"]


@pytest.mark.parametrize("fault", [True, False])
async def test_what_fails_when_its_caller_is_gone_is_logged_if_it_is_a_fault(
    caplog: pytest.LogCaptureFixture, *, fault: bool
) -> None:
    go = asyncio.Event()

    async def work() -> None:
        await go.wait()
        raise ValueError("a fault") if fault else Unavailable("away", reason="X", retry_after=1)

    async with Background() as background:
        caller = asyncio.ensure_future(background.run(work()))
        await asyncio.sleep(0)
        caller.cancel()
        go.set()
    assert ("a fault" in caplog.text) == fault


async def test_the_caller_gets_what_comes_of_it() -> None:
    async def work(number: int) -> int:
        if number < 0:
            raise ValueError("negative")
        return number

    async with Background() as background:
        assert await background.run(work(7)) == 7
        with pytest.raises(ValueError, match="negative"):
            await background.run(work(-1))
