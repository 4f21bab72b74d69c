"""What is due in a programme on a day, and why: of pairs, of people, and for the coordinator.

The deadlines of pairs are in `rmkit.meetings.due`; here they meet what else the file tells: who
asks for a call or another partner, who joined, who has not answered, which review is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rmkit.instruments import load
from rmkit.meetings.drift import drifting
from rmkit.meetings.due import DAYS, Asked, Due, due_of_asked, due_of_pairs
from rmkit.meetings.plan import months_later
from rmkit.programme.concerns import concerns_of
from rmkit.programme.days import in_words
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.pulses import low_pulses
from rmkit.programme.read_once import once_confirmed, people_once
from rmkit.programme.reviews import next_review
from rmkit.programme.same_line import pairs_in_one_line
from rmkit.programme.waiting_list import waiting_list
from rmkit.programme.wishes import open_wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmkit.meetings.progress import PairProgress
    from rmkit.programme.programme import Programme

__all__ = ["due_now", "to_place"]

_LATELY = timedelta(days=28)
"""For so long after it was told, a low pulse or a drift is on the list."""

_AGAIN = ("mentor_growth", "learning_needs", "mini_task")
"""Whoever answered one of these before the programme is asked again at its end."""


def due_now(programme: Programme, today: date) -> tuple[Due, ...]:
    """List what is due, the most urgent first."""
    key = (programme.file.head_digest(), today)
    return programme.memory.recall(
        "due", key=key, make=lambda: tuple(sorted(_found(programme, today), key=lambda d: d.rank))
    )


def _found(programme: Programme, today: date) -> Iterator[Due]:
    progress = progress_now(programme, today)
    plan = plan_of(programme)
    yield from due_of_pairs(progress.values(), plan=plan, today=today, say=_say(today))
    yield from _calls(programme, today)
    yield from _in_one_line(programme, today)
    yield from _wishes(programme)
    yield from _joiners(programme, today)
    yield from _asked(programme, progress, today)
    yield from _prompts(programme, progress, today)
    yield from _review(programme, progress, today)


def _say(today: date) -> Callable[[date], str]:
    return lambda day: in_words(day, year=day.year != today.year)


def _calls(programme: Programme, today: date) -> Iterator[Due]:
    say = _say(today)
    for one in concerns_of(programme):
        on = one.due_on()
        if on is None or on > today:
            continue
        why = (
            f"Asked on {say(one.since)}; an answer within three working days, by "
            f"{say(one.answer_by)}."
            if one.state == "open"
            else f"You wanted to come back to it on {say(on)}."
        )
        people = (one.person_id,) if one.person_id else ()
        yield Due("call", on, why, people, one.pair_id)


def _in_one_line(programme: Programme, today: date) -> Iterator[Due]:
    why = (
        "One of the two reports to the other by now (staff list of today). Offer each another "
        "partner, without blame."
    )
    for pair in pairs_in_one_line(programme.file):
        two = tuple(i for i in (pair.mentor_id, pair.mentee_id) if i)
        yield Due("one line", today, why, two, pair.pair_id)


def _wishes(programme: Programme) -> Iterator[Due]:
    """Tell of wishes by pair: who of the two asked stands with the wishes, not on the board."""
    pairs = {pair.pair_id: pair for pair in once_confirmed(programme)}
    why = "A wish to change something: no reason is asked, and it counts against nobody."
    for row in open_wishes(programme.file).to_dict("records"):
        since = date.fromisoformat(str(row["since"]))
        theirs = [pairs[name] for name in str(row["pair_id"]).split(", ") if name in pairs]
        if not theirs:
            yield Due("part", since, why, (str(row["person_id"]),))
        for pair in theirs:
            two = tuple(i for i in (pair.mentor_id, pair.mentee_id) if i)
            yield Due("part", since, why, two, pair.pair_id)


def to_place(programme: Programme) -> tuple[str, ...]:
    """Name, by id, those who became free or joined since pairs were made, and wait for a partner.

    Whoever was left over by the last search waits too; there was nobody for them then.
    """
    waits = waiting_list(programme)
    return tuple(one.person_id for one in waits if one.because in ("joined later", "pair ended"))


def _joiners(programme: Programme, today: date) -> Iterator[Due]:
    people = to_place(programme)
    if people:
        waits = waiting_list(programme)
        since = [date.fromisoformat(w.since) for w in waits if w.since and w.person_id in people]
        left = sum(one.because == "left over" for one in waits)
        n = len(people)
        others = f"; {left} more wait since an earlier search" if left else ""
        why = (
            f"{'1 person' if n == 1 else f'{n} people'} joined or became free since the pairs were "
            f"made{others}. Look for partners."
        )
        yield Due("join", min(since, default=today), why, people)


def _asked(
    programme: Programme, progress: Mapping[str, PairProgress], today: date
) -> Iterator[Due]:
    file = programme.file
    running = [one for one in progress.values() if one.standing == "running"]
    closed = file.objected("participation")
    known = {i for i, one in people_once(programme).items() if not one.is_out} - closed
    asked = [*_unanswered(programme, progress), *_midway(programme, running)]
    yield from due_of_asked(asked, today=today, known=known, say=_say(today))
    left_out = file.objected("evaluation")
    closing = list(_closing(programme, running, today))
    yield from due_of_asked(closing, today=today, known=known - left_out, say=_say(today))


def _unanswered(programme: Programme, progress: Mapping[str, PairProgress]) -> Iterator[Asked]:
    """Tell who was invited and did not answer; those of before the first pairs are let be."""
    first = min((one.pair.since for one in progress.values()), default=None)
    for person in people_once(programme).values():
        if person.state != "invited" or not person.state_at:
            continue
        invited = date.fromisoformat(person.state_at[:10])
        if first is None or invited >= first:
            on = invited + timedelta(days=DAYS["questionnaire"])
            yield Asked(
                "questionnaire", on, (person.person_id,), "questionnaire_reminder",
                "The candidate questionnaire",
            )  # fmt: skip


def _midway(programme: Programme, running: list[PairProgress]) -> Iterator[Asked]:
    plan, title = plan_of(programme), load("midway").title.say()
    there = {r.person_id for r in programme.file.responses("midway")}
    asked: dict[str, date] = {}
    for one in running:
        half = plan.half(one.pair.since)
        if half is None or not one.held:
            continue
        for person in (one.pair.mentor_id, one.pair.mentee_id):
            if person and person not in there:
                asked[person] = min(half, asked.get(person, half))
    for person, half in asked.items():
        yield Asked("midway", half, (person,), "evaluation_reminder", title)


def _closing(programme: Programme, running: list[PairProgress], today: date) -> Iterator[Asked]:
    """Tell who has not sent back what is asked at the end, one line a person."""
    plan, file = plan_of(programme), programme.file
    after = {(r.instrument_id, r.person_id) for r in file.responses(wave="after")}
    before = {
        (r.instrument_id, r.person_id)
        for wave in ("before", "kick_off")
        for r in file.responses(wave=wave)
    }
    open_: dict[str, tuple[date, list[str]]] = {}
    for one in running:
        end = plan.ends(one.pair.since)
        if end is None or end > today:
            continue
        for role, person in (("mentor", one.pair.mentor_id), ("mentee", one.pair.mentee_id)):
            if person is None:
                continue
            forms = [f"satisfaction_{role}", *(i for i in _AGAIN if (i, person) in before)]
            left = [load(i).title.say() for i in forms if (i, person) not in after]
            if left:
                open_[person] = (
                    end,
                    list(dict.fromkeys([*open_.get(person, (end, []))[1], *left])),
                )
    for person, (end, titles) in open_.items():
        yield Asked("closing", end, (person,), "evaluation_reminder", _listed(titles))


def _listed(titles: list[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{titles[0]} (and {len(titles) - 1} more)"


def _prompts(
    programme: Programme, progress: Mapping[str, PairProgress], today: date
) -> Iterator[Due]:
    for low in low_pulses(programme):
        if low.on <= today <= low.on + _LATELY:
            why = "Ask both how it goes, each alone. Do not say why you ask."
            yield Due("low pulse", low.on, why, pair_id=low.pair_id)
    for one in drifting(progress.values()):
        if one.last + _LATELY >= today:
            pair = progress[one.pair_id].pair
            why = (
                f"Tools or questions {one.times} times in a row, as they ticked themselves: send "
                "them other ways to use the hour."
            )
            people = tuple(i for i in (pair.mentor_id, pair.mentee_id) if i)
            yield Due("drift", one.last, why, people, one.pair_id, "other_ways")


def _review(
    programme: Programme, progress: Mapping[str, PairProgress], today: date
) -> Iterator[Due]:
    since = min((one.pair.since for one in progress.values()), default=None)
    if since is None:
        return
    on, was = next_review(programme)
    on = on or months_later(was or since, 2)
    if on <= today:
        last = f"The last one was on {_say(today)(was)}." if was else "There was none yet."
        yield Due("review", on, f"{last} Look at the whole programme, and note what you change.")
