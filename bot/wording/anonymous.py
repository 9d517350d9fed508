"""Answers without a name, in words: how to hand one in, what moderators see, what the group sees."""

from bot.wording.html import bold, escape, italic
from bot.wording.language import Language, marked

SAYINGS = {
    "none": marked("No session that takes answers without a name is open just now."),
    "which": marked(
        "Which question would you like to answer without your name? A moderator reads the answer, not your name, and "
        "lets me post it in the group."
    ),
    "write": marked(
        "Write your answer to {label} now, in one message. I pass on the words alone: neither your name nor your "
        "account is kept with them, and moderators don't see who you are. Mind what the words themselves give away."
    ),
    "handed_in": marked("Thank you. A moderator reads it; if they nod, I post it under {label} as “somebody”."),
    "too_many": marked("You have handed in enough to this question; try another one."),
    "full": marked("Too many answers wait already. Please try again later."),
    "nobody": marked("No moderator can be asked just now, so I have kept nothing. Please try again later."),
    "words_only": marked("I can pass on words only, up to {most} characters. Please try again with /anonymous."),
    "over": marked("This question takes no more answers."),
    "failed": marked("That did not work, and I have kept nothing. Please try again with /anonymous."),
    "dealt_with": marked("Somebody has dealt with that already."),
    "posted": marked("It goes out now, without a name."),
    "declined": marked("Declined, and erased."),
}


def saying(key: str, language: Language, **values: str) -> str:
    """A sentence by its key, as Telegram HTML."""
    return escape(language.text(SAYINGS[key], **values))


def for_moderators(hashtag: str, label: str, question: str, text: str, language: Language) -> str:
    """An answer without a name, as a moderator reads it before it is posted."""
    about = language.text("{hashtag}: an answer without a name to {label}", hashtag=hashtag, label=label)
    return f"🕶 {bold(about)}\n{italic(question)}\n\n{escape(text)}"


def relayed(answer: str, text: str, language: Language) -> str:
    """The answer as the group sees it; `answer` is its label, "A2"."""
    return f"{language.text('{label}, from somebody:', label=bold(answer))}\n{escape(text)}"
