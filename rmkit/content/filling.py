"""A letter with its values filled in: subject, plain text and HTML with the same words.

In come a letter and its values; out goes what is sent. What people typed stays plain text in
both parts, whatever it looks like, and the subject stays on one line. Nothing here sends or
writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape as escape_html

from rmkit.content.markdown import to_html, to_plain
from rmkit.content.model import Letter, Placeholder, Slot
from rmkit.content.template import filled_line, filled_markdown
from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import Fault, FaultsFound, nearest

__all__ = ["FilledLetter", "fill"]


@discreet()
@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter as it goes out.

    `html` is a whole document, `plain` the same words as text; `markdown` is what both were made
    of, with every value escaped.
    """

    subject: str
    plain: str
    html: str
    markdown: str = ""


def fill(letter: Letter, values: Mapping[str, object]) -> FilledLetter:
    """Fill a letter in.

    Parameters
    ----------
    letter
        A letter that was read or edited here, and is thereby checked.
    values
        One for each of `letter.placeholders`: text or a whole number, or for a list one mapping
        an entry. None, an empty text or an absent value is allowed only where the placeholder is
        optional.

    Returns
    -------
    FilledLetter
        Line breaks and unseen characters in a value are taken out; markup in it stays visible.

    Raises
    ------
    FaultsFound
        Values are missing, unknown or of the wrong kind; all of them are told.
    """
    faults = list(_faults(letter, values))
    if faults:
        raise FaultsFound(faults, "The letter was not filled in.")
    clean = {name: _clean(it, values.get(name)) for name, it in letter.placeholders.items()}
    subject = filled_line(letter.subject, clean)
    markdown = filled_markdown(letter.body, clean)
    html = _document(letter, subject, to_html(markdown))
    return FilledLetter(subject, to_plain(markdown), html, markdown)


def _clean(placeholder: Placeholder, value: object) -> str | list[dict[str, str]]:
    if not placeholder.is_list:
        return _text(value)
    entries = value if isinstance(value, list | tuple) else []
    return [{part: _text(entry.get(part)) for part in placeholder.each} for entry in entries]


def _text(value: object) -> str:
    return "" if value is None else one_line(str(value))


def _faults(letter: Letter, values: Mapping[str, object]) -> Iterator[Fault]:
    source = f"letter {letter.id}"
    for name in values:
        if name not in letter.placeholders:
            fix = nearest(name, letter.placeholders).strip()
            yield Fault(f"has no placeholder {name}.", fix, file=source)
    for name, placeholder in letter.placeholders.items():
        value = values.get(name)
        if not placeholder.is_list:
            yield from _slot_faults(placeholder, value, source, name)
        elif value is not None and not _is_entries(value):
            yield Fault("must be a list of entries with parts.", file=source, column=name)
        elif not value:
            if not placeholder.optional:
                yield Fault("is empty.", f"Needed: {placeholder.description}", source, column=name)
        else:
            yield from _entry_faults(placeholder, value, source, name)


def _is_entries(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(entry, Mapping) for entry in value)


def _entry_faults(
    placeholder: Placeholder, entries: object, source: str, name: str
) -> Iterator[Fault]:
    for number, entry in enumerate(entries if isinstance(entries, list | tuple) else (), start=1):
        place = f"{name} {number}"
        for part in entry:
            if part not in placeholder.each:
                fix = nearest(part, placeholder.each).strip()
                yield Fault(f"has no part {part}.", fix, file=source, column=place)
        for part, slot in placeholder.each.items():
            yield from _slot_faults(slot, entry.get(part), source, f"{place}, {part}")


def _slot_faults(
    slot: Slot | Placeholder, value: object, source: str, column: str
) -> Iterator[Fault]:
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        kind = type(value).__name__
        yield Fault(f"is {kind}, not text.", "Give it as text.", file=source, column=column)
    elif not slot.optional and not _text(value):
        yield Fault("is empty.", f"Needed: {slot.description}", file=source, column=column)


def _document(letter: Letter, subject: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{escape_html(letter.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape_html(subject)}</title>\n</head>\n'
        '<body style="margin: 0; padding: 1rem;">\n'
        "<div style=\"max-width: 38rem; font-family: system-ui, -apple-system, 'Segoe UI', "
        'Roboto, sans-serif; font-size: 1rem; line-height: 1.5;">\n'
        f"{body}</div>\n</body>\n</html>\n"
    )
