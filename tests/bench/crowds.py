"""Updates for the benchmarks: what 500 people say in ten groups within an hour, invented, the same each time.

As heavy as Telegram's own: a hashtag or a link is an entity, and a reply carries the whole message that it replies to.
"""

import random
import time
from typing import Any

GROUPS = [-1001000000000 - number for number in range(10)]
PEOPLE = 500
REPLIES = 0.4
"""The share of messages that reply to another one."""
SAID = (
    "A1 we put a chair by the window, and people found it within a day #hour",
    "a1. mostly by asking the children first",
    "A1: nothing planned, and that was the point of it #hour",
    "so true, and nobody tells you beforehand",
    "ours has three floors and one lift, so 2 of them are quiet",
    "hello from the night shift!",
    "what do you do when it rains? #hour",
    "Q1 a shelf near the door, see https://library.example/shelf",
    "@reader7 we tried that too 👍 it took a year",
)


def talk(count: int, groups: list[int], first_id: int = 1) -> list[dict[str, Any]]:
    """So many messages; two of five reply to an earlier one of their group."""
    dice = random.Random(first_id)  # not a secret, the same crowd each time
    now = int(time.time())
    updates: list[dict[str, Any]] = []
    latest: dict[int, list[dict[str, Any]]] = {chat_id: [] for chat_id in groups}
    for number in range(count):
        who, chat_id, text = dice.randrange(PEOPLE), dice.choice(groups), dice.choice(SAID)
        message: dict[str, Any] = {
            "message_id": 20_000_000 + first_id + number,
            "from": person(who),
            "chat": {"id": chat_id, "title": "Library hour", "username": f"hour{-chat_id % 100}", "type": "supergroup"},
            "date": now,
            "text": text,
        }
        if marks := entities(text):
            message["entities"] = marks
        earlier = latest[chat_id]
        if earlier and dice.random() < REPLIES:
            there = earlier[-dice.randrange(1, min(len(earlier), 30) + 1)]
            message["reply_to_message"] = {key: said for key, said in there.items() if key != "reply_to_message"}
        earlier.append(message)
        updates.append({"update_id": first_id + number, "message": message})
    return updates


def person(number: int) -> dict[str, Any]:
    """Somebody as Telegram tells of them; every other one has a public name."""
    told = {"id": 5_000_000_000 + number, "is_bot": False, "first_name": "Reader", "last_name": str(number)}
    return told | ({"username": f"reader{number}"} if number % 2 else {}) | {"language_code": "en"}


def entities(text: str) -> list[dict[str, Any]]:
    """The hashtags, mentions and links of a text, where Telegram would mark them."""
    kinds = {"#": "hashtag", "@": "mention", "h": "url"}
    return [
        {"offset": len(text[: text.index(word)].encode("utf-16-le")) // 2, "length": len(word), "type": kinds[word[0]]}
        for word in text.split()
        if word.startswith(("#", "@", "https://"))
    ]
