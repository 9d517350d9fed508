"""What the rest of a question file says that a session or a question in its midst depends on."""

from dataclasses import dataclass

from pydantic import ValidationInfo

from bot.rules.words import QuestionKind
from bot.wording.characters import utf16_length

MESSAGE, POLL = 4_096, 300
"""UTF-16 units of a message's text and of a poll's question (Bot API, "sendMessage" and "sendPoll")."""
AROUND = 40
"""Units kept free in a message for the number, the part, and what stands between label, question and hashtag."""
NUMBER = len("999. ")
"""Units of a number and what follows it; a label and no hashtag stand before a poll's question."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The zone, the schedule, the hashtag and the letter of a series; defaults stand in for those that are wrong."""

    zone: str = "UTC"
    scheduled: bool = False
    hashtag: str = "#libchat"
    letter: str = "Q"

    def room(self, kind: QuestionKind) -> int:
        """How many UTF-16 units a question's text may have, so that its label and hashtag can be posted with it."""
        if kind is QuestionKind.POLL:
            return POLL - utf16_length(self.letter) - NUMBER
        return MESSAGE - utf16_length(self.letter) - utf16_length(self.hashtag) - AROUND


def around(info: ValidationInfo) -> Surroundings:
    """What surrounds the value that is being checked."""
    return info.context if isinstance(info.context, Surroundings) else Surroundings()
