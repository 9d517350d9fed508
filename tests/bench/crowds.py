"""Updates for the benchmarks: what 500 people say in ten groups within an hour, invented, the same each time."""

import random
import time
from typing import Any

GROUPS = [-1001000000000 - number for number in range(10)]
PEOPLE = 500
SAID = (
    "A1 we put a chair by the window, and people found it within a day",
    "a1. mostly by asking the children first",
    "A1: nothing planned, and that was the point of it",
    "so true, and nobody tells you beforehand",
    "ours has three floors and one lift, so 2 of them are quiet",
    "hello from the night shift!",
    "what do you do when it rains?",
    "Q1 a shelf near the door",
)


def talk(count: int, groups: list[int], first_id: int = 1) -> list[dict[str, Any]]:
    """So many messages, a third of them replies to earlier ones."""
    dice = random.Random(count)  # not a secret, the same crowd each time
    now = int(time.time())
    updates: list[dict[str, Any]] = []
    for number in range(count):
        who, chat_id = dice.randrange(PEOPLE), dice.choice(groups)
        chat = {"id": chat_id, "type": "supergroup", "title": "Library hour"}
        person = {"id": 5_000_000_000 + who, "is_bot": False, "first_name": f"Reader {who}", "language_code": "en"}
        message: dict[str, Any] = {
            "message_id": 20_000_000 + number, "from": person, "chat": chat, "date": now, "text": dice.choice(SAID),
        }  # fmt: skip
        if number > 100 and dice.random() < 1 / 3:
            earlier = updates[-dice.randrange(1, 100)]["message"]
            if earlier["chat"] == chat:
                message["reply_to_message"] = {
                    key: value for key, value in earlier.items() if key != "reply_to_message"
                }
        updates.append({"update_id": first_id + number, "message": message})
    return updates
