"""The simulated people: they write as people were counted to write, and the same seed makes the same people."""

import random
from statistics import median

import pytest

from bot.rehearsal.asked import Asked
from bot.rehearsal.cast import Company
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.groups import Group
from bot.rehearsal.leading import LedClock
from bot.rehearsal.remarks import Remarks
from bot.rehearsal.standin import StandIn
from bot.rules.words import QuestionKind
from tests.draws import MANY, SETTING, START, share


def test_answers_take_as_long_as_they_were_counted_to_take(group: Group) -> None:
    """With a question every 11.4 minutes, one answer in five comes after the next question."""
    luck, pace = random.Random(3), 11.4 * 60
    message = group.say(group.owner, "Q1")
    asked = Asked(1, "Why?", QuestionKind.OPEN, message, lasts=pace, left=10 * pace)
    delays = [asked.delay(luck) / 60 for _ in range(MANY)]
    assert median(delays) == pytest.approx(7, abs=0.3)
    assert share(sum(delay < 15 for delay in delays), MANY) == pytest.approx(0.9, abs=0.02)
    assert share(sum(delay > 11.4 for delay in delays), MANY) == pytest.approx(0.205, abs=0.02)


def test_nobody_answers_after_the_end_by_mere_slowness(group: Group) -> None:
    message = group.say(group.owner, "Q1")
    asked = Asked(1, "Why?", QuestionKind.OPEN, message, lasts=600, left=600)
    luck = random.Random(3)
    assert all(0 < asked.delay(luck) < 600 for _ in range(2000))


@pytest.fixture
def clock() -> LedClock:
    """Eight in the evening, and it stays so."""
    return LedClock(1, START)


@pytest.fixture
def telegram(clock: LedClock) -> StandIn:
    return StandIn(clock=clock)


@pytest.fixture
def group(telegram: StandIn) -> Group:
    return telegram.group("Library chat")


def crowd(telegram: StandIn, group: Group, seed: int = 5) -> Crowd:
    luck = random.Random(seed)
    return Crowd(group, Company(telegram, group, luck, 12), Remarks("en", luck), luck, SETTING)


def asked_question(crowd: Crowd) -> Asked:
    host = crowd.company.first(crowd.people)[0].person
    return Asked(1, "Why?", QuestionKind.OPEN, crowd.group.say(host, "Q1. Why?"), 600, 600)


def play(crowd: Crowd, clock: LedClock) -> None:
    """Let everything happen that is planned."""
    while crowd.next_at is not None:
        clock.limit = max(clock.limit, crowd.next_at)
        clock.jump(clock.limit - clock.time())
        crowd.act()


def test_people_answer_a_question_within_its_time(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    people.asked(asked_question(people))
    play(people, clock)
    said = [message for message in group.messages[1:] if not message.is_service]
    assert len(said) >= 4
    assert all(message.sent_at <= START.timestamp() + 700 for message in said)


def test_people_who_only_read_along_write_nothing(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    quiet = {who.person.user.id for who in people.company.first(12) if who.eager == 0}
    for _ in range(5):
        people.asked(asked_question(people))
    play(people, clock)
    assert quiet
    assert not [message for message in group.messages if message.author and message.author.id in quiet]


def test_a_poll_is_voted_in(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    host = people.company.first(12)[0].person
    message = group.poll(host, "Which?", ["This", "That"])
    people.polled(message, 600)
    play(people, clock)
    assert message.poll is not None
    assert len(message.poll.votes) >= 5


def test_somebody_finds_the_chat_while_it_is_on(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    newcomer = people.company.first(12)[-1].person
    assert not group.chat.member(newcomer.user).is_inside
    people.asked(asked_question(people))
    people.asked(asked_question(people))
    play(people, clock)
    assert group.chat.member(newcomer.user).is_inside


def test_somebody_answers_long_after_the_end(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    people.asked(asked_question(people))
    people.closed(600, late=86_400)
    play(people, clock)
    assert clock.time() > START.timestamp() + 3600


def test_where_answers_do_not_count_afterwards_nobody_is_late(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    people.asked(asked_question(people))
    people.closed(600, late=0)
    play(people, clock)
    assert clock.time() < START.timestamp() + 1000


def test_switched_off_they_do_nothing_more(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    people.asked(asked_question(people))
    people.on = False
    before = len(group.messages)
    play(people, clock)
    assert len(group.messages) == before


def test_more_people_come_when_more_are_asked_for(telegram: StandIn, group: Group, clock: LedClock) -> None:
    people = crowd(telegram, group)
    people.people = 60
    for _ in range(3):
        people.asked(asked_question(people))
    play(people, clock)
    assert len({message.author.id for message in group.messages if message.author}) > 25


def test_with_nobody_there_nothing_happens(telegram: StandIn, group: Group) -> None:
    people = crowd(telegram, group)
    question = asked_question(people)
    people.people = 0
    people.reminded()
    people.begun(300)
    people.asked(question)
    people.heard(question.message, 1)
    people.closed(600, 86_400)
    assert people.next_at is None


def test_the_same_seed_makes_the_same_people_do_the_same() -> None:
    def evening(seed: int) -> list[tuple[str, str]]:
        clock = LedClock(1, START)
        telegram = StandIn(clock=clock)
        people = crowd(telegram, telegram.group("Library chat"), seed)
        people.begun(300)
        people.asked(asked_question(people))
        play(people, clock)
        return [(message.speaker, message.text) for message in people.group.messages]

    assert evening(5) == evening(5)
    assert evening(5) != evening(6)
