"""What latecomers say: /now tells how a session stands, /remind when the next one begins."""

from datetime import timedelta

from bot.commands import access
from bot.commands.turn import DONE, PUZZLED, Turn
from bot.rules import reins as rules
from bot.rules import reminding as reminding_rules
from bot.rules.links import message_link
from bot.rules.words import Form, PostKind, SessionState
from bot.store import evenings, likeness, liking, reins, reminding, stages, wishes
from bot.store.liking import Liked
from bot.store.messages import meet
from bot.store.stages import Stage
from bot.store.tables import Post, Question, Series
from bot.wording import latecomers as wording
from bot.wording import participation
from bot.wording.latecomers import Quote, Standing
from bot.wording.posts import label

MOST_STAGES = 5
"""Sessions that /now tells of at a time, in private."""
MOST_LIKED = 3
HOW = {"off": "", "stop": "", "always": wishes.ALWAYS, "once": wishes.ONCE}
"""What /remind can be told."""


def now(turn: Turn) -> None:
    """How the session stands: the question on air, the time left, the questions so far, what was liked most."""
    request = turn.request
    running = (
        stages.all_running(turn.session)
        if request.private
        else stages.running(turn.session, request.chat_id, request.topic_id)
    )
    told = [text for stage in running if (text := _standing(turn, stage))]
    turn.answer("\n\n".join(told[:MOST_STAGES]) or participation.saying("nothing_on_air", turn.language))


def _standing(turn: Turn, stage: Stage) -> str:
    on_air, asked = evenings.on_air(turn.session, stage.id), liking.posted(turn.session, stage.id)
    if on_air is None or on_air.message_id is None:
        return ""
    letters = likeness.letters(stage.series)

    def named(question: Question) -> str:
        return label(letters, question.number, question.part)

    left = reins.owed(turn.session, stage.row)
    following = rules.next_question(left)
    post = None if following is None else turn.session.get_one(Post, following.id)
    coming = None if post is None else turn.session.get_one(Question, post.question_id)
    due = following or next((one for one in left if one.kind is PostKind.CLOSING), None)
    held = stage.row.state is SessionState.HELD
    liked = liking.liked(turn.session, [one.id or 0 for one in asked], MOST_LIKED)
    return wording.standing(
        Standing(
            hashtag=stage.series.hashtag,
            label=named(on_air),
            text=on_air.text,
            url=linked(stage, on_air.chat_id, on_air.message_id),
            answer=f"{letters.answer}{on_air.number}{on_air.part}",
            asked=[(named(one), linked(stage, one.chat_id, one.message_id)) for one in asked],
            held=held,
            next_label="" if coming is None else named(coming),
            left=None if due is None else max(timedelta(0), due.at - turn.now),
            liked=[quote(stage, one) for one in liked],
            anonymous=likeness.manners(stage.series).anonymous,
            sprint=stage.series.form is Form.SPRINT,
        ),
        turn.language,
    )


def quote(stage: Stage, one: Liked) -> Quote:
    """An answer as it is quoted."""
    return Quote(one.name, one.text, linked(stage, one.chat_id, one.message_id), one.likes)


def linked(stage: Stage, chat_id: int | None, message_id: int | None) -> str:
    """The address of a message in the session's group."""
    group = stage.group
    return message_link(
        chat_id or 0,
        message_id or 0,
        None if group is None else group.chat_id,
        "" if group is None else group.username or "",
    )


def remind(turn: Turn) -> None:
    """Remind this person of the next session, once or each time, in private: /remind, /remind always, /remind off."""
    who = turn.request.who
    words = turn.request.words.split()
    said = [word.lower() for word in words if word.lower() in HOW]
    name = next((word for word in words if word.lower() not in HOW), "")
    found = [series for series, _ in access.meant(turn, name)]
    if not found and turn.request.private and not name:
        found = [series for series, _ in stages.all_series(turn.session)]
    if who.is_chat or len(found) != 1:
        _fail(turn, found)
        return
    series = found[0]
    how = HOW[said[0]] if said else wishes.ONCE
    if not turn.reachable:
        turn.react(PUZZLED)
        return
    meet(turn.session, [who.row()])
    wishes.remind(turn.session, who.id, series.id, how)
    turn.react(DONE)
    following = _next(turn, series)
    if how and following is not None:
        _tell_now(turn, series, following, how)
    key = "off" if not how else "once_open" if following is None and how == wishes.ONCE else how
    turn.tell(wording.saying(key, turn.language, hashtag=series.hashtag))


def _tell_now(turn: Turn, series: Series, stage: Stage, how: str) -> None:
    """The roll of a session that is near was called already: this person is told all the same."""
    starts_at = stage.row.starts_at
    if starts_at is None or starts_at - reminding_rules.AHEAD > turn.now:
        return
    due = reminding_rules.due(starts_at, turn.now)
    if due is not None:
        reminding.tell(turn.session, stage.row, turn.request.who.id, due)
        if how == wishes.ONCE:
            wishes.remind(turn.session, turn.request.who.id, series.id, "")


def _next(turn: Turn, series: Series) -> Stage | None:
    """The series' next session with a date."""
    dated = (one for one in stages.of_series(turn.session, series.id) if one.row.starts_at is not None)
    return next((one for one in dated if one.row.starts_at is not None and one.row.starts_at > turn.now), None)


def _fail(turn: Turn, found: list[Series]) -> None:
    turn.record(done=False)
    turn.react(PUZZLED)
    hashtag = found[0].hashtag if found else "#libchat"
    turn.tell(wording.saying("which", turn.language, command="remind", hashtag=hashtag))
