"""The recap as plain text for a terminal or an e-mail: every answer whole, nothing that a terminal would obey."""

from collections.abc import Iterator

from bot.rules.recap import Entry, QuestionRecap, Recap, Remark
from bot.wording import tallies
from bot.wording.characters import clean, one_line, undirected
from bot.wording.language import Language


def text(recap: Recap) -> str:
    """The recap, a line to each thing said, further lines of it indented."""
    return undirected("\n".join(_lines(recap, Language(recap.session.language)))).rstrip() + "\n"


def _lines(recap: Recap, language: Language) -> Iterator[str]:
    session = recap.session
    title = tallies.title(session, language)
    yield title
    yield "=" * len(title)
    yield from filter(None, (f"{one_line(session.hashtag)}  {tallies.when(session, language)}".strip(),))
    yield from filter(None, (tallies.state(session, language),))
    yield ""
    yield tallies.taking_part(recap, language)
    yield from filter(None, (tallies.totals(recap.counts, language), tallies.doubled(recap, language)))
    for question in recap.questions:
        yield ""
        yield from _question(question, language)
    if recap.unfiled and not session.erased:
        yield ""
        yield language.text("Under no question")
        for remark in recap.unfiled:
            yield from _said(remark, "  ", language)
    if recap.links:
        yield ""
        yield language.text("Links shared")
        for shared in recap.links:
            yield f"  {clean(shared.address)}" + (f" ({shared.label})" if shared.label else "")
    if recap.participants:
        yield ""
        names = [one_line(tallies.name(person, language)) for person in recap.participants]
        yield f"{language.text('Who answered')}: {language.listed(names)}"
    if session.next_at:
        yield ""
        yield language.text("Next chat: {moment}", moment=language.moment(session.next_at, session.timezone))


def _question(question: QuestionRecap, language: Language) -> Iterator[str]:
    yield f"{question.label}  {one_line(question.text)}"
    for line in tallies.figures(question, language):
        yield f"  {line}"
    if question.erased:
        return
    for answer in question.answers:
        yield from _said(answer, "  ", language)
        for comment in answer.comments:
            yield from _said(comment, "      ", language)
    if not question.answers and not question.voters:
        yield f"  {language.text('No answers.')}"
    if question.talk:
        yield f"  {language.text('Beside the question:')}"
        for remark in question.talk:
            yield from _said(remark, "    ", language)


def _said(said: Entry | Remark, indent: str, language: Language) -> Iterator[str]:
    """Who said what; the message's further lines stand below its first."""
    media = tallies.media(said, language)
    marks = [
        f"({media})" if media else "",
        f"({language.text('late')})" if isinstance(said, Entry) and said.late else "",
        f"(♥ {language.number(said.reactions)})" if said.reactions > 0 else "",
    ]
    first, *more = clean(said.text).strip().split("\n")
    yield " ".join(filter(None, (f"{indent}{one_line(tallies.name(said.person, language))}:", first.strip(), *marks)))
    for line in more:
        yield f"{indent}  {line.strip()}".rstrip()
