"""Looks at what the bot may do in a group, and tells its moderators in words when it can't hear what people say."""

import structlog
from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.error import TelegramError

from bot.loops.clock import Clock
from bot.loops.intake import happenings
from bot.loops.intake.desk import Me
from bot.loops.intake.updates import Member, User
from bot.loops.sending import courtesies
from bot.loops.sending.calls import Call
from bot.rules.words import PostKind
from bot.store import groups, notices
from bot.store.database import Database, Session
from bot.store.tables import Group, Series
from bot.store.tables import Session as Row

log = structlog.get_logger(__name__)


class Inspector:
    """Asks Telegram about the bot's standing, and the group's administrators, when an evening begins."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, me: Me) -> None:
        self._bot, self._database, self._clock, self._me = bot, database, clock, me

    async def after(self, call: Call) -> None:
        """A post went out: if it was a welcome, look round."""
        if call.kind is not PostKind.WELCOME:
            return
        try:
            mine = await self._bot.get_chat_member(call.chat_id, self._me.id)
            admins = await self._bot.get_chat_administrators(call.chat_id)
        except TelegramError as error:
            log.warning("the group could not be looked at", chat=call.chat_id, error=error.message)
            return
        ids = [admin.user.id for admin in admins if not admin.user.is_bot]
        await self._database.run(self._note, call, as_member(mine), ids)

    def _note(self, session: Session, call: Call, mine: Member, admins: list[int]) -> None:
        group = groups.by_chat(session, call.chat_id)
        row = session.get(Row, call.session_id) if call.session_id is not None else None
        if group is None or row is None:
            return
        happenings.note(session, group, mine)
        group.admins = list(admins)
        courtesies.deal(session, row, self._clock.now())  # to those of whom nobody knew until now
        if is_deaf(group, self._me):
            notices.lacking(session, session.get_one(Series, row.series_id), group, "deaf", self._clock.now())


def is_deaf(group: Group, me: Me) -> bool:
    """Whether plain messages of this group don't reach the bot: privacy mode is on and it is no administrator."""
    return not me.hears_all and not group.is_admin


def as_member(member: ChatMember) -> Member:
    """The library's object as ours."""
    admin = member if isinstance(member, ChatMemberAdministrator) else None
    limited = member if isinstance(member, ChatMemberRestricted) else None
    return Member(
        status=member.status,
        user=User(member.user.id),
        can_pin_messages=admin is not None and bool(admin.can_pin_messages),
        can_delete_messages=admin is not None and bool(admin.can_delete_messages),
        can_send_messages=limited is None or bool(limited.can_send_messages),
        is_member=limited is None or bool(limited.is_member),
    )
