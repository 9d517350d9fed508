"""Dates and times as people type them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.places import zones
from bot.rules.moments import local_moment

NOW = datetime.fromisoformat("2026-11-22 18:00")  # a Sunday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2 December 20:00", "2026-12-02 20:00"),
        ("2026-12-02 20:00", "2026-12-02 20:00"),
        ("2026-12-02T20:00", "2026-12-02 20:00"),
        ("Wed 2 Dec 8pm", "2026-12-02 20:00"),
        ("Dec 2, 20:00", "2026-12-02 20:00"),
        ("December 2 2027 at 8pm", "2027-12-02 20:00"),
        ("20:00 on 2nd of December", "2026-12-02 20:00"),
        ("2.12. 20.00", "2026-12-02 20:00"),
        ("2.12.2026 20:00", "2026-12-02 20:00"),
        ("2.12.26 20:00", "2026-12-02 20:00"),
        ("2/12 20:00", "2026-12-02 20:00"),
        ("2. Dezember 20 Uhr 30", None),
        ("2. Dezember 20:30", "2026-12-02 20:30"),
        ("2 de diciembre a las 20h", "2026-12-02 20:00"),
        ("2 ديسمبر 20:00", "2026-12-02 20:00"),
        ("٢ ديسمبر ٢٠:٠٠", "2026-12-02 20:00"),
        ("3 jan 9:15 am", "2027-01-03 09:15"),
        ("wednesday 8 pm", "2026-11-25 20:00"),
        ("sunday 17:00", "2026-11-29 17:00"),
        ("sunday 19:00", "2026-11-22 19:00"),
        ("tomorrow 19h30", "2026-11-23 19:30"),
        ("tonight 8pm", "2026-11-22 20:00"),
        ("tomorrow noon", "2026-11-23 12:00"),
        ("12am on 5 December", "2026-12-05 00:00"),
        ("8pm", None),
        ("wednesday", None),
        ("31 February 20:00", None),
        ("2 December 25:00", None),
        ("some day", None),
        ("", None),
    ],
)
def test_a_moment_is_understood_or_asked_for_again(said: str, meant: str | None) -> None:
    assert local_moment(said, NOW) == (datetime.fromisoformat(meant) if meant else None)


@given(st.datetimes(NOW + timedelta(days=1), NOW + timedelta(days=300)))
def test_a_day_and_time_without_a_year_is_the_next_one(moment: datetime) -> None:
    said = f"{moment.day} {moment:%B} {moment:%H:%M}"
    assert local_moment(said, NOW) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=60))
def test_anything_typed_is_a_moment_or_none(said: str) -> None:
    assert local_moment(said, NOW) is None or isinstance(local_moment(said, NOW), datetime)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("London", "Europe/London"),
        ("londn", "Europe/London"),
        ("Ghent", "Europe/Brussels"),
        ("Belgium", "Europe/Brussels"),
        ("Brussels, Belgium", "Europe/Brussels"),
        ("são paulo", "America/Sao_Paulo"),
        ("New York", "America/New_York"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_a_town_or_a_country(place: str, zone: str) -> None:
    assert zones(place)[0] == zone


@pytest.mark.parametrize(
    ("place", "language", "zone"),
    [
        ("Londres", "es", "Europe/London"),
        ("Ciudad de México", "es", "America/Mexico_City"),
        ("Nueva York", "es", "America/New_York"),
        ("Brüssel", "de", "Europe/Brussels"),
        ("Belgien", "de", "Europe/Brussels"),
        ("Lisboa", "pt-BR", "Europe/Lisbon"),
        ("القاهرة", "ar", "Africa/Cairo"),
        ("London", "fr", "Europe/London"),
        ("Brussels", "xx", "Europe/Brussels"),
    ],
)
def test_a_zone_is_found_by_a_name_in_ones_own_language(place: str, language: str, zone: str) -> None:
    assert zones(place, language)[0] == zone


def test_a_country_with_several_clocks_offers_them_and_nowhere_has_none() -> None:
    assert len(zones("Spain")) == 3
    assert zones("nowhere at all") == []
    assert zones("") == []
