"""Names of people who do not exist, from several languages, and their addresses.

Given names are common ones; family names are put together from landscape words of each language.
No list of real people stands behind them, and any likeness is chance. Addresses are at
example.org, which is kept free for examples.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from rmkit.synthetic.dice import Dice

__all__ = ["Named", "names"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name, the address that goes with it, and the language it comes from."""

    name: str
    email: str
    language: str


_GIVEN: Final[dict[str, tuple[str, str]]] = {
    "en": (
        "Alice Beth Clara Dora Edith Fern Grace Hazel Imogen Jess Kate Lily Maud Nora Olive Pippa",
        "Adam Ben Colin Dean Edgar Frank George Harvey Ivor Jack Keith Luke Miles Ned Owen Percy",
    ),
    "es": (
        "Ana Belén Carmen Dolores Elena Fátima Inés Julia Leonor Lucía Mónica Nuria Pilar Rocío",
        "Álvaro Bruno César Diego Emilio Félix Gonzalo Iván Jesús Julián Martín Óscar Raúl Ximén",
    ),
    "de": (
        "Anke Birgit Christa Doris Elke Franziska Gisela Heike Jutta Käthe Maren Renate Silke Ute",
        "Arndt Björn Clemens Detlef Ernst Falk Gerd Holger Jörg Kurt Lutz Norbert Rüdiger Sönke",
    ),
    "cs": (
        "Adéla Blanka Dagmar Eliška Hana Irena Jarmila Kateřina Ludmila Markéta Šárka Věra Zdeňka",
        "Bořivoj Ctibor Dušan František Jiří Karel Luděk Matěj Oldřich Přemysl Řehoř Tomáš Zdeněk",
    ),
    "bg": (
        "Ангелина Бояна Василка Гергана Десислава Елица Йоана Милена Невена Радка Цветана Яна",
        "Асен Богомил Веселин Георги Димитър Емил Здравко Калоян Любомир Огнян Стоян Явор",
    ),
    "fr": (
        "Agnès Béatrice Céline Delphine Élodie Françoise Hélène Inès Maëlle Noémie Solène Zoé",
        "Antoine Benoît Cédric Didier Étienne François Gaël Hervé Jérôme Loïc Noël Rémi",
    ),
}
"""By language: names for women, names for men."""

_FAMILY: Final[dict[str, tuple[str, str]]] = {
    "en": (
        "Salt Reed Black Long Fern Mill Stone Winter",
        "marsh brook quay field stead hollow wick more",
    ),
    "es": (
        "Roble Fuente Piedra Sauce Valle Monte Río Olmo",
        "alta blanca clara honda mayor nueva seca verde",
    ),
    "de": (
        "Birken Möwen Linden Stein Heide Wald Brunn Krähen",
        "bach grund höfer kamp rieder stätter tal weg",
    ),
    "cs": (
        "Bříz Javor Lip Mech Potoč Skal Trn Vrb",
        "ák an ánek eček ek ík inec ovan",
    ),
    "bg": (
        "Брез Дъб Камен Лип Реп Топол Ясен Явор",
        "анов аров енск илов инов ичков ов овск",
    ),
    "fr": (
        "Bois Chêne Claire Haute Roche Saule Val Vigne",
        "bel court fontaine lande mare pré rive son",
    ),
}
"""By language: beginnings and endings of family names."""

_SHARES: Final = {"en": 0.42, "es": 0.17, "de": 0.15, "cs": 0.1, "bg": 0.09, "fr": 0.07}

_LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a",
    "ь": "y", "ю": "yu", "я": "ya", "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue",
}  # fmt: skip
"""How letters are spelled in an address, where dropping the accent is not enough."""


_NAMESAKES: Final = 0.03


def names(n: int, dice: Dice) -> Iterator[Named]:
    """Make up `n` people. Namesakes are rare, and never share an address."""
    taken: Counter[str] = Counter()
    for _ in range(n):
        made = _made_up(dice)
        while _mailbox(made.name) in taken and not dice.chance(_NAMESAKES):
            made = _made_up(dice)
        mailbox = _mailbox(made.name)
        taken[mailbox] += 1
        number = str(taken[mailbox]) if taken[mailbox] > 1 else ""
        yield replace(made, email=f"{mailbox}{number}@example.org")


def _made_up(dice: Dice) -> Named:
    language = dice.weighted(_SHARES)
    woman = dice.chance(0.5)
    given = dice.pick(_GIVEN[language][0 if woman else 1].split())
    return Named(f"{given} {_family(language, dice, woman=woman)}", "", language)


def _mailbox(name: str) -> str:
    return ".".join(_plain(part) for part in name.split(" "))


def _family(language: str, dice: Dice, *, woman: bool) -> str:
    first, last = (dice.pick(part.split()) for part in _FAMILY[language])
    family = first + last
    if language == "cs" and woman:
        stem = family[:-2] + "k" if family.endswith("ek") else family
        return stem + "ová"
    if language == "bg":
        man = "и" if family.endswith("ск") else ""
        return family + ("а" if woman else man)
    return family


def _plain(text: str) -> str:
    """Write a name with the letters a to z, as an address does."""
    spelled = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    bare = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in bare if "a" <= letter <= "z")
