"""What a question file comes to as a plan, what its name may be, and how a folder of them is read."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.questionfiles import load, read
from bot.rules.plans import Cadence, Letters, QuestionPlan, SeriesPlan, SessionPlan
from bot.rules.words import Numbering, QuestionKind, RecapMode, Unlabelled
from tests.question_texts import WHOLE, Write, checked, refusal


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
