"""The look of every picture: colours for light and dark, sizes of letters, plain settings.

The colours keep apart under the two common kinds of red-green blindness, and each stands out
from its paper; a picture says nothing by colour alone all the same. Nothing here draws.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

__all__ = [
    "DARK", "LIGHT", "SMALL", "TEXT", "WIDTH", "Palette", "contrast_ratio", "house_style",
]  # fmt: skip

WIDTH = 504.0
"""The width of every picture in points (7 inches, 700 px on a page)."""

TEXT = 10.0
"""The size of letters in points."""

SMALL = 9.0
"""The size of small letters in points."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, each written as `#rrggbb`.

    Attributes
    ----------
    paper, ink, soft, hairline
        The ground, the text, quieter text and thin lines.
    categories
        Eight colours to tell things apart, mentees the first and mentors the second.
    sequential
        Five steps, for levels 1 to 5.
    diverging
        Seven steps from below through the same to above.
    on_diverging
        The colour of text on each of them.
    """

    paper: str
    ink: str
    soft: str
    hairline: str
    categories: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    on_diverging: tuple[str, ...]

    def slots(self) -> dict[str, str]:
        """Give every colour by its name: `ink`, `categories-1` and so on.

        >>> LIGHT.slots()["categories-1"]
        '#1565a9'
        """
        named: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                named[field.name] = value
            else:
                start = field.name.replace("_", "-")
                named |= {f"{start}-{i}": colour for i, colour in enumerate(value, start=1)}
        return named

    def with_slots(self, colours: dict[str, str]) -> Palette:
        """Put other colours in place of these, by the names that `slots` gives."""
        left = [colours[name] for name in self.slots()]
        values: dict[str, str | tuple[str, ...]] = {}
        for field in fields(self):
            old = getattr(self, field.name)
            size = 1 if isinstance(old, str) else len(old)
            taken, left = left[:size], left[size:]
            values[field.name] = taken[0] if isinstance(old, str) else tuple(taken)
        return Palette(**values)  # type: ignore[arg-type]


def contrast_ratio(one: str, other: str) -> float:
    """Measure how well two colours stand apart, 1 (the same) to 21 (black on white).

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, "contrast ratio".

    Examples
    --------
    >>> contrast_ratio("#000000", "#ffffff")
    21.0
    """
    low, high = sorted(_luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _palette(
    *,
    paper: str,
    ink: str,
    soft: str,
    hairline: str,
    categories: tuple[str, ...],
    sequential: tuple[str, ...],
    diverging: tuple[str, ...],
) -> Palette:
    on = tuple(max((ink, paper), key=lambda text: contrast_ratio(text, c)) for c in diverging)
    return Palette(paper, ink, soft, hairline, categories, sequential, diverging, on)


LIGHT = _palette(
    paper="#ffffff",
    ink="#1f2328",
    soft="#5b626b",
    hairline="#dcd8d0",
    categories=(
        "#1565a9", "#c2530a", "#5e989a", "#622b09", "#8080fc", "#913c5b", "#032593", "#451a44",
    ),
    sequential=("#d5e6ea", "#9cc7d1", "#5fa3b3", "#2b7a8c", "#0b4a5a"),
    diverging=("#a34a08", "#dd9350", "#f3d3b3", "#eceae6", "#c3dcf0", "#6aa9d9", "#135a97"),
)  # fmt: skip
"""For paper and light screens."""

DARK = _palette(
    paper="#111111",
    ink="#e8e6e1",
    soft="#a4abb3",
    hairline="#3a4047",
    categories=(
        "#6db6f2", "#f29a4a", "#9dfcf7", "#a1600d", "#90589d", "#fced3f", "#6b83fb", "#c57e8b",
    ),
    sequential=("#21404a", "#2d6676", "#3f8fa3", "#74bccd", "#c0ecf5"),
    diverging=("#f0a35a", "#c27a35", "#5a3a1c", "#33383d", "#1f4560", "#4c93cb", "#8fc9f7"),
)  # fmt: skip
"""For dark screens."""


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with rmkit's settings, whatever the user's own are, and put theirs back after."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        # A letter that the font lacks is drawn by the reader's browser with a font that has it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": ["DejaVu Sans"],
                "font.size": TEXT,
                "pdf.fonttype": 42,
                "svg.fonttype": "none",
                "svg.hashsalt": "rmkit",
                "text.parse_math": False,
            }
        )
        yield
