"""/new: a series or a session is planned in the private chat, step by step; the draft is a row, so nothing is lost."""

from datetime import datetime

from bot.commands import box, organisers, relaying, steps
from bot.commands.steps import Data, Unfit
from bot.commands.turn import Turn
from bot.rules.plans import Letters, SeriesPlan, SessionPlan
from bot.store import drafts, likeness, planning, stages
from bot.store.tables import Group, Series
from bot.wording import drafting as wording
from bot.wording import posts
from bot.wording.language import Language
from bot.wording.posts import Occasion

STEPS = ("series", "title", "hashtag", "zone", "topic", "when", "questions")
"""What must be known, in the order of asking."""
LONGEST_ID = 55
"""Bytes of an id that a button can carry with its verb (64 in all: Bot API, InlineKeyboardButton)."""
PLANNED_MOST = 50
"""Series that one person may make in the chat."""


def new(turn: Turn) -> None:
    """Begin to plan, or take up what was begun."""
    draft = drafts.of(turn.session, turn.request.who.id)
    if draft is None:
        _begin(turn)
        return
    say = turn.language.text
    what = draft.data.get("topic") or draft.data.get("title") or say("a session")
    buttons = [[(say("Go on"), "d:go"), (say("Start anew"), "d:anew")]]
    turn.tell(wording.resumed(what, turn.language), buttons)


def plain_words(turn: Turn) -> None:
    """Words without a command: the answer to what the draft asked last."""
    if relaying.said(turn) or box.reworded(turn) or organisers.introduced(turn):
        return
    draft = drafts.of(turn.session, turn.request.who.id)
    if draft is None:
        turn.tell(turn.language.text("/help lists what you can tell me."))
        return
    if draft.step in steps.TAKERS:
        _take(turn, dict(draft.data), draft.step, turn.request.words.strip())
    else:
        _go_on(turn, dict(draft.data))


def press(turn: Turn) -> None:
    """A button of the draft: "d", what it does, and perhaps a value."""
    _, verb, *rest = (*turn.request.press, "", "")
    value = ":".join(part for part in rest if part)
    draft = drafts.of(turn.session, turn.request.who.id)
    if verb == "anew":
        drafts.forget(turn.session, turn.request.who.id)
        _begin(turn)
    elif draft is None:
        turn.toast(turn.language.text("That draft is gone; /new begins another."))
    elif verb == "plan":
        _plan(turn, dict(draft.data))
    elif verb == "leave":
        turn.tell(turn.language.text(wording.LEFT))
    elif verb == "drop":
        drafts.forget(turn.session, turn.request.who.id)
        turn.tell(turn.language.text("The draft is gone."))
    elif verb == "change" and value in (*STEPS, "every"):
        _ask(turn, dict(draft.data), value)
    elif verb in ("series", "zone", "topic", "hashtag"):
        _take(turn, dict(draft.data), verb, value)
    else:
        _go_on(turn, dict(draft.data))


def _begin(turn: Turn) -> None:
    mine = [series for series, group in stages.all_series(turn.session) if turn.may_plan(series, group)]
    _go_on(turn, {} if mine else {"series": ""})


def _go_on(turn: Turn, data: Data) -> None:
    """Ask for what is still missing; when nothing is, show the preview."""
    missing = next((step for step in STEPS if step not in data), None)
    if missing is None:
        _preview(turn, data)
    else:
        _ask(turn, data, missing)


def _ask(turn: Turn, data: Data, step: str, unfit: Unfit | None = None) -> None:
    """Ask for one thing, or say what was wrong with the last answer."""
    drafts.keep(turn.session, turn.request.who.id, step, data, turn.now)
    place = turn.language.city(str(data.get("zone", "UTC")))
    text = wording.asked(step, turn.language, example=steps.suggested(data), place=place)
    rows = _offers(turn, data, step)
    if unfit is not None:
        text = unfit.problem
        rows = [[(turn.language.city(zone), f"d:zone:{zone}")] for zone in unfit.choices] or rows
    if "questions" in data:
        rows.append([(turn.language.text("Back to the preview"), "d:preview")])
    rows.append([(turn.language.text("Later"), "d:leave")])
    turn.tell(text, rows)


def _offers(turn: Turn, data: Data, step: str) -> list[list[tuple[str, str]]]:
    if step == "series":
        mine = [series for series, group in stages.all_series(turn.session) if turn.may_plan(series, group)]
        fitting = [series for series in mine if len(series.id.encode()) <= LONGEST_ID]
        rows = [[(f"{series.hashtag} {series.title}"[:40], f"d:series:{series.id}")] for series in fitting[:8]]
        return [*rows, [(turn.language.text("A new chat"), "d:series:+")]]
    if step == "hashtag":
        return [[(steps.suggested(data), "d:hashtag")]]
    if step == "topic":
        return [[(turn.language.text("No topic"), "d:topic")]]
    return []


