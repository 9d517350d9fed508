"""The recap as JSON: the whole record, for other programs. Its shape is a promise (docs: "recap --format json")."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.rules.recap import Entry, Person, QuestionRecap, Recap, Remark


def record(recap: Recap) -> str:
    """The recap as indented JSON, people's texts untouched."""
    return msgspec.json.format(msgspec.json.encode(_recap(recap)), indent=2).decode()


def instant(moment: datetime | None) -> str | None:
    """A moment in UTC as ISO 8601 writes it, with a Z."""
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _recap(recap: Recap) -> dict[str, Any]:
    session, counts = recap.session, recap.counts
    return {
        "session": {
            "series": session.series,
            "number": session.number,
            "topic": session.topic,
            "hashtag": session.hashtag,
            "state": session.state.value,
            "starts_at": instant(session.starts_at),
            "ended_at": instant(session.ended_at),
            "group": session.group,
        },
        "questions": [_question(question) for question in recap.questions],
        "unfiled": [_remark(remark) for remark in recap.unfiled],
        "counts": {
            "participants": counts.participants,
            "answers": counts.answers,
            "comments": counts.comments,
            "talk": counts.talk,
            "first_timers": counts.first_timers,
            "late": counts.late,
        },
    }


def _question(question: QuestionRecap) -> dict[str, Any]:
    return {
        "number": question.number,
        "label": question.label,
        "text": question.text,
        "kind": question.kind.value,
        "posted_at": instant(question.posted_at),
        "message_id": question.message_id,
        "answers": [_answer(answer) for answer in question.answers],
        "talk": [_remark(remark) for remark in question.talk],
    }


def _answer(answer: Entry) -> dict[str, Any]:
    return {
        "participant": _person(answer.person),
        "text": answer.text,
        "message_id": answer.message_id,
        "filed_by": answer.filed_by.value,
        "late": answer.late,
        "sent_at": instant(answer.sent_at),
        "edited_at": instant(answer.edited_at),
        "value": answer.value,
        "reactions": answer.reactions,
        "link": answer.link,
        "comments": [_remark(comment) for comment in answer.comments],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "participant": _person(remark.person),
        "text": remark.text,
        "message_id": remark.message_id,
        "sent_at": instant(remark.sent_at),
    }


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "username": person.username or None}
