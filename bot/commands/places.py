"""Time zones by the names that people know: a town, a country, or the zone's own name."""

import unicodedata
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

MOST = 6
"""Zones that are offered when a name may mean several."""


def zones(name: str, language: str = "en") -> list[str]:
    """The zones that a name in a language, or in English, may mean, the likeliest first; empty when it means none."""
    wanted = _plain(name)
    if not wanted:
        return []
    by_name = _zones(language.partition("-")[0])
    if wanted in by_name:
        return by_name[wanted][:MOST]
    words = [_plain(part) for part in name.replace("/", ",").split(",")]
    for word in words:
        if word in by_name:
            return by_name[word][:MOST]
    near = get_close_matches(wanted, by_name, n=3, cutoff=0.8)
    return list(dict.fromkeys(zone for match in near for zone in by_name[match]))[:MOST]


@cache
def _zones(language: str) -> dict[str, list[str]]:
    """Zones by town, by country and by their own names (the tables zone.tab and iso3166.tab of the IANA database).

    What towns and countries are called in another language than English is known from Unicode's CLDR.
    """
    folder = files("tzdata").joinpath("zoneinfo")
    countries = dict(line[:2] for line in _table(folder.joinpath("iso3166.tab").read_text(encoding="utf-8")))
    found: dict[str, list[str]] = {"utc": ["UTC"], "gmt": ["UTC"]}
    towns, lands = _names(language)
    for code, _place, zone, *_comment in _table(folder.joinpath("zone.tab").read_text(encoding="utf-8")):
        names = (zone, zone.rpartition("/")[2], countries.get(code, ""), towns.get(zone, ""), lands.get(code, ""))
        for name in {_plain(name) for name in names if name}:
            found.setdefault(name, []).append(zone)
    for name, zone in _OTHERS.items():
        found.setdefault(name, []).append(zone)
    return found


def _names(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """What the towns of zones and the countries are called in a language, by zone and by country; none in English."""
    if language == "en":
        return {}, {}
    from babel import Locale, UnknownLocaleError  # it takes a moment, which only other languages should cost

    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return {}, {}
    return {zone: names.get("city", "") for zone, names in locale.time_zones.items()}, dict(locale.territories)


_OTHERS = {
    "uk": "Europe/London",
    "england": "Europe/London",
    "scotland": "Europe/London",
    "wales": "Europe/London",
    "usa": "America/New_York",
    "washington": "America/New_York",
    "boston": "America/New_York",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "barcelona": "Europe/Madrid",
    "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "milan": "Europe/Rome",
    "ghent": "Europe/Brussels",
    "manchester": "Europe/London",
    "edinburgh": "Europe/London",
    "rio de janeiro": "America/Sao_Paulo",
}
"""Towns and countries that people name and the tables do not."""


def _table(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _plain(name: str) -> str:
    """A name in small letters, without accents."""
    letters = unicodedata.normalize("NFKD", name.replace("_", " ").strip().casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))
