"""Rules and criteria as a file that people edit: YAML, with the sentence of each beside it.

Out goes what decides now; in comes what a facilitator made of it, as `pairing.solve(**...)` takes
it. Everything that is wrong with a file is told at once, each with its line. Pairs that were
locked or forbidden by hand name people, so they are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, cast, get_args

from rmkit.definitions.inert import one_line
from rmkit.definitions.safe_yaml import LARGEST_YAML, Document, read_yaml
from rmkit.errors import Fault, FaultsFound, FileRefused, NotAllowed, RmkitError, nearest, shown
from rmkit.exchange.arrival import content_of
from rmkit.programme.choices import Choices

if TYPE_CHECKING:
    from rmkit.matching import Aim

__all__ = ["MOST_ENTRIES", "RulesRead", "read_rules_file", "write_rules_file"]

MOST_ENTRIES: Final = 200
"""Rules, and criteria, that a file may hold."""

_PARTS = ("aim", "floor", "rules", "criteria")
_NOT_READ = "The file was not read."
# YAML takes a bare n for "no" in places, so that files call it by its name.
_IN_THE_FILE = {"n": "number"}
_MEANT = {"number": "n"}
_OPENING = """\
# What decides who is paired with whom. Change it, then:
#   rmkit match PROGRAMME --rules {name}
#
# A rule is hard (no pair may break it), warning (told to you) or "off"; the quotation marks
# belong to it. Some have a number. What is not named here stays as it ships.
# A rule of your own has a name that you choose and one of four kinds:
#   team_apart: {{kind: codes, column: team, want: different, strength: hard}}  # or: want: same
#   ahead: {{kind: difference, column: grade, want: above, number: 2}}          # or: want: apart
#   hobbies: {{kind: sets, column: hobbies, number: 1, strength: warning}}
#   apart: {{kind: listed, pairs: [[p001, p002], [p003, p004]], strength: hard}}
# A criterion has a weight from 0 (does not count) to 100. One of your own is of the kind sets,
# words or codes:
#   same_hobbies: {{kind: sets, column: hobbies, plenty: 3, weight: 2}}
# Sex, age, origin and other protected traits are refused.
"""


class RulesRead(TypedDict, total=False):
    """What a file decides, as `pairing.solve` takes it; what it does not say is not there."""

    aim: Aim
    floor: float
    rules: dict[str, object]
    criteria: dict[str, object]


def write_rules_file(choices: Choices, path: str | Path) -> Path:
    """Write what decides now, for somebody to edit.

    Raises
    ------
    FileRefused
        The path is a folder or a device.
    """
    path = Path(path)
    if path.exists() and not path.is_file():
        message = f"{shown(path.name)} is a folder or a device, not a file; name another one."
        raise FileRefused(message)
    lines = [*_OPENING.format(name=one_line(path.name)).splitlines(), *_settings(choices)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    return path


def _settings(choices: Choices) -> Iterator[str]:
    yield "# participation: as many pairs as possible, then the best total. score: the best total."
    yield f"aim: {choices.aim}"
    yield "# The score, 0 to 100, under which no pair is made; 0 is no floor."
    yield f"floor: {choices.floor:g}"
    yield ""
    yield "rules:"
    for rule in choices.rules:
        always = " It always holds." if len(rule.strengths) == 1 else ""
        yield f"  # {one_line(rule.sentence)}{always}"
        counts = f"  # {one_line(rule.counts)}" if rule.counts else ""
        yield f"  {_flow(rule.id)}: {_flow(_renamed(rule.setting, _IN_THE_FILE))}{counts}"
    yield ""
    yield "criteria:"
    for criterion in choices.criteria:
        yield f"  # {one_line(criterion.title)}: {one_line(criterion.why)}"
        yield f"  {_flow(criterion.id)}: {_flow(criterion.setting)}"


def _flow(value: object) -> str:
    """Write data on one line, so that YAML reads back the very same."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    plain = value.isidentifier() and value.isascii() and value.lower() not in _NOT_PLAIN
    return value if plain else '"' + "".join(map(_escaped, value)) + '"'


