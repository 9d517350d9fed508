"""Every sentence that reaches people can be translated: none goes past the catalogs, and no catalog spoils one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from bot.wording import catalogs, sentences

WORDS = re.compile(r"[^\W\d_]{2,}[,:;.!?…]?\s+\(?[^\W\d_]{2,}")
"""Two words in a row: that is how a sentence looks, and hardly anything else."""
ALONE = re.compile(r"\W*[A-Z][a-z]{2,}[.:!?…]?\W*")
"""A single word as a heading or on a button."""
TAKERS = frozenset(sentences.KEYWORDS)
CATALOGS = sorted(catalogs.FOLDER.glob("*.po"))
ELSEWHERE = {
    "loops/doctor.py": "printed by `chathour doctor`, whose console is English",
    "loops/intake/line.py": "the library's own words for an answer that is none, in the log",
    "loops/metrics.py": "what each metric means, for Prometheus",
    "loops/intake/polling.py": "why `chathour run` stopped, on its console",
    "loops/sending/refusals.py": "what Telegram says, in Telegram's English, and our names for it in the log",
    "loops/sketching.py": "what a language model is told",
    "loops/web.py": "why `chathour run` could not start, on its console",
    "recaps/archive/folder.py": "a mark in a file of the archive's own",
    "wording/catalogs.py": "told to translators by the tests",
    "wording/customs.py": "English itself; other languages have CLDR's words",
    "wording/sentences.py": "told to translators in the files",
    "wording/timetables.py": "printed by `chathour check` and `chathour plan`, whose console is English",
}
"""Modules that hold words for other readers than those in the chat, with who reads them."""
NAMES = {
    "commands/places.py": "other names of towns, compared with what people write",
    "loops/sending/sender.py": "a reason for the log",
    "loops/sending/settling.py": "a reason kept in the post's row",
}
"""Modules in which short phrases in small letters are told to nobody in the chat; whole sentences would be."""
FORMATS = {"Atom", "Markdown"}
"""Names that are the same in every language."""


def sources() -> list[Path]:
    return sorted(file for package in sentences.PACKAGES for file in (sentences.ROOT / package).rglob("*.py"))


def name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def unspoken(tree: ast.AST) -> set[int]:
    """The parts of a module that nobody is told: docstrings, patterns, the log, errors, and what is marked already."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                found.add(id(docstring))
            case ast.Raise():
                found.update(map(id, ast.walk(node)))
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                found.update(map(id, ast.walk(node)))
            case ast.Call() if name(node) in TAKERS or name(node) == "dropped":  # the reason stays in the post's row
                found.update(map(id, node.args))
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "re"))):
                found.update(map(id, ast.walk(node)))
    return found


def loose(code: str) -> Iterator[tuple[int, str]]:
    """The texts in a module that look like sentences and are not on their way to a catalog."""
    tree = ast.parse(code)
    silent = unspoken(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            text = re.sub(r"<[^>]*>?|^[^<>]*>", " ", node.value) if "<" in node.value else node.value
            if WORDS.search(text) or (ALONE.fullmatch(text) and text not in FORMATS):
                yield node.lineno, node.value


def unmarked_choices(code: str) -> Iterator[tuple[int, str]]:
    """The plain texts among which a call of text() chooses: each must be marked where it stands."""
    tree = ast.parse(code)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name(node) in {"text", "say"}):
        chosen = call.args[0] if call.args else call
        marked = {id(part) for node in ast.walk(chosen) if isinstance(node, ast.Call) for part in node.args}
        for node in ast.walk(chosen):
            values = node.values if isinstance(node, ast.Dict) else []
            values = [node.body, node.orelse] if isinstance(node, ast.IfExp) else values
            yield from (
                (one.lineno, str(one.value))
                for one in values
                if isinstance(one, ast.Constant) and id(one) not in marked
            )


def built(code: str) -> Iterator[tuple[int, str]]:
    """Sentences that no catalog can hold: put together before they are translated, or one form of a plural alone."""
    for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and name(node) in TAKERS):
        for place in sentences.KEYWORDS[name(call)]:
            given = call.args[place - 1 : place]
            made = [node for one in given for node in ast.walk(one) if isinstance(node, ast.JoinedStr | ast.BinOp)]
            yield from ((node.lineno, ast.unparse(node)) for node in made if any_text(node))
        forms = [ast.unparse(one) for one in call.args[:1]] if name(call) == "marked" else []
        yield from ((call.lineno, form) for form in forms if "{count}" in form)


def any_text(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node))


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(sentences.ROOT)))
def test_no_sentence_goes_past_the_catalogs(file: Path) -> None:
    place, code = file.relative_to(sentences.ROOT).as_posix(), file.read_text(encoding="utf-8")
    found = [] if place in ELSEWHERE else list(loose(code))
    if place.startswith("loops/"):  # a name, a header: what people are told there has more words
        found = [(line, text) for line, text in found if not ALONE.fullmatch(text)]
    if place in NAMES:
        found = [(line, text) for line, text in found if not text.islower()]
    assert not found, f"say these through Language.text, or mark them: {found}"
    assert not list(built(code))
    assert not list(unmarked_choices(code))


