"""Introductions in words: the rule, the question to each of two people, and who the other one is."""

from collections.abc import Sequence

from bot.wording.html import bold, escape, link
from bot.wording.language import Language, marked

SAYINGS = {
    "rule": marked(
        "After a session I can introduce two people who wrote about the same and have never replied to each other. "
        "Only people who said /introduce yes are ever asked, at most once a session, and only when both say yes again "
        "do I give each of them the other's name and a link. If not, nobody learns of it. /introduce no ends it, "
        "and after /introduce never I won't bring it up again."
    ),
    "yes": marked("Good. When there is somebody, I ask you first. /introduce no ends it."),
    "no": marked("Then I introduce you to nobody. /introduce yes changes that."),
    "never": marked("Understood. I won't bring it up again."),
    "waiting": marked("Thank you. If the other says yes too, I tell you both."),
    "declined": marked("Then not. The other one learns nothing of it."),
    "over": marked("That is over."),
}


def saying(key: str, language: Language) -> str:
    """A sentence by its key, as Telegram HTML."""
    return escape(language.text(SAYINGS[key]))


def question(hashtag: str, topic: str, words: Sequence[str], language: Language) -> str:
    """Whether somebody would like to be introduced; it does not say to whom."""
    say = language.text
    quoted = language.listed([say("“{word}”", word=word) for word in words])
    return "\n\n".join(
        [
            f"🤝 {bold(say('{hashtag}: {topic}', hashtag=hashtag, topic=topic))}",
            escape(
                say("You and somebody else both wrote about {words}, and never replied to each other.", words=quoted)
            ),
            escape(
                say(
                    "Shall I introduce you? Only if both of you say yes, each gets the other's name and a link to "
                    "write to them."
                )
            ),
        ]
    )


def buttons(session_id: int, place: int, language: Language) -> list[list[tuple[str, str]]]:
    """Yes, not this time, never."""
    mine = f"i:{session_id}:{place}"
    return [
        [(language.text("Yes, share my name"), f"{mine}:yes")],
        [(language.text("Not this time"), f"{mine}:no"), (language.text("Never"), f"{mine}:never")],
    ]


def introduced(name: str, username: str, person_id: int, words: Sequence[str], language: Language) -> str:
    """Who the other one is, with a link to write to them."""
    url = f"https://t.me/{username}" if username else f"tg://user?id={person_id}"
    who = f"{link(name, url)} (@{escape(username)})" if username else link(name, url)
    quoted = escape(language.listed([language.text("“{word}”", word=word) for word in words]))
    return "🤝 " + language.text("Meet {who}: you both wrote about {words}. You both said yes.", who=who, words=quoted)
