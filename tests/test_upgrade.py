"""Migrations: they make the tables that the code describes, once, however many start at the same time."""

import asyncio

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from bot.__main__ import main
from bot.store.database import Database
from bot.store.tables import Answer, Attendance, Message
from bot.store.upgrade import HEAD, MIGRATIONS, upgrade

pytest_plugins = ["tests.databases"]
AN_EVENING_OF_BEFORE = """
INSERT INTO series (id, title, hashtag, timezone, language, schedule, question_letter, answer_letter, unlabelled, recap,
    moderators, numbering, cadence, texts, archive, manners, form, from_file, digest)
VALUES ('hour', 'Hour', '#hour', 'UTC', 'en', '', 'Q', 'A', 'talk', 'publish',
    '[]', 'session', '{}', '{}', '{}', '{}', 'hour', false, '');
INSERT INTO session (id, series_id, number, topic, guest, cohosts, tags, state, lasts, recap_published, recap_edits,
    details, from_file)
VALUES (1, 'hour', 1, '', '', '[]', '[]', 'closed', 0, true, '{}', '{}', false);
INSERT INTO question (id, session_id, position, number, part, text, kind, choices, spare)
VALUES (1, 1, 0, 1, '', 'One?', 'open', '[]', false);
INSERT INTO participant (id, name, username, is_chat, language, private)
VALUES (7, 'Ann', '', false, '', false), (8, 'Bob', '', false, '', false);
INSERT INTO message (chat_id, message_id, session_id, participant_id, text, media, sent_at, place, filed_by,
    question_id, late, by_hand)
VALUES (-1, 11, 1, 7, 'A1', '', '2026-11-20 20:00:00', 'answer', 'label', 1, false, false),
    (-1, 12, 1, 8, 'hm', '', '2026-11-20 20:01:00', 'talk', 'clock', 1, false, false);
INSERT INTO answer (chat_id, message_id, question_id) VALUES (-1, 11, 1)
"""
"""Rows of the first tables, as their columns were then."""


def run(database: Database, what: str) -> None:
    """One of Alembic's commands, on this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        if what == "check":
            command.check(config)
        elif what == "down":
            command.downgrade(config, "base")
        else:
            command.upgrade(config, what)


def test_the_migrations_make_what_the_code_describes(database: Database) -> None:
    run(database, "check")


def test_they_can_be_undone_and_done_again(database: Database) -> None:
    run(database, "down")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    run(database, "head")
    assert SQLModel.metadata.tables.keys() <= set(inspect(database.engine).get_table_names())


def test_what_was_said_before_attendance_had_a_table_is_kept_and_attended(database: Database) -> None:
    run(database, "down")
    run(database, "0001")
    with database.engine.begin() as connection:
        for statement in AN_EVENING_OF_BEFORE.split(";"):
            connection.exec_driver_sql(statement)
    assert upgrade(database) is True
    run(database, "check")
    with database.reading() as session:
        attended = session.exec(select(Attendance).order_by(col(Attendance.participant_id))).all()
        assert [(one.session_id, one.participant_id, one.answered) for one in attended] == [(1, 7, True), (1, 8, False)]
        assert [answer.message_id for answer in session.exec(select(Answer))] == [11], "the answers outlive the copying"
        assert [said.text for said in session.exec(select(Message).order_by(col(Message.message_id)))] == ["A1", "hm"]
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Answer(chat_id=-1, message_id=99, question_id=1))


def test_a_database_that_is_up_to_date_is_left_alone(database: Database) -> None:
    assert upgrade(database) is False


def test_a_database_of_a_newer_chathour_is_left_alone_and_said_to_be_that(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setenv("CHATHOUR_DATABASE_URL", database_url)
    assert main(["recap", "latest"]) == 1
    assert "they are at 9999" in capsys.readouterr().err


def test_head_is_the_newest_migration() -> None:
    assert max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")) == HEAD


async def test_replicas_that_start_together_migrate_once(postgresql_url: str) -> None:
    databases = [Database(postgresql_url) for _ in range(4)]
    run(databases[0], "down")
    with databases[0].engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("DROP TABLE alembic_version")
    await asyncio.gather(*(asyncio.to_thread(upgrade, database) for database in databases))
    run(databases[0], "check")
    for database in databases:
        database.close()
