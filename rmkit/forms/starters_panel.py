"""Discussion starters in a notebook: drawn one after the other, with a silent minute.

With a programme, those drawn for a pair are remembered under the pair by id. Without one, the
browser of whoever draws remembers them, and nothing else does.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from rmkit.content.starters import Starter, discussion_starters, draw_starters
from rmkit.content.topics import known_topics
from rmkit.errors import RmkitError
from rmkit.forms.given import Given
from rmkit.forms.library_shown import formats, pair_rows, starter_rows, themes, topics
from rmkit.forms.panel import Panel, Reply, act, script, style

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["StartersPanel", "starters"]

_MOST = 10
_ANY_SEED = 1 << 30


class StartersPanel(Panel):
    """The starters. What was drawn stands in the page alone."""

    _esm = script("starters")
    _css = style("library")

    def __init__(self, programme: Programme | None = None, *, seed: int | None = None) -> None:
        self._programme = programme
        self._seed = seed
        super().__init__(self._seen())

    @act
    def draw(self, given: Given) -> Reply:
        """Draw starters of a theme or for topics; for a pair, by what they talk about."""
        n = min(max(given.number("many"), 1), _MOST)
        theme = given.text("theme") or None
        seed = secrets.randbelow(_ANY_SEED) if self._seed is None else self._seed
        if pair := given.text("pair"):
            rows = starter_rows(self._for_pair(pair, n, seed, theme))
            return Reply(data={"drawn": rows, "again": 0})
        chosen = [name for name in given.list_of_texts("topics") if name in known_topics()]
        used = given.list_of_texts("used")
        drawn = draw_starters(n, seed=seed, theme=theme, topics=chosen, used=used)
        return Reply(data={"drawn": starter_rows(drawn.starters), "again": drawn.again})

    @act
    def look(self, _: Given) -> None:
        """Look again at what is kept."""
        self.view = self._seen()

    def _for_pair(self, pair: str, n: int, seed: int, theme: str | None) -> tuple[Starter, ...]:
        if self._programme is None:
            message = "There is no programme open, so no pair is known here."
            raise RmkitError(message)
        return self._programme.library.draw(pair, n, seed=seed, theme=theme)

    def _seen(self) -> dict[str, object]:
        view: dict[str, object] = {
            "problem": "",
            "themes": themes(),
            "topics": topics(),
            "formats": formats(),
            "pairs": [],
            "all": len(discussion_starters().starters),
        }
        if self._programme is None:
            return view
        try:
            return {**view, "pairs": pair_rows(self._programme)}
        except RmkitError as error:
            return {**view, "problem": str(error)}


def starters(programme: Programme | None = None, *, seed: int | None = None) -> StartersPanel:
    """Draw discussion starters.

    Parameters
    ----------
    programme
        Whose pairs can be drawn for; None draws for whoever sits here.
    seed
        Decides the draw; None draws anew each time.

    Returns
    -------
    StartersPanel
        A widget. Only ids of starters are remembered, never what was said.
    """
    return StartersPanel(programme, seed=seed)
