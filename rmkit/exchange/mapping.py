"""What a facilitator says about somebody else's table: the mapping file.

It tells which column answers which question, which of their words mean which of our answers, what
holds for every row, and how dates and decimals are meant. It is YAML that people edit; every fault
in it is told at once, with its line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PrivateAttr, StrictBool, StrictFloat, StrictInt, StrictStr

from rmkit.definitions.inert import one_line
from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import LARGEST_YAML, Document, read_yaml
from rmkit.definitions.texts import Definition
from rmkit.errors import FileRefused, shown
from rmkit.exchange.arrival import content_of

__all__ = ["IGNORE", "UNDECIDED", "TableMapping", "as_mapping", "read_mapping", "write_mapping"]

IGNORE = "ignore"
UNDECIDED = "?"
Kept = StrictStr | StrictInt | StrictFloat
_OPENING = """\
# Which column of the table answers which question.
# After each heading stands the key of the question, or one of these:
#   ignore        the column is not needed
#   submitted_at  when the response was sent
#   external_id   the number that the tool gave the response
#   wave          the wave of the survey, where there are several
#   "?"           not decided yet: nothing is imported until it is
# A question with several choices may have one column each: key[choice].
"""
_CLOSING = """\
# You may also write, each with your own words:
#   sheet: "Form1"                       # the sheet to read
#   encoding: cp1252                     # for a CSV that is not UTF-8
#   join: {name: ["First name", "Last name"]}
#   constants: {role: mentor}            # the same for every row
#   values: {role: {"Yes, as a mentor": mentor, "No answer": null}}
#   date_order: day first                # or: month first
#   decimal_comma: true                  # 3,5 is three and a half
#   unknown: ignore                      # columns that are not named here
#   repeated: last                       # or: first; the answer that counts if someone sent two
"""


class TableMapping(Definition):
    """How a table answers a questionnaire, as far as it is not plain from its headings.

    Parameters
    ----------
    columns
        From a heading (or `column C`) to a key, `key[option]`, `ignore`, `submitted_at`,
        `external_id` or `?`. A column that is not named is matched by its heading.
    values
        For a key: from their words to the value that is meant; None means no answer.
    constants
        For a key: the answer that holds for every row.
    join
        For a key: the headings whose words together are the answer.
    sheet, encoding
        Which sheet to read, and the encoding of a text table.
    date_order
        How 01/02/2026 is meant where a column does not show it.
    decimal_comma
        True: 3,5 is three and a half, without a word. False: a comma separates thousands.
    unknown
        Whether columns that fit no question are refused or ignored.
    repeated
        Which response counts if a person sent several that differ.
    """

    instead_of: ClassVar[Mapping[str, str]] = {"ignore": 'Write `"Heading": ignore` in columns.'}

    columns: dict[str, StrictStr] = Field(default_factory=dict)
    values: dict[str, dict[str, Kept | None]] = Field(default_factory=dict)
    constants: dict[str, Kept] = Field(default_factory=dict)
    join: dict[str, Annotated[tuple[StrictStr, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    sheet: StrictStr | None = None
    encoding: StrictStr | None = None
    date_order: Literal["day first", "month first"] | None = None
    decimal_comma: StrictBool | None = None
    unknown: Literal["refuse", "ignore"] = "refuse"
    repeated: Literal["ask", "last", "first"] = "ask"

    _source: str = PrivateAttr(default="")
    _document: Document | None = PrivateAttr(default=None)
    _remarks: dict[str, str] = PrivateAttr(default_factory=dict)
    _questions: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def source(self) -> str:
        """The name of the file that it was read from, or nothing."""
        return self._source

    def line(self, *path: str | int) -> int | None:
        """Give the line of the file on which a part of it stands."""
        return self._document.line(path) if self._document else None

    def remarked(self, remarks: Mapping[str, str], questions: Mapping[str, str]) -> TableMapping:
        """Give the same mapping with what `write_mapping` adds as comments.

        Parameters
        ----------
        remarks
            For a heading: how it was recognised.
        questions
            For each key: the words of the question.
        """
        copy = self.model_copy()
        copy._remarks, copy._questions = dict(remarks), dict(questions)
        return copy


def read_mapping(path: str | Path) -> TableMapping:
    """Read a mapping file.

    Raises
    ------
    FileRefused
        It is not there or cannot be opened.
    FaultsFound
        It is not sound YAML, or holds keys that a mapping has not; all faults with their line.
    """
    path = Path(path)
    try:
        content = content_of(path, most=LARGEST_YAML // 1_000_000)
    except FileRefused as error:
        message = f"The mapping file {shown(path, limit=200)} cannot be opened. {error}"
        raise FileRefused(message) from error
    document = read_yaml(content, source=path.name)
    mapping = read_as(TableMapping, document, source=path.name)
    mapping._source = path.name
    mapping._document = document
    return mapping


def as_mapping(given: TableMapping | str | Path | None) -> TableMapping:
    """Give a mapping itself, read it from its file, or give one that says nothing."""
    if isinstance(given, TableMapping):
        return given
    return TableMapping() if given is None else read_mapping(given)


def write_mapping(path: str | Path, mapping: TableMapping) -> Path:
    """Write a mapping for a facilitator to edit, with comments that say how.

    Returns
    -------
    Path
        Where it was written.
    """
    parts = [_OPENING, "columns:" if mapping.columns else "columns: {}"]
    for heading, target in mapping.columns.items():
        remark = mapping._remarks.get(heading, "")
        comment = f"  # {one_line(remark)}" if remark else ""
        parts.append(f"  {_quoted(heading)}: {_quoted(target)}{comment}")
    settings = mapping.model_dump(exclude={"columns"}, exclude_defaults=True)
    parts += [f"{name}: {_flow(value)}" for name, value in settings.items()]
    parts += ["", _CLOSING.rstrip()]
    if mapping._questions:
        parts += ["", "# The questions and their keys:"]
        parts += [f"#   {key}: {one_line(words)}" for key, words in mapping._questions.items()]
    path = Path(path)
    if path.exists() and not path.is_file():
        message = f"{shown(path.name)} is a folder or a device, not a file; name another one."
        raise FileRefused(message)
    path.write_text("\n".join([*parts, ""]), encoding="utf-8", newline="\n")
    return path


def _quoted(text: str) -> str:
    """Write text so that YAML reads it back as that text, whatever it holds."""
    if text.isidentifier() and text.isascii() and text.lower() not in _NOT_PLAIN:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


_NOT_PLAIN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def _flow(value: object) -> str:
    """Write nested data on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)
