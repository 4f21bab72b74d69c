"""The data samples as tables, ready for `rmkit.cluster`, `rmkit.match` and one's own analysis."""

from __future__ import annotations

import pandas as pd

from rmkit.people.table import validate
from rmkit.programme.shipped import sample_folder

__all__ = ["load_sample"]


def load_sample(name: str) -> dict[str, pd.DataFrame]:
    """Load the clean tables of a data sample.

    Parameters
    ----------
    name
        `harbour` (64 candidates of a port authority), `chamber` (1,200 people in 30 companies)
        or `six_pairs` (a small firm). Everybody in them is made up.

    Returns
    -------
    dict of DataFrame
        `people` (the table of people, validated), `staff` (everybody on the staff list), `truth`
        (what was planted, by person_id), `pairs` (what the half-year of each pair came to) and,
        where people were asked again, `changes` (what really changed for each). Missing is NA; all
        but `people` hold text. The sample's CARD.md explains every column.

    Raises
    ------
    UnknownName
        There is no such sample.

    Examples
    --------
    >>> len(load_sample("harbour")["people"])
    64
    """
    folder = sample_folder(name)
    tables = {
        table: pd.read_csv(
            folder / f"{table}.csv", dtype=str, keep_default_na=False, na_values=[""]
        )
        for table in ("people", "staff", "truth", "pairs", "changes")
        if (folder / f"{table}.csv").exists()
    }
    return {**tables, "people": validate(tables["people"])}
