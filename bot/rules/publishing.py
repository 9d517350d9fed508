"""What of a recap is published: all of it, but for what its moderators left out."""

from dataclasses import replace

from bot.rules.editing import Edits, left_out
from bot.rules.recap import Recap


def publishable(recap: Recap, edits: Edits) -> tuple[Recap, int]:
    """The recap without the answers that moderators left out, and how many those are; it counts them all the same.

    Replies to such an answer go with it, and so do its links.
    """
    removed = left_out(recap, edits)
    if not removed:
        return recap, 0
    gone = {answer.link for answer in removed}
    gone |= {
        comment.link
        for question in recap.questions
        for answer in question.answers
        if answer.link in gone
        for comment in answer.comments
    }
    shown = replace(
        recap,
        questions=tuple(
            replace(question, answers=tuple(answer for answer in question.answers if answer.link not in gone))
            for question in recap.questions
        ),
        links=tuple(shared for shared in recap.links if shared.link not in gone),
    )
    return shown, len(removed)
