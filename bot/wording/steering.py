"""What the bot says, in private or in a button's toast, to those who steer a session."""

from bot.wording.language import Language, marked

SAYINGS = {
    "held": marked("Held. Nothing more goes out until you resume."),
    "held_for": marked("Held for {span}; then it goes on by itself."),
    "resumed": marked("On we go: each question has as long to wait as when you held."),
    "later": marked("The next question comes {span} later, and so does all that follows."),
    "posted": marked("{label} goes out now; the others keep their distance to it."),
    "skipped": marked("{label} is skipped; the others move up."),
    "spared": marked("The spare question {label} goes out now; the others come later by as long as it lasts."),
    "time_up": marked("The time is up; the counts come in now."),
    "ended": marked("The session is over; the recap follows."),
    "round_ended": marked("The first round is over; the second one comes at its time."),
    "begun": marked("The session begins now."),
    "not_live": marked("No session runs here just now."),
    "held_already": marked("It is held already."),
    "not_held": marked("It is not held."),
    "no_question": marked("No question is left to come."),
    "no_spare": marked("No spare question is left."),
    "no_length": marked("How long? Write it like 90s, 5m or 1h."),
    "no_session": marked("I know no planned session by that name here. /plan shows what is coming."),
    "which_session": marked("The next session is more than a day away. To begin it now even so, write /start {name}."),
    "runs_already": marked("A session of this series runs already."),
    "refused": marked("Only the moderators of this chat can do that. Thank you for keeping it going!"),
    "done_already": marked("That is done already; the card shows what comes next."),
    "over": marked("This session is over."),
}


def saying(key: str, language: Language, values: dict[str, str] | None = None) -> str:
    """A plain sentence by its key."""
    return language.text(SAYINGS[key], **(values or {}))
