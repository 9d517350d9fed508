"""The methods of the Bot API that the stand-in knows, by noun. Importing this package registers them all."""

from bot.rehearsal.methods import (
    callbacks,
    chats,
    commands,
    editing,
    files,
    forwarding,
    pins,
    polls,
    reactions,
    sending,
    topics,
    updates,
)

__all__ = [
    "callbacks",
    "chats",
    "commands",
    "editing",
    "files",
    "forwarding",
    "pins",
    "polls",
    "reactions",
    "sending",
    "topics",
    "updates",
]
