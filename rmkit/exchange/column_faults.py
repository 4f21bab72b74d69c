"""What is wrong with the columns of a table, and with the mapping that should explain them.

All of it is told before any row is looked at closely: columns that fit nothing, several that fit
the same question, required questions that no column answers, and every slip in the mapping.
A table of which no column fits anything is probably another file, and is told as one fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rmkit.errors import Fault, nearest, shown
from rmkit.exchange.columns import OWN_USES, Column, column_names, find_columns, parse_target
from rmkit.exchange.mapping import IGNORE, UNDECIDED, TableMapping
from rmkit.exchange.names import Target
from rmkit.exchange.tables import RawTable
from rmkit.instruments.answers import read_answer
from rmkit.instruments.model import Field, Instrument

__all__ = ["column_faults", "mapping_faults"]

_OWN = {IGNORE, UNDECIDED, *OWN_USES}
_MOST_KEYS = 5


def column_faults(
    table: RawTable,
    instrument: Instrument,
    columns: Sequence[Column],
    mapping: TableMapping,
    *,
    ignore_unknown: bool = False,
) -> Iterator[Fault]:
    """Tell what is wrong with the columns.

    Parameters
    ----------
    table, instrument, columns, mapping
        The table, the questionnaire, and what `match_columns` made of both.
    ignore_unknown
        Whether columns that fit no question are passed over, as `unknown: ignore` says too.
    """
    given = {c.target.key for c in columns if c.target} | {*mapping.constants, *mapping.join}
    missing = [f for f in instrument.fields if f.required and f.key not in given]
    foreign = not (given or mapping.columns or any(c.fits for c in columns))
    passed_over = ignore_unknown or mapping.unknown == IGNORE
    if foreign and (missing or not passed_over):
        yield _no_question(table, instrument, columns)
        columns, missing = [c for c in columns if c.near], []
    if not passed_over:
        yield from _unknown(table, instrument, columns, mapping, missing)
    yield from _several(table, columns, mapping)
    if missing:
        yield _missing(table, missing)


def _no_question(table: RawTable, instrument: Instrument, columns: Sequence[Column]) -> Fault:
    count = sum(column.use != "ignored" for column in columns)
    which = "Its only column is not" if count == 1 else f"None of its {count} columns is"
    return Fault(
        f"{which} a question of {instrument.id}.",
        fix="Is this the right file? If it is, say in a mapping file which column is which "
        "question.",
        file=table.file,
        kind="no_question",
    )


def _missing(table: RawTable, missing: Sequence[Field]) -> Fault:
    found = ", ".join(shown(h.name) for h in table.header[:12])
    more = " ..." if len(table.header) > 12 else ""
    listed = ", ".join(f.heading() for f in missing[:12]) + (" ..." if len(missing) > 12 else "")
    end = "" if listed.endswith((".", "?")) else "."
    what = "column" if len(missing) == 1 else "columns"
    return Fault(
        f"Missing {what}: {listed}{end} Found: {found}{more}.",
        fix="Add what is missing, or say in the mapping file which column it is.",
        file=table.file,
        kind="missing_columns",
    )


def _unknown(
    table: RawTable,
    instrument: Instrument,
    columns: Sequence[Column],
    mapping: TableMapping,
    missing: Sequence[Field],
) -> Iterator[Fault]:
    names = column_names(table.header)
    undecided = _undecided(table, mapping)
    for column in columns:
        if column.use != "unknown":
            continue
        what = f"is not a question of {instrument.id}."
        if column.heading.position in undecided:
            what = f"is not decided yet in {mapping.source or 'the mapping'} (`?`)."
            fix = _decision(column, missing)
        else:
            if column.fits:
                what = f"fits several questions: {', '.join(map(str, column.fits))}."
            fix = _advice(column, shown(names[column.heading.position], limit=60), missing)
        name = column.heading.name
        yield Fault(f"This column {what}", fix, file=table.file, column=name, kind="unknown_column")


def _advice(column: Column, name: str, missing: Sequence[Field]) -> str:
    """Say what to write for a column that the mapping does not name."""
    where = "under `columns:` in the mapping file"
    ignored = f'`"{name}": ignore`'
    if column.fits:
        return f'Write `"{name}": {column.fits[0]}` or another of them, or {ignored} {where}.'
    if column.near:
        return f'{column.near} Write `"{name}": {column.near.key}` or {ignored} {where}.'
    if missing:
        one = "the missing question" if len(missing) == 1 else "one of the missing questions"
        return (
            f'If it is {one} ({_keys(missing)}), write `"{name}": {missing[0].key}` {where}; '
            f"else {ignored}."
        )
    return f"Write {ignored} {where}."


def _decision(column: Column, missing: Sequence[Field]) -> str:
    """Say what to put in place of a question mark."""
    likely = " or ".join(map(str, column.fits[:_MOST_KEYS])) or _keys(missing)
    meant = f"{column.near} " if column.near else ""
    key = f"the key of a question (perhaps {likely})" if likely and not meant else "a key"
    return f"{meant}Decide: {key}, or `ignore`, in place of the `?`."


def _keys(fields: Sequence[Field]) -> str:
    keys = [field.key for field in fields]
    if len(keys) > _MOST_KEYS:
        return f"{', '.join(keys[:_MOST_KEYS])} ..."
    return " or ".join(filter(None, [", ".join(keys[:-1]), *keys[-1:]]))


def _undecided(table: RawTable, mapping: TableMapping) -> set[int]:
    names = [name for name, target in mapping.columns.items() if target == UNDECIDED]
    return {position for name in names for position in find_columns(table.header, name)}


def _several(table: RawTable, columns: Sequence[Column], mapping: TableMapping) -> Iterator[Fault]:
    by_target: dict[Target, list[Column]] = defaultdict(list)
    for column in columns:
        if column.target:
            by_target[column.target].append(column)
    for target, same in by_target.items():
        letters = ", ".join(c.heading.letter for c in same)
        given = "constants" if target.key in mapping.constants else "join"
        if len(same) > 1:
            yield Fault(
                f"{target} is answered by {len(same)} columns ({letters}). Keep which?",
                fix=f'Write `"column {same[-1].heading.letter}": ignore` for each of the others '
                "under `columns:` in the mapping file.",
                file=table.file,
                column=same[0].heading.name,
                kind="several_columns",
            )
        elif target.key in mapping.constants or target.key in mapping.join:
            yield Fault(
                f"{target} is answered by this column and by `{given}` in the mapping.",
                fix="Keep one: write `ignore` for the column, or take the line out.",
                file=table.file,
                column=same[0].heading.name,
                kind="several_columns",
            )


def mapping_faults(
    mapping: TableMapping, table: RawTable, instrument: Instrument
) -> Iterator[Fault]:
    """Tell what in a mapping fits neither the table nor the questionnaire, with its line."""
    fields = {field.key: field for field in instrument.fields}
    for name, said in mapping.columns.items():
        yield from _heading_faults(mapping, table, ("columns", name), name)
        if said not in _OWN and (problem := _target_problem(said, fields)):
            yield _fault(mapping, ("columns", name), *problem)
    for key, parts in mapping.join.items():
        yield from _key_faults(mapping, fields, "join", key)
        for i, part in enumerate(parts):
            yield from _heading_faults(mapping, table, ("join", key, i), part)
    for key, value in mapping.constants.items():
        yield from _key_faults(mapping, fields, "constants", key)
        yield from _value_faults(mapping, fields.get(key), ("constants", key), value)
    for key, words in mapping.values.items():
        yield from _key_faults(mapping, fields, "values", key)
        for theirs, ours in words.items():
            yield from _value_faults(mapping, fields.get(key), ("values", key, theirs), ours)


def _heading_faults(
    mapping: TableMapping, table: RawTable, path: tuple[str | int, ...], name: str
) -> Iterator[Fault]:
    found = find_columns(table.header, name)
    if not found:
        near = nearest(name, [h.text for h in table.header if h.text])
        yield _fault(mapping, path, f'There is no column "{shown(name)}" in the table.', near)
    elif len(found) > 1:
        letters = [table.header[i].letter for i in found]
        listed = ", ".join(f'"column {c}"' for c in letters)
        yield _fault(
            mapping,
            path,
            f'"{shown(name)}" stands over {len(found)} columns.',
            f"Name them {listed}.",
        )


def _target_problem(said: str, fields: dict[str, Field]) -> tuple[str, str] | None:
    target = parse_target(said)
    if target is None or target.key not in fields:
        key = target.key if target else said
        return f'"{shown(said)}" is no question.', nearest(key, [*fields, *_OWN]).strip()
    options = [option.value for option in fields[target.key].options]
    if target.option is not None and fields[target.key].kind != "multiple_choice":
        return f"{target.key} has no choices that could have a column each.", ""
    if target.option is not None and target.option not in options:
        near = nearest(str(target.option), [str(o) for o in options])
        return f'"{shown(said)}" is no choice of {target.key}.', near.strip()
    return None


def _key_faults(
    mapping: TableMapping, fields: dict[str, Field], part: str, key: str
) -> Iterator[Fault]:
    if key not in fields:
        fix = nearest(key, fields).strip()
        yield _fault(mapping, (part, key), f'"{shown(key)}" is no question.', fix)


def _value_faults(
    mapping: TableMapping, asked: Field | None, path: tuple[str, ...], value: object
) -> Iterator[Fault]:
    """Tell a value of ours that is no answer to the question."""
    if asked is None or value is None:
        return
    reading = read_answer(asked, value)
    if reading.problem:
        yield _fault(mapping, path, f'"{shown(value)}" {reading.problem}', reading.fix)


def _fault(
    mapping: TableMapping, path: tuple[str | int, ...], problem: str, fix: str = ""
) -> Fault:
    place = ".".join(str(part if isinstance(part, str) else part + 1) for part in path)
    return Fault(
        problem,
        fix.strip(),
        file=mapping.source or "mapping",
        row=mapping.line(*path),
        column=shown(place, limit=60),
    )
