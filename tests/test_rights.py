"""Who may steer, by the rule alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.rights import Ground, Speaker, may_steer

GROUP, OTHER = -1001, -1002


@pytest.mark.parametrize(
    ("who", "ground", "administers", "may"),
    [
        (Speaker(7), Ground(GROUP), {GROUP}, True),
        (Speaker(7), Ground(GROUP), {OTHER}, False),
        (Speaker(7), Ground(GROUP), (), False),
        (Speaker(7), Ground(GROUP, (7,)), (), True),
        (Speaker(7, "Anna"), Ground(GROUP, ("@anna",)), (), True),
        (Speaker(7, "anna"), Ground(GROUP, ("Anna",)), (), True),
        (Speaker(7, "annabel"), Ground(GROUP, ("anna",)), (), False),
        (Speaker(7, ""), Ground(GROUP, ("",)), (), False),
        (Speaker(GROUP, is_chat=True), Ground(GROUP), (), True),
        (Speaker(OTHER, is_chat=True), Ground(GROUP), (), False),
        (Speaker(OTHER, "anna", is_chat=True), Ground(GROUP, ("anna", OTHER)), (), False),
        (Speaker(7), Ground(None, (7,)), (), True),
        (Speaker(7), Ground(None), {GROUP}, False),
    ],
    ids=[
        "an administrator of this group",
        "an administrator of another group",
        "anybody",
        "a moderator by id",
        "a moderator by name",
        "names compare without case",
        "a longer name is another name",
        "no name is no name",
        "an anonymous administrator",
        "a channel",
        "a channel that bears a moderator's name",
        "a moderator of a series without a group",
        "an administrator of a group that does not host the series",
    ],
)
def test_who_may_steer(who: Speaker, ground: Ground, administers: set[int], may: bool) -> None:
    assert may_steer(who, ground, administers) is may


@given(st.integers(1, 2**52), st.text(max_size=32), st.lists(st.integers(1, 2**52) | st.text(max_size=32)))
def test_nobody_steers_who_is_neither_named_nor_an_administrator(who: int, name: str, others: list[int | str]) -> None:
    strangers = [one for one in others if one != who and str(one).lstrip("@").lower() != name.lower()]
    assert not may_steer(Speaker(who, name), Ground(GROUP, strangers), {OTHER})
