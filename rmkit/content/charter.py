"""What the charter, the sponsor's brief and the page for leaders say."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field as Limit

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Definition, Identifier, Text

__all__ = ["Benefits", "CharterText", "LeadersText", "Led", "SponsorText", "charter_text", "named"]

_PLACE = "{organisation}"

Lines = Annotated[tuple[Text, ...], Limit(min_length=1, max_length=12)]


class Led(Definition):
    """A line that opens with a few words set off from the rest."""

    lead: Text
    text: Text


Leads = Annotated[tuple[Led, ...], Limit(min_length=1, max_length=12)]


class Benefits(Definition):
    """What each of the three has of it."""

    organisation: Lines
    mentor: Lines
    mentee: Lines


class SponsorText(Definition):
    """The sponsor's brief: what they give, what they get, and what could spoil it."""

    opening: Text
    gives: Leads
    gets: Lines
    risks: Lines


class LeadersText(Definition):
    """What leaders are asked to do."""

    opening: Text
    asks: Leads


class CharterText(Definition):
    """All of it; `{organisation}` stands for the organisation's name."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    purpose: Text
    goals: Lines
    benefits: Benefits
    guidelines: Leads
    sponsor: SponsorText
    leaders: LeadersText


@cache
def charter_text() -> CharterText:
    """Give the words that come with rmkit.

    >>> len(charter_text().leaders.asks)
    7
    """
    return read_piece(CharterText, "charter.yaml")


def named(text: Text, organisation: str) -> str:
    """Say a text with the organisation's name in its place; nothing in the name is markup.

    >>> named(Text.model_validate("People of {organisation}."), "Harbour")
    'People of Harbour.'
    """
    return text.say().replace(_PLACE, organisation)
