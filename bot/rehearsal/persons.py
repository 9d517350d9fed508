"""A person as a test or a page handles them: writing to the bot, pressing buttons, voting."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.entities import units
from bot.rehearsal.messages import Message
from bot.rehearsal.methods.sending import trimmed
from bot.rehearsal.people import User
from bot.rehearsal.world import File, Press, World

Json = dict[str, Any]

MIMES = {
    "photo": "image/jpeg", "voice": "audio/ogg", "document": "text/plain", "video": "video/mp4", "audio": "audio/mpeg",
    "animation": "video/mp4", "sticker": "image/webp", "video_note": "video/mp4",
}  # fmt: skip
FOLDERS = {"photo": "photos", "voice": "voice", "document": "documents", "video": "videos", "audio": "music"}


class Person:
    """Somebody with an account."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    @property
    def id(self) -> int:
        """The account's number."""
        return self.user.id

    @property
    def name(self) -> str:
        """First and last name."""
        return self.user.name

    @property
    def messages(self) -> list[Message]:
        """What stands in the private chat with the bot."""
        return [message for message in self.world.private(self.user).messages.values() if not message.deleted]

    def write(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write to the bot in private; from then on the bot may write too."""
        self.user.wrote, self.user.blocked = True, False
        said, entities = trimmed(text, [])
        return self.world.post(self.world.private(self.user), self.user, said, entities=entities, reply_to=reply_to)

    def start(self, parameter: str = "") -> Message:
        """Press Start, or a deep link with a parameter."""
        return self.write(f"/start {parameter}".strip())

    def block(self) -> None:
        """Block the bot."""
        self.user.blocked = True

    def press(self, message: Message, button: str) -> Press:
        """Press a button, named by its text or its data. Raises ValueError when the message shows no such button."""
        for row in message.buttons:
            for entry in row:
                if button in (entry["text"], entry.get("callback_data")) and "callback_data" in entry:
                    return self.world.press(self.user, message, entry["callback_data"])
        raise ValueError(f"no button {button!r} below message {message.id}")

    def replay(self, message: Message, data: str) -> Press:
        """Send data as a button would, though no such button is (or is still) there: what a forged client can do."""
        return self.world.press(self.user, message, data)

    def vote(self, message: Message, chosen: list[int]) -> None:
        """Vote in a message's poll; an empty list takes the vote back."""
        if message.poll is None:
            raise ValueError(f"message {message.id} has no poll")
        if message.poll.vote(self.user, chosen):
            self.world.voted(message.poll, self.user)

    async def wait_for(self, text: str = "", *, timeout: float = 10.0) -> Message:  # noqa: ASYNC109 - reads best in tests
        """The first private message of the bot that holds this text; TimeoutError when it does not come."""

        def found() -> Message | None:
            return next((m for m in self.messages if m.by_bot and text in m.text), None)

        message: Message = await self.world.until(found, timeout)
        return message


def quoted(message: Message, quote: str) -> Json:
    """A Bot API ``TextQuote`` of a part of a message that somebody picked by hand."""
    position = message.text.index(quote)
    return {"text": quote, "position": units(message.text[:position]), "is_manual": True}


def keep_file(world: World, kind: str, content: bytes, name: str = "", mime: str = "") -> File:
    """Store a file under a new id."""
    number = next(world.serial)
    ending = name.rpartition(".")[2] if "." in name else "bin"
    path = f"{FOLDERS.get(kind, 'files')}/file_{number}.{ending}"
    file = File(f"{kind}-{number}", kind, name, mime or MIMES.get(kind, "application/octet-stream"), content, path)
    world.files[file.id] = file
    return file


def file_json(file: File) -> Json:
    """What every kind of file tells of itself."""
    return {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_size": len(file.content)}


def shown_media(world: World, media: Json) -> Json:
    """The part of a message that shows files: ``photo=True`` or bytes, ``voice``, ``document``, ``sticker``, …."""
    shown: Json = {}
    for kind, content in media.items():
        if kind not in MIMES:
            raise TypeError(f"people here can't send {kind!r}")
        if content is None:
            continue
        file = keep_file(
            world, kind, content if isinstance(content, bytes) else b"\0", f"{kind}.{MIMES[kind].rpartition('/')[2]}"
        )
        shown |= media_json(file)
    return shown


def media_json(file: File) -> Json:
    """The Bot API fields that show one file in a message."""
    base = file_json(file)
    match file.kind:
        case "photo":
            return {"photo": [base | {"width": 800, "height": 800}]}
        case "document":
            return {"document": base | {"file_name": file.name, "mime_type": file.mime}}
        case "voice" | "audio":
            return {file.kind: base | {"duration": 1, "mime_type": file.mime}}
        case "sticker":
            flags = {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🙂"}
            return {"sticker": base | {"width": 512, "height": 512} | flags}
        case "video_note":
            return {"video_note": base | {"length": 240, "duration": 1}}
        case "animation":
            body = base | {"width": 1280, "height": 720, "duration": 1, "mime_type": file.mime}
            return {"animation": body, "document": base | {"mime_type": file.mime}}
        case kind:
            return {kind: base | {"width": 1280, "height": 720, "duration": 1, "mime_type": file.mime}}
