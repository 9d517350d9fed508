"""What the bot says of itself in private: who it is, what it can be told, and what it keeps about people."""

from bot.wording.html import bold, escape
from bot.wording.language import Language, marked

EVERYBODY = (
    ("now", marked("how the session stands: the question on air, the time left, the questions so far")),
    ("remind", marked("a private reminder of the next session; /remind always, /remind off")),
    ("suggest", marked("suggest a question: /suggest and the question")),
    ("ideas", marked("what was asked under a tag, with the best-liked answers: /ideas reading")),
    ("sprint", marked("write side by side: /sprint 30, /sprint 25 pages, /sprint again")),
    ("stumper", marked("ask the room something hard: /stumper and the question")),
    ("stumpers", marked("the stumpers that are open")),
    ("solved", marked("as a reply to what solved your stumper: say so, and name the source")),
    ("anonymous", marked("in private, where a chat allows it: answer a question without your name")),
    ("introduce", marked("after a session, meet somebody who wrote about the same: /introduce yes, no, never")),
    ("mine", marked("see what I keep of what you said")),
    ("withdraw", marked("as a reply to your own message: take it back")),
    ("recap", marked("the whole record of a session as a file: /recap libchat/12, or /recap markdown")),
    ("stats", marked("how a chat grows from session to session")),
    ("privacy", marked("what I keep, and why")),
    ("forget", marked("erase what I keep about you")),
    ("help", marked("this list")),
)
"""Commands that everybody may use, with what they do."""
STEERING = (
    ("pause", marked("hold the session; /pause 5m holds it for a time")),
    ("resume", marked("go on")),
    ("more", marked("more time for this question: /more 5m")),
    ("next", marked("post the next question now")),
    ("skip", marked("drop the next question")),
    ("spare", marked("ask a spare question")),
    ("end", marked("end the session; the recap follows")),
    ("start", marked("begin the next planned session now")),
    ("file", marked("as a reply: file a message under a question, /file 3, or /file talk")),
    ("drop", marked("as a reply: leave a message out of the recap")),
    ("undo", marked("as a reply: undo that")),
    ("publish", marked("let out the recap that waits for a moderator")),
    ("host", marked("let this group host a series: /host libchat")),
    ("announce", marked("announce the next session here")),
    ("cohost", marked("name somebody who may steer the next session too: /cohost @name")),
)
"""Commands of moderators in the group."""
PLANNING = (
    ("new", marked("plan a series or a session, step by step")),
    ("plan", marked("what is coming")),
    ("edit", marked("change a coming session: /edit libchat/12 topic New topic")),
    ("move", marked("move it: /move libchat/12 2 December 20:00")),
    ("again", marked("a second round for other time zones: /again libchat/12 3 December 01:00")),
    ("skip", marked("no chat on a holiday: /skip libchat 24 December")),
    ("cancel", marked("cancel it: /cancel libchat/12")),
    ("copy", marked("plan another one like it: /copy libchat/12")),
    ("export", marked("a series as a question file: /export libchat")),
    ("publish", marked("read the recap that waits for you, and publish it")),
    ("card", marked("the control card of a session that runs")),
    ("log", marked("who did what lately")),
)
"""Commands of moderators in private."""

HELLO = marked(
    "Hello {name}! I host scheduled discussions in Telegram groups: I post the questions of a session at their times, "
    "keep every answer under its question, and write the recap."
)
TAKE_PART = marked(
    "To take part, join the group and answer there: begin with A1, A2 …, or reply to the question. "
    "Late is fine, and so is just reading along."
)
MODERATE = marked("You moderate here: during a session you get a control card in this chat. /new plans one.")
FOUND = marked("To host your own chat, add me to a group as an administrator, then say /new here.")
PRIVACY = marked(
    "While a session runs I keep what is said in its group: the words, the name they were said under, when, "
    "and reactions. From that come the recap and the archive of the chat; nothing is sent anywhere else. "
    "Outside sessions I keep nothing.\n\n"
    "I also remember what you asked me for (/remind, /introduce), whom I asked you about, and that you had your one "
    "hint. What you hand in by /anonymous is kept without you.\n\n"
    "/mine shows what I keep of yours. Reply /withdraw to a message of yours to take it back. "
    "/forget erases everything about you, also from recaps that are out."
)


def hello(name: str, language: Language, *, moderates: bool) -> str:
    """What somebody who presses Start is told."""
    say = language.text
    lines = [say(HELLO, name=escape(name)), say(MODERATE) if moderates else say(TAKE_PART)]
    if not moderates:
        lines.append(say(FOUND))
    return "\n\n".join([*lines, say("/help lists what you can tell me.")])


def help_text(language: Language, *, moderates: bool) -> str:
    """Everything that can be said to the bot, by who may."""
    blocks = [_listed(language.text("For everybody"), EVERYBODY, language)]
    if moderates:
        blocks.append(_listed(language.text("For moderators, in the group"), STEERING, language))
        blocks.append(_listed(language.text("For moderators, here"), PLANNING, language))
    return "\n\n".join(blocks)


def privacy(language: Language) -> str:
    """What is kept about people, in plain words."""
    return escape(language.text(PRIVACY))


def _listed(title: str, commands: tuple[tuple[str, str], ...], language: Language) -> str:
    lines = [f"{language.apart(f'/{name}')}: {escape(language.text(what))}" for name, what in commands]
    return "\n".join([bold(title), *lines])
