"""YAML from strangers, read as plain data with the line of everything in it.

In goes the text of a file; out come dicts, lists, texts, numbers, true, false and null, and the
line on which each stands. What YAML does behind an author's back is refused: references and
anchors, tags, keys that stand twice, and words that YAML 1.1 turns into something else (NO, 1.10,
12:30:45). All faults of a file are told at once. Nothing is executed and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from rmkit.definitions.scalars import typed
from rmkit.errors import Fault, FaultsFound, shown

__all__ = ["DEEPEST_YAML", "LARGEST_YAML", "Data", "Document", "Path", "read_yaml"]

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None
Path = tuple[str | int, ...]

LARGEST_YAML = 1_000_000
DEEPEST_YAML = 32
_NOT_READ = "The file was not read."
_UNWANTED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_HINTS = {
    "mapping values": "A text that holds a colon needs quotation marks.",
    "block end": "Check that the lines of this part are indented alike.",
    "quoted scalar": "A quotation mark is missing at the end.",
    "cannot start any token": "Put the text in quotation marks.",
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # its C parser is many times faster


@dataclass(frozen=True)
class Document:
    """Data from a file, and the line of each part of it."""

    data: Data
    lines: dict[Path, int] = field(default_factory=dict, repr=False)

    def line(self, path: Path) -> int | None:
        """Give the line of a part, counted from 1; of what encloses it where it is not there."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_yaml(text: str | bytes, *, source: str) -> Document:
    r"""Read YAML text as plain data.

    Parameters
    ----------
    text
        What stands in the file; bytes must be UTF-8.
    source
        The name of the file, for faults.

    Returns
    -------
    Document
        The data and its lines.

    Raises
    ------
    FaultsFound
        The file is empty, too large (1 MB), nested deeper than 32 levels, not YAML, or holds what
        is not allowed in it; every fault is told with its line.

    Examples
    --------
    >>> read_yaml("id: pulse\nanswers: [1, 2]", source="pulse.yaml").data
    {'id': 'pulse', 'answers': [1, 2]}
    """
    builder = _Builder(source)
    decoded = _text(text, builder)
    if decoded is not None:
        builder.build(decoded)
    if builder.faults:
        raise FaultsFound(builder.faults, _NOT_READ)
    return Document(builder.root, builder.lines)


