"""Takes in what happens beside plain messages: reactions, votes, and what becomes of the bot in its groups."""

from datetime import UTC, datetime

from bot.loops.intake.slips import Person, clean
from bot.loops.intake.updates import Member, MemberChange, PollAnswer, Reaction, ReactionCount, Update
from bot.store import groups, posts, responses
from bot.store.database import Session
from bot.store.tables import Group, Participant

ABSENT = frozenset({"left", "kicked"})
ADMINISTRATORS = frozenset({"creator", "administrator"})


def take(session: Session, update: Update, now: datetime) -> None:
    """Take in one update that is neither a plain message nor something said to the bot."""
    if update.message_reaction is not None:
        _reaction(session, update.message_reaction, now)
    elif update.message_reaction_count is not None:
        _reaction_count(session, update.message_reaction_count, now)
    elif update.poll_answer is not None:
        _vote(session, update.poll_answer, now)
    elif update.my_chat_member is not None:
        _standing(session, update.my_chat_member)
    elif update.chat_member is not None:
        _member(session, update.chat_member)
    elif update.message is not None and update.message.migrate_to_chat_id is not None:
        groups.moved(session, update.message.chat.id, update.message.migrate_to_chat_id)
    elif update.message is not None and update.message.migrate_from_chat_id is not None:
        groups.moved(session, update.message.migrate_from_chat_id, update.message.chat.id)


def _reaction(session: Session, reaction: Reaction, now: datetime) -> None:
    actor = reaction.actor_chat.id if reaction.actor_chat else reaction.user.id if reaction.user else None
    if actor is None or (reaction.user is not None and reaction.user.is_bot and reaction.actor_chat is None):
        return
    at = datetime.fromtimestamp(reaction.date, UTC)
    responses.react(session, reaction.chat.id, reaction.message_id, actor, len(reaction.new_reaction), at, now)


def _reaction_count(session: Session, reaction: ReactionCount, now: datetime) -> None:
    total = sum(one.total_count for one in reaction.reactions)
    at = datetime.fromtimestamp(reaction.date, UTC)
    responses.react(session, reaction.chat.id, reaction.message_id, responses.ANONYMOUS, total, at, now)


def _vote(session: Session, answer: PollAnswer, now: datetime) -> None:
    if answer.voter_chat is not None:
        chat = answer.voter_chat
        who = Person(chat.id, clean(chat.title), chat.username, True, "")
    elif answer.user is not None:
        user = answer.user
        who = Person(user.id, clean(user.name), user.username, False, user.language_code)
    else:
        return
    responses.vote(session, answer.poll_id, who.row(), answer.option_ids, now)


def _standing(session: Session, change: MemberChange) -> None:
    """The bot was added, removed, promoted or silenced."""
    if change.chat.type == "private":
        person = session.get(Participant, change.chat.id)
        if person is not None:
            person.private = change.new_chat_member.status not in ABSENT
        return
    group = groups.by_chat(session, change.chat.id)
    if group is None:
        group = groups.by_name(session, change.chat.username)
        if group is None:
            return
        groups.identified(session, group.id or 0, change.chat.id, change.chat.title)
    group.title, group.type = change.chat.title, change.chat.type
    note(session, group, change.new_chat_member)


def note(session: Session, group: Group, member: Member) -> None:
    """Write down the bot's standing in a group; what waited for its return is due."""
    present = member.status not in ABSENT and (
        member.status != "restricted" or (member.can_send_messages and member.is_member)
    )
    if present and not group.present:
        posts.back(session, group.id or 0)
    if present:
        group.trouble = ""
    group.present = present
    group.is_admin = member.status in ADMINISTRATORS
    group.can_pin = group.is_admin and (member.can_pin_messages or member.status == "creator")
    group.can_delete = group.is_admin and (member.can_delete_messages or member.status == "creator")


def _member(session: Session, change: MemberChange) -> None:
    """Somebody became an administrator, or no longer is one."""
    group = groups.by_chat(session, change.chat.id)
    if group is None:
        return
    who = change.new_chat_member.user.id
    others = [admin for admin in group.admins if admin != who]
    group.admins = [*others, who] if change.new_chat_member.status in ADMINISTRATORS else others
