"""What kinds of candidates there are, and which levels each kind has and wants.

Three kinds can be told apart: `maker` (a junior at home in publishing and making content),
`analyst` (a junior at home in searching, judging and counting) and `experienced` (long in the
organisation, at the beginning with most digital skills, with clear wishes). A fourth part,
`mixed`, has levels without a pattern. One skill is scarce: many want it, hardly anybody has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from rmkit.synthetic.dice import Dice

__all__ = ["KINDS", "Kind", "levels_of", "targets_of"]

Kind = Literal["maker", "analyst", "experienced", "mixed"]
KINDS: Final[tuple[Kind, ...]] = ("maker", "analyst", "experienced", "mixed")

_MAKING: Final = (
    "sharing", "identity", "developing_content", "integrating_content", "copyright",
    "creative_solutions", "social_media", "design_tools", "presentation",
)  # fmt: skip
_ANALYSING: Final = (
    "browsing", "evaluating", "managing_data", "programming", "protecting_devices",
    "protecting_data", "technical_problems", "needs_responses", "competence_needs",
    "spreadsheets", "data_dashboards", "online_surveys", "ai_assistants", "password_manager",
)  # fmt: skip

_USUAL: Final[dict[Kind, tuple[int, int, int]]] = {
    "maker": (5, 2, 4),
    "analyst": (2, 5, 4),
    "experienced": (2, 2, 2),
}
"""The usual level of each kind in skills of making, of analysing, and in all others."""

_SLIP: Final = {-1: 0.15, 0: 0.65, 1: 0.2}
_SCARCE_AT_MOST: Final = 3


def levels_of(kind: Kind, skills: Sequence[str], scarce: str, dice: Dice) -> dict[str, int]:
    """Throw somebody's levels (1 to 5) in every skill; nobody is above 3 in the scarce one."""
    levels = {}
    for skill in skills:
        level = dice.whole(1, 5) if kind == "mixed" else _usual(kind, skill)
        level += dice.weighted(_SLIP)
        most = _SCARCE_AT_MOST if skill == scarce else 5
        levels[skill] = min(max(level, 1), most)
    return levels


def _usual(kind: Kind, skill: str) -> int:
    making, analysing, other = _USUAL[kind]
    if skill in _MAKING:
        return making
    return analysing if skill in _ANALYSING else other


def targets_of(
    levels: Mapping[str, int], scarce: str, dice: Dice, *, keen: bool
) -> dict[str, int | None]:
    """Throw the levels that somebody wants; None where they did not say.

    Who is `keen` wants at least two skills, and most often the scarce one. Others want a level
    more here and there. A wanted level is never below the level now.
    """
    wish = 0.55 if keen else 0.12
    targets: dict[str, int | None] = {}
    for skill, level in levels.items():
        wants = dice.chance(0.85 if keen and skill == scarce else wish) and level < 4
        goal = dice.weighted({4: 0.6, 3: 0.2, 5: 0.2})
        silent = dice.chance(0.1)
        targets[skill] = max(goal, level + 1) if wants else (None if silent else level)
    wanted = [skill for skill, level in levels.items() if (targets[skill] or 0) > level]
    weak = sorted((skill for skill in levels if skill not in wanted), key=lambda s: levels[s])
    for skill in weak[: max(0, 2 - len(wanted))] if keen else ():
        targets[skill] = min(levels[skill] + 2, 5)
    return targets
