"""The one quiet hint for who speaks in a series for the first time: a reaction, or a word in private."""

from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.rules.words import Form, Place, PostKind
from bot.store import likeness, newcomers, people, posts, stages, wishes
from bot.store.database import Session
from bot.store.messages import Listening
from bot.store.stages import Stage
from bot.store.tables import Post
from bot.wording import participation as wording
from bot.wording.language import Language

NOTED, WELCOME = "✍", "🤗"
"""Reactions on a first answer and on another first message (both are in the Bot API's list, ReactionTypeEmoji)."""
MOST = 3
"""Hints a minute in one group; whoever comes in a rush is not hinted at all, and a later message counts as known."""
EVERYWHERE = 60
"""Times a minute that somebody new is looked up, over all groups: filing goes before hinting."""
PATIENCE = timedelta(seconds=30)
"""A hint that could not be given by then is dropped."""

First = tuple[Listening, Mapping[str, Any]]
"""Where somebody whom this process had not met yet spoke, and their message as a row."""


class Hints:
    """Gives them, and remembers how many each group had of late."""

    def __init__(self) -> None:
        self._given: dict[int, deque[datetime]] = defaultdict(deque)
        self._looks: deque[datetime] = deque()

    def give(self, session: Session, firsts: Mapping[int, First], now: datetime) -> bool:
        """Hint to those of these people who are new, as far as the group bears it; whether there were any."""
        by_session: dict[int, list[First]] = defaultdict(list)
        for one, row in firsts.values():
            busy = _left(self._given[one.chat_id], MOST, now) <= 0
            if one.floor.form is not Form.HOUR:  # it tells its own way what it understood
                continue
            if not busy and row["participant_id"] > 0 and row["participant_id"] not in one.moderators:
                by_session[one.session_id].append((one, row))
        greeted = False
        for session_id, found in by_session.items():
            if _left(self._looks, EVERYWHERE, now) <= 0:
                break
            self._looks.append(now)
            stage = stages.of(session, session_id)
            if stage is not None and stage.group is not None and likeness.manners(stage.series).hints:
                greeted = self._greet(session, stage, found, now) or greeted
        return greeted

    def _greet(self, session: Session, stage: Stage, found: list[First], now: datetime) -> bool:
        said = {row["participant_id"]: row["message_id"] for _, row in found}
        known = newcomers.known(session, stage.series.id, stage.id, said)
        new = [(one, row) for one, row in found if row["participant_id"] not in known]
        private = people.private(session, [row["participant_id"] for _, row in new])
        greeted = False
        for one, row in new:
            if _left(self._given[one.chat_id], MOST, now) <= 0:
                break
            greeted = True
            self._given[one.chat_id].append(now)
            person_id = row["participant_id"]
            wishes.keep(session, person_id, wishes.HINTED, True)
            answered = row["place"] is Place.ANSWER
            post = Post(key=f"hint:{person_id}:{stage.series.id}", kind=PostKind.RECEIPT, due_at=now)
            if not answered and person_id in private:
                language = Language(people.language(session, person_id) or stage.series.language)
                letters = likeness.letters(stage.series)
                post.kind, post.chat_id = PostKind.REPLY, person_id
                post.data = {"html": wording.first_time(stage.series.hashtag, letters.answer, language)}
            else:
                emoji = NOTED if answered else WELCOME
                post.group_id = stage.group.id if stage.group else None
                post.data = {"chat": row["chat_id"], "message": row["message_id"], "emoji": emoji}
                post.data["patience"] = PATIENCE.total_seconds()
            posts.owe(session, post)
        return greeted


def _left(times: deque[datetime], most: int, now: datetime) -> int:
    """How many more there may be, of so many a minute."""
    while times and times[0] <= now - timedelta(minutes=1):
        times.popleft()
    return most - len(times)
