"""What comes back once made-up pairs have met for the last time, with known changes.

People, pairs and days come in, tables of answers go out, and the truth behind them. It is made so
that the usual mistakes can be seen: who answers is not who took part, levels are rough and end at
5, people see at the end that they had known less, and a skill in which nothing changed seems to
gain, since it was low when the pairs were chosen by it. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd

from rmkit.errors import TooFewPeople
from rmkit.synthetic import evaluation_forms as forms
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.evaluation_levels import Gains, true_minds

__all__ = ["EVALUATION_TABLES", "Evaluation", "EvaluationDays", "Gains", "evaluation"]

EVALUATION_TABLES: Final = (
    "needs_kick_off", "tasks_before", "growth_before", "behaviour_before", "managers_before",
    "needs_after", "tasks_after", "growth_after", "looks_mentee", "looks_mentor", "experiences",
    "interviews", "behaviour_after", "managers_after",
)  # fmt: skip
"""The tables of answers, in the order in which they were asked for."""
_LEFT: Final = ("ends", "falls_behind")
_SILENT: Final = 2
_TALKS: Final = 3
_STREAM: Final = 60
_WRONG: Final = (
    {"unpleasant": "settled", "worse_off": "no", "kinds": ["respect"], "wish": "nothing"},
    {"unpleasant": "open", "worse_off": "perhaps", "kinds": ["work"], "wish": "listen"},
    {"unpleasant": "settled", "worse_off": "no", "kinds": ["pressed"], "wish": "nothing"},
)


@dataclass(frozen=True)
class EvaluationDays:
    """When it is asked, each time the first day: people answer within some days after.

    `begins` is before the first meeting, `joins` the same for pairs that were made later; `ends`
    follows the last meeting, and `at_work` is some months later.
    """

    begins: date
    joins: date
    ends: date
    at_work: date


@dataclass(frozen=True)
class Evaluation:
    """What came back, and the truth.

    Attributes
    ----------
    truth
        A row a person: `person_id`, `side` (mentee, mentor, waiting), `of` (their pair), `planted`,
        `answered_kick_off`, `answered_after`; `before_` and `change_` with each skill (the true
        level before the first meeting, and its true change); `growth` (the true mean gain of a
        mentor on the scores of `mentor_growth`).
    tables
        By name of `EVALUATION_TABLES`: `person_id`, `sent`, then answers by the keys of rmkit's
        instruments; those of managers have `partner_id`, the mentee.
    """

    truth: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]


def evaluation(
    people: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    skills: Sequence[str],
    gains: Gains,
    sessions: int,
    days: EvaluationDays,
    managers: Mapping[str, str],
    wrong: int = 3,
    seed: int = 0,
) -> Evaluation:
    """Make up what people answer before the first meeting and after the last.

    Parameters
    ----------
    people
        All candidates: `person_id`, `level_` and `target_` columns; missing is NA.
    pairs
        As in `HalfYear.pairs`.
    skills
        Which skills are rated.
    gains
        What is true.
    sessions
        How many meetings a pair has, if all are held.
    days
        When it is asked.
    managers
        The manager's `person_id` by person.
    wrong
        How many people tell of something that was not right, at most 3.
    seed
        Everything random follows from it.

    Returns
    -------
    Evaluation
        Answers and truth.

    Raises
    ------
    TooFewPeople
        Fewer than 4 pairs.
    """
    if len(pairs) < 4:
        message = f"{len(pairs)} pairs are too few to plant anything about. Give 4 at least."
        raise TooFewPeople(message)
    made = _Asking(people.set_index("person_id"), pairs, skills, gains, sessions, days, seed)
    made.ask(managers, wrong)
    return Evaluation(made.truth(), made.tables())


@dataclass
class _Person:
    """Somebody who is asked; `dose` is the share of meetings that they had."""

    person_id: str
    side: str
    of: str = ""
    planted: str = ""
    dose: float = 0.0
    joined: bool = False
    before: bool = True
    after: bool = True
    growth: dict[str, float] = field(default_factory=dict)


class _Asking:
    """Everybody, and what they answer."""

    def __init__(
        self,
        people: pd.DataFrame,
        pairs: pd.DataFrame,
        skills: Sequence[str],
        gains: Gains,
        sessions: int,
        days: EvaluationDays,
        seed: int,
    ) -> None:
        self.people, self.skills, self.days, self.seed = people, tuple(skills), days, seed
        self.asked = {one.person_id: one for one in _people(people, pairs, sessions)}
        mentees = {p.person_id: p.dose for p in self.asked.values() if p.side == "mentee"}
        self.minds = true_minds(people, self.skills, mentees, gains, Dice(seed, _STREAM))
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in EVALUATION_TABLES}
        self._who_answers()

    def _who_answers(self) -> None:
        """Leave out who left, who learned least, and some by chance: more of those who wait."""
        dice = Dice(self.seed, _STREAM + 1)
        stayed = [p for p in self.asked.values() if p.side == "mentee" and p.planted not in _LEFT]
        least = sorted(stayed, key=lambda p: (self._learned(p.person_id), p.person_id))
        silent = [p.person_id for p in least if not p.planted][: min(_SILENT, len(least) // 6)]
        for one in self.asked.values():
            waits = one.side == "waiting"
            one.before = dice.chance(0.8 if waits else 0.93)
            one.after = dice.chance(0.65 if waits else 0.93)
            if one.planted in _LEFT and one.side == "mentee":
                one.before, one.after = True, False
            if one.person_id in silent:
                one.before, one.after, one.planted = True, False, "fell_silent"

    def _learned(self, person_id: str) -> float:
        """Give the mean true change of somebody over all skills."""
        mind = self.minds[person_id]
        return sum(mind.change(skill) for skill in self.skills) / len(self.skills)

    def ask(self, managers: Mapping[str, str], wrong: int) -> None:
        """Ask everybody for everything."""
        for place, one in enumerate(self.asked.values()):
            dice = Dice(self.seed, _STREAM + 10 + place)
            for wave in ("before", "after"):
                if one.before if wave == "before" else one.after:
                    self._levels(one, wave, dice)
            if one.side == "mentee":
                self._work(one, managers.get(one.person_id), dice)
            if one.side != "waiting" and one.after:
                self._look_back(one, dice)
        self._talk()
        self._tell(wrong)

    def _put(self, table: str, one: _Person, wave: str, answers: Mapping[str, Any], dice: Dice,
             **more: object) -> None:  # fmt: skip
        first = self.days.joins if wave == "before" and one.joined else self.days.begins
        day = {"before": first, "after": self.days.ends, "at_work": self.days.at_work}[wave]
        within = {"before": 6, "after": 13, "at_work": 9}[wave]
        sent = _moment(day + timedelta(days=dice.whole(0, within)), dice)
        self.rows[table].append({"person_id": one.person_id, **more, "sent": sent, **answers})

    def _levels(self, one: _Person, wave: str, dice: Dice) -> None:
        mind, targets = self.minds[one.person_id], dict(self._wanted(one.person_id))
        name = "kick_off" if wave == "before" else wave
        given = forms.levels_said(
            mind, self.skills, wave, targets, dice, in_pair=one.side != "waiting"
        )
        self._put(f"needs_{name}", one, wave, given, dice)
        if one.side == "waiting":
            return
        learned = 0.09 * one.dose if one.side == "mentee" else 0.0
        tasks = forms.small_tasks(mind, wave, learned=learned, dice=dice)
        self._put(f"tasks_{wave}", one, wave, tasks, dice)
        if one.side == "mentor":
            one.growth = one.growth or {name: dice.near(3.0, 0.5) for name in forms.GROWTH}
            grown = forms.grown(one.growth, wave, dose=one.dose, dice=dice)
            self._put(f"growth_{wave}", one, wave, grown, dice)

    def _wanted(self, person_id: str) -> Iterator[tuple[str, object]]:
        """Give the levels that somebody wants, which stay what they were."""
        for name in (f"target_{skill}" for skill in self.skills):
            yield name, self.people[name].get(person_id) if name in self.people else None

    def _work(self, one: _Person, manager: str | None, dice: Dice) -> None:
        start, leave = dice.near(2.3, 0.6), dice.chance(0.7)
        for wave, answers, when in (
            ("before", one.before, "before"),
            ("after", one.after and dice.chance(0.85), "at_work"),
        ):
            given = forms.daily_work(start, wave, dose=one.dose, leave=leave, dice=dice)
            seen = forms.seen_by_manager(start, wave, dose=one.dose, dice=dice)
            if answers:
                self._put(f"behaviour_{wave}", one, when, given, dice)
            if answers and leave and manager and dice.chance(0.8):
                boss = _Person(manager, "manager", joined=one.joined)
                about = one.person_id
                self._put(f"managers_{wave}", boss, when, seen, dice, partner_id=about)

    def _look_back(self, one: _Person, dice: Dice) -> None:
        learned = self._learned(one.person_id) if one.side == "mentee" else 0.6 * one.dose
        content = 3.4 + 0.9 * one.dose + dice.near(0.0, 0.4)
        given = forms.looked_back(one.side, content=content, learned=learned, dice=dice)
        self._put(f"looks_{one.side}", one, "after", given, dice)

    def _talk(self) -> None:
        """Talk with some of each side after the end."""
        dice = Dice(self.seed, _STREAM + 2)
        for side in ("mentee", "mentor"):
            there = [p for p in self.asked.values() if p.side == side and p.after]
            for one in dice.some(there, min(_TALKS, len(there) // 2)):
                given = forms.interviewed(side, dice, goes_on=one.dose > 0.5)
                self._put("interviews", one, "after", given, dice)
                row = self.rows["interviews"][-1]
                row["date"] = row["sent"].date()

    def _tell(self, wrong: int) -> None:
        """Let some say whether something was not right, and a few that it was."""
        dice = Dice(self.seed, _STREAM + 3)
        there = [p for p in self.asked.values() if p.side != "waiting" and p.after]
        some = [p for p in there if dice.chance(0.7)]
        about = {p.person_id for p in dice.some(some, wrong)}
        was = iter(_WRONG)
        fine: dict[str, Any] = {"unpleasant": "no", "worse_off": "no", "kinds": [], "wish": None}
        for one in some:
            given = (next(was) if one.person_id in about else fine) | {"call": "no"}
            self._put("experiences", one, "after", given, dice)

    def truth(self) -> pd.DataFrame:
        """Tell the truth about everybody who was asked."""
        gains = [gain for gain, _ in forms.GROWTH.values()]
        rows = [
            {
                "person_id": one.person_id,
                "side": one.side,
                "of": one.of or None,
                "planted": one.planted or None,
                "answered_kick_off": one.before,
                "answered_after": one.after,
                **{f"before_{s}": round(self.minds[one.person_id].before[s], 2)
                   for s in self.skills},
                **{f"change_{s}": round(self.minds[one.person_id].change(s), 2)
                   for s in self.skills},
                "growth": round(sum(gains) / len(gains) * one.dose, 2)
                if one.side == "mentor" else None,
            }
            for one in self.asked.values()
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give the answers, in the order in which they were sent."""
        found = {}
        for name, rows in self.rows.items():
            table = pd.DataFrame(rows, dtype=object)
            if len(table):
                table = table.sort_values(["sent", "person_id"], kind="stable", ignore_index=True)
            found[name] = table
        return found


def _people(people: pd.DataFrame, pairs: pd.DataFrame, sessions: int) -> Iterator[_Person]:
    """Name who is asked: both sides of every pair, once each, and those who are in none."""
    asked: dict[str, _Person] = {}
    for row in pairs.to_dict("records"):
        for side in ("mentee", "mentor"):
            who = str(row[f"{side}_id"])
            if who not in people.index:
                continue
            fact = str(row["planted"] or "") if not pd.isna(row["planted"]) else ""
            dose = min(int(row["held"]) / sessions, 1.0)
            there = asked.setdefault(
                who, _Person(who, side, str(row["of"]), fact, joined=fact == "joined_later")
            )
            there.dose = min(there.dose + dose, 1.0)
    yield from (asked[who] for who in sorted(asked))
    yield from (_Person(str(who), "waiting") for who in sorted(people.index) if who not in asked)


def _moment(day: date, dice: Dice) -> datetime:
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return datetime.combine(day, time(dice.whole(7, 18), dice.whole(0, 59), dice.whole(0, 59)))
