"""What the archive remembers of each session, so that its lists need not read it again."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from bot.rules.recap import Entry, QuestionRecap, Recap, Remark
from bot.store.publishing import Ended
from bot.wording.characters import one_line, shorten

MOST_BEST, LONGEST_BEST = 2, 200
"""Answers that a page of a tag shows of each prompt, and UTF-16 units of each."""


class Best(msgspec.Struct, frozen=True):
    """An answer that was liked best, for the pages of tags."""

    name: str
    text: str
    message_id: int


class Question(msgspec.Struct, frozen=True):
    """A question of a session, for the lists."""

    label: str
    text: str
    answers: int
    best: tuple[Best, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """A session, for the lists."""

    id: int
    mark: str
    """Of everything that went into its pages."""
    series: str
    number: int
    topic: str
    guest: str
    began: datetime
    updated: datetime
    """When something was last said or changed in it."""
    tags: tuple[str, ...]
    people: int
    answers: int
    questions: tuple[Question, ...]
    pages: tuple[str, ...]
    running: int | None = None
    """The running number that its title shows, in a series that has one."""

    @property
    def listed(self) -> bytes:
        """What lists show of it: an edited answer alone changes none of that."""
        bare = tuple(msgspec.structs.replace(one, best=()) for one in self.questions)
        return msgspec.msgpack.encode(msgspec.structs.replace(self, mark="", updated=self.began, questions=bare))

    @property
    def prompts(self) -> bytes:
        """What pages of tags show of it besides: the answers that were liked best."""
        return msgspec.msgpack.encode(tuple(one.best for one in self.questions))


def facts(ended: Ended, mark: str, recap: Recap, pages: tuple[str, ...]) -> Facts:
    """What to remember of a session."""
    session = recap.session
    moments = [moment for said in everything(recap) for moment in (said.sent_at, said.edited_at) if moment]
    return Facts(
        id=ended.id,
        mark=mark,
        series=ended.series,
        number=ended.number,
        topic=session.topic,
        guest=session.guest,
        began=ended.began,
        updated=max([*moments, session.ended_at or ended.began]),
        tags=session.tags,
        people=recap.counts.participants,
        answers=recap.counts.answers,
        questions=tuple(Question(one.label, one.text, len(one.answers), _best(one)) for one in recap.questions),
        pages=pages,
        running=session.running,
    )


def _best(question: QuestionRecap) -> tuple[Best, ...]:
    """The answers with words that drew most, as the ideas store shows them."""
    said = [answer for answer in question.answers if answer.text.strip()]
    ranked = sorted(said, key=lambda answer: (-answer.reactions, -len(answer.comments), answer.sent_at))[:MOST_BEST]
    return tuple(Best(one.person.name, shorten(one_line(one.text), LONGEST_BEST), one.message_id) for one in ranked)


def everything(recap: Recap) -> Iterator[Entry | Remark]:
    """All that was said in a session, in the order of its page."""
    for said, _ in with_anchors(recap):
        yield said


def with_anchors(recap: Recap) -> Iterator[tuple[Entry | Remark, str]]:
    """All that was said in a session, with where it stands on its page."""
    for place, question in enumerate(recap.questions, 1):
        for answer in question.answers:
            yield answer, f"q{place}-{answer.message_id}"
            for comment in answer.comments:
                yield comment, f"q{place}-{comment.message_id}"
        for remark in question.talk:
            yield remark, f"q{place}-{remark.message_id}"
    for remark in recap.unfiled:
        yield remark, f"q0-{remark.message_id}"
