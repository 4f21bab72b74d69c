"""What a person says of the columns of a table, by choosing from lists; it becomes a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rmkit.errors import RmkitError
from rmkit.exchange.columns import Column, column_names
from rmkit.exchange.headings import bare, plain
from rmkit.exchange.mapping import IGNORE, UNDECIDED, TableMapping
from rmkit.instruments.model import Field

__all__ = [
    "AS_RECOGNISED",
    "SETTINGS",
    "Said",
    "choices",
    "current",
    "names_of",
    "read_setting",
    "short_words",
    "targets",
]

AS_RECOGNISED = ""
_OWN = {
    UNDECIDED: "Not decided yet",
    IGNORE: "Leave it out",
    "submitted_at": "When it was sent",
    "external_id": "The number that the survey tool gave it",
}
_SURNAMES = frozenset({
    "surname", "last name", "lastname", "family name", "apellido", "apellidos", "nachname",
    "familienname", "příjmení", "фамилия", "фамилно име", "nom de famille", "nom", "cognome",
    "sobrenome", "apelido", "nazwisko", "achternaam", "prezime", "efternamn", "etternavn",
})  # fmt: skip
"""Headings of what stands behind the first name, whatever the order of the columns."""
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "date_order": {"day first": "day first", "month first": "month first"},
    "decimal_comma": {"decimals": True, "thousands": False},
    "repeated": {"last": "last", "first": "first"},
}
"""What can be said of the whole table, by what the page sends."""


@dataclass(frozen=True)
class Said:
    """What was said of a table: what columns answer, by their names, and how it is written."""

    columns: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)

    def with_column(self, name: str, answers: str) -> Said:
        """Give the same with one column decided, or left to its heading again."""
        columns = {n: a for n, a in self.columns.items() if n != name}
        if answers != AS_RECOGNISED:
            columns[name] = answers
        return replace(self, columns=columns)

    def with_setting(self, name: str, value: object) -> Said:
        """Give the same with one thing said of the whole table; None takes it back."""
        settings = {n: v for n, v in self.settings.items() if n != name}
        if value is not None:
            settings[name] = value
        return replace(self, settings=settings)

    def mapping(
        self, base: TableMapping, *, texts: Iterable[str], order: Sequence[str]
    ) -> TableMapping:
        """Make a mapping of it.

        Parameters
        ----------
        base
            What a mapping file says; what was said here goes before it.
        texts
            The keys of questions that are answered in words. Two columns for the same one of
            them are put together: "First name" and "Surname" are the name, in this order.
        order
            The names of all columns, in the order of the table.
        """
        decided = {plain(name) for name in self.columns}
        of_base = {n: a for n, a in base.columns.items() if plain(n) not in decided}
        joined = {
            key: parts
            for key, parts in base.join.items()
            if not decided & {plain(part) for part in parts}
        }
        ordered = sorted(self.columns, key=[*order, *self.columns].index)
        for key in texts:
            parts = tuple(name for name in ordered if self.columns[name] == key)
            parts = tuple(sorted(parts, key=lambda name: bare(name) in _SURNAMES))
            if len(parts) > 1:
                joined[key] = parts
        together = {part for parts in joined.values() for part in parts}
        columns = of_base | {n: self.columns[n] for n in ordered if n not in together}
        return base.model_copy(update={"columns": columns, "join": joined, **self.settings})


def names_of(columns: Sequence[Column]) -> dict[int, str]:
    """Name each column, by its position, so that a mapping finds it again."""
    names = column_names([column.heading for column in columns])
    return {c.heading.position: name for c, name in zip(columns, names, strict=True)}


def choices(fields: Sequence[Field], *, of_tools: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give everything that a column can answer: groups of values with their words.

    Parameters
    ----------
    fields
        The questions.
    of_tools
        Whether what survey tools add can be among the columns.
    """
    own = [(v, words) for v, words in _OWN.items() if of_tools or v in {UNDECIDED, IGNORE}]
    groups: dict[str, list[tuple[str, str]]] = {"": own}
    for asked in fields:
        group = asked.item.text.say() if asked.row else asked.section.title.say()
        groups.setdefault(group, []).append((asked.key, short_words(asked)))
    for asked in fields:
        if asked.kind == "multiple_choice":
            groups[f"One choice of: {asked.heading()}"] = [
                (f"{asked.key}[{option.value}]", option.label.say()) for option in asked.options
            ]
    return list(groups.items())


def short_words(asked: Field) -> str:
    """Give the words of a question; of a row in a matrix, those of the row come first.

    Lists are narrow: "Evaluating information – now" tells more there than the question before it.
    """
    if asked.row is None:
        return asked.heading()
    several = asked.ask is not None and len(asked.item.asks) > 1
    ask = f" – {asked.ask.text.say()}" if several and asked.ask else ""
    return f"{asked.row.text.say()}{ask}"


def targets(fields: Sequence[Field]) -> frozenset[str]:
    """Give everything that the page may send for a column."""
    told = choices(fields, of_tools=True)
    return frozenset({AS_RECOGNISED, *(value for _, group in told for value, _ in group)})


def current(column: Column, name: str, mapping: TableMapping) -> str:
    """Give the value that the list of a column stands at."""
    if column.use == "joined":
        said = {plain(p): key for key, parts in mapping.join.items() for p in parts}
        return said.get(plain(name), IGNORE)
    return column.answers


def read_setting(name: str, value: str, offered: Mapping[str, Sequence[str]]) -> object:
    """Read what the page sent of the whole table; None where it takes something back.

    Raises
    ------
    RmkitError
        It was not offered.
    """
    if not value:
        return None
    if value in SETTINGS.get(name, {}):
        return SETTINGS[name][value]
    if value in offered.get(name, ()):
        return value
    message = "The page sent a choice that is not there. Run the cell again."
    raise RmkitError(message)
