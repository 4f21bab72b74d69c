"""The principles of reverse mentoring and the rules of engagement, on one page to hand out."""

from __future__ import annotations

from rmkit.content.model import Principles
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph, Point

__all__ = ["principles_page"]


def principles_page(
    principles: Principles, *, organisation: str = "", language: str = "en"
) -> Page:
    """Describe the page of principles that goes with the welcome letters.

    Parameters
    ----------
    principles
        What `rmkit.content.principles()` gives, or an organisation's own.
    organisation
        Stands below the title; may be empty.
    language
        The language to say it in; English where a text lacks it.
    """
    blocks: list[Block] = [Paragraph(principles.opening.say(language))]
    for title, part in principles.parts():
        points = tuple(Point(it.lead.say(language), it.text.say(language)) for it in part)
        blocks += [Heading(title.say(language)), Bullets(points, numbered=True)]
    blocks.append(Note(principles.closing.say(language)))
    return Page(principles.title.say(language), tuple(blocks), organisation, language)
