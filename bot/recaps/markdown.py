"""The recap as Markdown for a blog (CommonMark): headings, quotes with their authors, links."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from bot.rules.recap import Entry, QuestionRecap, Recap, Remark, SharedLink
from bot.wording import tallies
from bot.wording.characters import clean, isolated, one_line
from bot.wording.language import Language

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&^$]|(?<=[{<])[%#])")
_LINE_START = re.compile(r"^(\s*)([#=+:!-])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])")
_SAFE_IN_ADDRESS = ":/?#@!$&'*+,;=%~-._"


def markdown(recap: Recap) -> str:
    """The recap as a blog post, everything in it that people said quoted as plain text."""
    return "\n\n".join(block for block in _blocks(recap, Language(recap.session.language)) if block) + "\n"


def escape(text: str) -> str:
    """A line of text that Markdown, and the template languages that blogs run over it, leave as it is."""
    line = _SPECIAL.sub(r"\\\1", one_line(text))
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", line))


def link(text: str, address: str) -> str:
    """A text that leads somewhere; without an address only the text."""
    target = quote(address, safe=_SAFE_IN_ADDRESS).replace("&", "&amp;")
    return f"[{escape(text)}]({target})" if address else escape(text)


def _blocks(recap: Recap, language: Language) -> Iterator[str]:
    session = recap.session
    state = tallies.state(session, language)
    yield f"# {escape(tallies.title(session, language))}"
    yield " · ".join(escape(part) for part in (session.hashtag, tallies.when(session, language)) if part)
    yield f"*{escape(state)}*" if state else ""
    said = (
        tallies.taking_part(recap, language),
        tallies.totals(recap.counts, language),
        tallies.doubled(recap, language),
    )
    yield " ".join(escape(sentence) for sentence in said if sentence)
    for question in recap.questions:
        yield from _question(question, language)
    if recap.unfiled and not session.erased:
        yield f"## {escape(language.text('Under no question'))}"
        for remark in recap.unfiled:
            yield _said(remark, language)
    if recap.links:
        yield f"## {escape(language.text('Links shared'))}"
        yield "\n".join(_shared(shared) for shared in recap.links)
    if recap.participants:
        yield f"## {escape(language.text('Who answered'))}"
        yield escape(language.listed([isolated(tallies.name(person, language)) for person in recap.participants]))
    if session.next_at:
        moment = language.moment(session.next_at, session.timezone)
        yield escape(language.text("Next chat: {moment}", moment=moment))


def _question(question: QuestionRecap, language: Language) -> Iterator[str]:
    yield f"## {escape(question.label)} {escape(question.text)}"
    yield "\n".join(f"- {escape(line)}" for line in tallies.figures(question, language))
    if question.erased:
        return
    for answer in question.answers:
        yield "\n>\n".join([_said(answer, language), *(_within(_said(said, language)) for said in answer.comments)])
    if not question.answers and not question.voters:
        yield f"*{escape(language.text('No answers.'))}*"
    if question.talk:
        yield f"### {escape(language.text('Beside the question'))}"
        for remark in question.talk:
            yield _said(remark, language)


def _said(said: Entry | Remark, language: Language) -> str:
    """A message as a quotation, its author and what became of it below."""
    media = tallies.media(said, language)
    lines = [escape(isolated(line)) for line in clean(said.text).split("\n") if line.strip()]
    if media:
        lines.insert(0, f"*({escape(media)})*")
    author = f"— {link(isolated(tallies.name(said.person, language)), said.link)}"
    if isinstance(said, Entry) and said.late:
        author += f", {escape(language.text('late'))}"
    return "\n".join(
        [*(f"> {line}\\" for line in lines[:-1]), *(f"> {line}" for line in lines[-1:]), ">", f"> {author}"]
    )


def _within(quotation: str) -> str:
    """A quotation inside another."""
    return "\n".join(f"> {line}" for line in quotation.split("\n"))


def _shared(shared: SharedLink) -> str:
    """An address that was shared, and under which question."""
    return f"- {link(shared.address, shared.address)}" + (f" ({escape(shared.label)})" if shared.label else "")
