"""What every analysis of outcomes gives back: numbers, and all that must stand beside them.

An analysis fills in a `Result`; how it is read, shown and drawn is written here, once. A result
speaks of groups: nothing in its rows, its words or its picture is about one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.errors import UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.numbers_said import number_said, p_said

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.figures.picture import Picture

__all__ = ["Result"]


@discreet("title", "n_used", "rows", "warnings")
@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of one analysis.

    Attributes
    ----------
    title
        What was asked, in words: "Change between two waves".
    method
        How it was worked out, in a sentence that could stand in a paper.
    rows
        The numbers; `result["mean_change"]` gives one by its id.
    n_used
        How many of `counted` every row rests on, unless the row says otherwise.
    counted
        What is counted, in the plural: "people", "pairs", "answers", "items".
    dropped
        How many were left out, by the reason: `{"no second answer": 4}`.
    assumptions
        What must hold for the numbers to mean what they seem to.
    warnings
        What this data does to the numbers: too few people, a model that did not settle, a
        figure that is withheld.
    limits
        What the numbers do not tell even where all is well; each stands beside the result.
    reference
        The publication the method comes from.
    level
        How wide intervals are meant to be.
    tables
        What does not fit into rows, by name. A table `curve` (`group`, `at`, `value`, `low`,
        `high`) is drawn in place of the rows.
    axes
        What `at` and `value` of a curve are, in words.
    """

    title: str
    method: str
    rows: tuple[Estimate, ...]
    n_used: int
    counted: str = "people"
    dropped: Mapping[str, int] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    reference: str = ""
    level: float = 0.95
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    axes: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Keep only reasons for which somebody was left out, and let nothing be changed later."""
        left_out = {why: int(n) for why, n in self.dropped.items() if n}
        object.__setattr__(self, "dropped", MappingProxyType(left_out))
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))
        object.__setattr__(self, "n_used", int(self.n_used))

    def __getitem__(self, name: str) -> Estimate:
        """Give the row of an id; `UnknownName` where there is none."""
        for row in self.rows:
            if row.id == name:
                return row
        raise UnknownName(kind="number of this result", name=name, known=[r.id for r in self.rows])

    def __contains__(self, name: object) -> bool:
        return any(row.id == name for row in self.rows)

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def n_dropped(self) -> int:
        """How many were left out, for whatever reason."""
        return sum(self.dropped.values())

    def warned(self, *warnings: str) -> Result:
        """Give the same result with further warnings, each once."""
        return replace(self, warnings=tuple(dict.fromkeys((*self.warnings, *warnings))))

    def table(self) -> pd.DataFrame:
        """Lay the rows out.

        Returns
        -------
        DataFrame
            One row an estimate, indexed by its id: `title`, `value`, `low`, `high`, `se`,
            `statistic`, `statistic_name`, `df`, `df2`, `p`, `n`, `unit`, `level`. What there is
            none of is NaN.
        """
        import pandas as pd

        rows = [
            {
                "id": row.id,
                "title": row.title,
                **{name: _or_nan(getattr(row, name)) for name in _NUMBERS},
                "statistic_name": row.statistic_name,
                "df": _or_nan(row.df[0] if isinstance(row.df, tuple) else row.df),
                "df2": _or_nan(row.df[1] if isinstance(row.df, tuple) else None),
                "n": self.n_used if row.n is None else row.n,
                "unit": row.unit,
                "level": row.level or self.level,
            }
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=["id", *_COLUMNS]).set_index("id")

    def text(self) -> str:
        """Say all of it in words, with the limits; for a report or a note."""
        lines = [f"{self.title}.", self.sentence()]
        lines += [f"Careful: {told}" for told in self.warnings]
        lines += [*self.limits]
        if self.assumptions:
            lines.append(f"It assumes: {'; '.join(self.assumptions)}.")
        lines.append(f"Method: {self.method}")
        if self.reference:
            lines.append(f"Reference: {self.reference}")
        return "\n".join(lines)

    def sentence(self) -> str:
        """Say the numbers in one sentence, and who they rest on."""
        told = "; ".join(row.said(level=self.level) for row in self.rows) or "nothing can be told"
        return f"{told[:1].upper()}{told[1:]}. {self.counted_said()}"

    def counted_said(self) -> str:
        """Say how many it rests on, and how many were left out why."""
        said = f"{self.n_used:,} {self.counted}"
        if self.dropped:
            whys = "; ".join(f"{why}: {n:,}" for why, n in self.dropped.items())
            said += f", {self.n_dropped:,} left out ({whys})"
        return f"{said}."

    def plot(self) -> Picture:
        """Draw it: the curve where there is one, otherwise each estimate with its interval."""
        from rmkit.figures.curve_lines import curve_lines
        from rmkit.figures.interval_dots import interval_dots

        if "curve" in self.tables:
            return curve_lines(self.tables["curve"], axes=self.axes, sentence=self._caption())
        return interval_dots(self.table(), sentence=self._caption())

    def _caption(self) -> str:
        careful = " ".join(self.warnings)
        return f"{self.title}. {self.counted_said()}{' ' + careful if careful else ''}"

    def _repr_html_(self) -> str:
        """Show it in a notebook: the numbers, who they rest on, and what must be known."""
        head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in _SHOWN)
        body = "".join(_html_row(row, self.level) for row in self.rows)
        told = "".join(f"<p><strong>Careful:</strong> {escape(w)}</p>" for w in self.warnings)
        told += "".join(f"<p>{escape(limit)}</p>" for limit in self.limits)
        if self.assumptions:
            told += f"<p>It assumes: {escape('; '.join(self.assumptions))}.</p>"
        source = f" {escape(self.reference)}" if self.reference else ""
        return (
            f"<div class='mathjax_ignore'><p><strong>{escape(self.title)}</strong></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.counted_said())}</p>{told}"
            f"<p><small>{escape(self.method)}{source}</small></p></div>"
        )

    def __str__(self) -> str:
        return self.text()


_NUMBERS = ("value", "low", "high", "se", "statistic", "p")
_COLUMNS = (
    "title", "value", "low", "high", "se", "statistic", "statistic_name", "df", "df2", "p", "n",
    "unit", "level",
)  # fmt: skip
_SHOWN = ("", "estimate", "interval", "test", "p")


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _html_row(row: Estimate, level: float) -> str:
    ends = row.low is not None and row.high is not None
    wide = round(100 * (row.level or level), 1)
    cells = (
        f"{number_said(row.value)}{' ' + row.unit if row.unit else ''}",
        f"{number_said(row.low or 0.0)} to {number_said(row.high or 0.0)} ({wide:g} %)"
        if ends
        else "",
        _test_said(row),
        "" if row.p is None else p_said(row.p).removeprefix("p = ").removeprefix("p "),
    )
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr><th scope='row'>{escape(row.title)}</th>{told}</tr>"


def _test_said(row: Estimate) -> str:
    if row.statistic is None:
        return ""
    df = row.df if isinstance(row.df, tuple) else (row.df,)
    known = ", ".join(f"{value:.4g}" for value in df if value is not None)
    return f"{row.statistic_name}{f'({known})' if known else ''} = {number_said(row.statistic)}"
