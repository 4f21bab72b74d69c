"""What a kind has and wants, as sentences out of its means and of how far they are from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.people.measures import Feature
from rmkit.people.wording import joined, worded

__all__ = ["NOTABLE_LEVELS", "Kinds", "handle", "have", "to_go", "want"]

NOTABLE_LEVELS = 0.5
"""A difference, or a need, that is worth a word."""

_NOTABLE_YEARS = 2.0
_NOTABLE_SHARE = 0.2
_AT_MOST = 3
_MIDDLE = 3.0


@discreet()
@dataclass(frozen=True, eq=False)
class Kinds:
    """The kinds in numbers, as sentences need them.

    Attributes
    ----------
    contrasts, means
        What `rmkit.profiles.describing` gives.
    numbers, labels
        Features and kind, by person.
    features
        What the columns of `numbers` are.
    words
        Words by id.
    named
        By kind, whether it comes back often enough to have words.
    mentors
        By person, whether they are a mentor or either.
    """

    contrasts: pd.DataFrame
    means: pd.DataFrame
    numbers: pd.DataFrame
    labels: pd.Series
    features: tuple[Feature, ...]
    words: Mapping[str, str]
    named: Mapping[int, bool]
    mentors: pd.Series

    @property
    def comes_back(self) -> list[int]:
        """The kinds that may be named."""
        return [kind for kind, named in self.named.items() if named]

    @cached_property
    def asked(self) -> dict[str, list[Feature]]:
        """The features by block."""
        blocks: dict[str, list[Feature]] = {}
        for feature in self.features:
            blocks.setdefault(feature.block, []).append(feature)
        return blocks

    def mean(self, kind: int, column: str) -> float:
        """Give the mean of a kind; NaN where it may not be told."""
        row = self.means[self.means["kind"] == f"Kind {kind}"]
        return float(row[column].iloc[0]) if column in row else float("nan")

    def compared(self, kind: int) -> bool:
        """Say whether anything of a kind is told beside the others; never where those are few."""
        own = self.contrasts[self.contrasts["kind"] == kind]
        return bool(own["difference"].notna().any())

    def untold(self, measure: str) -> set[str]:
        """Give what some kind has no mean of that may be told."""
        rows = self.contrasts[self.contrasts["measure"] == measure]
        return set(rows.loc[rows["mean"].isna(), "about"])

    def apart(self, kind: int, measure: str) -> pd.DataFrame:
        """Give `about`, `mean`, `rest` and `difference`, the farthest above the others first.

        What fewer than half of the kind answered is left out: it would speak for the others.
        """
        rows = self.contrasts
        own = rows[rows["kind"] == kind]
        own = own[own["answered"] >= 0.5 * own["answered"].max()]
        own = own[(own["measure"] == measure) & own["difference"].notna()]
        own = own.assign(difference=own["difference"].round(9))
        return pd.DataFrame(own.sort_values("difference", ascending=False, kind="stable"))


def handle(found: Kinds, kind: int) -> str:
    """Describe a kind in a few words; a description, not a name."""
    rows = found.apart(kind, "level")
    more = rows[rows["difference"] >= NOTABLE_LEVELS].head(2)
    less = rows[rows["difference"] <= -NOTABLE_LEVELS][::-1].head(2)
    strong = not more.empty and more["mean"].min() >= _MIDDLE
    short = not less.empty and less["mean"].max() <= _MIDDLE
    parts = [
        _with("strong in" if strong else "ahead in", more, found),
        _with("short of" if short else "behind in", less.head(1 if len(more) else 2), found),
    ]
    if _in_all(rows[rows["difference"] <= -NOTABLE_LEVELS], found):
        parts = [
            f"short of all {len(rows)} skills" if short else f"behind in all {len(rows)} skills"
        ]
    needs = found.apart(kind, "need")
    wanting = needs[needs["difference"] >= NOTABLE_LEVELS].head(1)
    styles = found.apart(kind, "style")
    others = [
        _with("wanting more of", wanting, found),
        _with("higher on", styles[styles["difference"] >= NOTABLE_LEVELS].head(1), found),
        next(iter(_years(found, kind)), "").removeprefix("have been "),
    ]
    said = [part for part in parts if part] or [part for part in others if part][:1]
    if said or not found.compared(kind):
        return ", ".join(said)
    return "near the others"


def _with(lead: str, rows: pd.DataFrame, found: Kinds) -> str:
    named = [worded(about, found.words) for about in rows["about"]]
    return f"{lead} {joined(named)}" if named else ""


def have(found: Kinds, kind: int) -> str:
    """Say what a kind has: levels, years and ways, against the others."""
    if len(found.named) == 1:
        return _have_together(found)
    parts = [
        *_levels(found, kind),
        *_years(found, kind),
        *_styles(found, kind),
        *_ticks(found, kind),
    ]
    if not parts and not found.compared(kind):
        return "How they differ is not told: too few of the others answered."
    if not parts:
        return "They are near the others in all that could be compared."
    return f"They {'; they '.join(parts)}."


def _levels(found: Kinds, kind: int) -> Iterator[str]:
    rows = found.apart(kind, "level")
    above = rows[rows["difference"] >= NOTABLE_LEVELS]
    below = rows[rows["difference"] <= -NOTABLE_LEVELS][::-1]
    said: list[str] = []
    for part, way in ((above, "above"), (below, "below")):
        if len(part):
            said.append(_steps(part, way, found, others=not said, every=_in_all(part, found)))
    if said:
        yield "are " + ", and ".join(said)


def _in_all(rows: pd.DataFrame, found: Kinds) -> bool:
    return len(rows) == len(found.asked.get("levels", ())) > _AT_MOST


def _steps(rows: pd.DataFrame, way: str, found: Kinds, *, others: bool, every: bool) -> str:
    """Say how far above or below the others, skills that are about as far apart together."""
    them = " the others" if others else ""
    size = (rows["difference"].abs() * 2).round() / 2
    told = rows.head(_AT_MOST)
    parts: list[str] = []
    for far in dict.fromkeys(size.loc[told.index]):
        same = told[size.loc[told.index] == far]
        skills = [
            f"{worded(about, found.words)} ({mean:.1f}{'' if parts or i else ' on average'})"
            for i, (about, mean) in enumerate(zip(same["about"], same["mean"], strict=True))
        ]
        how_far = _levels_in_words(far)
        if every:
            parts.append(f"{how_far} in {joined(skills)}")
        else:
            parts.append(f"{how_far} {way}{'' if parts else them} in {joined(skills)}")
    if every:
        return f"{way}{them} in all {len(rows)} skills, by {', '.join(parts)}"
    more = len(rows) - len(told)
    return ", ".join(parts) + (f", and {way} in {more} more" if more else "")


def _levels_in_words(far: float) -> str:
    if far == 0.5:
        return "about half a level"
    return "about 1 level" if far == 1 else f"about {far:g} levels"


def _years(found: Kinds, kind: int) -> Iterator[str]:
    rows = found.apart(kind, "seniority_years")
    if rows.empty or abs(years := float(rows["difference"].iloc[0])) < _NOTABLE_YEARS:
        return
    way = "longer" if years > 0 else "less"
    mean = float(rows["mean"].iloc[0])
    yield f"have been there about {abs(years):.0f} years {way} ({mean:.0f} on average)"


def _styles(found: Kinds, kind: int) -> Iterator[str]:
    rows = found.apart(kind, "style")
    far = rows[rows["difference"].abs() >= NOTABLE_LEVELS]
    far = far.loc[far["difference"].abs().sort_values(ascending=False, kind="stable").index]
    told = [
        f"{abs(difference):.1f} points {'higher' if difference > 0 else 'lower'} on "
        f"{worded(about, found.words)}"
        for about, difference in zip(far["about"], far["difference"], strict=True)
    ]
    if told:
        yield f"rate themselves {joined(told[:2])}"


def _ticks(found: Kinds, kind: int) -> Iterator[str]:
    """Say what they tick more often than the others."""
    columns = dict.fromkeys(
        f.name.partition("=")[0] for f in found.asked.get("choices", ()) if f.kind == "option"
    )
    rows = pd.concat([found.apart(kind, column) for column in columns] or [found.contrasts[:0]])
    rows = rows[rows["difference"] >= _NOTABLE_SHARE].head(2)
    told = [
        f"{worded(about, found.words)} ({mean:.0%}, of the others {rest:.0%})".replace("%", " %")
        for about, mean, rest in zip(rows["about"], rows["mean"], rows["rest"], strict=True)
    ]
    if told:
        yield f"tick {joined(told)} more often"


def _have_together(found: Kinds) -> str:
    skills = _ranked(found, "levels")
    if not skills:
        return "They told too little about their levels for that to be said."
    if len(skills) == 1:
        return f"They are at level {skills[0][1]:.1f} in {skills[0][0]} on average."
    (high, most), (low, least) = skills[0], skills[-1]
    said = (
        f"They are furthest in {high} (level {most:.1f} on average) and least far in {low} "
        f"({least:.1f})"
    )
    years = found.mean(1, "seniority_years")
    been = f"; they have been there for {years:.0f} years on average" if years == years else ""
    return f"{said}{been}."


def want(found: Kinds, kind: int) -> str:
    """Say what a kind wants: the skills it is farthest from, and what it writes about."""
    wishes = _wishes(found, kind)
    if "needs" not in found.asked:
        return f"Which level they want was not asked{wishes}."
    rows = found.apart(kind, "need")
    rows = rows[~rows["about"].isin(found.untold("need"))]  # else they are not all the others
    others = dict(
        zip(rows["about"].map(lambda a: worded(a, found.words)), rows["rest"], strict=True)
    )
    needs = _ranked(found, "needs", kind)
    if not needs:
        return f"Too few of them told which level they want for it to be said{wishes}."
    wanted = [(skill, mean) for skill, mean in needs if mean >= NOTABLE_LEVELS][:_AT_MOST]
    if not wanted:
        return (
            "They want little more than they can already: no skill is half a level away on "
            f"average{wishes}."
        )
    told = [
        f"{skill} ({_far(mean, others.get(skill), i)})" for i, (skill, mean) in enumerate(wanted)
    ]
    then = f", then {joined(told[1:])}" if told[1:] else ""
    return f"Most of all they want {told[0]}{then}{wishes}."


def _far(mean: float, others: float | None, i: int) -> str:
    how_far = f"{mean:.1f}" if i else to_go(mean)
    if others is None or others != others:
        return how_far
    return f"{how_far}, the others {others:.1f}"


def to_go(levels: float) -> str:
    """Say a need.

    >>> to_go(1.75)
    '1.8 levels to go on average'
    """
    return f"{levels:.1f} levels to go on average"


def _wishes(found: Kinds, kind: int) -> str:
    rows = found.apart(kind, "wish")
    more = rows[rows["difference"] >= _NOTABLE_SHARE].head(1)
    if more.empty:
        return ""
    return f"; more than the others they write about {worded(more['about'].iloc[0], {})}"


def _ranked(found: Kinds, block: str, kind: int = 1) -> list[tuple[str, float]]:
    """List the skills of a block with the mean of a kind, the highest first."""
    asked = [
        (worded(f.about, found.words), found.mean(kind, f.name)) for f in found.asked.get(block, ())
    ]
    return sorted([(s, m) for s, m in asked if m == m], key=lambda one: -round(one[1], 9))