@dataclass
class _Part:
    """A list or mapping whose end was not reached yet."""

    holds: dict[str, Data] | list[Data]
    path: Path
    anchor: str | None
    key: str | None = None
    keys: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Puts the events of the YAML parser together, and collects what is wrong on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []
        self.root: Data = None
        self.lines: dict[Path, int] = {}
        self.open: list[_Part] = []

    def fault(self, line: int | None, problem: str, fix: str, value: str | None = None) -> None:
        self.faults.append(Fault(problem, fix, file=self.source, row=line, value=value))

    def build(self, text: str) -> None:
        """Go through the text once, up to a place from which no reading on is possible."""
        documents = 0
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                line = event.start_mark.line + 1 if event.start_mark else 0
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    self._document(event, line, documents)
                elif isinstance(event, yaml.CollectionStartEvent):
                    self._begin(event, line)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.open.pop()
                elif isinstance(event, yaml.NodeEvent):
                    self._leaf(event, line)
                if documents > 1 or len(self.open) > DEEPEST_YAML:
                    return
        except yaml.MarkedYAMLError as error:
            self._broken(error, text)
        if documents == 0 and not self.faults:
            self.fault(None, "The file is empty.", "Write the definition into it.")

    def _broken(self, error: yaml.MarkedYAMLError, text: str) -> None:
        """Tell where the YAML breaks off, with a hint where the cause is a usual one."""
        mark = error.problem_mark or error.context_mark
        line = text.split("\n")[mark.line : mark.line + 1] if mark else []
        told = f"{error.context or ''} {error.problem or ''}"
        fix = next((hint for words, hint in _HINTS.items() if words in told), "")
        if line and "\t" in line[0][: len(line[0]) - len(line[0].lstrip())]:
            fix = "Indent with spaces, not with tabs."
        what = (error.problem or error.context or "it breaks off").strip()
        self.fault(mark.line + 1 if mark else None, f"is not YAML here: {what}.", fix)

    def _document(self, event: yaml.DocumentStartEvent, line: int, count: int) -> None:
        if event.version or event.tags:
            self.fault(line, "Directives (%) are not allowed.", "Leave this line out.")
        if count > 1:
            self.fault(line, "A second document begins here (---).", "Keep one document a file.")

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        self._properties(event, line)
        holds: dict[str, Data] | list[Data]
        holds = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(holds, line)
        self.open.append(_Part(holds, path, event.anchor))
        if len(self.open) > DEEPEST_YAML:
            self.fault(line, f"is nested more than {DEEPEST_YAML} levels deep.", "Make it flatter.")

    def _leaf(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            inside = any(part.anchor == event.anchor for part in self.open)
            what = "The file refers to itself" if inside else "References are not allowed"
            self.fault(line, f"{what} (*{event.anchor}).", "Write out what is meant.")
            self._put(None, line)
        elif isinstance(event, yaml.ScalarEvent):
            self._properties(event, line)
            value, problem = (event.value, "") if event.style else typed(event.value)
            if problem:
                fix = (
                    f'Put it in quotation marks: "{event.value}".' if len(event.value) < 40 else ""
                )
                self.fault(line, problem, fix, event.value)
            self._put(value, line)

    def _properties(self, event: yaml.NodeEvent, line: int) -> None:
        """Refuse a tag or an anchor."""
        tag = getattr(event, "tag", None)
        if tag:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(line, f"Tags like {shown(tag)} are not allowed.", "Leave the tag out.")
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.fault(line, f"Anchors (&{event.anchor}) are not allowed.", "Leave it out.")

    def _put(self, value: Data, line: int) -> Path:
        """Put a value where it belongs: the root, a list, or a mapping (as key or value)."""
        path: Path = ()
        if not self.open:
            self.root = value
        elif isinstance(holds := self.open[-1].holds, list):
            path = (*self.open[-1].path, len(holds))
            holds.append(value)
        else:
            return self._put_in_mapping(self.open[-1], holds, value, line)
        self.lines[path] = line
        return path

    def _put_in_mapping(self, part: _Part, holds: dict[str, Data], value: Data, line: int) -> Path:
        if part.key is not None:
            key, part.key = part.key, None
            holds.setdefault(key, value)
            return (*part.path, key)
        if not isinstance(value, str):
            self.fault(line, "A key must be text.", "Put it in quotation marks.")
            value = f"?{line}"
        if value in part.keys:
            lines = f"lines {part.keys[value]} and {line}"
            self.fault(
                line, f"The key {shown(value)} appears twice ({lines}).", "Keep one of them."
            )
        part.key = value
        part.keys.setdefault(value, line)
        self.lines.setdefault((*part.path, value), line)
        return (*part.path, value)


def _text(given: str | bytes, builder: _Builder) -> str | None:
    """Decode, and refuse what is too large or holds characters that no text has."""
    size = len(given) if isinstance(given, bytes) else len(given.encode("utf-8", "replace"))
    if size > LARGEST_YAML:
        builder.fault(None, f"The file has {size:,} bytes; the limit is {LARGEST_YAML:,}.", "")
        return None
    try:
        text = given.decode("utf-8") if isinstance(given, bytes) else given
    except UnicodeDecodeError as error:
        line = given[: error.start].count(b"\n") + 1 if isinstance(given, bytes) else None
        builder.fault(line, "The file is not in UTF-8.", "Save it with the encoding UTF-8.")
        return None
    text = text.removeprefix("\ufeff")
    if unwanted := _UNWANTED.search(text):
        line = text.count("\n", 0, unwanted.start()) + 1
        builder.fault(line, f"holds the control character U+{ord(unwanted[0]):04X}.", "Remove it.")
        return None
    return text
