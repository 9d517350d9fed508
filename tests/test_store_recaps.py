"""The rows of a recap come from the tables as they stand."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.recaps import render
from bot.rules.words import Place, QuestionKind, SessionState
from bot.store import recaps, tables
from bot.store.database import Database
from bot.store.tables import Answer, Group, Participant, Reaction, Series, Vote
from tests.rows import add
from tests.sayings import BEGIN, GROUP, ask, file, say

pytest_plugins = ["tests.databases"]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A database with two series: libchat with three sessions, of which two have begun, and an empty one."""
    with database.transaction() as session:
        add(session, Group(id=1, chat_id=GROUP, username="libchat_group"))
        add(
            session,
            Series(id="libchat", title="Library chat", hashtag="#libchat", group_id=1),
            Series(id="quiet", title="Quiet", hashtag="#quiet"),
            Participant(id=1, name="Anna Bell", username="anna"),
            Participant(id=2, name="Ben"),
            Participant(id=GROUP, name="The group", is_chat=True),
        )
        for number in (1, 2, 3):
            begin = BEGIN + timedelta(weeks=number - 1)
            state = SessionState.CLOSED if number < 3 else SessionState.PLANNED
            begun = begin if number < 3 else None
            add(
                session,
                tables.Session(
                    id=number, series_id="libchat", number=number, state=state, starts_at=begin, started_at=begun
                ),
            )
        add(session, tables.Session(id=4, series_id="quiet", number=1, starts_at=BEGIN + timedelta(days=90)))
        add(session, ask(1, 1), ask(2, 2), ask(3, 2, 2), ask(4, 2, 3, posted=False))
        yield session


def record(session: Session, session_id: int = 2) -> Any:
    """The recap as other programs read it."""
    return json.loads(render(recaps.recap(session, session_id), "json"))


def test_the_record_has_the_promised_shape(session: Session) -> None:
    add(session, say(100, 1, "A1 yes", edited_at=BEGIN + timedelta(minutes=5)))
    add(session, *file(100, 2))
    add(session, say(101, 2, "really?", place=Place.COMMENT, question_id=2, thread=100))
    add(session, say(102, 2, "hm", place=Place.TALK, question_id=2), say(103, 2, "hello", place=Place.UNFILED))
    add(session, Reaction(chat_id=GROUP, message_id=100, actor_id=2, count=2, changed_at=BEGIN))
    add(session, Reaction(chat_id=GROUP, message_id=100, actor_id=0, count=3, changed_at=BEGIN))
    anna = {"id": 1, "name": "Anna Bell", "username": "anna"}
    ben = {"id": 2, "name": "Ben", "username": None}
    told = record(session)
    assert told["session"] == {
        "series": "libchat",
        "number": 2,
        "topic": "",
        "hashtag": "#libchat",
        "state": "closed",
        "starts_at": "2026-12-09T20:00:00Z",
        "ended_at": None,
        "group": GROUP,
    }
    assert told["questions"][0] == {
        "number": 1,
        "label": "Q1",
        "text": "Question 1",
        "kind": "open",
        "posted_at": "2026-12-02T20:00:00Z",
        "message_id": 2,
        "answers": [
            {
                "participant": anna,
                "text": "A1 yes",
                "message_id": 100,
                "filed_by": "label",
                "late": False,
                "sent_at": "2026-12-02T20:01:40Z",
                "edited_at": "2026-12-02T20:05:00Z",
                "value": None,
                "reactions": 5,
                "link": "https://t.me/libchat_group/100",
                "comments": [
                    {"participant": ben, "text": "really?", "message_id": 101, "sent_at": "2026-12-02T20:01:41Z"}
                ],
            }
        ],
        "talk": [{"participant": ben, "text": "hm", "message_id": 102, "sent_at": "2026-12-02T20:01:42Z"}],
    }
    assert [question["label"] for question in told["questions"]] == ["Q1", "Q2"]
    assert told["unfiled"] == [
        {"participant": ben, "text": "hello", "message_id": 103, "sent_at": "2026-12-02T20:01:43Z"}
    ]
    assert told["counts"] == {
        "participants": 1,
        "answers": 1,
        "comments": 1,
        "talk": 1,
        "first_timers": 1,
        "late": 0,
    }


