"""What the simulated people say: labels, slips and languages."""

import random
import re
import tomllib
from collections import Counter

import pytest

from bot.rehearsal import habits
from bot.rehearsal.habits import Habit, Said, Setting
from bot.rehearsal.remarks import FILE, Remarks
from bot.rules.labels import claim
from bot.rules.plans import Letters
from tests.draws import MANY, SETTING, share

LANGUAGES = [name for name, held in tomllib.loads(FILE.read_text(encoding="utf-8")).items() if isinstance(held, dict)]


def drawn(setting: Setting = SETTING, amount: int = MANY) -> list[Said]:
    """Answers to Q3 after Q1 to Q3, each by somebody else."""
    luck = random.Random(7)
    return [
        habits.answer(
            luck, habits.habit(luck), setting, 3, "Yes.", others=(1, 2), opening="Late to this.", mention="@mina"
        )
        for _ in range(amount)
    ]


def test_one_label_in_eight_has_the_questions_letter() -> None:
    labelled = [said for said in drawn() if said.label]
    asks = sum(said.label.upper().startswith("Q") for said in labelled)
    assert share(asks, len(labelled)) == pytest.approx(0.124, abs=0.015)


def test_most_labels_stand_at_the_start_and_a_few_elsewhere() -> None:
    labelled = [said for said in drawn() if said.label]
    at = Counter(
        "start"
        if said.text.startswith(said.label)
        else "hashtag"
        if said.text.startswith("#")
        else "mention"
        if said.text.startswith("@")
        else "end"
        if said.text.endswith(said.label)
        else "inside"
        for said in labelled
    )
    shares = {place: share(count, len(labelled)) for place, count in at.items()}
    assert shares["start"] == pytest.approx(0.91, abs=0.02)
    assert shares["hashtag"] == pytest.approx(0.03, abs=0.01)
    assert shares["mention"] == pytest.approx(0.02, abs=0.01)
    assert shares["inside"] == pytest.approx(0.03, abs=0.01)
    assert shares["end"] == pytest.approx(0.005, abs=0.004)


def test_half_of_the_labels_have_only_a_blank_behind_them_and_a_third_a_colon() -> None:
    labelled = [said for said in drawn() if said.label and said.text.startswith(said.label)]
    marks = Counter(said.text[len(said.label) :].removesuffix("Yes.") for said in labelled)
    assert share(marks[" "], len(labelled)) == pytest.approx(0.5, abs=0.06)
    assert share(marks[": "], len(labelled)) == pytest.approx(0.32, abs=0.06)
    assert share(marks[". "], len(labelled)) == pytest.approx(0.065, abs=0.03)


def test_three_labels_in_a_hundred_are_in_lower_case() -> None:
    labelled = [said for said in drawn() if said.label]
    assert share(sum(said.label[0].islower() for said in labelled), len(labelled)) == pytest.approx(0.03, abs=0.01)


def test_a_third_of_the_people_never_labels_anything() -> None:
    luck = random.Random(1)
    people = Counter(habits.habit(luck) for _ in range(MANY))
    assert share(people[Habit.NEVER], MANY) == pytest.approx(65 / 189, abs=0.02)
    assert share(people[Habit.A], MANY) == pytest.approx(83 / 189, abs=0.02)


def test_the_bot_understands_nearly_every_label_that_is_not_wrong() -> None:
    right = [said for said in drawn() if said.label and not said.meant]
    claims = [claim(said.text, Letters()) for said in right]
    understood = sum(found is not None and 3 in {label.number for label in found.labels} for found in claims)
    assert share(understood, len(right)) > 0.99


def test_nobody_errs_when_people_are_tidy_and_most_do_when_they_are_sloppy() -> None:
    def slips(sloppy: float) -> int:
        return sum(bool(said.meant) for said in drawn(Setting(Letters(), "#libchat", sloppy)))

    assert slips(0.0) == 0
    assert slips(1.0) > slips(0.3) > 0


def test_labels_have_the_letters_of_the_series() -> None:
    setting = Setting(Letters("P", "R"), "#charla")
    assert {said.label[0] for said in drawn(setting, 2000) if said.label} <= set("PRpr")


def test_two_letters_change_places_in_a_mistyped_word() -> None:
    text = "A2 We counted the umbrellas twice."
    seen = {habits.mistyped(random.Random(seed), text) for seed in range(50)}
    assert all(sorted(one) == sorted(text) for one in seen)
    assert len(seen) > 3
    assert habits.mistyped(random.Random(1), "👍 ok") == "👍 ok"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_occasion(language: str) -> None:
    remarks = Remarks(language, random.Random(1))
    kinds = (
        "coming greetings answers choosing openings more captions comments talk joining thanks late cheering closing"
    )
    assert all(remarks.any(kind) for kind in kinds.split())
    assert "{label}" in remarks.any("oops")
    assert re.search(r"\d", remarks.number())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_beside_the_labels_is_never_taken_for_one(language: str) -> None:
    remarks = Remarks(language, random.Random(1))
    said = [remarks.any(kind) for kind in ("answers", "comments", "talk", "greetings", "thanks") for _ in range(40)]
    letters = [Letters(), Letters("P", "R"), Letters("F", "A"), Letters("V", "A")]
    assert not [text for text in said for one in letters if claim(text, one)]


def test_a_language_without_words_of_its_own_gets_signs() -> None:
    assert Remarks("ja", random.Random(1)).any("answers").isascii() is False
    assert Remarks("pt-BR", random.Random(1)).any("coming") in {"Lá estarei, com um chá!", "Mal posso esperar!"}


def test_nobody_says_again_what_was_said_while_there_is_something_else_to_say() -> None:
    remarks = Remarks("en", random.Random(1))
    said = [remarks.any("answers") for _ in range(30)]
    assert len(set(said)) == 30


def test_the_example_questions_have_answers_of_their_own() -> None:
    remarks = Remarks("en", random.Random(1))
    own = [remarks.answer("Warm-up: what can you see from your desk?") for _ in range(9)]
    assert "A wall. But somebody drew a window on it." in own
    assert remarks.answer("Something else?") not in own
