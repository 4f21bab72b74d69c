"""The pictures beside a look at kinds, each drawn when it is opened."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

import rmkit.figures as figures
from rmkit.figures import Picture
from rmkit.profiles import Clustering

__all__ = ["as_images", "pictures_of"]


def pictures_of(
    found: Clustering, words: Mapping[str, str]
) -> dict[str, tuple[str, Callable[[], Picture]]]:
    """Give the pictures that there are of kinds, by name: the title, and what draws it.

    Parameters
    ----------
    found
        What a look found.
    words
        What skills are called, by id.
    """
    return {
        "how_many": ("How many kinds stand out", lambda: figures.how_many(found.evidence)),
        "stability": (
            "How surely each kind comes back",
            lambda: figures.stability_bars(found.stability, found.returned),
        ),
        "plane": ("A map: who answered alike lies near each other", lambda: _plane(found)),
        "widths": (
            "How clearly each belongs to their kind",
            lambda: figures.silhouette_bars(found.widths(), found.labels),
        ),
        "levels": ("Levels in each kind", lambda: _levels(found, words)),
    }


def as_images(picture: Picture) -> dict[str, str]:
    """Give a picture for a page: its sentence, its `alt`, and an address of it in each theme.

    The drawing goes into an image, in which nothing can run.
    """
    images = {}
    for theme in ("light", "dark"):
        drawn = base64.b64encode(picture.svg(theme).encode()).decode("ascii")
        images[theme] = f"data:image/svg+xml;base64,{drawn}"
    return {"sentence": picture.sentence, "alt": picture.alt, **images}


def _plane(found: Clustering) -> Picture:
    place = found.plane()
    return figures.kind_plane(place.points, found.labels, stress=place.stress, kept=place.kept)


def _levels(found: Clustering, words: Mapping[str, str]) -> Picture:
    return figures.kinds(found.table(), found.contrasts(), numbers=found.numbers, words=words)
