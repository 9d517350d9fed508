"""The archive: a static site of all sessions, which needs no server and asks for nothing from outside."""

from bot.recaps.archive.building import Built, build
from bot.recaps.archive.folder import Folder, NotOurs

__all__ = ["Built", "Folder", "NotOurs", "build"]
