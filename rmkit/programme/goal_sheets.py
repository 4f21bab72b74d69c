"""Which goals on a filled goal sheet count: read on the pair's own machine, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rmkit.errors import FaultsFound, FileRefused
from rmkit.exchange.columns import match_columns
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.responses import read_responses
from rmkit.exchange.sources import make_sources
from rmkit.exchange.tables import read_table
from rmkit.instruments import definition
from rmkit.instruments.answers import Answer
from rmkit.meetings.goals import GoalStanding, goal_standings

__all__ = ["goals_on"]

_GOALS = "goal_setting"


def goals_on(paths: Iterable[str | Path]) -> tuple[GoalStanding, ...]:
    """Say of every goal on filled sheets whether both partners have agreed to it.

    Parameters
    ----------
    paths
        Filled forms of `goal_setting` in Excel, Word, PDF or HTML. Where each partner filled in
        a sheet of their own, both: they are put together, the later over the earlier.

    Raises
    ------
    FileRefused
        One cannot be read, or there is no goal on them.
    FaultsFound
        An answer on one cannot be read.
    """
    answers: dict[str, Answer] = {}
    for path in paths:
        answers |= _answers(path)
    standings = goal_standings(answers)
    if not standings:
        message = "There is no goal on it yet. Write one on the goal sheet (goal_setting) first."
        raise FileRefused(message)
    return standings


def _answers(path: str | Path) -> dict[str, Answer]:
    asked, plain = definition(_GOALS), TableMapping()
    table = read_table(path)
    columns = match_columns(table, asked, plain)
    read = read_responses(table, make_sources(table, asked, columns, plain), columns, plain)
    wrong = [fault for fault in (*table.faults, *read.faults) if fault.level == "error"]
    if wrong:
        raise FaultsFound(wrong, "Nothing was said of the goals.")
    return {key: value for one in read.responses for key, value in one.answers.items()}
