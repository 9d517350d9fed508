"""Question files are read whole or refused whole, and a refusal says where, what, and what would be right."""

import io
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questionfiles import Problem, Refused, dump, load, read
from bot.questionfiles.checking import check
from bot.rules.calendar import resolve
from bot.rules.plans import Cadence, Letters, Publishing, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Names, Numbering, QuestionKind, RecapMode, Unlabelled

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOP = 'title = "T"\nhashtag = "#libchat"\n'
START = "starts = 2026-12-02T20:00:00\n"
SESSION = "[[session]]\n" + START
ASKED = 'questions = ["Who?"]\n'
WHOLE = TOP + SESSION + ASKED

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(content: str | bytes, name: str = "libchat.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return file


def refusal(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        load(path)
    return caught.value.problems


def checked(*paths: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return check(paths, NOW, out, err), out.getvalue(), err.getvalue()


def top(line: str) -> str:
    return line + "\n" + WHOLE


def cadence(line: str) -> str:
    return f"{TOP}[cadence]\n{line}\n{SESSION}{ASKED}"


def session(line: str) -> str:
    return TOP + "[[session]]\n" + line + "\n" + ASKED


def asked(*questions: str) -> str:
    return TOP + SESSION + f"questions = [{', '.join(questions)}]\n"


def poll(choices: str) -> str:
    return asked('"One?"', f'{{ text = "Two?", kind = "poll", choices = {choices} }}')


BAD = {
    # TOML itself
    "a date without seconds": (session("starts = 2026-12-02T20:00"), "line 4", "20:00:00"),
    "curly quotes": ("title = “T”\n", "line 1", "straight quotes"),
    "a text without quotes": ("title = Library chat\n", "line 1", "quotes"),
    "a hashtag without quotes": ('title = "T"\nhashtag = #libchat\n', "line 2", "quotes"),
    "a colon instead of =": ('title: "T"\n', "line 1", "="),
    "a key twice": (TOP + 'title = "U"\n', "line 3", "keep one"),
    "a table twice": (f"{TOP}[cadence]\n[cadence]\n", "line 4", "once"),
    "True with a capital": (asked('{ text = "a", spare = True }'), "line 5", "true"),
    "a table over two lines": (asked('{ text = "a",\n spare = true }'), "line 5", "one line"),
    "a comma forgotten": (asked('"a" "b"'), "line 5", "commas"),
    "a quote forgotten": ('title = "T\n', "line 1", "quote"),
    "a quote within a text": ('title = "He said "hi""\n', "line 1", "quote"),
    "a single backslash": ('title = "C:\\dir"\n', "line 1", "\\\\"),
    "NUL": ('title = "a\0b"\n', "line 1", "take that character out"),
    "a list without end": (TOP + SESSION + 'questions = ["a",\n', "line 5", "README"),
    "lists without end": ("a = " + "[" * 100_000, "file", "deep"),
    "a key without end": (".".join(["a"] * 300_000) + " = 1\n", "line 1", "without dots"),
    "a number without end": ("group = -" + "9" * 5_000, "file", "18 digits"),
    "not UTF-8": ((TOP + "# caf\u00e9").encode("latin-1"), "line 3", "UTF-8"),
    "UTF-16": (WHOLE.encode("utf-16"), "line 1", "save it as UTF-8"),
    "UTF-16 without a mark": (WHOLE.encode("utf-16-le"), "line 1", "save it as UTF-8"),
    "over a megabyte": (WHOLE + "#" * 1_000_000, "size", "several files"),
    # keys
    "an unknown key": (top('hastag = "#x"'), "hastag", "`hashtag`"),
    "an unknown key of another name": (top('tz = "UTC"'), "tz", "`timezone`"),
    "a key of the cadence at the top": (top('every = "5m"'), "every", "under [cadence]"),
    "a key of the top in a session": (session(f'{START}timezone = "UTC"'), "session 1, timezone", "top of the file"),
    "an unknown key in the cadence": (cadence('reminder = ["1d"]'), "cadence.reminder", "`reminders`"),
    "an unknown key in the texts": (f'{TOP}[texts]\nwelcom = "x"\n{SESSION}{ASKED}', "texts.welcom", "`welcome`"),
    "an unknown key in the archive": (f'{TOP}[archive]\nname = "x"\n{SESSION}{ASKED}', "archive.name", "`names`"),
    "names of a kind nobody knows": (f'{TOP}[archive]\nnames = "all"\n{SESSION}{ASKED}', "archive.names", '"full" or'),
    "robots that are a word": (f'{TOP}[archive]\nrobots = "no"\n{SESSION}{ASKED}', "archive.robots", "without quotes"),
    "an archive that is a word": (top('archive = "first"'), "archive", "[archive]"),
    "an unknown key in a session": (session(START + 'topik = "x"'), "session 1, topik", "`topic`"),
    "an unknown key in a question": (asked('{ text = "a", last = "5m" }'), "session 1, question 1, last", "`lasts`"),
    "a key nobody knows": (top("xyzzy = 1"), "xyzzy", "title, hashtag"),
    "questions at the top": (WHOLE.replace("[[session]]\n" + START, ""), "questions", "under [[session]]"),
    "no title": (WHOLE.replace('title = "T"\n', ""), "title", "write title ="),
    "no hashtag": (WHOLE.replace('hashtag = "#libchat"\n', ""), "hashtag", "write hashtag ="),
    "no session": (TOP, "session", "[[session]]"),
    "no questions": (TOP + SESSION, "session 1, questions", "add questions"),
    "an empty list of questions": (asked(), "session 1, questions", "add questions"),
    "a question without text": (asked("{ spare = false }"), "session 1, question 1", "text ="),
    "an empty file": ("", "title", "write title ="),
    # the series
    "a title of no text": (top("title = 3").replace('title = "T"\n', ""), "title", "quotes"),
    "a blank title": (WHOLE.replace('"T"', '" "'), "title", "write something"),
    "a title of two lines": (WHOLE.replace('"T"', '"a\\nb"'), "title", "one line"),
    "a title without end": (WHOLE.replace('"T"', '"' + "x" * 201 + '"'), "title", "200"),
    "a hashtag with a blank": (WHOLE.replace("#libchat", "#lib chat"), "hashtag", '"#libchat"'),
    "a hashtag with a hyphen": (WHOLE.replace("#libchat", "#lib-chat"), "hashtag", '"#libchat"'),
    "a hashtag of digits": (WHOLE.replace("#libchat", "#2026"), "hashtag", "letter"),
    "a hashtag without #": (WHOLE.replace("#libchat", "libchat"), "hashtag", '"#libchat"'),
    "nothing but #": (WHOLE.replace("#libchat", "#"), "hashtag", "letter"),
    "a group that is a person": (top("group = 4242"), "group", "-1001234567890"),
    "a group beyond 52 bits": (top("group = -0x1fffffffffffffffffff".replace("-0x", "0x")), "group", "-1001234567890"),
    "a group in quotes": (top('group = "-1001234567890"'), "group", "-1001234567890"),
    "a group without @": (top('group = "libchatters"'), "group", '"@libchatters"'),
    "a group by its link": (top('group = "https://t.me/libchatters"'), "group", '"@libchatters"'),
    "a group that is true": (top("group = true"), "group", "-1001234567890"),
    "a topic below zero": (top("topic_id = -1"), "topic_id", "12"),
    "a topic that is true": (top("topic_id = true"), "topic_id", "12"),
    "an unknown zone": (top('timezone = "Europe/Londn"'), "timezone", '"Europe/London"'),
    "a zone by its city": (top('timezone = "London"'), "timezone", '"Europe/London"'),
    "a zone in small letters": (top('timezone = "europe/london"'), "timezone", '"Europe/London"'),
    "a zone by its offset": (top('timezone = "UTC+2"'), "timezone", "a place"),
    "a zone out of its folder": (top('timezone = "../../etc/passwd"'), "timezone", "a place"),
    "a language by its name": (top('language = "English"'), "language", '"en"'),
    "a language with _": (top('language = "pt_BR"'), "language", '"pt-BR"'),
    "a schedule in words": (top('schedule = "every wednesday"'), "schedule", '"0 20 * * wed"'),
    "a schedule that never comes": (top('schedule = "0 20 31 2 *"'), "schedule", "day-of-month"),
    "a schedule of seconds": (top('schedule = "0 0 20 * * wed"'), "schedule", "five"),
    "one label": (top('labels = ["Q"]'), "labels", '["Q", "A"]'),
    "equal labels": (top('labels = ["Q", "q"]'), "labels", "differ"),
    "a blank label": (top('labels = ["Q", " "]'), "labels", "write something"),
    "labels of digits": (top('labels = ["1", "2"]'), "labels", "letters"),
    "labels in a text": (top('labels = "QA"'), "labels", '["Q", "A"]'),
    "a wrong word": (top('unlabelled = "anser"'), "unlabelled", '"answer"'),
    "a yes or no for a word": (top("recap = true"), "recap", '"publish" or "approve"'),
    "a moderator without @": (top('moderators = ["anna"]'), "moderators", '"@anna"'),
    "a moderator below zero": (top("moderators = [-5]"), "moderators", "@anna"),
    "a moderator that is true": (top("moderators = [true]"), "moderators", "@anna"),
    # the cadence
    "a duration without a unit": (cadence("every = 10"), "cadence.every", '"10m"'),
    "a duration of no unit we know": (cadence('every = "10 min"'), "cadence.every", '"10m"'),
    "a duration below zero": (cadence('every = "-5m"'), "cadence.every", '"10m"'),
    "a duration of nothing": (cadence('every = "0s"'), "cadence.every", '"1s"'),
    "a duration in half hours": (cadence('every = "1.5h"'), "cadence.every", '"10m"'),
    "a duration of a century": (cadence('closing = "36500d"'), "cadence.closing", "366d"),
    "a duration that is not a number": (cadence("late = nan"), "cadence.late", '"10m"'),
    "reminders that are no list": (cadence('reminders = "1d"'), "cadence.reminders", '["1d"'),
    "a reminder twice": (cadence('reminders = ["1h", "60m"]'), "cadence.reminders", "once"),
    "a cadence that is no table": (top("cadence = 5"), "cadence", "[cadence]"),
    "a text of ours that is blank": (f'{TOP}[texts]\nrules = ""\n{SESSION}{ASKED}', "texts.rules", "take it out"),
    # sessions
    "one bracket only": (WHOLE.replace("[[session]]", "[session]"), "session", "[[session]]"),
    "a session that is no table": (top("session = [1]").replace(SESSION + ASKED, ""), "session 1", "[[session]]"),
    "a start in quotes": (session('starts = "2026-12-02 20:00"'), "session 1, starts", "2026-12-02T20:00:00"),
    "a start with an offset": (
        session("starts = 2026-12-02T20:00:00+01:00"),
        "session 1, starts",
        "2026-12-02T19:00:00",
    ),
    "a day without a time": (session("starts = 2026-12-02"), "session 1, starts", "2026-12-02T20:00:00"),
    "a time without a day": (session("starts = 20:00:00"), "session 1, starts", "2026-12-02T20:00:00"),
    "a start that is a number": (session("starts = 20"), "session 1, starts", "2026-12-02T20:00:00"),
    "a start in the year 1": (session("starts = 0001-01-01T00:00:00"), "session 1, starts", "1970"),
    "a start that the clocks skip": (
        'timezone = "Europe/London"\n' + session("starts = 2027-03-28T01:30:00"),
        "session 1, starts",
        "2027-03-28T02:30:00",
    ),
    "no start and no schedule": (session(""), "session 1, starts", "schedule ="),
    "the same start twice": (WHOLE + SESSION + ASKED, "session 2, starts", "another time"),
    "tags that are no list": (session(START + 'tags = "reading"'), "session 1, tags", '["reading"]'),
    # questions
    "a blank question": (asked('"Who?"', '"  "'), "session 1, question 2", "write something"),
    "a question of nothing to see": (asked('"\\u200b\\u3164"'), "session 1, question 1", "write something"),
    "a question that is a number": (asked("5"), "session 1, question 1", "text ="),
    "a question too long to post": (asked(f'"{"x" * 4096}"'), "session 1, question 1", "at most 4,0"),
    "a question of too many emoji": (asked(f'"{"📚" * 2040}"'), "session 1, question 1", "at most 4,0"),
    "a poll's question too long": (
        asked(f'{{ text = "{"x" * 301}", kind = "poll", choices = ["a", "b"] }}'),
        "session 1, question 1",
        "at most 29",
    ),
    "over a hundred questions": (asked(*['"a"'] * 101), "session 1, questions", "split"),
    "an unknown kind": (asked('{ text = "a", kind = "pol" }'), "session 1, question 1, kind", '"poll"'),
    "a poll without choices": (asked('{ text = "a", kind = "poll" }'), "session 1, question 1, choices", "choices ="),
    "a poll of one choice": (poll('["Yes"]'), "session 1, question 2, choices", "2 to 12"),
    "a poll of thirteen choices": (poll(str([str(n) for n in range(13)])), "session 1, question 2, choices", "2 to 12"),
    "a choice too long": (poll(f'["Yes", "{"x" * 101}"]'), "session 1, question 2, choices", "100"),
    "a blank choice": (poll('["Yes", ""]'), "session 1, question 2, choices", "write something"),
    "a choice twice": (poll('["Yes", " yes"]'), "session 1, question 2, choices", "differ"),
    "choices that are no list": (poll('"Yes"'), "session 1, question 2, choices", '["Yes", "No"]'),
    "a choice that is a number": (poll("[1, 2]"), "session 1, question 2, choices", "quotes"),
    "choices without a poll": (
        asked('{ text = "a", choices = ["Yes", "No"] }'),
        "session 1, question 1, choices",
        'kind = "poll"',
    ),
    "spare in quotes": (asked('{ text = "a", spare = "yes" }'), "session 1, question 1, spare", "without quotes"),
    "all questions spare": (asked('{ text = "a", spare = true }'), "session 1, questions", "spare = true"),
    "minutes and lasts": (
        asked('{ text = "a", lasts = "5m", minutes = 5 }'),
        "session 1, question 1, minutes",
        "one of the two",
    ),
    "no minutes": (asked('{ text = "a", minutes = 0 }'), "session 1, question 1, minutes", "1 or more"),
    "minutes that are true": (asked('{ text = "a", minutes = true }'), "session 1, question 1, minutes", "minutes = 5"),
    "minutes beyond 64 bits": (
        asked('{ text = "a", minutes = 0xffffffffffffffffffff }'),
        "session 1, question 1, minutes",
        "1 or more",
    ),
    "half minutes": (asked('{ text = "a", minutes = 2.5 }'), "session 1, question 1, minutes", "lasts ="),
    "a control character": (asked('"a\\u001b[2Jb"'), "session 1, question 1", "take that character out"),
}


@pytest.mark.parametrize(("content", "where", "cure"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_place_and_cure(write: Write, content: str | bytes, where: str, cure: str) -> None:
    path = write(content)
    fitting = [problem for problem in refusal(path) if problem.where == where]
    assert any(cure in problem.cure or cure in problem.what for problem in fitting), refusal(path)
    code, out, err = checked(path)
    assert (code, out) == (1, "")
    assert f"{path}: {where}: " in err
    assert len(err.encode()) < 20_000
    assert err.isprintable() or "\x1b" not in err


GOOD = {
    "the smallest": WHOLE,
    "a mark at the start": "\ufeff" + WHOLE,
    "lines as on Windows": WHOLE.replace("\n", "\r\n"),
    "a cadence of seconds": cadence('reminders = []\nfirst = "1s"\nevery = "1s"\nclosing = "1s"\nlate = "1s"'),
    "no late answers": cadence('late = "0s"'),
    "hours and minutes": cadence('every = "1h30m"'),
    "UTC": top('timezone = "UTC"'),
    "the second time in an autumn night": 'timezone = "Europe/London"\n' + session("starts = 2026-10-25T01:30:00"),
    "a session long past": session("starts = 1999-12-31T23:00:00"),
    "labels in Cyrillic": top('labels = ["В", "О"]'),
    "labels in Chinese": top('labels = ["问", "答"]'),
    "labels in Hindi": top('labels = ["प्र", "उ"]'),
    "labels that are words": top('labels = ["Frage", "Antwort"]'),
    "a hashtag in Greek": WHOLE.replace("#libchat", "#βιβλιο_2"),
    "a basic group": top("group = -4242"),
    "a public group": top('group = "@LibChatters"'),
    "a schedule and no start": 'schedule = "0 20 * * wed"\n' + session(""),
    "a poll of two": poll('["Yes", "No"]'),
    "a poll of twelve": poll(str([str(n) * 50 for n in range(10, 22)])),
    "a long question": asked(f'"{"x" * 4000}"'),
    "a question of several lines": TOP + SESSION + 'questions = ["""\nFirst,\nsecond?"""]\n',
    "minutes": asked('{ text = "a", minutes = 5 }'),
    "sessions that overlap": WHOLE + "[[session]]\nstarts = 2026-12-02T20:01:00\n" + ASKED,
    "ids of 52 bits": top("moderators = [4503599627370495]"),
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_what_is_right_is_taken_in(write: Write, content: str) -> None:
    code, out, err = checked(write(content))
    assert (code, err) == (0, "")
    assert "welcome" in out


def test_all_keys_arrive_in_the_plan(write: Write) -> None:
    path = write(
        """
        title = " Library chat "
        hashtag = "#LibChat"
        group = "@LibChatters"
        topic_id = 12
        timezone = "Europe/London"
        language = "en"
        schedule = "0  20 * * wed"
        labels = ["P", "R"]
        unlabelled = "answer"
        recap = "approve"
        moderators = ["@Anna", 4242]
        numbering = "series"
        [cadence]
        reminders = ["1d", "90s"]
        first = "1m"
        every = "2m"
        closing = "1h30m"
        late = "2d"
        [texts]
        welcome = "Hello."
        [[session]]
        topic = "Reading"
        starts = 2026-07-01T20:00:00
        guest = "@guest"
        tags = ["reading"]
        questions = ["Who?", { text = "How many?", kind = "number", minutes = 5 },
          { text = "Which?", kind = "poll", choices = ["This", "That"], spare = true }]
        [[session]]
        questions = ["Why?"]
        """
    )
    assert load(path) == SeriesPlan(
        id="libchat",
        title="Library chat",
        hashtag="#LibChat",
        username="libchatters",
        topic_id=12,
        timezone="Europe/London",
        schedule="0 20 * * wed",
        letters=Letters("P", "R"),
        unlabelled=Unlabelled.ANSWER,
        recap=RecapMode.APPROVE,
        moderators=("anna", 4242),
        numbering=Numbering.SERIES,
        cadence=Cadence(
            reminders=(timedelta(days=1), timedelta(seconds=90)),
            first=timedelta(minutes=1),
            every=timedelta(minutes=2),
            closing=timedelta(minutes=90),
            late=timedelta(days=2),
        ),
        texts={"welcome": "Hello."},
        sessions=(
            SessionPlan(
                topic="Reading",
                starts_at=datetime(2026, 7, 1, 19, tzinfo=UTC),
                guest="@guest",
                tags=("reading",),
                questions=(
                    QuestionPlan("Who?"),
                    QuestionPlan("How many?", QuestionKind.NUMBER, lasts=timedelta(minutes=5)),
                    QuestionPlan("Which?", QuestionKind.POLL, choices=("This", "That"), spare=True),
                ),
            ),
            SessionPlan(questions=(QuestionPlan("Why?"),)),
        ),
    )


def test_what_is_left_out_has_its_default(write: Write) -> None:
    start = datetime(2026, 12, 2, 20, tzinfo=UTC)
    sessions = (SessionPlan(questions=(QuestionPlan("Who?"),), starts_at=start),)
    assert load(write(WHOLE)) == SeriesPlan("libchat", "T", "#libchat", sessions)


def test_everything_that_is_wrong_is_told_in_one_go(write: Write) -> None:
    content = (
        'title = 3\ntimezone = "Mars"\n[cadence]\nevery = 5\n[[session]]\nquestions = [""]\n[[session]]\ntopik = 1\n'
    )
    assert {problem.where for problem in refusal(write(content, "lib chat.toml"))} == {
        "name",
        "title",
        "hashtag",
        "timezone",
        "cadence.every",
        "session 1, starts",
        "session 1, question 1",
        "session 2, starts",
        "session 2, questions",
        "session 2, topik",
    }


@pytest.mark.parametrize("name", ["lib chat.toml", "lib.chat.toml", "x" * 65 + ".toml", "latest.toml", "libchat.txt"])
def test_a_name_that_cannot_be_an_id_is_refused(write: Write, name: str) -> None:
    assert [problem.where for problem in refusal(write(WHOLE, name))] == ["name"]


@pytest.mark.parametrize("name", ["libchat.toml", "lib_chat-2.toml", "2026.toml", "βιβλιο.toml", "LibChat.TOML"])
def test_letters_of_any_script_digits_and_strokes_make_an_id(write: Write, name: str) -> None:
    assert load(write(WHOLE, name)).id == Path(name).stem


def grouped(group: str, hashtag: str = "#libchat") -> str:
    return f"group = {group}\n" + WHOLE.replace("#libchat", hashtag)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        pytest.param(grouped("-1001"), grouped("-1001", "#LIBCHAT"), True, id="same group, same hashtag but for case"),
        pytest.param(grouped('"@Chat"'), grouped('"@chat"'), True, id="the same public group"),
        pytest.param(grouped("-1001"), grouped("-1002"), False, id="two groups"),
        pytest.param(grouped("-1001"), grouped("-1001", "#other"), False, id="two hashtags"),
        pytest.param(WHOLE, WHOLE, False, id="no group yet: /host will say"),
    ],
)
def test_two_series_cannot_share_a_hashtag_in_one_group(write: Write, one: str, other: str, clash: bool) -> None:
    paths = [write(one, "a.toml"), write(other, "b.toml")]
    plans, problems = read(paths)
    assert [problem.where for problem in problems] == (["hashtag"] if clash else [])
    assert list(plans) == (paths[:1] if clash else paths)


def test_two_files_of_one_name_are_one_too_many(write: Write, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    paths = [write(WHOLE), write(WHOLE, "more/LibChat.toml")]
    _, problems = read(paths)
    assert [(problem.path, problem.where) for problem in problems] == [(str(paths[1]), "name")]


def test_a_file_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write(WHOLE)
    plans, problems = read([path, tmp_path, path])
    assert (list(plans), problems) == ([path], ())


def test_a_folder_is_its_toml_files_without_hidden_ones(write: Write, tmp_path: Path) -> None:
    write("nonsense", ".#libchat.toml")
    write("nonsense", "notes.txt")
    path = write(WHOLE)
    assert list(read([tmp_path])[0]) == [path]


def test_links_in_a_circle_to_nowhere_and_folders_in_disguise_are_told(tmp_path: Path) -> None:
    (tmp_path / "circle.toml").symlink_to(tmp_path / "circle.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "nowhere.toml").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.toml")
    code, _, err = checked(tmp_path)
    assert code == 1
    assert [line.split("/")[-1].split(":")[0] for line in err.splitlines()] == [
        "circle.toml",
        "folder.toml",
        "nowhere.toml",
        "pipe.toml",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_told(write: Write) -> None:
    path = write(WHOLE)
    path.chmod(0)
    (problem,) = refusal(path)
    assert "permission" in problem.what


def test_a_path_that_does_not_exist_is_a_wrong_use(tmp_path: Path, write: Write) -> None:
    code, out, err = checked(tmp_path / "gone", write(WHOLE))
    assert code == 2
    assert "gone: there is no such file or folder" in err
    assert "welcome" in out


def test_an_empty_folder_is_right_and_says_so(tmp_path: Path) -> None:
    code, out, err = checked(tmp_path)
    assert (code, err) == (0, "")
    assert "no question files here yet" in out


def test_a_good_file_is_shown_beside_a_bad_one(write: Write, tmp_path: Path) -> None:
    write(WHOLE)
    write("title = 3\n", "bad.toml")
    code, out, err = checked(tmp_path)
    assert code == 1
    assert "Q1  Who?" in out
    assert "bad.toml: title: 3 is not a text" in err


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


characters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"])
lines = st.text(characters, max_size=60).map(lambda said: f"x{said}y")
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
gaps = st.integers(1, 31_000_000).map(lambda seconds: timedelta(seconds=seconds))
letters = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="ẞ"), min_size=1, max_size=3)
questions = st.builds(
    QuestionPlan, text=texts, kind=st.sampled_from([QuestionKind.OPEN, QuestionKind.NUMBER]), lasts=st.none() | gaps
) | st.builds(
    QuestionPlan,
    text=lines,
    kind=st.just(QuestionKind.POLL),
    choices=st.lists(lines, min_size=2, max_size=12, unique_by=lambda choice: choice.casefold()).map(tuple),
    spare=st.booleans(),
)
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=20)


@st.composite
def plans(draw: st.DrawFn) -> SeriesPlan:
    zone = draw(st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "America/New_York"]))
    days = draw(st.lists(st.integers(0, 9_000), min_size=1, max_size=4, unique=True))
    starts = [
        resolve(datetime(2020, 1, 1, 20, 0, 5, tzinfo=UTC).replace(tzinfo=None) + timedelta(day), zone) for day in days
    ]
    sessions = tuple(
        SessionPlan(
            questions=(QuestionPlan("First?"), *draw(st.lists(questions, max_size=4))),
            topic=draw(st.just("") | lines),
            starts_at=start,
            guest=draw(st.just("") | lines),
            tags=tuple(draw(st.lists(lines.filter(lambda tag: len(tag) <= 64), max_size=2))),
            readings=tuple(draw(st.lists(lines, max_size=2))),
        )
        for start in starts
    )
    chat_id = draw(st.none() | st.integers(-(2**52) + 1, -1))
    return SeriesPlan(
        id="libchat",
        title=draw(lines),
        hashtag="#libchat",
        sessions=sessions,
        chat_id=chat_id,
        username="" if chat_id else draw(st.just("") | names),
        topic_id=draw(st.none() | st.integers(2, 2**51)),
        timezone=zone,
        language=draw(st.sampled_from(["en", "es", "pt-BR"])),
        schedule=draw(st.sampled_from(["", "0 20 * * wed"])),
        letters=draw(
            st.builds(Letters, letters, letters).filter(lambda two: two.question.casefold() != two.answer.casefold())
        ),
        unlabelled=draw(st.sampled_from(Unlabelled)),
        recap=draw(st.sampled_from(RecapMode)),
        moderators=tuple(draw(st.lists(st.integers(1, 2**52 - 1) | names, max_size=3))),
        numbering=draw(st.sampled_from(Numbering)),
        cadence=draw(
            st.builds(
                Cadence,
                reminders=st.lists(gaps, max_size=3, unique=True).map(tuple),
                first=gaps,
                every=gaps,
                closing=gaps,
                late=gaps | st.just(timedelta(0)),
            )
        ),
        texts=draw(st.dictionaries(st.sampled_from(["welcome", "reminder", "last_call", "closing", "rules"]), texts)),
        archive=draw(st.builds(Publishing, publish=st.booleans(), names=st.sampled_from(Names), robots=st.booleans())),
    )


@settings(deadline=None)
@given(plan=plans())
def test_a_plan_that_is_written_down_loads_as_the_same_plan(
    tmp_path_factory: pytest.TempPathFactory, plan: SeriesPlan
) -> None:
    path = tmp_path_factory.mktemp("dump") / "libchat.toml"
    path.write_text(dump(plan), encoding="utf-8")
    assert load(path) == plan


def test_what_goes_without_saying_is_not_written_down() -> None:
    question = QuestionPlan("Who?")
    plan = SeriesPlan("libchat", "T", "#libchat", (SessionPlan((question, replace(question, spare=True))),))
    assert dump(plan) == (
        "#:schema ./schema.json\n"
        'title = "T"\nhashtag = "#libchat"\ntimezone = "UTC"\nlanguage = "en"\n\n'
        '[[session]]\nquestions = [\n  "Who?",\n  { text = "Who?", spare = true },\n]\n'
    )


@settings(deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "libchat.toml"
    path.write_bytes(content)
    assert refusal(path)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "kind", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def toml(value: object) -> str:
    match value:
        case None:
            return "2026-12-02"
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(character):08x}" for character in value) + '"'
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case _:
            return str(value)


KEYS = (
    *("title", "hashtag", "group", "topic_id", "timezone", "language", "schedule", "labels", "unlabelled"),
    *("recap", "moderators", "numbering", "cadence", "texts", "archive", "session"),
)


@settings(deadline=None)
@given(values=st.dictionaries(st.sampled_from(KEYS), json_like.filter(lambda value: value != ""), min_size=1))
def test_no_value_of_a_wrong_type_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("types") / "libchat.toml"
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in values.items()), encoding="utf-8")
    assert refusal(path)
