"""Which columns may never decide about anybody: protected traits serve the audit alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rmkit.errors import NotAllowed

__all__ = ["is_protected", "refuse_protected"]

_WHOLE: Final = frozenset({
    "age", "sex", "sexe", "sexo", "sesso", "born", "dob", "yob", "race", "raza", "faith", "caste",
    "alter", "origin", "origine", "origen", "male", "female", "woman", "women", "frau", "married",
    "skin", "lgbt", "lgbtq", "trans",
})  # fmt: skip
_STARTS: Final = (
    "ageband", "agebracket", "ageclass", "agegroup", "agerange", "alters", "belief",
    "citizen", "civilpartner", "discapac", "edad", "ethn", "etnia", "genero", "geslacht",
    "handicap", "health", "herkunft", "konfession", "leeftijd", "marital", "marriage", "maternity",
    "national", "orientation", "parental", "paternity", "politic", "pronoun", "racial",
    "racegroup", "schwanger", "skincolo", "staatsangeh", "union", "veteran", "weiblich",
    "weltanschau",
)  # fmt: skip
_ANYWHERE: Final = (
    "behinder", "birth", "civilstatus", "disab", "familienstand", "familystatus", "geburt",
    "gender", "geschlecht", "gewerkschaft", "migrationshint", "pregnan", "religio", "sexual",
)  # fmt: skip
_SKILLS: Final = ("level_", "target_")


def is_protected(column: str) -> bool:
    """Say whether the name of a column tells a trait that law protects.

    >>> is_protected("Gender"), is_protected("AgeGroup"), is_protected("language")
    (True, True, False)
    """
    if column.startswith(_SKILLS):
        return False
    words = _words(column)
    together = "".join(words)
    return any(word in _WHOLE or word.startswith(_STARTS) for word in words) or any(
        stem in together for stem in _ANYWHERE
    )


def _words(column: str) -> list[str]:
    """Take a name apart, whether underscores or capitals join its words, and without accents."""
    plain = unicodedata.normalize("NFKD", column)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return re.findall(r"[^\W\d_]+", apart.casefold())


def refuse_protected(what: str, column: str, *, decide: str = "who is paired") -> None:
    """Raise `NotAllowed` where a protected trait would decide something about people."""
    if is_protected(column):
        message = (
            f'{what} looks at "{column}", a protected trait: sex, age, origin and the like never '
            f"decide {decide}. Take it out. The audit can show whether pairs are even across it."
        )
        raise NotAllowed(message)
