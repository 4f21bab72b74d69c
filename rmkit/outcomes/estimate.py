"""One number of an analysis, with its uncertainty.

Nothing here computes: an analysis fills it in, and `Result` lays it out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rmkit.outcomes.numbers_said import number_said, p_said

__all__ = ["Estimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A row of a `Result`.

    Attributes
    ----------
    id
        What it is called in code, the same in every release: `mean_change`, `d_z`.
    title
        What it is, in words.
    value
        The estimate; NaN where the data cannot tell, and a warning of the result says why.
    low, high
        Ends of its interval; None where there is none. How wide it is meant to be stands in
        the `level` of the result, unless `level` here says otherwise.
    se
        Standard error; None where it has none.
    statistic, statistic_name, df
        The test statistic, what it is called ("t", "chi2"), and its degrees of freedom (two for
        an F); None where there is no test.
    p
        Two-sided unless the title says otherwise; None where no test was made, or where too few
        people allow one, which a warning then says.
    n
        How many people, pairs or answers it rests on, where that differs from the result's.
    unit
        What it is counted in ("scale points", "sd", "hours"); empty for a bare number. Estimates
        of one unit are drawn on one scale.
    level
        How wide the interval is meant to be, where it differs from the result's.
    """

    id: str
    title: str
    value: float
    low: float | None = None
    high: float | None = None
    se: float | None = None
    statistic: float | None = None
    statistic_name: str = ""
    df: float | tuple[float, float] | None = None
    p: float | None = None
    n: int | None = None
    unit: str = ""
    level: float | None = None

    def __post_init__(self) -> None:
        """Hold plain numbers, whatever kind of number an analysis computed with."""
        for name in ("value", "low", "high", "se", "statistic", "p", "level"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, float(given))
        if self.df is not None:
            plain = tuple(map(float, self.df)) if isinstance(self.df, tuple) else float(self.df)
            object.__setattr__(self, "df", plain)

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return not math.isnan(self.value)

    def said(self, *, level: float = 0.95) -> str:
        """Say it in one piece of a sentence.

        >>> Estimate("mean", "Mean change", 0.4213, 0.1, 0.742, p=0.0123, unit="levels").said()
        'mean change 0.42 levels (95 % interval 0.10 to 0.74), p = .012'
        """
        title = self.title[:1].lower() + self.title[1:] if self.title[1:2].islower() else self.title
        if not self.known:
            return f"{title} cannot be told"
        words = f"{title} {number_said(self.value)}{' ' + self.unit if self.unit else ''}"
        if self.low is not None and self.high is not None:
            wide = round(100 * (self.level or level), 1)
            words += f" ({wide:g} % interval {number_said(self.low)} to {number_said(self.high)})"
        return words if self.p is None else f"{words}, {p_said(self.p)}"