_NOT_PLAIN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def read_rules_file(path: str | Path) -> RulesRead:
    """Read what decides from a file.

    Raises
    ------
    FileRefused
        It is not there or cannot be opened.
    FaultsFound
        It is not sound YAML, or names what there is not: all faults at once, with their lines.
    """
    path = Path(path)
    try:
        content = content_of(path, most=LARGEST_YAML // 1_000_000)
    except FileRefused as error:
        message = f"The rules file {shown(path, limit=200)} cannot be opened. {error}"
        raise FileRefused(message) from error
    document = read_yaml(content, source=path.name)
    faults = list(_faults(document, path.name))
    if faults:
        raise FaultsFound(sorted(faults, key=lambda fault: fault.row or 0), _NOT_READ)
    found = dict(cast("dict[str, Any]", document.data))
    if "rules" in found:
        rules = found["rules"].items()
        found["rules"] = {name: _renamed(value, _MEANT) for name, value in rules}
    read = cast("RulesRead", found)
    _refuse_nothing(read, path.name)
    return read


def _renamed(value: object, names: Mapping[str, str]) -> object:
    if not isinstance(value, Mapping):
        return value
    return {names.get(key, key): part for key, part in value.items()}


def _refuse_nothing(found: RulesRead, source: str) -> None:
    from rmkit.matching.criteria import chosen_criteria

    try:
        chosen_criteria(found.get("criteria"))
    except FaultsFound as error:
        faults = [replace(fault, file=source) for fault in error.faults]
        raise FaultsFound(faults, _NOT_READ) from error


def _faults(document: Document, source: str) -> Iterator[Fault]:
    def fault(path: tuple[str, ...], problem: str, fix: str = "") -> Fault:
        return Fault(problem, fix, file=source, row=document.line(path), column=".".join(path))

    data = document.data
    if not isinstance(data, dict):
        yield Fault("holds no rules.", 'Begin a line with "rules:".', file=source)
        return
    for name in data:
        if name not in _PARTS:
            fix = f"Known: {', '.join(_PARTS)}.{nearest(name, _PARTS)}"
            yield fault((name,), "is no part of a rules file.", fix)
    yield from _number_and_aim(data, fault)
    for part in ("rules", "criteria"):
        entries = data.get(part, {})
        if not isinstance(entries, dict) or len(entries) > MOST_ENTRIES:
            what = "rule" if part == "rules" else "criterion"
            fix = f'Write one {what} a line, as "name: value"; at most {MOST_ENTRIES}.'
            yield fault((part,), "cannot be read.", fix)
            continue
        for name, value in entries.items():
            for problem, fix in _entry_faults(part, name, value):
                yield fault((part, name), problem, fix)


def _number_and_aim(data: Mapping[str, Any], fault: Any) -> Iterator[Fault]:  # noqa: ANN401
    from rmkit.matching import Aim

    if data.get("aim", "score") not in get_args(Aim):
        yield fault(("aim",), "is no aim.", f"Write {' or '.join(get_args(Aim))}.")
    floor = data.get("floor", 0)
    usable = isinstance(floor, int | float) and not isinstance(floor, bool)
    if not usable or not 0 <= floor <= 100:
        yield fault(("floor",), "is not a score from 0 to 100.", "0 is no floor.")


def _entry_faults(part: str, name: str, value: object) -> Iterator[tuple[str, str]]:
    """Say what is wrong with one rule or criterion, looked at alone."""
    from rmkit.matching import RULES
    from rmkit.matching.criteria import chosen_criteria
    from rmkit.matching.rules import chosen_rules

    shipped = {rule.id: rule for rule in RULES} if part == "rules" else {}
    if name in shipped and isinstance(value, Mapping):
        can = ("strength", "number") if shipped[name].counts else ("strength",)
        yield from (
            (f'has "{shown(key)}", which this rule has not.', f"Known: {', '.join(can)}.")
            for key in value
            if key not in (*can, "n")
        )
    try:
        if part == "rules":
            chosen_rules({name: _renamed(value, _MEANT)})
        else:
            chosen_criteria({name: value})
    except FaultsFound as error:
        for found in error.faults:
            said = f'has "{shown(found.value)}": it ' if found.value is not None else ""
            yield f"{said}{found.problem}", found.fix
    except NotAllowed as error:
        yield "is refused.", str(error)
    except RmkitError as error:
        yield "cannot be read.", str(error)
