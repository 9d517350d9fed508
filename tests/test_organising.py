"""What organisers are told fits into messages, and names and texts stay text."""

from datetime import UTC, datetime, timedelta

from bot.recaps import FORMATS
from bot.rules.growth import Asked, Held, Quiet, Voice, growth
from bot.rules.words import RECORDS
from bot.wording.html import plain, visible_length
from bot.wording.language import Language
from bot.wording.organising import NAMED, record_caption, saying, stats, who_is_not_here
from bot.wording.splitting import LIMIT

ENGLISH = Language("en")
BEGIN = datetime(2026, 1, 7, 20, tzinfo=UTC)
LONG = "<script> & " + "x" * 300


def held(number: int) -> Held:
    return Held(number, number, LONG, BEGIN + timedelta(weeks=number))


def test_growth_is_told_of_the_latest_sessions_with_what_drew_most() -> None:
    sessions = [held(number) for number in range(1, 9)]
    asked = [Asked(one.id, "Q1", LONG, one.began, one.id, one.id, one.began) for one in sessions]
    voices = [Voice(one.id, person, 1) for one in sessions for person in range(one.id)]
    told = stats("#libchat Library chat", growth(sessions, asked, voices), ENGLISH)
    read = plain("\n\n".join(told))
    assert "8 sessions, 8 people have answered." in read
    assert read.index("#8 <script>") < read.index("#4 <script>")
    assert "#3 <script>" not in read.partition("Questions answered by most people")[0]
    assert "• #8 Q1: " in read
    assert "Who answered at least one question." in read
    assert all(visible_length(block) < LIMIT for block in told)


def test_who_is_not_here_fits_into_one_message_whatever_the_names() -> None:
    found = [(LONG, Quiet(number, 5, held(2))) for number in range(200)]
    told = who_is_not_here(found, ENGLISH)
    assert visible_length(told) <= LIMIT
    assert f"and {200 - NAMED} more" in told
    assert "<script>" not in told
    assert "5 sessions, last in #2" in told


def test_a_caption_fits_and_names_the_session() -> None:
    told = record_caption("libchat/12", LONG, ENGLISH)
    assert visible_length(told) < 1024
    assert plain(told).startswith("The whole record of libchat/12: <script> & ")
    assert plain(record_caption("libchat/12", "", ENGLISH)) == "The whole record of libchat/12"


def test_the_formats_of_a_record_are_those_that_people_are_told_of() -> None:
    assert RECORDS.keys() == FORMATS.keys()
    assert all(form in saying("no_format", ENGLISH) for form in RECORDS)
