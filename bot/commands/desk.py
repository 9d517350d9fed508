"""Where what is said to the bot arrives: commands, buttons, private messages."""

from datetime import datetime

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.commands import attachments, directory, importing, setup
from bot.commands.reading import request_of
from bot.commands.turn import Facts, Request, Turn
from bot.loops.intake import happenings
from bot.loops.intake.desk import Me
from bot.loops.intake.updates import Update
from bot.rules.anonymity import Quota
from bot.store import acts, cards, groups, people, stages
from bot.store.database import Database, Session
from bot.store.tables import Participant

log = structlog.get_logger(__name__)

PATIENCE = 5.0
"""Seconds that Telegram has to say who administers a group; without its word nobody is let near the reins."""
MOST_ASKED = 10
"""Groups of one person that Telegram is asked about for one private command."""


class CommandDesk:
    """Decides whether an update is said to the bot, and has it obeyed."""

    def __init__(self, bot: Bot, me: Me, moderators: tuple[int | str, ...], database: Database) -> None:
        self._bot, self._me, self._moderators, self._database = bot, me, moderators, database
        self._quota = Quota()

    def concerns(self, update: Update) -> bool:
        """Whether an update is said to the bot."""
        message = update.message
        if message is not None and not message.text.startswith("/") and message.chat.type != "private":
            asks = "#" in message.text and "#stumper" in message.text.lower()
            if not asks:
                return False  # what most messages are, at the least cost
        change = update.my_chat_member
        if change is not None:
            return change.chat.type in {"group", "supergroup"}
        request = request_of(update, self._me)
        return request is not None and (request.private or bool(request.press) or request.command in directory.GROUP)

    async def gather(self, update: Update) -> Facts:
        """Ask Telegram whether the person administers the groups that this is about, right now."""
        request = request_of(update, self._me)
        if request is None or request.who.is_chat:
            return Facts(request)
        found = None
        if request.private and update.message is not None:
            found = await attachments.fetch(self._bot, update.message)
        chats = await self._database.look(self._chats, request)
        held = [chat_id for chat_id in chats[:MOST_ASKED] if await self._administers(request.who.id, chat_id)]
        return Facts(request, frozenset(held), found=found)

    def obey(self, session: Session, update: Update, facts: object, now: datetime) -> None:
        """Do what was said, once, however often the update is delivered."""
        if update.my_chat_member is not None:
            happenings.take(session, update, now)
            setup.standing(session, update.my_chat_member, now, self._me)
            return
        if not isinstance(facts, Facts) or facts.request is None:
            return
        request = facts.request
        if acts.known(session, request.key):
            return
        turn = Turn(session, request, facts, now, self._me, self._moderators, self._quota)
        who = request.who
        if request.private and not request.press:
            person = Participant(id=who.id, name=who.name, username=who.username, language=who.language)
            people.met_in_private(session, person)
        if facts.found is not None:
            importing.take_in(turn, facts.found)
            return
        handler = directory.handler(request)
        if handler is not None:
            handler(turn)
            if not facts.off_record:
                groups.administered(session, facts.administers, who.id)
                turn.record(done=True)

    async def acknowledge(self, update: Update, facts: object) -> None:
        """Answer the press of a button: every press, also one that nothing came of."""
        if update.callback_query is None:
            return
        text, alert = (facts.answer, facts.alert) if isinstance(facts, Facts) else ("", False)
        try:
            await self._bot.answer_callback_query(update.callback_query.id, text or None, show_alert=alert)
        except BadRequest:
            log.info("a press was answered too late", press=update.callback_query.id)
        except TelegramError as error:
            log.warning("a press could not be answered", error=error.message)

    def _chats(self, session: Session, request: Request) -> list[int]:
        """The groups whose administrators matter to this request."""
        if request.press and request.press[0] == "d":
            return people.administered(session, request.who.id)
        if request.press:
            number = directory.session_of(request.press)
            chat_id = None if number is None else stages.chat_of(session, number)
            return [] if chat_id is None else [chat_id]
        if request.private:
            return people.administered(session, request.who.id) if request.command in directory.FOR_MODERATORS else []
        if request.command == "card":  # said in a moderators' group, it is about the group that hosts
            shown = cards.shown_in(session, request.chat_id)
            return [one.group.chat_id for one in shown if one.group is not None and one.group.chat_id is not None]
        return [request.chat_id] if request.command in directory.FOR_MODERATORS else []

    async def _administers(self, user_id: int, chat_id: int) -> bool:
        try:
            member = await self._bot.get_chat_member(chat_id, user_id, read_timeout=PATIENCE)
        except TelegramError as error:
            log.warning("Telegram did not say who administers a group", chat=chat_id, error=error.message)
            return False
        return member.status in happenings.ADMINISTRATORS
