"""What participants are told in private about their own messages, the question on air, and the question box."""

from bot.wording.characters import one_line, shorten
from bot.wording.html import bold, escape, italic, link
from bot.wording.language import Language, marked

SHOWN = 100
"""UTF-16 units of a message in a list."""
SAYINGS = {
    "nothing_on_air": marked("No question is on air just now."),
    "nothing_kept": marked("I keep nothing of yours."),
    "reply_to_withdraw": marked("Reply /withdraw to the message of yours that you want to take back, or use /mine."),
    "not_yours": marked("That is not a message of yours that I keep."),
    "withdrawn": marked("It is taken back, also from the recap."),
    "sure": marked(
        "Erase everything that I keep about you: your answers, comments, reactions and votes, in every session? "
        "This cannot be undone. The messages in the group itself are yours to delete."
    ),
    "forgotten": marked("Done. I have forgotten you."),
    "what_to_ask": marked("Write the question behind the command: /suggest What would you try with no budget?"),
    "no_box": marked("No session runs or is planned there, so there is no box to put it in."),
    "suggested": marked("Thank you! The moderators will see it."),
    "box_full": marked("You have some questions waiting already; let the moderators read them first."),
    "where": marked("In which chat? Write it like /suggest #libchat and your question."),
}


def saying(key: str, language: Language) -> str:
    """A sentence by its key, as Telegram HTML."""
    return escape(language.text(SAYINGS[key]))


def first_time(hashtag: str, answer_letter: str, language: Language) -> str:
    """The one hint for who is here for the first time."""
    say = language.text
    return say(
        "Good to have you in {hashtag}! When I post a question, begin your answer with its number, like {first}, or "
        "reply to the question: then it gets into the recap. Just talking or reading along is fine, too. /now tells "
        "what is on air. I won't bring this up again.",
        hashtag=escape(hashtag),
        first=f"{answer_letter}1",
    )


def mine(said: list[tuple[str, str]], count: int, language: Language) -> str:
    """What is kept of somebody's messages: texts with their links, the latest first."""
    lines = [bold(language.plural("I keep {count} message of yours.", "I keep {count} messages of yours.", count))]
    if count > len(said):
        lines.append(language.text("The latest of them:"))
    lines += [f"• {link(shorten(one_line(text) or '…', SHOWN), url)}" for text, url in said]
    return "\n".join(lines)


def own_caption(language: Language) -> str:
    """Below the file with everything that somebody said."""
    return escape(
        language.text(
            "All of it in one file, by session: for you to keep, to print, or to show as a proof of taking part."
        )
    )


def suggestion(text: str, name: str, language: Language) -> str:
    """A suggested question, as moderators see it."""
    return f"💡 {italic(text)}\n{language.text('from {name}', name=escape(name))}"
