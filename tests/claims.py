"""Does rmkit do what SECURITY.md and PRIVACY.md say? `python start.py claims [claim or page ...]`.

Each page holds tables whose rows begin with a claim in backticks: | `kill` | what we claim |. Tests
that prove one are marked `@pytest.mark.claim("kill")`. This runs them, in their short form, and
prints every claim with its tests; a claim without a test counts as broken.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("SECURITY.md", "PRIVACY.md")
ROW = re.compile(r"^\| `(?P<name>[a-z][a-z-]*)` \| (?P<sentence>.+?) \|", re.MULTILINE)


@dataclass(eq=False)  # pytest keeps plugins in sets
class Claims:
    """A pytest plugin that keeps the marked tests and remembers how those of each claim ended."""

    wanted: frozenset[str]
    tests: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, str] = field(default_factory=dict)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        kept = []
        for item in items:
            names = {mark.args[0] for mark in item.iter_markers("claim")} & self.wanted
            for name in names:
                self.tests[name].append(item.nodeid)
            if names:
                kept.append(item)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    def pytest_runtest_logreport(self, report):
        worse = {"passed": 0, "skipped": 1, "failed": 2}
        before = self.ended.get(report.nodeid, "passed")
        self.ended[report.nodeid] = max(before, report.outcome, key=worse.__getitem__)

    def state(self, name: str) -> str:
        """Say how the tests of a claim ended: held, BROKEN, NOT TESTED or not tried here."""
        outcomes = {self.ended.get(test, "failed") for test in self.tests[name]}
        if "failed" in outcomes:
            return "BROKEN"
        if not outcomes:
            return "NOT TESTED"
        return "held" if "passed" in outcomes else "not tried here"


def claims_of(page: str) -> dict[str, str]:
    """Read the claims of a page, in its order."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return {row["name"]: row["sentence"] for row in ROW.finditer(text)}


def chosen(words: Sequence[str]) -> dict[str, dict[str, str]]:
    """Give the claims that are named, by themselves or by their page; all without a word."""
    every = {page: claims_of(page) for page in PAGES}
    pages = {page.removesuffix(".md").lower(): page for page in PAGES}
    known = {name for claims in every.values() for name in claims}
    unknown = [word for word in words if word.lower() not in pages and word not in known]
    if unknown:
        told = ", ".join([*pages, *sorted(known)])
        sys.exit(f"There is no claim {', '.join(unknown)}. There is: {told}.")
    whole = {pages[word.lower()] for word in words if word.lower() in pages}
    return {
        page: {n: s for n, s in claims.items() if not words or page in whole or n in words}
        for page, claims in every.items()
    }


def tell(found: dict[str, dict[str, str]], claims: Claims) -> bool:
    """Print every claim with its tests; say whether all of them held."""
    states = []
    for page, sentences in found.items():
        print(f"\n{page}" if sentences else "", flush=True)
        for name, sentence in sentences.items():
            states.append(claims.state(name))
            print(f"  {states[-1]:<10} {name}: {re.sub(r'[`*]', '', sentence)}")
            for test in claims.tests[name]:
                bad = claims.ended.get(test, "failed")
                print(f"             {'' if bad == 'passed' else bad.upper() + ' '}{test}")
    held = states.count("held")
    print(f"\n{held} of {len(states)} claims held, with {len(claims.ended)} tests.")
    return held + states.count("not tried here") == len(states)


def main(words: Sequence[str]) -> int:
    """Run the tests of the claims; return 1 if one does not hold."""
    if {"-h", "--help"} & set(words):
        print(__doc__)
        return 0
    found = chosen(words)
    claims = Claims(frozenset(name for sentences in found.values() for name in sentences))
    files = sorted(
        str(path)
        for path in (ROOT / "tests").rglob("test_*.py")
        if "mark.claim(" in path.read_text(encoding="utf-8")
    )
    options = [
        "-m",
        "claim and not proof",
        "-q",
        "-p",
        "no:cacheprovider",
        "--no-header",
        "--tb=short",
    ]
    pytest.main([*options, f"--rootdir={ROOT}", *files], plugins=[claims])
    return 0 if tell(found, claims) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
