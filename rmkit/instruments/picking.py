"""What a programme picks from an instrument: one variant, and the rows that matter to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rmkit.errors import UnknownName
from rmkit.instruments.entries import Entry, Library
from rmkit.instruments.items import Ask, Item, Section
from rmkit.instruments.options import Option

__all__ = ["picked"]


def picked(
    sections: Sequence[Section],
    variant: str | None,
    *,
    libraries: Mapping[str, Library],
    entries: Mapping[str, Sequence[str | Entry]],
) -> tuple[Section, ...]:
    """Give the sections with the items of one variant, their rows and options filled in.

    Parameters
    ----------
    sections
        As the instrument defines them.
    variant
        Which variant; None where there is none.
    libraries
        The libraries that items draw from, by id.
    entries
        Rows or options by item id: ids or codes of its library, or whole entries. An empty list
        leaves the item out; a name that stands twice counts once.

    Raises
    ------
    UnknownName
        An item, library or entry is not there.
    """
    asked = [[item for item in s.items if _is_asked(item, variant)] for s in sections]
    drawing = [item.id for items in asked for item in items if item.library]
    for name in entries:
        if name not in drawing:
            raise UnknownName(kind="item with a library", name=name, known=drawing)
    there = {item.id for items in asked for item in items}
    filled = []
    for section, items in zip(sections, asked, strict=True):
        kept = [item for each in items if (item := _shared(each, there))]
        made = [f for item in kept for f in _filled(item, variant, libraries, entries)]
        if made:
            filled.append(section.model_copy(update={"items": tuple(made)}))
    return tuple(filled)


def _is_asked(part: Item | Ask, variant: str | None) -> bool:
    return not part.variants or variant is None or variant in part.variants


def _shared(item: Item, there: Collection[str]) -> Item | None:
    """Leave out of `shares` what is not asked; None where nothing is left of it."""
    if not item.shares:
        return item
    left = tuple(name for name in item.shares if name in there)
    return item.model_copy(update={"shares": left}) if left else None


def _filled(
    item: Item,
    variant: str | None,
    libraries: Mapping[str, Library],
    entries: Mapping[str, Sequence[str | Entry]],
) -> Iterator[Item]:
    """Give the item with its asks for a variant and its entries from the library, or nothing."""
    asks = tuple(ask for ask in item.asks if _is_asked(ask, variant))
    if item.asks and not asks:
        return
    update: dict[str, object] = {"asks": asks}
    if item.library:
        if item.library not in libraries:
            raise UnknownName(kind="library", name=item.library, known=libraries)
        library = libraries[item.library]
        names = entries.get(item.id, item.chosen)
        taken = {e.id: e for e in (n if isinstance(n, Entry) else library.entry(n) for n in names)}
        if not taken and (item.id in entries or not (item.rows or item.options)):
            return
        if item.kind == "matrix":
            update["rows"] = (*item.rows, *taken.values())
        else:
            update["options"] = (*map(_as_option, taken.values()), *item.options)
        update |= {"library": None, "chosen": ()}
        update["source"] = item.source or f"{library.source} Licence: {library.licence}."
    yield Item(**{**item.model_dump(), **update})


def _as_option(entry: Entry) -> Option:
    return Option(value=entry.id, label=entry.text, help=entry.help, group=entry.group)
