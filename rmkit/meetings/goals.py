"""Whether a goal counts: it does once both partners have said yes to it.

In comes what stands on a goal-setting sheet, by key; out goes one standing a goal that was begun.
Nothing here keeps or passes on what a goal says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet

__all__ = ["GoalStanding", "goal_standings"]

_GOALS = (1, 2, 3)
_VOICES = ("mentee", "mentor")


@discreet("number", "counts", "missing")
@dataclass(frozen=True, slots=True)
class GoalStanding:
    """How one goal stands: its sentence, and whose yes is `missing` (mentee, mentor)."""

    number: int
    sentence: str
    missing: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether both agreed."""
        return not self.missing

    @property
    def told(self) -> str:
        """Say how it stands, without what it says.

        >>> GoalStanding(1, "I read our dashboard myself.", ("mentor",)).told
        'Goal 1 does not count yet: the yes of the mentor is missing. Talk about it first.'
        """
        if self.counts:
            return f"Goal {self.number} counts: both of you agreed."
        whose = " and ".join(f"the {voice}" for voice in self.missing)
        return (
            f"Goal {self.number} does not count yet: the yes of {whose} is missing. Talk about it "
            "first."
        )


def goal_standings(answers: Mapping[str, object]) -> tuple[GoalStanding, ...]:
    """Say of every goal on a sheet whether it counts.

    Parameters
    ----------
    answers
        Answers to `goal_setting` by key; several sheets may be put together, the later over the
        earlier. Goals of which nothing is written are left out.
    """
    return tuple(_standings(answers))


def _standings(answers: Mapping[str, object]) -> Iterator[GoalStanding]:
    for number in _GOALS:
        start = f"goal_{number}_"
        begun = any(
            key.startswith(start) and not key.startswith(f"{start}agreed") and value
            for key, value in answers.items()
        )
        if begun:
            agreed = {voice: answers.get(f"{start}agreed_{voice}") for voice in _VOICES}
            missing = tuple(voice for voice in _VOICES if agreed[voice] != "yes")
            yield GoalStanding(number, str(answers.get(f"{start}smart") or ""), missing)
