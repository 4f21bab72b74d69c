"""A definition from a YAML document: what it defines, or everything that is wrong with it.

pydantic finds the faults; here they become sentences with the line they stand on, for a person who
has never seen Python.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from rmkit.definitions.safe_yaml import Document, Path
from rmkit.definitions.texts import Contradictions, Definition
from rmkit.errors import Fault, FaultsFound, nearest

__all__ = ["contradictions", "read_as"]

Model = TypeVar("Model", bound=BaseModel)

_NAME = "A name has small letters, digits and _, and begins with a letter."
_QUOTES = "Put it in quotation marks."
_SENTENCES = {
    "missing": ("is missing.", "Add it."),
    "string_type": ("must be text.", _QUOTES),
    "string_too_short": ("is empty.", "Write something here, or leave the key out."),
    "string_too_long": ("is longer than {max_length} characters.", "Shorten it."),
    "string_pattern_mismatch": ("is not a name.", _NAME),
    "int_type": ("must be a whole number.", "Write digits only."),
    "int_parsing": ("must be a whole number.", "Write digits only."),
    "int_from_float": ("must be a whole number.", "Write digits only."),
    "float_type": ("must be a number.", "Write digits only."),
    "float_parsing": ("must be a number.", "Write digits only."),
    "bool_type": ("must be true or false.", "Write true or false, without quotation marks."),
    "bool_parsing": ("must be true or false.", "Write true or false, without quotation marks."),
    "literal_error": ("is not allowed here.", "It can be {expected}."),
    "tuple_type": ("must be a list.", "Write each entry on its own line, beginning with -."),
    "list_type": ("must be a list.", "Write each entry on its own line, beginning with -."),
    "dict_type": ("must have keys.", "Write `key: value` lines here."),
    "model_type": ("must have keys.", "Write `key: value` lines here."),
    "model_attributes_type": ("must have keys.", "Write `key: value` lines here."),
    "too_short": ("has too few entries.", "At least {min_length} must be there."),
    "too_long": ("has too many entries.", "At most {max_length} can be there."),
    "greater_than_equal": ("is too small.", "It must be at least {ge}."),
    "less_than_equal": ("is too large.", "It can be at most {le}."),
}


def read_as(
    kind: type[Model], document: Document, *, source: str, faults: Sequence[Fault] = ()
) -> Model:
    """Make a definition from a document.

    Parameters
    ----------
    kind
        The model: `Instrument`, `Library`.
    document
        What `read_yaml` gave.
    source
        The name of the file, for faults.
    faults
        What was found wrong before; it is told together with the rest.

    Returns
    -------
    Model
        What the document defines.

    Raises
    ------
    FaultsFound
        Something is missing, unknown, of the wrong kind or contradicts itself.
    """
    found = list(faults)
    made: Model | None = None
    try:
        made = kind.model_validate(document.data)
    except ValidationError as error:
        told = {fault.problem for fault in found}
        found += [f for f in _faults(kind, document, error, source) if f.problem not in told]
    if found or made is None:
        raise FaultsFound(sorted(found, key=lambda f: f.row or 0), "The file was not read.")
    return made


def contradictions(error: ValidationError) -> tuple[Fault, ...]:
    """Tell what does not fit together in a definition that was made otherwise than from a file."""
    found = []
    for part in error.errors(include_url=False):
        problem = part.get("ctx", {}).get("error")
        told = problem.problems if isinstance(problem, Contradictions) else (part["msg"],)
        found += [Fault(_closed(sentence)) for sentence in told]
    return tuple(found)


def _faults(
    kind: type[BaseModel], document: Document, error: ValidationError, source: str
) -> Iterator[Fault]:
    """Tell each place once, also where several alternatives were tried on it."""
    at: dict[Path, list[Any]] = {}
    for found in error.errors(include_url=False):
        if not _is_echo(found):
            at.setdefault(_path(document, found["loc"], found["type"]), []).append(found)
    for path, tried in at.items():
        telling = tried[0]["type"] not in {"missing", "extra_forbidden", "value_error"}
        value, _ = _value(document, path)
        for problem, fix in _sentences(kind, path, tried):
            yield Fault(
                problem,
                fix,
                file=source,
                row=document.line(path),
                column=_told(document, path) or None,
                value=str(value) if telling and isinstance(value, str | int | float) else None,
            )


def _is_echo(error: Any) -> bool:  # noqa: ANN401 - pydantic's error record
    """Tell whether a list only seems too short because its entries have faults of their own."""
    if error["type"] != "too_short":
        return False
    return len(error["input"]) >= int(error["ctx"]["min_length"])


def _path(document: Document, loc: tuple[str | int, ...], error: str) -> Path:
    """Give the place in the document; pydantic also counts the alternatives that it tried."""
    path: Path = ()
    for part in loc:
        _, there = _value(document, (*path, part))
        if there or (error == "missing" and part is loc[-1]):
            path = (*path, part)
    return path


def _value(document: Document, path: Path) -> tuple[Any, bool]:
    value: Any = document.data
    for part in path:
        inside = isinstance(value, dict) and part in value
        inside = inside or (isinstance(value, list) and isinstance(part, int) and part < len(value))
        if not inside:
            return None, False
        value = value[part]
    return value, True


def _told(document: Document, path: Path) -> str:
    """Tell a place by ids where there are some: `sections.about.items.email.kind`."""
    parts = []
    for length, part in enumerate(path, start=1):
        value, _ = _value(document, path[:length])
        name = value.get("id", value.get("value", "")) if isinstance(value, dict) else ""
        known = isinstance(part, int) and re.fullmatch(r"[\w-]{1,60}", str(name)) is not None
        parts.append(str(name) if known else str(part + 1 if isinstance(part, int) else part))
    return ".".join(parts)


def _sentences(kind: type[BaseModel], path: Path, tried: list[Any]) -> Iterator[tuple[str, str]]:
    types = {error["type"] for error in tried}
    if len(types) > 1 and types <= _SENTENCES.keys() and any(t.startswith("int_") for t in types):
        yield "is neither a name nor a whole number.", _NAME
        return
    error = tried[0]
    problem = error.get("ctx", {}).get("error")
    if isinstance(problem, Contradictions):
        yield from ((_closed(told), "") for told in problem.problems)
    elif problem is not None:
        yield _closed(str(problem)), ""
    elif error["type"] == "extra_forbidden":
        yield "is not a known key here.", _known_keys(kind, path)
    elif error["type"] == "string_type" and isinstance(error["input"], list | dict):
        yield "must be one text, not a list or a mapping.", "Write text here."
    else:
        told, fix = _SENTENCES.get(error["type"], (f"{error['msg']}.", ""))
        yield told.format(**error.get("ctx", {})), fix.format(**error.get("ctx", {}))


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def _known_keys(kind: type[BaseModel], path: Path) -> str:
    """Say which key may be meant, or which there are."""
    models = [kind]
    for part in path[:-1]:
        inner = [m.model_fields[part].annotation for m in models if part in m.model_fields]
        models = [model for annotation in inner for model in _models(annotation)] or models
    name = str(path[-1])
    for model in models:
        if issubclass(model, Definition) and name in model.instead_of:
            return model.instead_of[name]
    known = [key for model in models for key in model.model_fields]
    return nearest(name, known).strip() or f"Known keys are {', '.join(known)}."


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
