"""Gathering the rows of a session into its recap, in one pass over each kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

from bot.rules.anonymity import SOMEBODY
from bot.rules.links import addresses, message_address
from bot.rules.recap import Choice, Counts, Entry, Person, QuestionRecap, Recap, Remark, SessionInfo, SharedLink
from bot.rules.rows import MessageKey, QuestionRow, RemarkRow, Rows
from bot.rules.sprints import tallied
from bot.rules.words import Form, Place, QuestionKind

_in_order = attrgetter("sent_at", "message_id")


def compute(session: SessionInfo, rows: Rows) -> Recap:
    """What a session came to.

    A comment stands once, under its answer: under the question of its thread, else under the first question that the
    answer is filed under. When that answer is gone (withdrawn, moved out of the answers), it becomes talk there.
    Talk beside a question that was never posted is unfiled.
    """
    return _Gathering(session, rows).recap()


class _Gathering:
    """The rows of a session on their way into its recap."""

    def __init__(self, session: SessionInfo, rows: Rows) -> None:
        self.session = session
        self.rows = rows
        self.addresses: dict[int, str] = {}
        self.answers: defaultdict[int, list[Entry]] = defaultdict(list)
        self.threads: defaultdict[MessageKey, dict[int, int]] = defaultdict(dict)
        """Of each answer that was commented on: its place among the answers, by question."""
        self.comments: defaultdict[tuple[int, int], list[Remark]] = defaultdict(list)
        """By question and the answer's place there."""
        self.talk: defaultdict[int, list[Remark]] = defaultdict(list)
        self.unfiled: list[Remark] = []

    def recap(self) -> Recap:
        """All of it, put together."""
        remarks = sorted(self.rows.remarks, key=_in_order)
        self._take_answers({(row.chat_id, row.thread or 0) for row in remarks if row.place is Place.COMMENT})
        for row in remarks:
            self._take_remark(row)
        for (question_id, place), comments in self.comments.items():
            answer = self.answers[question_id][place]
            self.answers[question_id][place] = answer._replace(comments=tuple(comments))
        asked = [row for row in self.rows.questions if row.posted_at is not None or row.id in self.answers]
        asked.sort(key=attrgetter("number", "part", "position"))
        for question_id in self.talk.keys() - {row.id for row in asked}:
            self.unfiled.extend(self.talk.pop(question_id))
        self.unfiled.sort(key=_in_order)
        questions = tuple(self._question(row) for row in asked)
        if self.session.form is Form.SPRINT:
            questions = tallied(questions, self.rows.before, self.session.measure)
        voices = {answer.person.id: answer.person for question in questions for answer in question.answers}
        voices.pop(SOMEBODY, None)  # who they are, and whether they spoke in their name as well, nobody knows
        return Recap(
            session=self.session,
            questions=questions,
            unfiled=tuple(self.unfiled),
            counts=Counts(
                participants=len(voices),
                answers=sum(len(question.answers) for question in questions),
                comments=sum(map(len, self.comments.values())),
                talk=sum(len(question.talk) for question in questions),
                unfiled=len(self.unfiled),
                first_timers=len(voices.keys() - set(self.rows.earlier)),
                late=sum(answer.late for question in questions for answer in question.answers),
            ),
            links=_shared(questions, self.unfiled),
            participants=tuple(sorted(voices.values(), key=lambda person: (person.name.casefold(), person.id))),
            stumpers=tuple(self.rows.stumpers),
        )

    def _take_answers(self, roots: set[MessageKey]) -> None:
        """Every answer under its question; where those are that threads began with."""
        people, reactions = self.rows.people, self.rows.reactions
        for row in self.rows.answers:
            key = (row.chat_id, row.message_id)
            answers = self.answers[row.question_id]
            if key in roots:
                self.threads[key][row.question_id] = len(answers)
            answers.append(
                Entry(
                    people.get(row.person_id) or Person(row.person_id, ""),
                    row.text,
                    row.media,
                    row.message_id,
                    row.sent_at,
                    row.edited_at,
                    row.filed_by,
                    row.late,
                    row.value,
                    reactions.get(key, 0),
                    self._link(row.chat_id, row.message_id),
                    (),
                    row.chat_id,
                )
            )

    def _take_remark(self, row: RemarkRow) -> None:
        """A comment to its answer, talk to its question, the rest to the unfiled."""
        remark = Remark(
            self.rows.people.get(row.person_id) or Person(row.person_id, ""),
            row.text,
            row.media,
            row.message_id,
            row.sent_at,
            row.edited_at,
            row.filed_by,
            self.rows.reactions.get((row.chat_id, row.message_id), 0),
            self._link(row.chat_id, row.message_id),
        )
        under = self.threads.get((row.chat_id, row.thread or 0), {}) if row.place is Place.COMMENT else {}
        if under:
            question_id = row.question_id if row.question_id in under else min(under)
            self.comments[question_id, under[question_id]].append(remark)
        elif row.place is Place.UNFILED or row.question_id is None:
            self.unfiled.append(remark)
        else:
            self.talk[row.question_id].append(remark)

    def _question(self, row: QuestionRow) -> QuestionRecap:
        """A question with its answers, its talk, and its votes if it was a poll."""
        cast = [set(chosen) for chosen in self.rows.votes.get(row.poll_id or "", ()) if chosen]
        tally = Counter(position for chosen in cast for position in chosen)
        choices = row.choices if row.kind is QuestionKind.POLL else ()
        return QuestionRecap(
            number=row.number,
            part=row.part,
            label=f"{self.session.question_letter}{row.number}{row.part}",
            text=row.text,
            kind=row.kind,
            posted_at=row.posted_at,
            message_id=row.message_id,
            link=self._link(row.chat_id, row.message_id) if row.chat_id and row.message_id else "",
            answers=tuple(sorted(self.answers.get(row.id, ()), key=_in_order)),
            talk=tuple(self.talk.get(row.id, ())),
            choices=tuple(Choice(text, tally[position]) for position, text in enumerate(choices)),
            voters=len(cast),
        )

    def _link(self, chat_id: int, message_id: int) -> str:
        """The address of a message; what it begins with is worked out once a chat."""
        address = self.addresses.get(chat_id)
        if address is None:
            address = message_address(chat_id, self.session.group, self.session.username)
            self.addresses[chat_id] = address
        return f"{address}{message_id}"


def _shared(questions: Sequence[QuestionRecap], unfiled: Iterable[Remark]) -> tuple[SharedLink, ...]:
    """Each web address that was shared, once, with who shared it first, in the order of the recap."""
    first: dict[str, SharedLink] = {}

    def take(said: Entry | Remark, label: str) -> None:
        if "://" not in said.text:
            return
        for address in addresses(said.text):
            first.setdefault(address, SharedLink(address, said.person, label, said.link, said.text))

    for question in questions:
        for answer in question.answers:
            take(answer, question.label)
            for comment in answer.comments:
                take(comment, question.label)
        for remark in question.talk:
            take(remark, question.label)
    for remark in unfiled:
        take(remark, "")
    return tuple(first.values())
