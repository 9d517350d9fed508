"""A language words sentences, dates, numbers and lists."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.wording.language import Language

EVENING = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)


def test_a_sentence_without_a_catalog_is_english() -> None:
    assert Language("tlh").text("Hello {name}", name="Anna") == "Hello Anna"


def test_values_are_never_read_as_patterns() -> None:
    assert Language().text("Hello {name}", name="{secret}") == "Hello {secret}"
    assert Language().text("{not filled}") == "{not filled}"


def test_nothing_stays_nothing() -> None:
    assert Language().text("") == ""


def test_one_and_many() -> None:
    english = Language("en")
    assert english.plural("{count} answer", "{count} answers", 1) == "1 answer"
    assert (
        english.plural("{count} answer by {name}", "{count} answers by {name}", 1200, name="A") == "1,200 answers by A"
    )


@pytest.mark.parametrize("code", ["../../etc", "", "e", "en\n", "x" * 300])
def test_a_code_that_is_none_speaks_english(code: str) -> None:
    assert Language(code).code == "en"


def test_a_code_keeps_its_region() -> None:
    assert Language("pt_BR").code == "pt-BR"
    assert Language("ar").direction == "rtl"
    assert Language("pt-BR").direction == "ltr"


def test_dates_and_times_are_those_of_the_place() -> None:
    english = Language("en")
    assert english.date(EVENING, "Europe/London") == "Wednesday 2 December 2026"
    assert english.date(EVENING, "Pacific/Auckland") == "Thursday 3 December 2026"
    assert english.time(EVENING, "Asia/Kolkata") == "01:30"
    assert english.moment(EVENING, "America/New_York") == "Wednesday 2 December 2026, 15:00 (New York time)"
    assert english.moment(EVENING, "UTC") == "Wednesday 2 December 2026, 20:00 (UTC)"


@pytest.mark.parametrize("timezone", ["Mars/Olympus", "../x", "", "\x00"])
def test_a_time_zone_nobody_knows_is_utc(timezone: str) -> None:
    assert Language().time(EVENING, timezone) == "20:00"


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (0, "0", "0"),
        (12.0, "12", "12"),
        (1234567, "1,234,567", "1.234.567"),
        (1234.5, "1,234.5", "1.234,5"),
        (-0.125, "-0.12", "-0,12"),
        (1e300, "1e+300", "1e+300"),
    ],
)
def test_numbers_are_written_as_people_do(value: float, english: str, german: str) -> None:
    assert Language("en").number(value) == english
    assert Language("de").number(value) == german


def test_shares_and_lists() -> None:
    assert Language().share(2, 3) == "67%"
    assert Language().share(0, 0) == "0%"
    assert [Language().listed(things) for things in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=45), "45 seconds"),
        (timedelta(minutes=90), "1 hour and 30 minutes"),
        (timedelta(days=1, seconds=59), "1 day and 59 seconds"),
        (timedelta(days=2, hours=3, minutes=4), "2 days and 3 hours"),
    ],
)
def test_spans_name_their_two_largest_units(length: timedelta, said: str) -> None:
    assert Language().span(length) == said
