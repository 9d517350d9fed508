"""Who is in a group, with which rights, and how that changes."""

from __future__ import annotations

from bot.rehearsal.chats import ADMIN_RIGHTS, Chat, Member
from bot.rehearsal.methods.chats import out
from bot.rehearsal.people import User
from bot.rehearsal.persons import Person
from bot.rehearsal.world import World

Who = Person | User


def user_of(who: Who) -> User:
    """The account behind a person."""
    return who.user if isinstance(who, Person) else who


class Membership:
    """A group's people; its owner is somebody of their own unless a person is promoted to it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self.owner = User(next(world.serial) + 70_000, "Owner")
        world.users[self.owner.id] = self.owner
        chat.members[self.owner.id] = Member(self.owner, "creator")

    def join(self, *people: Who, quietly: bool = True) -> None:
        """People come in; unless quietly, the bot is told as Telegram does."""
        for who in people:
            user = user_of(who)
            if quietly:
                self.chat.members[user.id] = Member(user)
                continue
            self.world.stand(self.chat, user, Member(user))
            self.world.post(self.chat, user, service={"new_chat_members": [user.json()]})

    def leave(self, who: Who) -> None:
        """Somebody goes."""
        user = user_of(who)
        out(self.world, self.chat, user, user, Member(user, "left"))

    def kick(self, who: Who) -> None:
        """The owner throws somebody out."""
        user = user_of(who)
        out(self.world, self.chat, user, self.owner, Member(user, "kicked"))

    def promote(self, who: Who, *, anonymous: bool = False, title: str | None = None, owner: bool = False) -> None:
        """Make somebody an administrator with all rights (or the owner)."""
        user = user_of(who)
        rights = {*ADMIN_RIGHTS, "can_pin_messages", "can_manage_topics"}
        status = "creator" if owner else "administrator"
        self.world.stand(self.chat, self.owner, Member(user, status, rights, anonymous, title))  # type: ignore[arg-type] # both words are of Status

    def demote(self, who: Who) -> None:
        """Make an administrator a member again."""
        user = user_of(who)
        self.world.stand(self.chat, self.owner, Member(user))

    def add_bot(self, *, admin: bool = True, can_pin: bool = True, can_delete: bool = False, **rights: bool) -> None:
        """Put the bot into the group; more rights by their Bot API names."""
        bot = self.world.bot
        fresh = not self.chat.member(bot).is_inside
        self.world.stand(self.chat, self.owner, self._bot_standing(admin, can_pin, can_delete, rights))
        if fresh:
            self.world.post(self.chat, self.owner, service={"new_chat_members": [bot.json()]})

    def _bot_standing(self, admin: bool, can_pin: bool, can_delete: bool, more: dict[str, bool]) -> Member:
        if not admin:
            return Member(self.world.bot)
        rights = {"can_manage_chat"} | {name for name, held in more.items() if held}
        rights |= {"can_pin_messages"} if can_pin else set()
        rights |= {"can_delete_messages"} if can_delete else set()
        return Member(self.world.bot, "administrator", rights)

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self.kick(self.world.bot)

    def demote_bot(self) -> None:
        """Take the bot's administrator rights."""
        self.demote(self.world.bot)

    def mute_bot(self) -> None:
        """Forbid the bot to write."""
        self.world.stand(self.chat, self.owner, Member(self.world.bot, "restricted", {"can_react_to_messages"}))
