"""The ideas store: what was asked under a tag, in the sessions that people may look back on."""

import unicodedata
from collections import Counter
from collections.abc import Collection

from sqlmodel import Session, col

from bot.store import approvals, liking, stages
from bot.store.liking import Liked
from bot.store.stages import BEGUN, Stage
from bot.store.tables import Question
from bot.store.tables import Session as Row


def same(tag: str) -> str:
    """A tag as it is compared."""
    return unicodedata.normalize("NFC", " ".join(tag.lstrip("#").split())).casefold()


def tags(session: Session, series_ids: Collection[str]) -> list[tuple[str, int]]:
    """The tags of these series with how many sessions have each, the commonest first, as they were written last."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for stage in _begun(session, series_ids):
        for tag in dict.fromkeys(map(str, stage.row.tags)):
            counts[same(tag)] += 1
            written.setdefault(same(tag), tag)
    return [(written[tag], count) for tag, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def under(session: Session, series_ids: Collection[str], tag: str, most: int) -> list[tuple[Stage, list[Question]]]:
    """The latest sessions under a tag, with the questions that were asked in them."""
    found = [stage for stage in _begun(session, series_ids) if same(tag) in map(same, map(str, stage.row.tags))]
    return [(stage, liking.posted(session, stage.id)) for stage in found[:most]]


def best(session: Session, question_id: int, most: int) -> list[Liked]:
    """The answers to a question that were liked best; the first ones where none was."""
    return liking.liked(session, [question_id], most, at_all=False)


def _begun(session: Session, series_ids: Collection[str]) -> list[Stage]:
    query = stages.latest_first(stages.those(BEGUN).where(col(Row.series_id).in_(series_ids)))
    begun = stages.gathered(session, query)
    return [stage for stage in begun if not approvals.withheld(stage.row, stage.series)]
