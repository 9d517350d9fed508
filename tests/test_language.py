"""A language words sentences, dates, numbers and lists."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.wording import catalogs
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


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Language]]:
    """Writes the sentences of a language, and speaks it."""

    def speak(code: str, sentences: str) -> Language:
        head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        (tmp_path / f"{code}.po").write_text(head + sentences, encoding="utf-8")
        return Language(code)

    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    catalogs.spoken.cache_clear()
    yield speak
    catalogs.spoken.cache_clear()


def test_what_is_wrong_in_a_catalog_is_said_in_english(catalog: Callable[[str, str], Language]) -> None:
    """A missing sentence, a fuzzy one, one that lost its placeholder, an empty plural: the rest is translated."""
    french = catalog(
        "fr",
        'msgid "Yes"\nmsgstr "Oui"\n\nmsgid "No"\nmsgstr ""\n\n#, fuzzy\nmsgid "Perhaps"\nmsgstr "Toujours"\n\n'
        'msgid "Hello {name}"\nmsgstr "Bonjour {nom}"\n\nmsgid "{count} day"\nmsgid_plural "{count} days"\n'
        'msgstr[0] "un jour"\nmsgstr[1] ""\n',
    )
    assert [french.text(one) for one in ("Yes", "No", "Perhaps", "Unheard of")] == [
        "Oui",
        "No",
        "Perhaps",
        "Unheard of",
    ]
    assert french.text("Hello {name}", name="Anna") == "Hello Anna"
    assert [french.plural("{count} day", "{count} days", count) for count in (1, 3)] == ["un jour", "3 days"]


@pytest.mark.parametrize("broken", ['msgid "No"\nnonsense\n', 'msgid "No"\nmsgstr', '"', "msgid\xff"])
def test_a_catalog_that_breaks_off_is_spoken_up_to_there(
    catalog: Callable[[str, str], Language], broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    portuguese = catalog("pt", f'msgid "Yes"\nmsgstr "Sim"\n\n{broken}')
    assert portuguese.text("Yes") in {"Sim", "Yes"}
    assert portuguese.text("No") == "No"
    assert capsys.readouterr() == ("", "")


def test_a_region_speaks_the_wider_language_with_its_own_numbers(catalog: Callable[[str, str], Language]) -> None:
    catalog("es", 'msgid "Yes"\nmsgstr "Sí"\n')
    assert (Language("es-MX").text("Yes"), Language("es-mx").number(1234.5)) == ("Sí", "1,234.5")
    assert Language("es").number(1234.5) == "1.234,5"
    assert Language("es-MX").code == Language("es-mx").code == Language("es_MX").code == "es-MX"


def test_a_language_that_unicode_does_not_know_has_english_ways(catalog: Callable[[str, str], Language]) -> None:
    klingon = catalog("tlh", 'msgid "Yes"\nmsgstr "HIja\'"\n')
    assert (klingon.text("Yes"), klingon.number(1234.5)) == ("HIja'", "1,234.5")


@pytest.mark.parametrize(
    ("code", "date", "place", "span", "things", "share"),
    [
        ("es", "miércoles, 2 de diciembre de 2026", "Londres", "1 hora y 30 minutos", "a, b y c", "67\xa0%"),
        ("fr", "mercredi 2 décembre 2026", "Londres", "1\xa0heure et 30 minutes", "a, b et c", "67\xa0%"),
        ("de", "Mittwoch, 2. Dezember 2026", "London", "1 Stunde und 30 Minuten", "a, b und c", "67\xa0%"),
        ("pt", "quarta-feira, 2 de dezembro de 2026", "Londres", "1 hora e 30 minutos", "a, b e c", "67%"),
        (
            "ar",
            "الأربعاء، 2 ديسمبر 2026",
            "لندن",
            "ساعة و30 دقيقة",
            "\u2068a\u2069 و\u2068b\u2069 و\u2068c\u2069",
            "67%",
        ),
    ],
)
def test_each_language_has_its_ways(code: str, date: str, place: str, span: str, things: str, share: str) -> None:
    """Digits are 0 to 9 in Arabic, too: labels and times are typed."""
    language = Language(code)
    assert language.date(EVENING, "Europe/London") == date
    assert language.city("Europe/London") == place
    assert language.span(timedelta(minutes=90)) == span
    assert language.listed(["a", "b", "c"]) == things
    assert language.share(2, 3) == share
    assert language.time(EVENING, "Europe/London") == "20:00"
    assert language.city("Mars/Olympus") == Language("en").city("UTC") == "UTC"


def test_what_runs_the_other_way_is_set_apart_in_a_line_from_right_to_left() -> None:
    """Else "#libchat" would be seen as "libchat#"; Arabic within Arabic, and numbers, need nothing."""
    arabic = Language("ar")
    assert arabic.text("{hashtag} … {left}", hashtag="#libchat", left="يومان") == "\u2068#libchat\u2069 … يومان"
    assert arabic.text("{people}: {name}", people=3, name="<b>3</b>") == "3: <b>3</b>"
    assert Language("he").apart("<b>Q1.</b>") == "\u2068<b>Q1.</b>\u2069"
    assert arabic.line(f"• {arabic.apart('Anna')}") == "\u200f• \u2068Anna\u2069"
    assert Language("de").line("• Anna") == "• Anna"
    assert Language("de").text("{hashtag}", hashtag="#libchat") == "#libchat"


def test_a_bot_that_speaks_english_loads_nothing_for_other_languages() -> None:
    code = (
        "import sys; from bot.wording.language import *; Language(); Language('en-GB'); print('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
