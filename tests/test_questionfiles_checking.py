"""Hostile files, and what `chathour check` shows of those that are right."""

import time
from pathlib import Path

import pytest

from tests.question_texts import ASKED, SESSION, TOP, Write, cadence, checked, poll, session, top

HOSTILE = {
    "a hundred thousand unknown keys": "\n".join(f"k{n} = 1" for n in range(80_000)),
    "ten thousand bad sessions": "[[session]]\nstarts = 1\nfoo = 2\n" * 10_000,
    "a list of everything": TOP + SESSION + "questions = [" + "1," * 400_000 + "]",
    "keys without end": "\n".join("x" * 9_000 + f"{n} = 1" for n in range(100)),
    "dots without end": "a = [" + ".a" * 450_000,
    "letters without end": "a" * 990_000,
    "tables within tables": ("[" + "a." * 40 + "b]\n") + "\n".join("[" + "a." * 40 + f"b{n}]" for n in range(9_000)),
    "a choice of everything": poll("[" + '"a",' * 200_000 + "]"),
    "right to left": top('timezone = "' + "\u202e" * 300_000 + '"'),
    "a huge zone": top('timezone = "' + "x" * 900_000 + '"'),
    "a huge word": top('recap = "' + "x" * 900_000 + '"'),
    "a huge duration": cadence('every = "' + "9" * 900_000 + '"'),
    "a huge schedule": top('schedule = "' + "9" * 900_000 + '"'),
    "moderators without end": top("moderators = [" + "1," * 400_000 + '"x"]'),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_soon_and_in_few_words(write: Write, content: str) -> None:
    path = write(content)
    began = time.process_time()
    code, _, err = checked(path)
    assert time.process_time() - began < 10
    assert code == 1
    assert len(err.encode()) < 20_000
    assert all(character.isprintable() or character == "\n" for character in err)


def test_problems_of_many_files_stay_within_bounds_and_are_counted(write: Write, tmp_path: Path) -> None:
    for number in range(400):
        write("title = 3\n", f"{'x' * 50}{number}.toml")
    code, _, err = checked(tmp_path)
    assert code == 1
    assert len(err.encode()) < 20_000
    assert err.splitlines()[-1].endswith(" more")


def test_check_names_the_next_dates_of_a_schedule_and_leaves_out_those_taken(write: Write) -> None:
    taken = "[[session]]\nstarts = 2026-11-25T20:00:00\n"
    content = f'schedule = "0 20 * * wed"\n{TOP}{taken}{ASKED}' + f"[[session]]\n{ASKED}" * 2
    _, out, _ = checked(write(content))
    assert "takes the next occurrence of the schedule: Wed 2 Dec 2026, 20:00 UTC" in out
    assert "takes the next occurrence of the schedule: Wed 9 Dec 2026, 20:00 UTC" in out


def test_sessions_beyond_all_calendars_have_no_date(write: Write) -> None:
    content = 'schedule = "0 0 29 2 *"\n' + TOP + f"[[session]]\n{ASKED}" * 300
    code, out, _ = checked(write(content))
    assert code == 0
    assert "takes the next occurrence of the schedule: Tue 29 Feb 2028" in out
    assert "Session 300\n    finds no date" in out


def test_check_marks_sessions_that_are_past_or_under_way_and_notes_those_that_overlap(write: Write) -> None:
    starts = ("2026-11-20T20:00:00", "2026-11-22T11:50:00", "2026-11-22T12:04:00")
    content = TOP + "".join(f"[[session]]\nstarts = {start}\n{ASKED}" for start in starts)
    code, out, _ = checked(write(content))
    assert code == 0
    assert "Session 1 (past)" in out
    assert "Session 2 (under way)" in out
    assert "Session 3 (in 4 minutes)" in out
    assert "Note: session 3 begins before session 2 has ended." in out


def test_check_numbers_a_running_series_through(write: Write) -> None:
    content = 'schedule = "0 20 * * wed"\nnumbering = "series"\n' + TOP + '[[session]]\nquestions = ["a", "b"]\n' * 2
    _, out, _ = checked(write(content))
    assert [f"Q{number}  " in out for number in range(1, 6)] == [True, True, True, True, False]


def test_check_says_that_the_first_of_two_equal_hours_is_meant(write: Write) -> None:
    _, out, _ = checked(write('timezone = "Europe/London"\n' + session("starts = 2026-10-25T01:30:00")))
    assert "twice" in out
    assert "01:30 BST  welcome" in out
