"""The sender: takes due posts, most urgent first, and makes them, each chat in its order and at Telegram's pace."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.loops.clock import Clock
from bot.loops.leadership import Lead
from bot.loops.sending import settling
from bot.loops.sending.calls import Call, Outcome, make
from bot.loops.sending.composing import compose
from bot.loops.sending.refusals import Meaning, Refusal, understand
from bot.loops.sending.settling import Settled
from bot.rules.limits import MARKS, Limits
from bot.rules.retries import flood_wait
from bot.rules.words import PostKind
from bot.store import posts
from bot.store.database import Database, DBAPIError, Session, lost
from bot.store.posts import Owed

log = structlog.get_logger(__name__)

AT_ONCE = 30
"""Calls in flight at the same time; with 50 ms each this is far above Telegram's 30 a second."""
LOOK_AHEAD = 1000
"""Due posts that are looked at in one round."""
AWAY_PAUSE = 0.5
"""Seconds between two looks at a database that is out of reach."""
LAST_SECONDS = 3.0
"""Seconds that the calls in flight have to come to their end when we are stopped."""
URGENCY = {kind: place for place, kind in enumerate(PostKind)}


class Sender:
    """Makes due posts until it is stopped. `wake` it when something may be due."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        lead: Lead,
        *,
        paid: bool = False,
    ) -> None:
        self._bot, self._database, self._clock, self._lead, self._paid = bot, database, clock, lead, paid
        self._limits = Limits(paid=paid)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._flying: set[int] = set()
        """The posts whose calls are being made."""
        self._floods: dict[int, int] = defaultdict(int)
        self._awake = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._stopping = False
        self.next_at: datetime | None = None
        """When the next post is due, as far as the last round saw; the scheduler wakes us then."""
        self.on_round: Callable[[], None] = lambda: None
        self.on_sent: Callable[[Call], Awaitable[None]] | None = None
        self.on_settled: Callable[[Settled], None] = lambda *_: None

    def wake(self) -> None:
        """Look for due posts now."""
        self._awake.set()

    async def run(self) -> None:
        """Make posts as they fall due, until `stop`. A database that is away is waited for."""
        reconciled, told = False, ""
        while not self._stopping:
            self._awake.clear()
            try:
                if not self._lead.holds():
                    reconciled = False
                elif not reconciled:
                    reconciled = await self._take_over()
                    self.wake()
                else:
                    await self._round()
                    told = ""
                    self.on_round()
                    if not self._busy and not self._awake.is_set():
                        self._at_rest.set()
            except DBAPIError as error:
                if str(error.orig) != told:  # once, and not twice a second of a night
                    told = str(error.orig)
                    log.warning("the database is out of reach; trying again", error=told)
                reconciled = False  # the claim that failed may have been committed all the same
                await asyncio.sleep(AWAY_PAUSE)
                continue
            await self._awake.wait()
        await self._finish()

    async def _take_over(self) -> bool:
        """Settle what whoever led before has left behind; False when somebody else leads by now."""
        cut_short = await self._database.run(self._reconcile)
        for key in cut_short or ():
            log.warning("a try was cut short; nobody knows whether the post is out", post=key)
        return cut_short is not None

    async def rest(self) -> datetime | None:
        """Make all that is due by now; returns when nothing is in hand, with the moment at which more will be due."""
        self._at_rest.clear()
        self.wake()
        await self._at_rest.wait()
        return self.next_at

    async def stop(self) -> None:
        """Take no more posts; `run` ends when the calls in flight are settled."""
        self._stopping = True
        self._awake.set()

    def _reconcile(self, session: Session) -> list[str] | None:
        """Settle the tries that a crash, or the leader before us, left open: their keys, None when we may not."""
        return posts.unfinished(session, self._clock.now(), self._flying) if self._lead.confirm(session) else None

    async def _round(self) -> None:
        now = self._clock.now()
        room = min(self._limits.room(now), AT_ONCE - len(self._busy))
        if room <= 0:
            self._look_again(now)
            return
        owed = await self._database.look(posts.due, now, LOOK_AHEAD)
        chosen: list[Owed] = []
        later: list[datetime] = []
        for head in sorted(self._heads(owed), key=lambda post: (URGENCY[post.kind], post.due_at)):
            ready = self._limits.ready_at(head.chat_id, head.kind, now)
            if ready > now:
                later.append(ready)
            elif len(chosen) < room:
                chosen.append(head)
            else:
                later.append(now)
                break
        if chosen:
            calls = await self._database.run(self._compose, [post.id for post in chosen], now)
            made_at = self._clock.now()
            for call in calls:
                self._limits.spend(call.chat_id, call.kind, made_at)
                self._flying.add(call.post_id)
                self._busy[call.chat_id] = asyncio.create_task(self._make(call, now))
            if len(calls) < len(chosen):
                self.wake()  # what was let go may have made room for the next
        upcoming = await self._database.look(posts.earliest, now)
        self._look_again(min([*later, *([upcoming] if upcoming else [])], default=None))
        self._limits.sweep(now)

    def _look_again(self, at: datetime | None) -> None:
        """Be woken then, or when another call may be made at all; while all are in flight, their ends wake us."""
        if at is None or len(self._busy) >= AT_ONCE:
            self.next_at = None
        else:
            self.next_at = max(at, self._limits.free_at(self._clock.now()))

    def _heads(self, owed: Sequence[Owed]) -> list[Owed]:
        """The post that each idle chat gets next: each session's first, and of those the most urgent that may go."""
        firsts: dict[int, dict[tuple[int | None, str], Owed]] = defaultdict(dict)
        for post in owed:
            if post.chat_id not in self._busy:
                firsts[post.chat_id].setdefault((post.session_id, self._limits.lane(post.kind)), post)
        now = self._clock.now()
        return [
            min(
                heads.values(),
                key=lambda post: (self._limits.ready_at(post.chat_id, post.kind, now), URGENCY[post.kind], post.due_at),
            )
            for heads in firsts.values()
        ]

    def _compose(self, session: Session, post_ids: Sequence[int], now: datetime) -> list[Call]:
        if not self._lead.confirm(session):
            return []
        calls = []
        for post_id in post_ids:
            try:
                with session.begin_nested():
                    call = compose(session, post_id, now)
            except Exception as error:  # one post that can't be worded must not stop the others
                if isinstance(error, DBAPIError) and lost(error):
                    raise
                log.exception("a post could not be composed", **posts.described(session, post_id))
                posts.failed(session, post_id, repr(error))
                continue
            if call is not None:
                calls.append(call)
        return calls

    async def _make(self, call: Call, tried_at: datetime) -> None:
        try:
            await self._settle(call, tried_at, await self._try(call))
        except DBAPIError as error:  # as we stop: whoever starts next does not know whether the post is out
            log.warning("the database is out of reach; an outcome is lost", post=call.post_id, error=str(error.orig))
        except Exception:
            log.exception("a call could not be settled", post=call.post_id, session=call.session_id, group=call.chat_id)
        finally:
            self._busy.pop(call.chat_id, None)
            self._flying.discard(call.post_id)
            self.wake()

    async def _try(self, call: Call) -> Outcome | Refusal:
        if not self._lead.holds():
            return Refusal(Meaning.NOT_SENT, "another process leads now")
        try:
            outcome = await make(self._bot, call, paid=self._paid)
        except TelegramError as error:
            return understand(error)
        if call.kind not in MARKS:  # a pin that gets through says nothing of messages
            self._floods.pop(call.chat_id, None)
        return outcome

    async def _settle(self, call: Call, tried_at: datetime, result: Outcome | Refusal) -> None:
        now = self._clock.now()
        if isinstance(result, Outcome):
            settled = await self._persist(settling.done, call, result, now)
            self.on_settled(settled)
            log.info("posted", **settled.described(), message=result.message_id)
            if self.on_sent is not None:
                await self.on_sent(call)
            return
        not_before = now
        if result.meaning is Meaning.FLOOD:
            self._floods[call.chat_id] += 1
            not_before = now + flood_wait(result.retry_after, self._floods[call.chat_id])
            self._limits.hold(call.chat_id, not_before)
        if result.meaning is Meaning.BAD_TOKEN:
            log.error("Telegram does not know this bot token; get a valid one from @BotFather", error=result.text)
        settled = await self._persist(settling.refused, call, result, tried_at, now, not_before)
        self.on_settled(settled)
        log.warning("not posted", **settled.described(), why=result.meaning.value, error=result.text)

    async def _persist(self, work: Callable[..., Settled], *args: object) -> Settled:
        """Write down an outcome, however long the database is away: forgetting it could double the post."""
        told = False
        while True:
            try:
                return await self._database.run(work, *args)
            except DBAPIError as error:
                if self._stopping:
                    raise
                if not told:
                    log.warning("the database is out of reach; keeping an outcome", error=str(error.orig))
                told = True
                await asyncio.sleep(AWAY_PAUSE)

    async def _finish(self) -> None:
        """Let the calls in flight come to their end."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=LAST_SECONDS)
