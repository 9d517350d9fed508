"""Files of the rehearsal room: kept whole, shown in messages by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.rehearsal.world import World

Json = dict[str, Any]

MIMES = {
    "photo": "image/jpeg", "voice": "audio/ogg", "document": "text/plain", "video": "video/mp4", "audio": "audio/mpeg",
    "animation": "video/mp4", "sticker": "image/webp", "video_note": "video/mp4",
}  # fmt: skip
FOLDERS = {
    "photo": "photos", "voice": "voice", "document": "documents", "video": "videos", "audio": "music",
    "animation": "animations", "sticker": "stickers", "video_note": "video_notes",
}  # fmt: skip


@dataclass(slots=True)
class File:
    """A file that was sent: its bytes, and where getFile says it is."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str

    def json(self) -> Json:
        """What every kind of file tells of itself."""
        return {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": len(self.content)}


def keep_file(world: World, kind: str, content: bytes, name: str = "", mime: str = "") -> File:
    """Store a file under a new id."""
    number = next(world.serial)
    ending = name.rpartition(".")[2] if "." in name else "bin"
    path = f"{FOLDERS[kind]}/file_{number}.{ending}"
    file = File(f"{kind}-{number}", kind, name, mime or MIMES[kind], content, path)
    world.files[file.id] = file
    return file


def shown_media(world: World, media: Json) -> Json:
    """The part of a message that shows files: ``photo=True`` or bytes, ``voice``, ``document``, ``sticker``, …."""
    shown: Json = {}
    for kind, content in media.items():
        if kind not in MIMES:
            raise TypeError(f"people here can't send {kind!r}")
        if content:
            name = f"{kind}.{MIMES[kind].rpartition('/')[2]}"
            shown |= media_json(keep_file(world, kind, content if isinstance(content, bytes) else b"\0", name))
    return shown


def media_json(file: File) -> Json:
    """The Bot API fields that show one file in a message."""
    base = file.json()
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
