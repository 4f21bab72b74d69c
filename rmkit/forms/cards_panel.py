"""The cards and handouts of the training in a notebook: look at them, and write them to print."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from rmkit.content.model import Principle
from rmkit.content.training import Deck, deck, decks
from rmkit.definitions.texts import Text
from rmkit.errors import RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, script, style
from rmkit.programme.handouts import handouts_zip, printed_cards

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["CardsPanel", "cards"]


class CardsPanel(Panel):
    """Decks of cards to choose from."""

    _esm = script("cards")
    _css = style("cards")

    def __init__(self, organisation: str = "") -> None:
        self._organisation = organisation
        super().__init__({"decks": [_deck(deck(name)) for name in decks()]})

    @act
    def write(self, given: Given) -> Reply:
        """Hand over the chosen decks in one file, or all handouts in one to unpack."""
        form = given.text("format")
        if form == "all":
            name, content = "training-handouts.zip", handouts_zip(organisation=self._organisation)
        else:
            chosen = [name for name in decks() if name in given.texts("decks")]
            if not chosen:
                message = "Tick at least one kind of cards. Nothing was written."
                raise RmkitError(message)
            content = printed_cards(chosen, form, organisation=self._organisation)
            name = f"cards-{chosen[0]}.{form}" if len(chosen) == 1 else f"cards.{form}"
        sent = base64.b64encode(content).decode("ascii")
        return Reply(
            Notice("done", f"{name} is ready below."), {"file": {"name": name, "bytes": sent}}
        )


def _deck(one: Deck) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title.say(),
        "use": one.use.say(),
        "per_sheet": one.per_sheet,
        "cards": [
            {
                "head": card.head.say(),
                "lines": [_line(line) for line in card.lines],
                "foot": card.foot.say() if card.foot else "",
            }
            for card in one.cards
        ],
    }


def _line(line: Text | Principle) -> list[str]:
    return ["", line.say()] if isinstance(line, Text) else [line.lead.say(), line.text.say()]


def cards(programme: Programme | None = None) -> CardsPanel:
    """Look at the cards of the training, and write them to print, or all handouts at once.

    Parameters
    ----------
    programme
        Its organisation stands on what is written; None leaves that out.
    """
    return CardsPanel(programme.organisation if programme else "")
