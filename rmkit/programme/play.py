"""The whole main job, stage by stage: from answers to confirmed pairs and their mails.

A recipe says where the answers come from: a data sample, or somebody's own files. A sample is
confirmed in the name of its made-up coordinator; with real people, a person decides. A sample goes
on from there, by the dates of its fictional half-year, up to the last meeting, to the day on which
everything came back that was asked about it, or to any day before.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from rmkit.errors import NotAllowed, UnknownName
from rmkit.programme.clock import at
from rmkit.programme.days import in_words
from rmkit.programme.play_evaluating import EvaluationPlayer
from rmkit.programme.play_running import HalfYearPlayer
from rmkit.programme.programme import Programme
from rmkit.programme.recipes import Export, Recipe, RunningDays, sample_recipe

__all__ = [
    "STAGES",
    "Export",
    "Recipe",
    "StageProgress",
    "play",
    "play_on",
    "play_sample",
    "sample_recipe",
]

STAGES = (
    "objective", "candidates", "profiles", "pairing", "kickoff", "training", "meetings",
    "evaluation", "evaluated",
)  # fmt: skip
"""The steps in their order. Of the last four there is something to play in our samples alone:
before `evaluation` means up to the last meeting, and before `evaluated`, where there is nothing
left to do, that everything came back which was asked about it."""

_LATER = ("training", "meetings", "evaluation", "evaluated")


class StageProgress(Protocol):
    """What is told of long work: the stage, the share done (0 to 1), and what is being done."""

    def __call__(self, stage: str, done: float, what: str) -> None:
        """Take the news; raise `rmkit.errors.Stopped` to stop."""


def play_sample(
    name: str,
    *,
    until: str | None = None,
    today: date | None = None,
    on_progress: StageProgress | None = None,
) -> Programme:
    """Play a data sample into a temporary programme, up to a step or a day."""
    recipe = sample_recipe(name)
    _refuse(recipe, until, today)
    folder = Path(tempfile.mkdtemp(prefix="rmkit-"))
    path = folder / f"{name}.rmkit"
    programme = play(recipe, path, until=until, today=today, on_progress=on_progress)
    programme.is_temporary = True
    return programme


def play(
    recipe: Recipe,
    path: Path,
    *,
    until: str | None = None,
    today: date | None = None,
    on_progress: StageProgress | None = None,
) -> Programme:
    """Make a programme and take it through its steps.

    Parameters
    ----------
    recipe
        What to play.
    path
        Where the programme's file will be; letters go into `outbox` beside it.
    until
        The step to stop before. None plays the main job, up to the letters of the kick-off, now.
        With `training`, `meetings`, `evaluation` (up to the last meeting) or `evaluated` (until all
        answers about it are in) everything happens at the sample's own dates.
    today
        Stop on this day of the sample's half-year: what was sent before it is read, and what was
        decided on it is done.
    on_progress
        Told the stage, the share done and what is being done.

    Returns
    -------
    Programme
        Open.

    Raises
    ------
    UnknownName
        There is no such step.
    NotAllowed
        What is played has no half-year, begins later than `today`, or nobody was asked again.
    """
    _refuse(recipe, until, today)
    days = recipe.days if today is not None or until in _LATER else None
    with at(days.at(days.set_up)) if days else nullcontext():
        programme = Programme.create(path, name=recipe.name, organisation=recipe.organisation)
    try:
        if days is None:
            _play_now(programme, recipe, until, on_progress or _quiet)
        else:
            player = HalfYearPlayer(programme, days, recipe.folder or recipe.answers.file.parent)
            _play_dated(player, recipe, until, today, on_progress or _quiet)
    except BaseException:
        programme.close()
        raise
    return programme


def _refuse(recipe: Recipe, until: str | None, today: date | None) -> None:
    """Refuse a step that is not there, and a day on which there is nothing."""
    if until is not None and until not in STAGES:
        raise UnknownName(kind="step", name=until, known=STAGES)
    if recipe.days is None and (today or until in _LATER):
        message = (
            "Only our samples have a half-year to play: your own programme is played up to the "
            "letters of the kick-off."
        )
        raise NotAllowed(message)
    if until == "evaluated" and recipe.days and recipe.days.evaluated is None:
        message = (
            f"In {recipe.name} nobody is asked again. Play it to its last meeting (evaluation), or "
            "take another sample."
        )
        raise NotAllowed(message)
    if today and recipe.days and today < recipe.days.set_up:
        message = (
            f"{recipe.name} begins on {in_words(recipe.days.set_up)}; {in_words(today)} is before "
            "that."
        )
        raise NotAllowed(message)


def _play_now(programme: Programme, recipe: Recipe, until: str | None, tell: StageProgress) -> None:
    for stage, run in _STEPS.items():
        if stage == until:
            return
        run(programme, recipe, tell)


def _play_dated(
    player: HalfYearPlayer,
    recipe: Recipe,
    until: str | None,
    today: date | None,
    tell: StageProgress,
) -> None:
    """Play at the sample's own dates, and note which day it has got to."""
    programme, days = player.programme, player.days
    wanted = min(today or date.max, _day_before(until, player))
    reached = days.set_up
    for stage, run in _STEPS.items():
        moment = _MOMENTS[stage](days)
        if stage == "pairing" and days.interviewed and days.interviewed <= wanted:
            reached = days.interviewed
            with at(days.at(reached, 16)):
                player.admit()
        if moment.date() > wanted or stage == until:
            break
        reached = moment.date()
        with at(moment):
            run(programme, recipe, tell)
    else:
        with at(days.at(days.kick_off, 10)):
            player.plan()
        _let_pass(player, since=days.kick_off, until=wanted, tell=tell)
        reached = wanted
    _note_day(player, today if today and until is None else reached)


