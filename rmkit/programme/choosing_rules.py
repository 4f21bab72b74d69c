"""Choosing rules and criteria before anything is solved: what each costs, and the file of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rmkit.definitions.discreet import discreet
from rmkit.people import managers_of
from rmkit.programme.choices import checkable
from rmkit.programme.rules_file import RulesRead, read_rules_file, write_rules_file

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.matching import Criterion, Rule
    from rmkit.matching.costs import RuleCosts
    from rmkit.programme.choices import Choices
    from rmkit.programme.programme import Programme

__all__ = ["ChoosingRules", "RuleColumn"]


class ChoosingRules:
    """The rules and criteria of one programme, as they can be chosen."""

    _programme: Programme

    if TYPE_CHECKING:

        @property
        def choices(self) -> Choices: ...  # noqa: D102

    def rule_costs(
        self,
        *,
        criteria: Mapping[str, object] | Sequence[Criterion] | None = None,
        rules: Mapping[str, object] | Sequence[Rule] | None = None,
        forbidden: Sequence[tuple[str, str]] = (),
        floor: float = 0.0,
        **others: object,
    ) -> RuleCosts:
        """Count how many possible pairs each rule removes, before anything is solved.

        Takes what `solve` takes, and `**choices` as it stands; `others` (aim, locked and kept
        pairs) change nothing here. Rules that are off are counted too: what they would remove.

        Raises
        ------
        NotReady
            Nobody answered yet.
        """
        from rmkit.matching.costs import rule_costs
        from rmkit.matching.pairing import posed
        from rmkit.programme.situation import situation_now

        candidates, start = self._programme.candidates, situation_now(self._programme)
        everybody, staff = candidates.people, candidates.staff
        people, _ = start.table(everybody)
        wanted = checkable(rules, everybody)
        problem = posed(
            people,
            criteria=criteria,
            rules=_all_told(wanted) if isinstance(wanted, Mapping) else wanted,
            forbidden=forbidden,
            former=start.former,
            floor=floor,
            managers=None if staff.empty else managers_of(staff),
        )
        return rule_costs(problem, off=_off(wanted))

    @property
    def rule_columns(self) -> tuple[RuleColumn, ...]:
        """The columns of the table of people that a rule of one's own can look at.

        Protected traits are among them where the table has them: a rule on one is refused with the
        reason.
        """
        people, words = self._programme.candidates.people, self._programme.candidates.words
        found = [_column(name, people[name], words) for name in people.columns]
        if people["manager_id"].notna().any():
            found.append(RuleColumn("manager", "manager", ("codes",)))
        return tuple(sorted((one for one in found if one), key=lambda one: one.words.casefold()))

    def write_rules(self, path: str | Path) -> Path:
        """Write the rules and criteria as they are now to a YAML file that people can edit.

        Each stands there with the sentence that explains it. Locked and forbidden pairs do not:
        they name people.

        Raises
        ------
        NotReady
            The proposal was made with rules written in Python.
        FileRefused
            The path is a folder or a device.
        """
        return write_rules_file(self.choices, path)

    def read_rules(self, path: str | Path) -> RulesRead:
        """Read what such a file decides; `solve(**read_rules(path))` and `weigh` take it.

        Raises
        ------
        FileRefused
            It is not there or cannot be opened.
        FaultsFound
            It holds what there is not, or protected traits: all faults at once, with their lines.
        """
        return read_rules_file(path)


@discreet("name", "kinds")
@dataclass(frozen=True, slots=True)
class RuleColumn:
    """A column that a rule can look at, its words, and the kinds of rules that can."""

    name: str
    words: str
    kinds: tuple[str, ...]


_NEVER = frozenset({"person_id", "role", "manager_id", "topics", "expectations"})
_SETS = frozenset({"languages", "slots", "communication"})
_SKILLS = {"level_": "now", "target_": "wanted"}


def _column(name: str, cells: pd.Series, words: Mapping[str, str]) -> RuleColumn | None:
    from pandas.api.types import is_numeric_dtype

    if name in _NEVER or not cells.notna().any():
        return None
    if name in _SETS:
        return RuleColumn(name, name, ("sets",))
    for start, when in _SKILLS.items():
        if name.startswith(start):
            skill = name.removeprefix(start)
            said = f"{words.get(skill, skill.replace('_', ' '))}: level {when}"
            return RuleColumn(name, said, ("difference",))
    number = is_numeric_dtype(cells) and name != "cluster"
    kinds = ("difference", "codes") if number else ("codes", "sets")
    return RuleColumn(name, name.replace("_", " "), kinds[:1] if name in _ONE_KIND else kinds)


_ONE_KIND = frozenset(
    {"organisation", "site", "department", "cluster", "capacity", "seniority_years"}
)


def _all_told(rules: Mapping[str, object]) -> dict[str, object]:
    """Let what is off warn, so that what it would cost can be counted."""
    told: dict[str, object] = dict.fromkeys(_off(rules), "warning")
    for name, choice in rules.items():
        if name in told and isinstance(choice, Mapping):
            told[name] = {**choice, "strength": "warning"}
    return {**rules, **told}


def _off(rules: Mapping[str, object] | Sequence[Rule]) -> frozenset[str]:
    from rmkit.matching import RULES

    if not isinstance(rules, Mapping):
        return frozenset()
    wanted = {rule.id: rule.strength for rule in RULES} | cast("dict[str, Any]", dict(rules))
    return frozenset(
        name
        for name, choice in wanted.items()
        if (choice.get("strength", "hard") if isinstance(choice, Mapping) else choice) == "off"
    )
