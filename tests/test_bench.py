"""The benchmarks run and count right; how long anything takes is not for a test to say."""

import asyncio
import importlib
from collections.abc import Callable

import pytest

from tests.bench import figures, filing, posting, standing
from tests.bench.__main__ import PARTS
from tests.bench.crowds import GROUPS, talk
from tests.bench.growth import filed, past


async def test_messages_are_filed_and_found_in_the_tables_and_posts_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    filing.WARM, posting.AHEAD = 10, 5
    await asyncio.gather(
        filing.chathour(30, GROUPS), filing.other("typical", 20), posting.main(3, 1), filed(20, GROUPS[:1], past(50))
    )
    assert "3 welcomes due in one second" in capsys.readouterr().out


async def test_what_standing_costs_is_read_off_the_process() -> None:
    assert 0 <= await standing.idle(10, 0.2) < 10


def test_every_part_of_make_bench_is_there_to_run() -> None:
    mains: list[Callable[..., object]] = [importlib.import_module(f"tests.bench.{part.name}").main for part in PARTS]
    assert all(map(callable, mains))


def test_the_crowd_says_the_same_every_time() -> None:
    first, again = talk(50, GROUPS), talk(50, GROUPS)
    for update in (*first, *again):
        update["message"].pop("date")
        update["message"].get("reply_to_message", {}).pop("date", None)
    assert first == again


def test_a_slope_names_the_exponent_of_growth() -> None:
    sizes = [1.0, 4.0, 16.0]
    assert figures.slope(sizes, [3.0, 3.0, 3.0]) == pytest.approx(0)
    assert figures.slope(sizes, [2.0, 8.0, 32.0]) == pytest.approx(1)
    assert figures.slope(sizes, [1.0, 16.0, 256.0]) == pytest.approx(2)