def play_on(
    programme: Programme, recipe: Recipe, *, today: date, on_progress: StageProgress | None = None
) -> None:
    """Play a sample on from the day that it has got to, its kick-off being done.

    Parameters
    ----------
    programme, recipe
        What was played, and from what.
    today
        The day on which to stop.
    on_progress
        As for `play`.

    Raises
    ------
    NotAllowed
        It was not played to its kick-off at the dates of a half-year.
    """
    if recipe.days is None or recipe.folder is None or programme.today < recipe.days.kick_off:
        message = "Only a sample that was played to its kick-off can be played on."
        raise NotAllowed(message)
    player = HalfYearPlayer(programme, recipe.days, recipe.folder)
    tell = on_progress or _quiet
    _let_pass(player, since=programme.today, until=today, tell=tell)
    _note_day(player, today)


def _let_pass(player: HalfYearPlayer, *, since: date, until: date, tell: StageProgress) -> None:
    """Let the half-year pass, and what comes after its last day."""
    last = player.days.last_day
    if since < last:
        player.play(since=since, until=min(until, last), on_progress=_at("Half-year", tell))
        if until > since:
            tell("Half-year", 1.0, "")
    if until > last:
        after = EvaluationPlayer(player.programme, player.days, player.folder)
        after.play(since=since, until=until, on_progress=_at("Evaluation", tell))
        tell("Evaluation", 1.0, "")


def _note_day(player: HalfYearPlayer, day: date) -> None:
    """Note which day the programme has got to."""
    with at(player.days.at(day, 18)):
        player.programme.save_document(
            "played",
            {"today": day.isoformat()},
            action=f"Played the sample up to {in_words(day)}",
            for_good=True,
        )


def _day_before(until: str | None, player: HalfYearPlayer) -> date:
    """Give the last day before a step begins."""
    if until == "training":
        return player.days.kick_off
    if until == "meetings":
        return player.first_meeting() - timedelta(days=1)
    if until == "evaluation":
        return player.days.last_day
    return player.days.evaluated or player.days.last_day


def _quiet(stage: str, done: float, what: str) -> None:
    """Tell nobody."""


def _objective(programme: Programme, recipe: Recipe, tell: StageProgress) -> None:
    tell("Objective", 0.0, "")
    if recipe.coordinator:
        programme.set_coordinator(recipe.coordinator)
    if recipe.objective:
        programme.objective.set(recipe.objective)
    tell("Objective", 1.0, "")


def _candidates(programme: Programme, recipe: Recipe, tell: StageProgress) -> None:
    candidates, answers = programme.candidates, recipe.answers
    if recipe.staff:
        tell("Staff list", 0.0, recipe.staff.file.name)
        candidates.add(recipe.staff.file, instrument="staff_list", mapping=recipe.staff.mapping)
        tell("Staff list", 1.0, recipe.staff.file.name)
    tell("Answers", 0.0, answers.file.name)
    if recipe.questionnaire:
        candidates.choose(recipe.questionnaire.variant, recipe.questionnaire.entries)
    candidates.add(
        answers.file,
        mapping=answers.mapping,
        ignore_unknown=recipe.ignore_unknown,
        on_progress=_at("Answers", tell),
    )
    tell("Answers", 1.0, answers.file.name)


def _profiles(programme: Programme, recipe: Recipe, tell: StageProgress) -> None:
    programme.profiles.read(on_progress=_at("Kinds of candidates", tell))
    tell("Kinds of candidates", 1.0, "")


def _pairing(programme: Programme, recipe: Recipe, tell: StageProgress) -> None:
    pairing = programme.pairing
    pairing.solve(on_progress=_at("Pairs", tell))
    tell("Pairs", 1.0, "")
    if recipe.coordinator:
        pairing.open_unmatched()
        pairing.open_flagged()
        pairing.confirm(by=recipe.coordinator.name)


def _kickoff(programme: Programme, recipe: Recipe, tell: StageProgress) -> None:
    folder = programme.file.path.parent / "outbox"
    programme.kickoff.write(folder, on_progress=_at("Letters", tell))
    tell("Letters", 1.0, "")


def _at(stage: str, tell: StageProgress) -> Callable[[float, str], None]:
    return lambda done, what: tell(stage, done, what)


_STEPS: dict[str, Callable[[Programme, Recipe, StageProgress], None]] = {
    "objective": _objective,
    "candidates": _candidates,
    "profiles": _profiles,
    "pairing": _pairing,
    "kickoff": _kickoff,
}
_MOMENTS: dict[str, Callable[[RunningDays], datetime]] = {
    "objective": lambda days: days.at(days.set_up, 10),
    "candidates": lambda days: days.at(days.answers_read, 9),
    "profiles": lambda days: days.at(days.answers_read, 14),
    "pairing": lambda days: days.at(days.confirmed, 10),
    "kickoff": lambda days: days.at(days.kick_off, 9),
}
"""When each step is done in a sample that is played at its own dates."""
