"""Brings the files of sentences up to date with the code, and begins new ones: python -m bot.wording [CODE…]."""

import sys

from bot.wording import sentences
from bot.wording.catalogs import FOLDER

found = sentences.gathered()
for code in sorted({*sys.argv[1:], *(file.stem for file in FOLDER.glob("*.po"))}):
    file = FOLDER / f"{code}.po"
    file.write_bytes(sentences.updated(file, found))
    left = len(sentences.missing(file))
    sys.stdout.write(f"{code}: {len(found)} sentences, {left} without a translation\n")
