"""The whole main job, stage by stage: from answers to confirmed pairs and their mails.

A recipe says where the answers come from: a data sample, or somebody's own files. A sample is
confirmed in the name of its made-up coordinator; with real people, a person decides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rmkit.errors import UnknownName
from rmkit.programme.programme import Programme
from rmkit.programme.recipes import Export, Recipe, sample_recipe

__all__ = ["STAGES", "Export", "Recipe", "StageProgress", "play", "play_sample", "sample_recipe"]

STAGES = ("objective", "candidates", "profiles", "pairing", "kickoff")
"""The steps in their order."""


class StageProgress(Protocol):
    """What is told of long work: the stage, the share done (0 to 1), and what is being done."""

    def __call__(self, stage: str, done: float, what: str) -> None:
        """Take the news; raise `rmkit.errors.Stopped` to stop."""


def play_sample(
    name: str, *, until: str | None = None, on_progress: StageProgress | None = None
) -> Programme:
    """Play a data sample into a temporary programme, up to the step named."""
    if until is not None and until not in STAGES:
        raise UnknownName(kind="step", name=until, known=STAGES)
    folder = Path(tempfile.mkdtemp(prefix="rmkit-"))
    path = folder / f"{name}.rmkit"
    programme = play(sample_recipe(name), path, until=until, on_progress=on_progress)
    programme.is_temporary = True
    return programme


def play(
    recipe: Recipe,
    path: Path,
    *,
    until: str | None = None,
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
        The step to stop before; None plays them all.
    on_progress
        Told the stage, the share done and what is being done.

    Returns
    -------
    Programme
        Open.
    """
    tell = on_progress or _quiet
    programme = Programme.create(path, name=recipe.name, organisation=recipe.organisation)
    try:
        for stage, run in _STEPS.items():
            if stage == until:
                break
            run(programme, recipe, tell)
    except BaseException:
        programme.close()
        raise
    return programme


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


_STEPS: dict[str, Callable[[Programme, Recipe, StageProgress], None]] = dict(
    zip(STAGES, (_objective, _candidates, _profiles, _pairing, _kickoff), strict=True)
)