def _take(turn: Turn, data: Data, step: str, value: str) -> None:
    """Take an answer, and ask what comes next; or say why it will not do, and ask again."""
    if step == "series":
        _take_series(turn, data, value)
        return
    try:
        added = steps.TAKERS[step](value, data, turn.now, turn.language)
    except Unfit as unfit:
        _ask(turn, data, step, unfit)
        return
    _go_on(turn, {**data, **added})


def _take_series(turn: Turn, data: Data, value: str) -> None:
    series = turn.session.get(Series, value)
    if series is None:
        _go_on(turn, {**data, "series": ""})
        return
    group = None if series.group_id is None else turn.session.get(Group, series.group_id)
    if not turn.may_plan(series, group):
        _ask(turn, data, "series")
        return
    known = {"series": series.id, "title": series.title, "hashtag": series.hashtag, "zone": series.timezone}
    _go_on(turn, {**data, **known, "every": likeness.cadence(series).every.total_seconds()})


def _preview(turn: Turn, data: Data) -> None:
    """Everything as it will be, and the button that plans it."""
    drafts.keep(turn.session, turn.request.who.id, "preview", data, turn.now)
    say = turn.language.text
    starts_at = datetime.fromisoformat(data["when"])
    series = turn.session.get(Series, data["series"]) if data["series"] else None
    occasion = Occasion(
        title=data["title"],
        hashtag=data["hashtag"],
        topic=data["topic"],
        number=1,
        starts_at=starts_at,
        timezone=data["zone"],
        guest="",
        letters=likeness.letters(series) if series is not None else Letters(),
        texts=series.texts if series is not None else {},
        language=Language(series.language) if series is not None else turn.language,
    )
    cadence = steps.cadence_of(data, series)
    announce = likeness.manners(series).announce if series is not None else ()
    *parts, last = wording.preview(occasion, cadence, steps.questions_of(data), announce, turn.language)
    for place, part in enumerate(parts):
        turn.tell(part, part=place + 1)
    own = [] if series is not None else [[(say("Title"), "title"), (say("Hashtag"), "hashtag"), (say("Zone"), "zone")]]
    changes = [*own, [(say("Topic"), "topic"), (say("Time"), "when"), (say("Questions"), "questions")]]
    if series is None:
        changes.append([(say("Time between questions"), "every")])
    rows = [[(say("✅ Plan it"), "d:plan")]]
    rows += [[(f"✏️ {what}", f"d:change:{step}") for what, step in row] for row in changes]
    rows.append([(say("Later"), "d:leave"), (say("Throw away"), "d:drop")])
    turn.tell(last, rows, part=len(parts) + 1)


def _plan(turn: Turn, data: Data) -> None:
    """Plan it: from now on it is rows of the plan, and the draft is gone."""
    starts_at = datetime.fromisoformat(data["when"]) if "when" in data else turn.now
    if any(step not in data for step in STEPS):
        _go_on(turn, data)
        return
    if starts_at <= turn.now:
        when = turn.language.moment(starts_at, data["zone"])
        _ask(turn, data, "when", Unfit(wording.wrong("past", turn.language, when=when)))
        return
    series = turn.session.get(Series, data["series"]) if data["series"] else None
    if series is None:
        me = turn.request.who.id
        mine = [one for one, _ in stages.all_series(turn.session) if me in one.moderators and not one.from_file]
        if len(mine) >= PLANNED_MOST:
            turn.toast(turn.language.text("You have made very many chats already."))
            return
        plan = SeriesPlan(
            id=planning.free_id(turn.session, data["hashtag"]),
            title=data["title"],
            hashtag=data["hashtag"],
            timezone=data["zone"],
            language=turn.language.code,
            moderators=(me,),
            cadence=steps.cadence_of(data, None),
        )
        series = planning.make_series(turn.session, plan)
    group = None if series.group_id is None else turn.session.get(Group, series.group_id)
    if not turn.may_plan(series, group):
        turn.record(done=False)
        turn.toast(turn.language.text("Only the moderators of this chat can plan it."))
        return
    row = planning.add(turn.session, series, SessionPlan(steps.questions_of(data), data["topic"], starts_at), turn.now)
    drafts.forget(turn.session, turn.request.who.id)
    when = posts.when(starts_at, series.timezone, turn.language)
    name = f"{series.id}/{row.number}"
    turn.tell(wording.planned(name, when, hosted=group is not None, language=turn.language))