def test_both_halves_of_a_double_label_count(session: Session) -> None:
    add(session, say(100, 1, "A1/2 both"))
    add(session, *file(100, 2, 3))
    assert record(session)["counts"]["answers"] == 2


def test_what_was_withdrawn_is_gone(session: Session) -> None:
    add(session, say(100, 1, "A1 oh no", place=Place.NOWHERE))
    add(session, *file(100, 2))
    assert record(session)["counts"]["answers"] == 0
    assert "oh no" not in json.dumps(record(session))


def test_who_answered_in_an_earlier_session_is_no_first_timer(session: Session) -> None:
    add(session, say(50, 1, "A1 last week", session_id=1), say(100, 1, "A1"), say(101, 2, "A1"))
    add(session, *file(50, 1), *file(100, 2), *file(101, 2))
    assert record(session)["counts"]["first_timers"] == 1
    assert record(session, 1)["counts"]["first_timers"] == 1


def test_talk_in_an_earlier_session_does_not_count_as_having_answered(session: Session) -> None:
    add(session, say(50, 1, "only listening", session_id=1, place=Place.UNFILED), say(100, 1, "A1"))
    add(session, *file(100, 2))
    assert record(session)["counts"]["first_timers"] == 1


def test_a_group_that_speaks_as_itself_is_a_participant(session: Session) -> None:
    add(session, say(100, GROUP, "A1 from the desk"))
    add(session, *file(100, 2))
    assert record(session)["questions"][0]["answers"][0]["participant"] == {
        "id": GROUP,
        "name": "The group",
        "username": None,
    }


def test_messages_from_before_an_upgrade_keep_their_own_address(session: Session) -> None:
    old = say(100, 1, "A1 in the old group")
    old.chat_id = -4567
    add(session, old)
    add(session, Answer(chat_id=-4567, message_id=100, question_id=2))
    told = record(session)
    assert told["session"]["group"] == GROUP
    assert told["questions"][0]["answers"][0]["link"] == "https://t.me/c/4567/100"


def test_votes_are_those_of_the_questions_poll(session: Session) -> None:
    poll = ask(9, 2, 9)
    poll.kind, poll.choices, poll.poll_id = QuestionKind.POLL, ["Yes", "No"], "p"
    add(
        session,
        poll,
        Vote(poll_id="p", participant_id=1, choices=[1]),
        Vote(poll_id="x", participant_id=1, choices=[0]),
    )
    question = recaps.recap(session, 2).questions[-1]
    assert [(choice.text, choice.votes) for choice in question.choices] == [("Yes", 0), ("No", 1)]


def test_the_next_session_is_the_next_planned_one(session: Session) -> None:
    assert recaps.recap(session, 2).session.next_at == BEGIN + timedelta(weeks=2)
    assert recaps.recap(session, 3).session.next_at is None


def test_a_series_without_a_group_has_a_recap_too(session: Session) -> None:
    told = record(session, 4)
    assert told["session"]["group"] is None
    assert told["questions"] == []


def test_no_session_no_recap(session: Session) -> None:
    with pytest.raises(LookupError):
        recaps.recap(session, 77)


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("libchat", 2),
        ("latest", 2),
        ("libchat/1", 1),
        ("libchat/3", 3),
        ("quiet", 4),
        ("libchat/4", None),
        ("nochat", None),
        ("libchat/", None),
        ("libchat/x", None),
        ("libchat/-1", None),
        ("libchat/" + "9" * 30, None),
        ("libchat/²", None),
        ("", None),
    ],
)
def test_sessions_are_found_by_what_people_type(session: Session, ref: str, found: int | None) -> None:
    assert recaps.find(session, ref) == found


def test_a_session_that_has_begun_is_the_latest_from_then_on(session: Session) -> None:
    third = session.get_one(tables.Session, 3)
    third.state, third.started_at = SessionState.LIVE, BEGIN + timedelta(weeks=2)
    add(session, third)
    assert recaps.find(session, "libchat") == recaps.find(session, "latest") == 3
