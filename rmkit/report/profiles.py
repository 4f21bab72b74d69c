"""Who the candidates are, on a page that a steering group reads in five minutes.

In come the kinds in words, the sentences on how sure they are and on what will be missing, and the
pictures of each; out goes a page to hand out or to print. It is about groups of five and more and
names nobody. The sentence with a limit stands beside the sentence with the result. Nothing here
computes, reads or writes.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rmkit.disclosure.audiences import Released, opened
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Drawn,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
)

__all__ = ["DECIDES_NOTHING", "profiles_page"]

DECIDES_NOTHING = (
    "A kind decides nothing about a person. It helps to read many answers at once; nobody is "
    "matched, admitted or turned down by it, and none of this may be used for appraisal, "
    "promotion, pay or dismissal."
)

_SAID = {"have": "Have.", "want": "Want.", "give": "Can give."}


def profiles_page(
    *,
    programme: str,
    organisation: str,
    made: str,
    facts: Sequence[tuple[str, Cell]],
    finding: str,
    kinds: Released[pd.DataFrame],
    pictures: Sequence[Drawn],
    sure: Sequence[str],
    evidence: Sequence[Drawn],
    limits: Sequence[str],
    missing: Sequence[str],
    needs: Drawn,
    how: Sequence[tuple[str, str]],
    language: str = "en",
) -> Page:
    """Describe the page about the kinds of candidates, for the steering group.

    Parameters
    ----------
    programme, organisation, made
        Their names, and the day in words.
    facts
        The figures to be seen first, as (what it is, its value).
    finding
        What kinds there are, or that there are none, in a sentence or two.
    kinds
        Released to the steering group; one row a kind: `kind` (what it is called), `who` (how
        many, in which roles, how surely), `have`, `want`, `give` and `portrait`, each a sentence
        or nothing.
    pictures
        What the kinds look like.
    sure, evidence
        How sure that is, in sentences and in pictures.
    limits
        What stands against it, one sentence each.
    missing, needs
        What will be missing before anybody is matched, in sentences and as a picture.
    how
        How it was found, as (what, in words).
    language
        The language of the texts given.
    """
    blocks: list[Block] = [Facts(tuple(facts)), Heading("Who are they?"), Paragraph(finding)]
    blocks += _kinds(opened(kinds, "steering_group", where="The page of profiles"))
    blocks += [Drawing(picture) for picture in pictures]
    blocks += [Note(DECIDES_NOTHING), Heading("How sure is that?")]
    blocks += [Paragraph(text) for text in sure]
    if limits:
        blocks.append(Bullets(tuple(limits)))
    blocks += [Drawing(picture) for picture in evidence]
    blocks += [Heading("What will be missing?"), *_missing(missing), Drawing(needs)]
    blocks += [Heading("How this was found"), Bullets(tuple(Point(*pair) for pair in how))]
    return Page(
        title=f"{programme}: who the candidates are",
        subtitle=" · ".join(part for part in (organisation, made) if part),
        blocks=tuple(blocks),
        language=language,
    )


def _kinds(kinds: pd.DataFrame) -> list[Block]:
    blocks: list[Block] = []
    for row in kinds.to_dict("records"):
        blocks += [Heading(row["kind"], level=2), Paragraph(row["who"])]
        said = tuple(Point(lead, row[name]) for name, lead in _SAID.items() if row[name])
        blocks += [Bullets(said)] if said else []
        blocks += [Paragraph(row["portrait"])] if row["portrait"] else []
    return blocks


def _missing(missing: Sequence[str]) -> list[Block]:
    limit = (
        "Somebody at level 3 may well help somebody at level 1, and a pair may want something "
        "else. Read this as a warning before anybody is matched, not as a verdict."
    )
    said = tuple(missing) or ("For every skill there are enough mentors who can give it.",)
    return [Bullets(said), Paragraph(limit)]