def test_what_is_excused_is_there() -> None:
    for place in {**ELSEWHERE, **NAMES}:
        assert list(loose((sentences.ROOT / place).read_text(encoding="utf-8"))) or place == "wording/customs.py", place


@pytest.mark.parametrize(
    "code",
    [
        'turn.tell("It goes out now.")',
        'lines.append(f"{count} people answered")',
        'buttons = [[("Later", "d:leave")]]',
        'said = language.text("On air:") + " the next question"',
    ],
)
def test_a_sentence_past_the_catalogs_is_seen(code: str) -> None:
    assert list(loose(code))


@pytest.mark.parametrize(
    "code",
    [
        'language.text(f"Hello {name}")',
        'language.text("Hello " + name)',
        'marked("a" + b)',
        'one = marked("{count} page")',
    ],
)
def test_a_sentence_that_is_built_is_seen(code: str) -> None:
    assert list(built(code))


def test_choices_that_nobody_marked_are_seen() -> None:
    assert list(unmarked_choices('language.text({1: "busy", 2: marked("quiet")}[room])')) == [(1, "busy")]
    assert list(unmarked_choices('language.text("late" if late else "in time")')) == [(1, "late"), (1, "in time")]


@pytest.mark.parametrize(
    "file",
    sorted((sentences.ROOT / "recaps" / "templates").rglob("*.html")),
    ids=lambda file: file.name,
)
def test_no_words_stand_in_a_template(file: Path) -> None:
    """Neither as plain text or in an attribute that is read aloud, nor in a value that does not go through say()."""
    tree = Environment(trim_blocks=True).parse(file.read_text(encoding="utf-8"))
    plain = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    aloud = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]+)"', plain)
    told = re.sub(r"<[^>]*>", " ", plain)
    assert set(re.findall(r"[^\W\d_]{2,}", " ".join([told, *aloud]))) <= FORMATS
    said = {id(arg) for call in tree.find_all(nodes.Call) for arg in call.args}
    loose = [one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str) and id(one) not in said]
    assert not [text for text in loose if WORDS.search(text) or ALONE.fullmatch(text)]


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_a_catalog_spoils_no_sentence(file: Path) -> None:
    """Placeholders and markup of every translation are those of its sentence."""
    told = [message for message in catalogs.read(file) if message.id and not message.fuzzy]
    assert not [fault for one in told for fault in catalogs.faults(one.id, one.string or "")]
    catalogs.spoken.cache_clear()
    assert catalogs.spoken(file.stem) is not catalogs.ENGLISH


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_a_catalog_that_says_it_is_complete_lacks_nothing(file: Path) -> None:
    """`make messages` brings new sentences into the files; until they are translated "X-Complete" is "no"."""
    assert not sentences.is_complete(file) or not sentences.missing(file)


def test_a_sentence_without_a_translation_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    found = sentences.gathered()
    file.write_bytes(sentences.updated(file, found))
    assert len(sentences.missing(file)) == len(found) > 400
    whole = file.read_text(encoding="utf-8").replace(
        'msgid "Links shared"\nmsgstr ""', 'msgid "Links shared"\nmsgstr "x"'
    )
    file.write_text(whole, encoding="utf-8")
    assert len(sentences.missing(file)) == len(found) - 1


def test_a_file_of_sentences_changes_only_with_its_sentences(tmp_path: Path) -> None:
    """Nothing of the machine, the day or the versions is in it, and what translators wrote stays."""
    file = tmp_path / "de.po"
    file.write_bytes(sentences.updated(file, sentences.gathered()))
    told = file.read_text(encoding="utf-8")
    told = told.replace('msgid "Links shared"\nmsgstr ""', 'msgid "Links shared"\nmsgstr "Geteilte Links"')
    told = told.replace('msgid ""', '# A session is a "Runde".\nmsgid ""', 1)
    file.write_text(told.replace("X-Complete: no", "X-Complete: yes"), encoding="utf-8")
    assert sentences.updated(file, sentences.gathered()) == file.read_bytes()
    assert not re.search(r"\d{4}-\d\d|Babel|/(?:home|work|tmp)/|\.py:\d", told)


@pytest.mark.parametrize(
    ("sentence", "translation", "fits"),
    [
        ("{name} begins", "{name} empieza", True),
        ("{name} begins", "{nombre} empieza", False),
        ("{name} begins", "empieza", False),
        ("{name} begins", "{name empieza", False),
        ("{name} begins", "{name.__class__} empieza", False),
        ("{name} begins", "{name!r} empieza", False),
        ("{name} begins", "<b>{name}</b> empieza", False),
        ("Questions", "Q&A", False),
        (("{count} answer", "{count} answers"), ("una respuesta", "{count} respuestas"), True),
        (("{count} answer", "{count} answers"), ("una respuesta", "{total} respuestas"), False),
        ("{name} begins", "", True),
    ],
)
def test_what_fits_a_sentence(sentence: str | tuple[str, ...], translation: str | tuple[str, ...], fits: bool) -> None:
    assert (not catalogs.faults(sentence, translation)) == fits
