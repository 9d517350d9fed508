"""Polls of the rehearsal room."""

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.people import User


@dataclass(slots=True, eq=False)
class Poll:
    """One poll; ``votes`` holds the chosen option numbers by user id."""

    id: str
    question: str
    options: list[str]
    anonymous: bool = True
    several: bool = False
    kind: str = "regular"
    revoting: bool = True
    correct: list[int] = field(default_factory=list)
    closed: bool = False
    by_bot: bool = True
    closes_at: float | None = None
    open_period: int | None = None
    votes: dict[int, tuple[User, list[int]]] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """A Bot API ``Poll``."""
        body: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "options": [
                {
                    "persistent_id": f"{self.id}-{number}",
                    "text": text,
                    "voter_count": sum(number in chosen for _, chosen in self.votes.values()),
                }
                for number, text in enumerate(self.options)
            ],
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            "is_anonymous": self.anonymous,
            "type": self.kind,
            "allows_multiple_answers": self.several,
            "allows_revoting": self.revoting,
            "members_only": False,
        }
        if self.kind == "quiz" and (self.closed or self.by_bot):
            body["correct_option_ids"] = self.correct
        if self.closes_at is not None:
            body["close_date"] = int(self.closes_at)
        if self.open_period is not None:
            body["open_period"] = self.open_period
        return body

    def vote(self, user: User, chosen: list[int]) -> bool:
        """Count a vote (an empty list takes it back); False when nothing changed. Raises ValueError like the apps."""
        before = self.votes.get(user.id)
        if self.closed:
            raise ValueError("can't answer a closed poll")
        if len(chosen) > 1 and not self.several:
            raise ValueError("can't choose more than one option in this poll")
        if any(not 0 <= number < len(self.options) for number in chosen):
            raise ValueError("there is no such option")
        if before and before[1] == chosen:
            return False
        if before and not self.revoting:
            raise ValueError("this poll's votes can't be changed")
        if chosen:
            self.votes[user.id] = (user, chosen)
        else:
            self.votes.pop(user.id, None)
        return True

    def answer(self, user: User, voice: dict[str, Any] | None = None) -> dict[str, Any]:
        """The Bot API ``PollAnswer`` of somebody's vote as it stands; ``voice`` is the chat they vote as."""
        chosen = self.votes[user.id][1] if user.id in self.votes else []
        return {
            "poll_id": self.id,
            **({"voter_chat": voice} if voice else {"user": user.json()}),
            "option_ids": chosen,
            "option_persistent_ids": [f"{self.id}-{number}" for number in chosen],
        }
