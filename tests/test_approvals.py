"""A recap that a moderator reads first, in the tables: it waits, and is published once; and who took part is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.loops.sending.composing import compose
from bot.rules.editing import Edits
from bot.rules.words import FiledBy, Place, PostKind, PostState, RecapMode, SessionState
from bot.store import approvals, people, recaps, stages, tables
from bot.store.database import Database
from bot.store.tables import Answer, Group, Message, Participant, Post, Question, Series, Vote
from tests.rows import add

pytest_plugins = ["tests.databases"]
NOW = datetime(2026, 12, 2, 21, 0, tzinfo=UTC)
GROUP = -1001234567890
POLL = "poll-1"
RECAP = 1001
"""The id of the recap's post."""


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session has ended, and its recap is due; Anna moderates and has pressed Start, Ben has answered."""
    with database.transaction() as session:
        add(session, Group(id=1, chat_id=GROUP, admins=[1]))
        add(
            session,
            Series(
                id="libchat", title="Library chat", hashtag="#libchat", group_id=1, recap=RecapMode.APPROVE,
                cadence={"first": 60, "every": 60, "closing": 60, "late": 600, "reminders": []},
            ),
            Participant(id=1, name="Anna", private=True),
            Participant(id=2, name="Ben"),
            Participant(id=3, name="Carol"),
        )  # fmt: skip
        begin = NOW - timedelta(hours=1)
        add(
            session,
            tables.Session(
                id=1, series_id="libchat", number=1, state=SessionState.LIVE, starts_at=begin, started_at=begin
            ),
        )
        add(
            session,
            Question(
                id=1, session_id=1, position=0, number=1, text="One?", posted_at=begin, chat_id=GROUP, message_id=1,
                poll_id=POLL,
            ),
        )  # fmt: skip
        add(
            session,
            Message(
                chat_id=GROUP, message_id=9, session_id=1, participant_id=2, text="A1 tea", sent_at=begin,
                place=Place.ANSWER, filed_by=FiledBy.LABEL, question_id=1,
            ),
            Post(id=RECAP, key="1:recap", kind=PostKind.RECAP, due_at=NOW, group_id=1, session_id=1),
        )  # fmt: skip
        add(session, Answer(chat_id=GROUP, message_id=9, question_id=1), Vote(poll_id=POLL, participant_id=3))
        yield session


def owed(session: Session) -> list[str]:
    """What people are owed in private now, by key."""
    query = select(Post).where(Post.state == PostState.DUE, Post.kind == PostKind.REPLY)
    return sorted(post.key for post in session.exec(query))


def test_a_recap_that_is_due_waits_and_its_draft_holds_no_words(session: Session) -> None:
    assert compose(session, RECAP, NOW) is None
    row = session.get_one(tables.Session, 1)
    assert row.state is SessionState.CLOSED
    assert owed(session) == ["1:draft:1"]
    (draft,) = session.exec(select(Post).where(Post.key == "1:draft:1"))
    assert "tea" not in str(draft.data)
    call = compose(session, draft.id or 0, NOW)
    assert call is not None
    assert "A1 tea" in call.text
    assert [stage.name for stage in approvals.waiting(session, GROUP)] == ["libchat/1"]
    assert approvals.waiting(session, -5) == []


def test_it_is_published_once(session: Session) -> None:
    row = session.get_one(tables.Session, 1)
    assert not approvals.publish(session, row, NOW)  # it still runs
    compose(session, RECAP, NOW)
    assert approvals.publish(session, row, NOW)
    assert not approvals.publish(session, row, NOW)
    assert approvals.waiting(session) == []
    call = compose(session, RECAP, NOW)
    assert call is not None
    assert call.chat_id == GROUP
    assert compose(session, RECAP, NOW) is None  # it is being tried


def test_changes_made_before_are_in_it(session: Session) -> None:
    compose(session, RECAP, NOW)
    row = session.get_one(tables.Session, 1)
    assert recaps.is_answer(session, 1, GROUP, 9)
    assert not recaps.is_answer(session, 1, GROUP, 10)
    assert not recaps.is_answer(session, 1, -4567, 9)
    approvals.edit(session, row, Edits("Hello", ((GROUP, 9),), ()), NOW)
    session.flush()
    session.expire(row)
    assert approvals.edits(row) == Edits("Hello", ((GROUP, 9),), ())
    approvals.publish(session, row, NOW)
    call = compose(session, RECAP, NOW)
    assert call is not None
    assert "Hello" in call.text
    assert "A1 tea" not in call.text


def test_no_later_part_and_no_amendment_goes_out_while_it_waits(session: Session) -> None:
    compose(session, RECAP, NOW)
    (amendment,) = session.exec(select(Post).where(Post.kind == PostKind.AMENDMENT))
    assert compose(session, amendment.id or 0, NOW + timedelta(days=1)) is None
    states = [post.state for post in session.exec(select(Post).where(Post.kind == PostKind.RECAP))]
    assert states == [PostState.HELD]


def test_who_answered_or_voted_took_part(session: Session) -> None:
    assert [people.took_part(session, one, "libchat") for one in (1, 2, 3)] == [False, True, True]
    assert not people.took_part(session, 2, "other")


def test_sessions_that_have_begun_are_listed_the_latest_first(session: Session) -> None:
    row = tables.Session(id=2, series_id="libchat", number=2, state=SessionState.CLOSED, starts_at=NOW, started_at=NOW)
    add(session, row, tables.Session(id=3, series_id="libchat", number=3, starts_at=NOW))
    assert [stage.row.number for stage in stages.begun(session, GROUP)] == [2, 1]
    assert [stage.row.number for stage in stages.begun(session)] == [2, 1]
    assert stages.begun(session, -5) == []
