"""Every block of a sheet, with the same words everywhere."""

from __future__ import annotations

from rmkit.report.asked import Asked, Boxes, Choice, Rated, Rating, Together, Write

__all__ = ["asked_blocks"]


def asked_blocks(text: str) -> tuple[Asked | Together | Rating, ...]:
    """Give questions of every kind, alone, together and as a rating."""
    choices = tuple(Choice(value, text, text, text) for value in ("a", "b"))
    asked = (
        Asked(text, (Write("one", 2, value=text),), text, text[:3], required=True),
        Asked(text, (Write("many", 3, "text", head=text), Write("other", 3, "text", head=text))),
        Asked(text, (Write("sign", kind="signature", captions=(text, text)),)),
        Asked(text, (Boxes("pick", choices), Boxes("ticks", choices, many=True, head=text))),
    )
    short = (Asked(text, (Write("day", kind="date"),)), Asked(text, (Write("n", kind="number"),)))
    rows = (Rated(text, ("r_a", "r_b"), text, text), Rated(text, ("s_a", "s_b")))
    together = [Together(shape, asked, text) for shape in ("parts", "beside", "quadrants")]
    rating = Rating(text, (text, text), choices, rows, text, required=True)
    return (*asked, *short, *together, rating)
