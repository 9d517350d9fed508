"""Whole sessions in other languages: the group hears the series' own, and each person theirs in private."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording import catalogs, sentences
from bot.wording.language import Language
from tests.evenings import PATIENCE, Evening

CADENCE = 'reminders = ["2m"]\nfirst = "1m"\nevery = "2m"\nclosing = "5m"\nlate = "10m"'
SPANISH = 'language = "es"\nlabels = ["P", "R"]\n'
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which every sentence is its English one in brackets, so that what was not translated stands out."""
    found = sentences.gathered()
    for message in found:
        if message.id:
            both = [message.id] if isinstance(message.id, str) else message.id
            message.string = tuple(f"⟦{one}⟧" for one in both) if len(both) > 1 else f"⟦{both[0]}⟧"
    folder = tmp_path / "locale"
    folder.mkdir()
    monkeypatch.setattr(catalogs, "FOLDER", folder)
    (folder / "tlh.po").write_bytes(sentences.updated(folder / "tlh.po", found))
    catalogs.spoken.cache_clear()
    yield "tlh"
    catalogs.spoken.cache_clear()


def outside_brackets(text: str) -> str:
    """What of a message went past the catalogs."""
    while BRACKETED.search(text):
        text = BRACKETED.sub(" ", text)
    return text


async def test_a_spanish_session_is_spanish_from_the_reminder_to_the_recap(evening: Evening) -> None:
    """And its German moderator reads the control card in German."""
    greta = evening.telegram.person("Greta", username="greta", language="de")
    ana = evening.telegram.person("Ana", language="es")
    evening.group.join(ana, greta)
    greta.start()
    evening.write(
        "¿Qué lees?",
        "¿Y después?",
        name="charla",
        head=f'{SPANISH}moderators = ["@greta"]',
        cadence=CADENCE,
        topic="Leer",
        starts_in=210,
    )
    await evening.start()
    card = await greta.wait_for("🎛 #charla", timeout=PATIENCE)
    first = await evening.until_posted("P1. ¿Qué lees?")
    german = Language("de").text("On air:")
    assert german != "On air:"
    await evening.until(lambda: german in card.text)
    evening.group.say(ana, "R1 una novela larga")
    evening.group.say(ana, "poesía", reply_to=first)
    await evening.until(lambda: "2 Antworten von 1 Person" in card.text)
    assert "⏸ Anhalten" in [button["text"] for row in card.buttons for button in row]
    greta.press(card, "⏹ Beenden")
    recap = await evening.until_posted("una novela larga")
    posted = "\n\n".join(evening.posted)
    assert "empieza en" in posted
    assert "con R1, R2" in posted
    assert "Participó 1 persona (quienes contestaron al menos una pregunta)" in recap.text
    assert "2 respuestas" in recap.text
    english = re.compile(r"\b(the|and|answers?|questions?|you|recap|with)\b", re.IGNORECASE)
    assert not english.findall(posted)


async def test_everything_that_is_said_in_an_evening_comes_from_the_catalogs(evening: Evening, bracketed: str) -> None:
    """In the group, on the card, in what people are answered, and in the recap."""
    anna = evening.telegram.person("Anna", username="anna", language=bracketed)
    evening.group.join(anna)
    anna.start()
    number = '{ text = "42?", kind = "number" }'
    head = f'language = "{bracketed}"\nmoderators = ["@anna"]'
    evening.write("41?", number, '{ text = "43?", spare = true }', head=head, topic="2026", cadence=CADENCE)
    await evening.start()
    card = await anna.wait_for("🎛", timeout=PATIENCE)
    for command in (
        "/help",
        "/privacy",
        "/plan",
        "/mine",
        "/now",
        "/suggest #libchat 44?",
        "/log",
        "/stats",
        "/new",
        "/x",
    ):
        anna.write(command)
    await evening.until_posted("41?")
    evening.group.say(anna, "A1 7")
    evening.group.say(anna, "Q1 https://example.org/")
    await evening.until(lambda: "⟦2 answers⟧" in card.text)
    anna.press(card, "⟦Post now⟧")
    await evening.until_posted("42?")
    evening.group.say(anna, "A2 12")
    anna.press(card, "⟦⏹ End⟧")
    await evening.until_posted("⟦Links shared⟧")
    await evening.until(lambda: any("⟦" in message.text and "44?" not in message.text for message in anna.messages))
    told = [message for message in (*evening.group.bot_messages, *anna.messages) if message.text and message.by_bot]
    assert len(told) > 15
    known = r"libchat|anna|Library chat|A\d|Q\d|https://example.org/|/\w+|@\w+|UTC|\d+[hms]"
    for message in told:
        left = re.sub(known, " ", outside_brackets(message.text), flags=re.IGNORECASE)
        assert not re.findall(r"[^\W\d_]{2,}", left), message.text
