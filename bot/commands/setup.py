"""Setting up: the check when the bot is added to a group or its rights change, and /host."""

from datetime import datetime

from bot.commands.turn import DONE, PUZZLED, Turn
from bot.loops.intake import happenings
from bot.loops.intake.desk import Me
from bot.loops.intake.updates import Member, MemberChange
from bot.rules.words import PostKind
from bot.store import cards, groups, notices, people, plans, posts, stages
from bot.store.database import Session
from bot.store.tables import Group, Post
from bot.wording import planning
from bot.wording import setup as wording
from bot.wording.language import Language
from bot.wording.setup import Standing


def standing(session: Session, change: MemberChange, now: datetime, me: Me) -> None:
    """The bot was added to a group, or its rights there changed: tell whoever did it, in private if that is possible.

    In the group itself something is said only when people would not be heard, or when the group hosts nothing and
    nothing waits to be hosted; with a session planned there, a bot for which all is well keeps silent.
    """
    after, before = can(change.new_chat_member, me), can(change.old_chat_member, me)
    if before is not None and before.writes and not (after is not None and after.writes):
        _silenced(session, change, now)
    if after is None:
        return
    series = stages.hosted(session, change.chat.id)
    everything = stages.all_series(session)
    if not series and cards.is_backstage(session, change.chat.id):
        return  # a moderators' group gets cards, for which writing is enough
    waiting = tuple(one.id for one, group in everything if group is None)
    private = people.reachable(session, change.from_.id)
    theirs, ours = change.from_.language_code, series[0].language if series else ""
    language = Language((theirs or ours if private else ours or theirs) or "en")
    if before is None:
        text = wording.check(change.chat.title, after, () if series else waiting, language)
    elif before != after:
        text = wording.changed(change.chat.title, after, language)
    else:
        return
    key = f"setup:{change.chat.id}:{change.date}:{'-'.join(after.missing)}"
    data = {"html": text}
    if private:
        post = Post(key=key, kind=PostKind.REPLY, due_at=now, chat_id=change.from_.id, data=data)
    elif after.writes and ("deaf" in after.missing or (before is None and not series and not waiting)):
        group = groups.of(session, chat_id=change.chat.id)
        group.title, group.type = change.chat.title, change.chat.type
        happenings.note(session, group, change.new_chat_member)
        post = Post(key=key, kind=PostKind.REPLY, due_at=now, group_id=group.id, data=data)
    else:
        return
    posts.owe(session, post)


def _silenced(session: Session, change: MemberChange, now: datetime) -> None:
    """The bot may not write any more where a session runs: its moderators are told, unless a refused post was first."""
    group = groups.by_chat(session, change.chat.id)
    if group is None or group.trouble:
        return
    for stage in stages.running(session, change.chat.id, None):
        notices.unreachable(session, stage.series, group, change.new_chat_member.status, now)


def can(member: Member | None, me: Me) -> Standing | None:
    """What a standing lets the bot do; None when it is not in the group."""
    if member is None or member.status in happenings.ABSENT:
        return None
    admin = member.status in happenings.ADMINISTRATORS
    owner = member.status == "creator"
    return Standing(
        hears=admin or me.hears_all,
        pins=owner or (admin and member.can_pin_messages),
        writes=member.status != "restricted" or member.can_send_messages,
        sees_reactions=admin,
    )


def host(turn: Turn) -> None:
    """Let this group, or this topic, host a series from now on."""
    request = turn.request
    everything = stages.all_series(turn.session)
    if not turn.may_host(request.chat_id):
        turn.record(done=False)
        return
    name = request.words.strip().lstrip("#").lower()
    waiting = [series.id for series, group in everything if group is None]
    if not name and len(waiting) != 1:
        example = f"/host {waiting[0] if waiting else 'libchat'}"
        _say(turn, False, planning.saying("which_series", turn.language, example=example))
        return
    found = [pair for pair in everything if stages.is_called(pair[0], name)]
    if not name:
        found = [pair for pair in everything if pair[0].id == waiting[0]]
    if not found:
        key = "no_series" if waiting else "none_waits"
        _say(turn, False, wording.hosting(key, turn.language, name=name, names=", ".join(waiting)))
        return
    series, home = found[0]
    if home is not None and home.chat_id != request.chat_id and not turn.may_plan(series, home):
        _say(turn, False, wording.hosting("not_yours", turn.language, hashtag=series.hashtag))
        return
    if any(stage.series.id == series.id for stage in stages.all_running(turn.session)):
        _say(turn, False, wording.hosting("runs", turn.language, hashtag=series.hashtag))
        return
    group = groups.of(turn.session, chat_id=request.chat_id)
    group.title = group.title or request.title
    plans.bind(turn.session, series, group.id or 0, request.topic_id, turn.now)
    _say(turn, True, wording.hosting("hosted", turn.language, hashtag=series.hashtag), group)


def _say(turn: Turn, done: bool, html: str, group: Group | None = None) -> None:
    turn.record(done=done, group=group)
    turn.react(DONE if done else PUZZLED)
    turn.tell(html)
