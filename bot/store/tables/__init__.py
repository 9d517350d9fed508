"""The tables: what a series, a session, a question, a post, a message and an answer is to the bot.

Times are aware and in UTC. Telegram's ids need 64 bits. No relationships are mapped: a query says what it joins.
"""

from bot.store.tables.base import NAMES, SERIAL, Table
from bot.store.tables.conduct import Act, DeadLetter
from bot.store.tables.programme import Group, Post, Question, Series, Session
from bot.store.tables.speech import Answer, Attendance, Message, Participant, Reaction, Vote, same_message

__all__ = [
    "NAMES",
    "SERIAL",
    "Act",
    "Answer",
    "Attendance",
    "DeadLetter",
    "Group",
    "Message",
    "Participant",
    "Post",
    "Question",
    "Reaction",
    "Series",
    "Session",
    "Table",
    "Vote",
    "same_message",
]
