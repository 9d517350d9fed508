"""What the stand-in refuses, and in which words: a table of calls and Telegram's answers to them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.standin import StandIn

GROUP = -1001234567890
CHANNEL = -1003000000001
OWN, PRESSED, FORCED, POLL, PHOTO, THEIRS, SECRET = "own", "pressed", "forced", "poll", "photo", "theirs", "secret"

Ask = dict[str, Any]


class Scene:
    """A group with a message of every kind, and a way to call the Bot API raw."""

    def __init__(self, telegram: StandIn, http: httpx.AsyncClient) -> None:
        self.telegram = telegram
        self.http = http
        self.group: Group = telegram.group("Library chat", id=GROUP)
        self.group.add_bot()
        self.ann: Person = telegram.person("Ann", id=42)
        self.group.join(self.ann)
        self.numbers: dict[str, int] = {}

    async def call(self, method: str, **params: Any) -> Ask:
        """One call; names of messages stand for their numbers."""
        for name in ("message_id", "reply_to_message_id"):
            if params.get(name) in self.numbers:
                params[name] = self.numbers[params[name]]
        answer = await self.http.post(f"{self.telegram.url}/bot{self.telegram.token}/{method}", json=params)
        body: Ask = answer.json()
        return body

    async def set_up(self) -> None:
        """Say a thing of every kind."""
        send = {"chat_id": GROUP, "text": "Q1"}
        button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
        for name, method, more in (
            (OWN, "sendMessage", {}),
            (PRESSED, "sendMessage", {"reply_markup": button}),
            (FORCED, "sendMessage", {"reply_markup": {"force_reply": True}}),
            (SECRET, "sendMessage", {"protect_content": True}),
            (POLL, "sendPoll", {"question": "Which?", "options": ["a", "b"]}),
            (PHOTO, "sendPhoto", {"photo": "https://example.org/a.png"}),
        ):
            self.numbers[name] = (await self.call(method, **{**send, **more}))["result"]["message_id"]
        self.numbers[THEIRS] = self.group.say(self.ann, "hello").id
        self.numbers["joined"] = next(m.id for m in self.group.messages if m.is_service)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """The scene, set up; its calls are wrong on purpose, so no schema watches."""
    async with StandIn() as telegram, httpx.AsyncClient() as http:
        scene = Scene(telegram, http)
        await scene.set_up()
        yield scene


TABLE: list[tuple[str, Ask, str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "abc", "text": "x"}, "chat not found"),
    ("sendMessage", {"text": "x" * 33_000}, "text is too long"),
    ("sendMessage", {"text": "x", "parse_mode": "Fancy"}, "unsupported parse_mode"),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": {}, "chat_id": 43}, "chat not found"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": []}}, "object expected as reply markup"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "Yes"}]]}},
        "can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "y"}]]}},
        "can't parse InlineKeyboardButton: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        {"text": "x", "entities": [{"type": "glow", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    (
        "sendMessage",
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "entity beginning or end is out of the text",
    ),
    (
        "sendMessage",
        {"text": "😀", "entities": [{"type": "bold", "offset": 0, "length": 1}]},
        "entity begins or ends in the middle of a UTF-16 symbol",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_parameters": {"message_id": "one"}},
        'can\'t parse reply parameters: field "message_id" must be of type Number',
    ),
    ("sendMessage", {"chat_id": CHANNEL, "text": "x"}, "need administrator rights in the channel chat"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"text": "", "message_id": OWN}, "message text is empty"),
    ("editMessageText", {"text": "x" * 4097, "message_id": OWN}, "MESSAGE_TOO_LONG"),
    ("editMessageText", {"text": "x", "message_id": FORCED}, "message can't be edited"),
    ("editMessageText", {"text": "x", "message_id": THEIRS}, "message can't be edited"),
    ("editMessageText", {"text": "x", "message_id": PHOTO}, "there is no text in the message to edit"),
    ("editMessageText", {"text": "x", "message_id": POLL}, "there is no text in the message to edit"),
    ("editMessageCaption", {"caption": "x", "message_id": OWN}, "there is no caption in the message to edit"),
    ("editMessageCaption", {"caption": "x" * 1025, "message_id": PHOTO}, "MEDIA_CAPTION_TOO_LONG"),
    ("deleteMessage", {"message_id": 999}, "message to delete not found"),
    ("deleteMessage", {"message_id": THEIRS}, "message can't be deleted"),
    ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"message_ids": "["}, "can't parse message identifiers JSON object"),
    ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
    ("pinChatMessage", {"message_id": "joined"}, "message can't be pinned"),
    ("unpinChatMessage", {}, "message to unpin not found"),
    ("setMessageReaction", {"message_id": 999}, "message to react not found"),
    ("setMessageReaction", {"message_id": OWN, "reaction": {}}, ""),
    (
        "setMessageReaction",
        {"message_id": OWN, "reaction": [{"type": "paid"}]},
        "can't parse ReactionType: invalid reaction type specified",
    ),
    ("stopPoll", {"message_id": 999}, "message with poll to stop not found"),
    ("stopPoll", {"message_id": OWN}, "message is not a poll"),
    ("sendPoll", {"question": "", "options": ["a"]}, "poll question must be non-empty"),
    ("sendPoll", {"question": "x", "options": []}, "poll must have at least 1 option"),
    ("sendPoll", {"question": "x", "options": ["a"], "type": "game"}, "unsupported poll type specified"),
    ("sendPoll", {"question": "x", "options": ["a"], "type": "quiz"}, "wrong correct option ID specified"),
    ("sendPoll", {"question": "x", "options": ["a"], "open_period": 2}, "wrong open period specified"),
    ("sendPhoto", {}, "there is no photo in the request"),
    ("sendDocument", {"document": "attach://gone"}, "there is no document in the request"),
    ("sendDocument", {"document": "x"}, "wrong remote file identifier specified: can't unserialize it"),
    ("sendMediaGroup", {"media": []}, "there are no messages to send"),
    ("sendMediaGroup", {"media": [{"type": "photo"}] * 11}, "too many messages to send as an album"),
    (
        "sendMediaGroup",
        {"media": [{"type": "sticker"}]},
        "can't parse InputMedia: type \"sticker\" can't be used in sendMediaGroup",
    ),
    ("getFile", {}, "file_id is empty"),
    ("forwardMessage", {"from_chat_id": GROUP, "message_id": 999}, "message to forward not found"),
    ("forwardMessage", {"from_chat_id": GROUP, "message_id": SECRET}, "the message can't be forwarded"),
    ("copyMessage", {"from_chat_id": GROUP, "message_id": "joined"}, "the message can't be copied"),
    ("getChatMember", {}, "invalid user_id specified"),
    ("getChatMember", {"user_id": 77}, "user not found"),
    ("getChatAdministrators", {"chat_id": 42}, "there are no administrators in the private chat"),
    ("leaveChat", {"chat_id": 42}, "chat member status can't be changed in private chats"),
    ("createForumTopic", {"name": "x"}, "the chat is not a forum"),
    ("createForumTopic", {"name": ""}, "topic name is invalid"),
    ("setMyCommands", {"commands": "x"}, "can't parse bot commands JSON object"),
    ("setMyCommands", {"commands": [{"command": "", "description": "x"}]}, "command must be non-empty"),
    ("setMyCommands", {"commands": [{"command": "Plan", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "planet"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: chat_id is empty"),
    ("setMyCommands", {"commands": [], "language_code": "deu"}, "invalid language code specified"),
    ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("sendChatAction", {}, "wrong parameter action in request"),
    ("getUpdates", {"allowed_updates": "{}"}, "can't parse allowed updates JSON object"),
]


@pytest.mark.parametrize(("method", "params", "reason"), TABLE, ids=[f"{m}-{r}" for m, _, r in TABLE])
async def test_a_wrong_call_is_refused_in_telegrams_words(scene: Scene, method: str, params: Ask, reason: str) -> None:
    news = scene.telegram.channel("News")
    news.members[scene.telegram.bot.id] = news.member(scene.telegram.bot)
    news.members[scene.telegram.bot.id].status = "member"
    scene.telegram.world.chats[CHANNEL] = news
    scene.ann.start()
    before = len(scene.group.messages)
    asked = params if "chat_id" in params or reason == "chat_id is empty" else {"chat_id": GROUP, **params}
    answer = await scene.call(method, **asked)
    if reason:
        assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    else:
        assert answer["ok"]
    assert len(scene.group.messages) == before


async def test_what_is_right_is_done(scene: Scene) -> None:
    """The other side of the table: calls that look alike and are fine."""
    good: list[tuple[str, Ask]] = [
        ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1}]}),
        ("sendMessage", {"text": "x", "parse_mode": "none", "reply_to_message_id": OWN}),
        ("sendMessage", {"text": "x", "link_preview_options": {"is_disabled": True}, "disable_notification": True}),
        ("editMessageCaption", {"caption": "<i>x</i>", "parse_mode": "HTML", "message_id": PHOTO}),
        ("editMessageReplyMarkup", {"message_id": PRESSED}),
        ("copyMessage", {"from_chat_id": GROUP, "message_id": PHOTO, "caption": "new"}),
        ("pinChatMessage", {"message_id": OWN}),
        ("unpinAllChatMessages", {}),
        ("getChatMemberCount", {}),
        ("sendChatAction", {"action": "typing"}),
        ("sendPoll", {"question": "x", "options": [{"text": "a"}], "type": "quiz", "correct_option_ids": [0]}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat_member", "chat_id": GROUP, "user_id": 42}}),
        ("logOut", {}),
        ("close", {}),
    ]
    for method, params in good:
        answer = await scene.call(method, chat_id=GROUP, **params)
        assert answer["ok"], (method, answer)
    assert any(m.reply_to and m.reply_to.id == scene.numbers[OWN] for m in scene.group.bot_messages)
    assert (await scene.call("getChatMemberCount", chat_id=GROUP))["result"] == 3


async def test_a_file_over_the_limit_is_too_large(scene: Scene) -> None:
    url = f"{scene.telegram.url}/bot{scene.telegram.token}/sendDocument"
    answer = await scene.http.post(url, data={"chat_id": GROUP}, files={"document": b"x" * (50 * 1024 * 1024 + 1)})
    assert answer.json() == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_people_are_bound_by_rules_too(scene: Scene) -> None:
    group, ann = scene.group, scene.ann
    with pytest.raises(ValueError, match="this long"):
        group.say(ann, "x" * 4097)
    with pytest.raises(ValueError, match="needs a text or a file"):
        group.say(ann, " ")
    with pytest.raises(TypeError, match="can't send"):
        group.say(ann, hologram=True)
    with pytest.raises(ValueError, match="only a basic group"):
        group.upgrade()
    poll = group.chat.messages[scene.numbers[POLL]]
    for chosen, reason in (([0, 1], "more than one"), ([5], "no such option")):
        with pytest.raises(ValueError, match=reason):
            ann.vote(poll, chosen)
    with pytest.raises(ValueError, match="has no poll"):
        ann.vote(group.chat.messages[scene.numbers[OWN]], [0])
    ann.vote(poll, [0])
    ann.vote(poll, [0])
    assert poll.poll
    assert poll.poll.json()["total_voter_count"] == 1
