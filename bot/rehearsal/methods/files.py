"""Files: sending them, finding them again, albums."""

import struct
from typing import Any

from bot.rehearsal.calls import Call, Upload, method
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Entity, units
from bot.rehearsal.files import File, keep_file, media_json
from bot.rehearsal.methods.keyboards import check_buttons, read_markup
from bot.rehearsal.methods.sending import CAPTION_LIMIT, common, formatted, writable
from bot.rehearsal.refusals import Refusal, bad
from bot.rehearsal.world import World

Json = dict[str, Any]

UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes (Bot API, "Sending files")
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
RIGHTS = {
    "photo": "can_send_photos", "document": "can_send_documents", "voice": "can_send_voice_notes",
    "audio": "can_send_audios", "video": "can_send_videos", "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages", "video_note": "can_send_video_notes",
}  # fmt: skip
ALBUM_KINDS = {"photo", "video", "document", "audio"}
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, 800 x 800 for other pictures; raises Refusal for what is no picture."""
    if not content.startswith(_IMAGES):
        raise bad("IMAGE_PROCESS_FAILED")
    if not content.startswith(_IMAGES[0]):
        return 800, 800
    if len(content) < 24:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _checked(upload: Upload, kind: str) -> Upload:
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    if kind == "photo":
        if len(upload.content) > PHOTO_LIMIT:
            raise bad("file is too big for a photo")
        picture_size(upload.content)
    return upload


def find_file(world: World, call: Call, kind: str, value: str) -> File:
    """The file that a call sends: an upload, one sent before, or an address (which is not fetched)."""
    name = value.removeprefix("attach://")
    if name in call.files:
        upload = _checked(call.files[name], kind)
        return keep_file(world, kind, upload.content, upload.name, upload.mime)
    if not value or value.startswith("attach://"):
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    if value in world.files:
        file = world.files[value]
        if "photo" in {kind, file.kind} and file.kind != kind:
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file
    if value.startswith(("http://", "https://")):
        return keep_file(world, kind, b"\0", value.rpartition("/")[2])
    raise bad("wrong remote file identifier specified: can't unserialize it")


def shown(file: File) -> Json:
    """The fields of a message that show a file; a picture with its true size."""
    fields = media_json(file)
    if file.kind == "photo" and len(file.content) > 24:
        width, height = picture_size(file.content)
        fields["photo"][0] |= {"width": width, "height": height}
    return fields


def _caption(world: World, call: Call) -> tuple[str, list[Entity]]:
    return formatted(world, call, "caption")


def _refuse_long(text: str) -> None:
    if units(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")


def _sends(kind: str) -> None:
    words = "".join(part.title() for part in kind.split("_"))

    @method(f"send{words}")
    def send(world: World, call: Call) -> Json:
        """Send one file, with a caption if it takes one."""
        text, entities = _caption(world, call) if kind not in {"sticker", "video_note"} else ("", [])
        markup, fixed = read_markup(call)
        value = f"attach://{kind}" if kind in call.files else call.text(kind)
        if not value:
            raise bad(f"there is no {kind.replace('_', ' ')} in the request")
        chat = writable(world, call, RIGHTS[kind], f"{kind.replace('_', ' ')}s")
        fields = common(world, call, chat)
        _refuse_long(text)
        media = shown(find_file(world, call, kind, value))
        check_buttons(markup)
        message = world.post(
            chat, world.bot, text, entities=entities, media=media, markup=markup, fixed=fixed, **fields
        )
        return message.json()


for _kind in RIGHTS:
    _sends(_kind)


def _items(call: Call) -> list[Json]:
    media = call.value("media", "media")
    if not isinstance(media, list) or not media:
        raise bad("there are no messages to send")
    if len(media) > 10:
        raise bad("too many messages to send as an album")
    for item in media:
        kind = item.get("type") if isinstance(item, dict) else None
        if kind not in ALBUM_KINDS:
            raise bad(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise bad("documents and audios can't be mixed with other media types")
    return media


@method("sendMediaGroup")
def send_media_group(world: World, call: Call) -> list[Json]:
    """Send several files as one album."""
    items = _items(call)
    texts = [formatted(world, Call("", item), "caption") for item in items]
    chat: Chat = writable(world, call, RIGHTS[items[0]["type"]], f"{items[0]['type']}s")
    fields = common(world, call, chat)
    for text, _ in texts:
        _refuse_long(text)
    files = [find_file(world, call, item["type"], str(item.get("media", ""))) for item in items]
    album = str(13_000_000_000 + next(world.serial)) if len(items) > 1 else None
    return [
        world.post(chat, world.bot, text, entities=entities, media=shown(file), album=album, **fields).json()
        for file, (text, entities) in zip(files, texts, strict=True)
    ]


@method("getFile")
def get_file(world: World, call: Call) -> Json:
    """Where to download a file."""
    if not call.text("file_id"):
        raise bad("file_id is empty")
    file = world.files.get(call.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return file.json() | {"file_path": file.path}
