"""/ideas: past prompts under a tag, with the answers that were liked best; without a tag, the tags there are."""

from bot.commands import access
from bot.commands.latecomers import linked, quote
from bot.commands.turn import Turn
from bot.store import ideas as store
from bot.store import likeness, plans
from bot.wording import ideas as wording
from bot.wording.ideas import Prompt
from bot.wording.posts import label, titled

MOST_TAGS = 40
MOST_SESSIONS = 5
"""Sessions that are shown, the latest ones."""
MOST_QUESTIONS = 8
"""Prompts that are shown of them."""
BEST = 2


def ideas(turn: Turn) -> None:
    """The ideas store of the series here, or in private of those this person took part in."""
    words = turn.request.words.strip()
    series = [one.id for one, group in access.meant(turn) if access.may_see(turn, one, group)]
    found = store.under(turn.session, series, words, MOST_SESSIONS) if words else []
    if not found:
        there = store.tags(turn.session, series)[:MOST_TAGS]
        turn.answer(wording.tags(there, words, turn.language))
        return
    prompts = []
    for stage, questions in found:
        letters = likeness.letters(stage.series)
        number = plans.title_number(turn.session, stage.series, stage.row)
        title = titled(stage.series.title, number, stage.row.topic, turn.language)
        prompts += [
            Prompt(
                title=title,
                label=label(letters, question.number, question.part),
                text=question.text,
                url=linked(stage, question.chat_id, question.message_id),
                best=[quote(stage, one) for one in store.best(turn.session, question.id or 0, BEST)],
            )
            for question in questions
        ]
    turn.answer(wording.prompts(words, prompts[:MOST_QUESTIONS], len(prompts), turn.language))
