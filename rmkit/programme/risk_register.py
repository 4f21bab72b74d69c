"""The register of risks of a programme: what may get in the way, how it stands, what is done.

What each risk is comes with rmkit; how likely it is here is the coordinator's to say. Beside it
stands what the programme can count itself: a hint where to look, no proof of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rmkit.content.risks import Risk, Watch, register
from rmkit.definitions.discreet import discreet
from rmkit.meetings.drift import drifting
from rmkit.meetings.plan import Plan
from rmkit.meetings.progress import PairProgress
from rmkit.programme.concerns import concerns_of
from rmkit.programme.pair_progress import plan_of, progress_now
from rmkit.programme.pulses import low_pulses
from rmkit.programme.wishes import open_wishes

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.model import Response

__all__ = ["RATING", "RiskNow", "risks_now"]

RATING = "risk_rating"
_OWN = "own"


@discreet("risk_id", "likely", "harm", "rated_on", "ratings")
@dataclass(frozen=True, slots=True)
class RiskNow:
    """A risk as it stands: its words, the last rating, and what the programme counts.

    `likely` and `harm` are 1 to 3, None while nobody rated it; `counted` is a sentence, empty where
    nothing shows or nothing can be counted. `ratings` is how often it was rated.
    """

    risk_id: str
    title: str
    why: str
    signs: tuple[str, ...]
    measures: tuple[str, ...]
    counted: str = ""
    likely: int | None = None
    harm: int | None = None
    measure: str = ""
    rated_on: date | None = None
    ratings: int = 0

    @property
    def weight(self) -> int:
        """Give likely times harm, 0 while nobody rated it."""
        return (self.likely or 0) * (self.harm or 0)


def risks_now(programme: Programme, today: date) -> tuple[RiskNow, ...]:
    """List the risks: rated ones with the greatest weight first, then those that show."""
    rated: dict[str, list[Response]] = {}
    for response in programme.file.responses(RATING):
        name = str(response.answers.get("risk"))
        own = str(response.answers.get("own") or "")
        rated.setdefault(f"{_OWN} {own}" if name == _OWN else name, []).append(response)
    counts = _counts(programme, today)
    found = [_known(one, rated.pop(one.id, []), counts) for one in register().risks]
    found += [
        _with_rating(
            RiskNow(key, key.removeprefix(_OWN).strip() or "One of our own", "", (), ()), kept
        )
        for key, kept in rated.items()
        if key.startswith(_OWN)
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, not one.counted)))


def _known(risk: Risk, kept: list[Response], counts: Mapping[Watch, str]) -> RiskNow:
    plain = RiskNow(
        risk.id,
        risk.title.say(),
        risk.why.say(),
        tuple(sign.say() for sign in risk.signs),
        tuple(measure.say() for measure in risk.measures),
        counted=counts.get(risk.watch, "") if risk.watch else "",
    )
    return _with_rating(plain, kept)


def _with_rating(risk: RiskNow, kept: list[Response]) -> RiskNow:
    if not kept:
        return risk
    last = sorted(kept, key=lambda one: str(one.answers.get("day")))[-1].answers
    return replace(
        risk,
        likely=int(str(last["likely"])),
        harm=int(str(last["harm"])),
        measure=str(last.get("measure") or ""),
        rated_on=date.fromisoformat(str(last["day"])),
        ratings=len(kept),
    )


def _counts(programme: Programme, today: date) -> dict[Watch, str]:
    """Count what can be counted from the status of the pairs; where nothing shows, nothing."""
    progress = progress_now(programme, today)
    running = [one for one in progress.values() if one.standing == "running"]
    n = len(running)
    before = {
        one.pair_id for one in running for flag in one.flags if flag.code == "before agreement"
    }
    open_calls = sum(one.state == "open" for one in concerns_of(programme))
    numbers: dict[Watch, tuple[int, Callable[[int], str]]] = {
        "behind": (sum(one.is_behind for one in running), _of(n, "behind the plan")),
        "overdue": (
            sum(bool(one.overdue) for one in running),
            _of(n, "without a word about a day that passed"),
        ),
        "agreement": (len(before), _of(n, "that met before both had signed")),
        "contact": (
            sum(one.contact is None and (today - one.pair.since).days > 14 for one in running),
            _of(n, "without a first contact after two weeks"),
        ),
        "undated": (
            sum(_is_undated(one, plan_of(programme), today) for one in running),
            _of(n, "without a next date"),
        ),
        "drift": (len(drifting(running)), _of(n, "with tools or questions every time")),
        "pulse": (len(low_pulses(programme)), _of(n, "with a low pulse")),
        "concerns": (
            open_calls,
            lambda k: f"{'1 person waits' if k == 1 else f'{k} people wait'} for a call.",
        ),
        "parting": (
            len(open_wishes(programme.file)),
            lambda k: (
                f"{'1 wish' if k == 1 else f'{k} wishes'} for another partner "
                f"{'is' if k == 1 else 'are'} open."
            ),
        ),
    }
    return {name: say(count) for name, (count, say) in numbers.items() if count}


def _is_undated(one: PairProgress, plan: Plan, today: date) -> bool:
    """Whether a pair met, has no next date, and still has time and sessions for one."""
    end = plan.ends(one.pair.since)
    done = plan.sessions is not None and one.held >= plan.sessions
    over = end is not None and end < today
    return bool(one.held) and one.next_planned is None and not (done or over)


def _of(n: int, what: str) -> Callable[[int], str]:
    return lambda k: f"{k} of {n} pairs {what}." if k != 1 else f"1 of {n} pairs {what}."
