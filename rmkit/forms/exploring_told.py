"""What can count, how people can be divided, and what a look at kinds found, told in words.

Everything here is about groups: no answer and no id of anybody, and no number of people under five
or from which one could be worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.errors import NotAllowed
from rmkit.forms.board_view import counted
from rmkit.people.measures import BLOCKS, measured
from rmkit.people.table import validate
from rmkit.profiles import METHODS, Clustering, Compared
from rmkit.profiles.kind_told import KindTold
from rmkit.profiles.methods.shelf import suited
from rmkit.profiles.sensitivity import moved

if TYPE_CHECKING:
    from rmkit.forms.exploring_looks import Look, Settings
    from rmkit.profiles.methods.method import Method

__all__ = [
    "beside",
    "blocks_view",
    "hangs_view",
    "in_words",
    "look_view",
    "methods_view",
    "some_of",
]

_HALF = 0.5
_LISTED = ("levels", "needs", "styles")
_FEW = "fewer than five"


def some_of(n: int, whole: int) -> str:
    """Say how many of all, without telling of fewer than five, on either side.

    >>> some_of(64, 64), some_of(40, 64), some_of(62, 64)
    ('all 64 people', '40 of 64 people', 'nearly all of 64 people')
    >>> some_of(2, 64), some_of(0, 64)
    ('fewer than five people', 'nobody')
    """
    if n <= 0:
        return "nobody"
    if n >= whole:
        return "all " + counted(whole, "person", "people")
    if n < FEWEST:
        return f"{_FEW} people"
    if whole - n < FEWEST:
        return "nearly all of " + counted(whole, "person", "people")
    return f"{n:,} of {counted(whole, 'person', 'people')}"


# ---- what can count


def blocks_view(people: pd.DataFrame, words: Mapping[str, str]) -> list[dict[str, object]]:
    """Say of every block what it is made of and how many people answered.

    Parameters
    ----------
    people
        The table of people.
    words
        What skills are called, by id.
    """
    table = validate(people, required=["person_id"])
    heard = {
        name: _wishes(table) if name == "wishes" else _block(table, name, words) for name in BLOCKS
    }
    return [
        {
            "id": name,
            "title": block.title,
            "question": block.question,
            "usual": block.weight,
            "asked": bool(heard[name][0]),
            "made_of": heard[name][0],
            "which": heard[name][1],
        }
        for name, block in BLOCKS.items()
    ]


def _block(table: pd.DataFrame, name: str, words: Mapping[str, str]) -> tuple[str, list[str]]:
    """Say what a block is made of, and the words of its features where they tell of nobody."""
    found = measured(table, [name])
    if not found.features:
        return "", []
    often = found.values.notna().mean() >= _HALF
    n = int(often.sum())
    rest = len(found.features) - n
    seldom = f"; {rest} more that fewer than half answered do not count" if rest else ""
    answered = some_of(int(found.values.notna().any(axis=1).sum()), len(table))
    which = [words.get(f.about, f.about.replace("_", " ")) for f in found.features]
    made_of = f"{counted(n, 'feature')}, answered by {answered}{seldom}."
    return made_of, which if name in _LISTED else []  # few may have ticked an option


def _wishes(table: pd.DataFrame) -> tuple[str, list[str]]:
    """Say how many wrote something; the topics are found only when they count."""
    if "topics" not in table.columns or not table["topics"].notna().any():
        return "", []
    wrote = some_of(int(table["topics"].notna().sum()), len(table))
    return f"Topics are found in what {wrote} wrote, when it counts.", []


def methods_view(compared: Compared) -> dict[str, object]:
    """Say which method suits what is compared, and of every method whether it can be used.

    Returns
    -------
    dict
        `suits` with id, title and reason; `all` with id, title, how, and why it is not possible.
    """
    best, reason = suited(compared, "auto")
    return {
        "suits": {"id": best.id, "title": best.title, "reason": reason.replace("% ", " % ")},
        "all": [
            {"id": m.id, "title": m.title, "how": m.how, "why_not": _why_not(compared, m)}
            for m in METHODS.values()
        ],
    }


def _why_not(compared: Compared, method: Method) -> str:
    try:
        suited(compared, method.id)
    except NotAllowed as error:
        some = int(compared.gaps.any(axis=1).sum())
        if not (method.needs_whole and some):
            return str(error).split(". ")[0].removesuffix(".") + "."
        left = f"{_FEW} people" if some < FEWEST else some_of(some, len(compared))
        return f"Not possible here: it needs every answer as a number, and {left} left one out."
    return ""


def in_words(settings: Settings, asked: Sequence[str], *, method: str = "") -> str:
    """Say the settings of a look in a line.

    Parameters
    ----------
    settings
        The settings.
    asked
        The blocks that people were asked about.
    method
        The title of the method that "auto" took.
    """
    own = []
    for name in asked:
        weight, usual = settings.weights.get(name, BLOCKS[name].weight), BLOCKS[name].weight
        if weight != usual:
            counts = f"count {weight:g} instead of {usual:g}" if weight else "off"
            own.append(f"{BLOCKS[name].title.lower()} {counts}")
    parts = [", ".join(own) or "everything counts as usual"]
    if settings.method == "auto":
        parts.append(f"the method that suits{f' ({method})' if method else ''}")
    else:
        parts.append(METHODS[settings.method].title)
    parts.append(f"{settings.k} kinds asked for" if settings.k else "the number left to evidence")
    return "; ".join(parts) + "."


# ---- what a look found


def look_view(
    look: Look,
    before: Look | None,
    *,
    kept: pd.Series | None,
    answers: str,
) -> dict[str, object]:
    """Tell what a look found, beside what is kept and beside the look before it.

    Parameters
    ----------
    look, before
        The look, and the one before it in this sitting.
    kept
        The kind of each person in the choice that is kept; None when none is.
    answers
        The digest of the answers as they are now.
    """
    found, mine = look.found, look.found.labels
    warnings = [*(_clearer(found) if found.asked else ()), *found.warnings]
    return {
        "number": look.number,
        "settings": look.settings.for_page(),
        "lead": found.finding,
        "kinds": [_kind(one) for one in look.kinds],
        "warnings": warnings,
        "beside": list(_beside_others(mine, before, kept)),
        "rows": evidence_rows(found.evidence, asked=found.asked),
        "has_bic": bool(found.evidence["bic"].notna().any()),
        "usual": look.is_usual,
        "old": look.answers != answers,
    }


def _kind(told: KindTold) -> dict[str, object]:
    name = "Everybody together" if told.alone else f"Kind {told.kind}"
    return {
        "title": f"{name}: {told.handle}" if told.handle else name,
        "crowd": told.crowd,
        "lines": [line for line in (told.have, told.want, told.give) if line],
        "verdict": told.verdict,
    }


def _beside_others(
    mine: pd.Series, before: Look | None, kept: pd.Series | None
) -> Iterator[list[str]]:
    if kept is not None:
        yield ["Beside what is kept", beside(mine, kept)]
    if before is not None:
        yield [f"Beside look {before.number}", beside(mine, before.found.labels)]


def _clearer(found: Clustering) -> list[str]:
    """Say which number of kinds stands out more than the one that was asked for."""
    margins = {
        int(k): float(margin)
        for k, margin in zip(found.evidence["k"], found.evidence["margin"], strict=True)
        if not np.isnan(margin)
    }
    best = max(margins, key=lambda k: margins[k], default=found.k)
    if best == found.k or found.k not in margins or margins[best] <= 0:
        return []
    return [
        f"{best} kinds stand out more clearly than the {found.k} that you asked for "
        f"({margins[best]:.2f} above a single kind, against {margins[found.k]:.2f})."
    ]


def evidence_rows(evidence: pd.DataFrame, *, asked: int | None) -> list[dict[str, object]]:
    """Give the evidence for each number of kinds in words: one row each."""
    rows = []
    for row in evidence.to_dict("records"):
        mark = "" if not row["chosen"] else "as you asked" if asked else "what the evidence says"
        rows.append(
            {
                "k": int(row["k"]),
                "silhouette": _decimal(row.get("silhouette")),
                "single": _decimal(row.get("reference")),
                "p": _decimal(row.get("p")),
                "gap": "takes this" if row.get("gap_rule") else "",
                "bic": _decimal(row.get("bic"), 0),
                "smallest": f"{row['smallest']:,}" if row["smallest"] >= FEWEST else _FEW,
                "returns": _decimal(row.get("jaccard")),
                "mark": mark,
            }
        )
    return rows


def _decimal(value: object, places: int = 2) -> str:
    number = float(value) if isinstance(value, int | float) else float("nan")
    return "" if np.isnan(number) else f"{number:,.{places}f}"


def beside(now: pd.Series, before: pd.Series) -> str:
    """Say what became of earlier kinds: how many there are, and how many people moved.

    Parameters
    ----------
    now, before
        The kind by person, missing for who was left out. Kinds are matched as well as can be;
        their numbers mean nothing.

    Examples
    --------
    >>> beside(pd.Series({"a": 1, "b": 2}), pd.Series({"a": 2, "b": 1}))
    '2 kinds, as before; nobody moved.'
    """
    k, earlier = now.nunique(), before.nunique()
    how_many = f"{_named(k)}, as before"
    if k != earlier:
        how_many = f"{_named(k)} instead of {earlier if earlier > 1 else 'none'}"
    both = pd.concat([now, before], axis="columns", join="inner").dropna()
    if k <= 1 or earlier <= 1 or both.empty:
        return f"{how_many}."
    one, other = (pd.factorize(both.iloc[:, i])[0] for i in (0, 1))
    return f"{how_many}; {some_of(moved(one, other), len(both))} moved."


def _named(k: int) -> str:
    return "no kinds" if k <= 1 else counted(k, "kind")


def hangs_view(found: Clustering) -> dict[str, object]:
    """Say what other settings would change about the kinds of a look, one row each."""
    rows = found.sensitivity()
    return {
        "sentence": found.sensitivity_sentence(),
        "rows": [
            [row["detail"], f"{some_of(int(row['moved']), int(row['people']))} would move"]
            if row["possible"]
            else [row["detail"], row["why_not"]]
            for row in rows.to_dict("records")
        ],
    }
