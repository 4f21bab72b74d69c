"""The words of the field and of rmkit: what each means here, and where it comes from."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field as Limit
from pydantic import model_validator

from rmkit.content.piece import read_piece
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import UnknownName

__all__ = ["Lexicon", "Term", "explained_term", "lexicon_terms", "looked_up"]


class Term(Definition):
    """One word: what it means, whose it is, and which others to look at."""

    term: str
    text: Text
    source: Identifier = Limit(alias="from")
    see: tuple[str, ...] = ()


class Lexicon(Definition):
    """All terms and the sources that they name."""

    id: Identifier
    title: Text
    covers: tuple[str, ...]
    sources: dict[Identifier, str]
    terms: Annotated[tuple[Term, ...], Limit(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Lexicon:
        names = [one.term for one in self.terms]
        problems = [
            f"{name} stands twice" for name in sorted({n for n in names if names.count(n) > 1})
        ]
        for one in self.terms:
            problems += (
                [f"{one.term} names no known source"] if one.source not in self.sources else []
            )
            problems += [f"{one.term} points to {to}, which is not there" for to in one.see
                         if to not in names]  # fmt: skip
        if problems:
            raise Contradictions(problems)
        return self

    def source_of(self, term: Term) -> str:
        """Say in words where a term comes from."""
        return self.sources[term.source]


@cache
def lexicon_terms() -> Lexicon:
    """Give the lexicon, its terms in alphabetical order."""
    read = read_piece(Lexicon, "lexicon.yaml")
    ordered = tuple(sorted(read.terms, key=lambda one: one.term.casefold()))
    return read.model_copy(update={"terms": ordered})


def explained_term(name: str) -> Term:
    """Give one term, however it is written.

    Raises
    ------
    UnknownName
        There is no such term; the nearest is named.

    Examples
    --------
    >>> explained_term("smart").term
    'SMART'
    """
    known = {one.term.casefold(): one for one in lexicon_terms().terms}
    wanted = " ".join(name.split()).casefold()
    if wanted not in known:
        raise UnknownName(kind="term", name=name, known=[one.term for one in known.values()])
    return known[wanted]


def looked_up(words: str, *, language: str = "en") -> tuple[Term, ...]:
    """Find terms by a part of their name or of what they say; those named so come first.

    >>> [one.term for one in looked_up("pair")][0]
    'Pair'
    """
    wanted = " ".join(words.split()).casefold()
    named = [t for t in lexicon_terms().terms if wanted in t.term.casefold()]
    told = [t for t in lexicon_terms().terms if wanted in t.text.say(language).casefold()]
    return (*named, *(t for t in told if t not in named))
