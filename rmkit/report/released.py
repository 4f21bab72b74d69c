"""What a mentee lets their mentor read, on a page that goes with the mentor's first letter.

In come the answers that were released to the pair; out goes a page. Nothing that was not ticked
can stand in it, since nothing else comes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rmkit.disclosure.audiences import Released, opened
from rmkit.instruments.model import Instrument
from rmkit.report.answered import said
from rmkit.report.page import Block, Heading, Note, Page, Table

__all__ = ["released_page"]


def released_page(
    parts: Sequence[tuple[Instrument, Released[Mapping[str, object]]]],
    *,
    mentee: str,
    organisation: str = "",
    language: str = "en",
) -> Page:
    """Describe the page of what a mentee shares.

    Parameters
    ----------
    parts
        Each form that they answered, with what of it was released to the pair, by key.
    mentee
        The name.
    organisation
        Stands below the title; may be empty.
    language
        Of the questions; English where a text lacks it.

    Raises
    ------
    NotAllowed
        Something was not released to the pair.
    """
    blocks: list[Block] = [
        Note(
            f"{mentee} ticked these answers for you, their mentor, to read before you meet; "
            "nothing else of what they answered is passed on. Ask about them rather than judge by "
            "them, and make your plan from them together. Keep the page to yourself, and delete it "
            "when they ask you to."
        )
    ]
    for asked, released in parts:
        answers = opened(released, "pair", where="What a mentee shares")
        rows = tuple(
            (field.heading(language), said(field, answers[field.key]))
            for field in asked.fields
            if field.key in answers
        )
        blocks += [Heading(asked.title.say(language)), Table(("Asked", "Answer"), rows, "", (2, 3))]
    return Page(f"What {mentee} shares with you", tuple(blocks), organisation, language)
