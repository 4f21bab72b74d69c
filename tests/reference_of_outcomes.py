"""The reference of the analyses, written from docstrings: `python -m tests.reference_of_outcomes`.

It writes `docs/outcomes.md`; a test tells when that is no longer what the docstrings say.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from rmkit import outcomes

PLACE = Path(__file__).resolve().parents[1] / "docs" / "outcomes.md"

ROOMS = {
    "change": "How far people moved",
    "scales": "Scales and agreement",
    "pairs": "Pairs and time",
    "comparison": "Beside others",
    "retention": "Who stays",
    "missing": "Who did not answer",
    "design": "Before anybody is asked",
}

HEAD = """# Analyses of outcomes

Every analysis is a function over arrays, Series or DataFrames, needs no programme, and gives a
`rmkit.outcomes.Result`: numbers with their intervals, how many they rest on and who was left out,
assumptions, warnings, limits and the reference; `.table()`, `.text()`, `.plot()`, and
`result["id"]` for one number. Every number is held against R or a publication in `tests/`
(`tests/golden/README.md` says which). What so few people allow is decided by the rules in
`rmkit.outcomes.small_numbers`. How often intervals of a change hold the truth stands in
[coverage.md](coverage.md).

This page is written from docstrings (`python -m tests.reference_of_outcomes`); `help()` says more.
"""


def parts_of(text: str) -> dict[str, str]:
    """Split a numpydoc docstring by its headings; the summary stands under an empty one."""
    parts = re.split(r"^(\w[\w ]+)\n-{3,}\n", inspect.cleandoc(text), flags=re.MULTILINE)
    return {"": parts[0].strip()} | {
        parts[i]: parts[i + 1].strip() for i in range(1, len(parts) - 1, 2)
    }


def analyses() -> Iterator[tuple[str, str, object]]:
    """Give every public function with its room."""
    for name in outcomes.__all__:
        it = getattr(outcomes, name)
        if inspect.isfunction(it):
            yield name, it.__module__.split(".")[2], it


def told(name: str, it: object) -> Iterator[str]:
    parts = parts_of(inspect.getdoc(it) or "")
    yield f"### `{name}`"
    taken = [str(parameter) for parameter in inspect.signature(it).parameters.values()]  # type: ignore[arg-type]
    names = [re.split(r"[:=]", parameter)[0].strip() for parameter in taken]
    yield f"`outcomes.{name}({', '.join(names)})`"
    yield parts[""]
    if "Returns" in parts:
        yield re.sub(r"\A[\w ,.\[\]]+\n", "", inspect.cleandoc(parts["Returns"]))
    if "References" in parts:
        yield f"*{' '.join(parts['References'].split())}*"


def written() -> str:
    """Write the page."""
    pieces = [HEAD.strip()]
    every = sorted(analyses(), key=lambda it: it[0])
    for room, title in ROOMS.items():
        pieces.append(f"## {title}")
        for name, where, it in every:
            if where == room:
                pieces += [inspect.cleandoc(piece) for piece in told(name, it)]
    return "\n\n".join(pieces) + "\n"


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
