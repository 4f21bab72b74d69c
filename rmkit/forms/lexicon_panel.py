"""The lexicon in a notebook: type a word, read what it means here and where it comes from."""

from __future__ import annotations

from rmkit.content.lexicon import lexicon_terms
from rmkit.forms.panel import Panel, script, style

__all__ = ["LexiconPanel", "lexicon"]


class LexiconPanel(Panel):
    """All terms; the search is the page's own."""

    _esm = script("lexicon")
    _css = style("library")

    def __init__(self) -> None:
        shelf = lexicon_terms()
        terms = [
            {
                "term": one.term,
                "text": one.text.say(),
                "source": shelf.source_of(one),
                "see": list(one.see),
            }
            for one in shelf.terms
        ]
        super().__init__({"terms": terms})


def lexicon() -> LexiconPanel:
    """Show the words of the field and of rmkit, with a search.

    Returns
    -------
    LexiconPanel
        A widget; it needs no programme.
    """
    return LexiconPanel()
