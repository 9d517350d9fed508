"""Polls that the bot sends."""

from typing import Any

from bot.rehearsal.calls import Call, method, reach
from bot.rehearsal.methods.keyboards import check_buttons, read_markup
from bot.rehearsal.methods.sending import common, shows_nothing, writable
from bot.rehearsal.polls import Poll
from bot.rehearsal.refusals import bad
from bot.rehearsal.world import World

Json = dict[str, Any]

QUESTION_LIMIT = 300  # characters (Bot API, sendPoll)
OPTION_LIMIT = 100
MOST_OPTIONS = 12
LONGEST = 2_628_000  # seconds that a poll may stay open


def _options(call: Call) -> list[str]:
    given = call.value("options", "poll options")
    if not isinstance(given, list):
        raise bad("can't parse options JSON object")
    texts = [str(option.get("text", "") if isinstance(option, dict) else option).strip(" \n") for option in given]
    if not texts:
        raise bad("poll must have at least 1 option")
    if len(texts) > MOST_OPTIONS:
        raise bad(f"poll can't have more than {MOST_OPTIONS} options")
    if any(shows_nothing(text) for text in texts):
        raise bad("text must be non-empty")
    if any(len(text) > OPTION_LIMIT for text in texts):
        raise bad(f"poll options length must not exceed {OPTION_LIMIT}")
    return texts


def _correct(call: Call, kind: str, options: list[str]) -> list[int]:
    if kind != "quiz":
        return []
    wish = call.value("correct_option_ids", "correct option identifiers")
    chosen = wish if isinstance(wish, list) else [call.number("correct_option_id", -1)]
    if not chosen or any(not isinstance(n, int) or not 0 <= n < len(options) for n in chosen):
        raise bad("wrong correct option ID specified")
    return chosen


@method("sendPoll")
def send_poll(world: World, call: Call) -> Json:
    """Ask with choices."""
    question = call.text("question").strip(" \n")
    if shows_nothing(question):
        raise bad("text must be non-empty" if question else "poll question must be non-empty")
    if len(question) > QUESTION_LIMIT:
        raise bad(f"poll question length must not exceed {QUESTION_LIMIT}")
    options = _options(call)
    kind = call.text("type") or "regular"
    if kind not in {"regular", "quiz"}:
        raise bad("unsupported poll type specified")
    correct = _correct(call, kind, options)
    markup, fixed = read_markup(call)
    chat = writable(world, call, "can_send_polls", "polls")
    anonymous = "is_anonymous" not in call.params or call.flag("is_anonymous")
    if chat.kind == "channel" and not anonymous:
        raise bad("non-anonymous polls can't be sent to channel chats")
    period, now = call.number("open_period"), world.clock.time()
    closes = now + period if period else float(call.number("close_date"))
    if closes and not 5 <= closes - now <= LONGEST:
        raise bad("wrong open period specified" if period else "wrong close date specified")
    fields = common(world, call, chat)
    check_buttons(markup)
    poll = Poll(
        id=str(5_000_000_000_000 + next(world.serial)),
        question=question,
        options=options,
        anonymous=anonymous,
        several=call.flag("allows_multiple_answers"),
        kind=kind,
        revoting=call.flag("allows_revoting") if "allows_revoting" in call.params else kind == "regular",
        correct=correct,
        closed=call.flag("is_closed"),
        closes_at=closes or None,
        open_period=period or None,
    )
    message = world.post(chat, world.bot, poll=poll, markup=markup, fixed=fixed, **fields)
    if closes:
        world.deeds.plan(closes, lambda: close_poll(world, poll))
    return message.json()


def close_poll(world: World, poll: Poll) -> None:
    """End a poll and tell of its result."""
    if poll.closed:
        return
    poll.closed = True
    message = world.polls[poll.id]
    if poll.by_bot:
        world.updates.add("poll", poll.json(), f"poll{poll.id}")
    world.publish("poll", message.chat, {"message_id": message.id, "poll": poll.json()})


@method("stopPoll")
def stop_poll(world: World, call: Call) -> Json:
    """Close a poll of the bot's own."""
    chat = reach(world, call, write=True)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.deleted:
        raise bad("message with poll to stop not found")
    if message.poll is None:
        raise bad("message is not a poll")
    if not message.by_bot or message.fixed or message.origin:
        raise bad("poll can't be stopped")
    if message.poll.closed:
        raise bad("poll has already been closed")
    message.markup, _ = read_markup(call)
    close_poll(world, message.poll)
    return message.poll.json()
