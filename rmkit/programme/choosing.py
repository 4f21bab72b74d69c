"""Choosing the questionnaire by a form: the variant, and the rows that matter here.

`choice_form` gives the questions of that form as an instrument, `choice_of` what is chosen now in
its keys, and `read_choice` what its answers mean for `CandidatesStep.choose`. A form is whole: a
row that is not ticked is not asked, and a block without a tick is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rmkit.errors import Fault, FaultsFound
from rmkit.instruments import definition, libraries
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Entry, Instrument, Item, Option, Section
from rmkit.instruments.spellings import alike

__all__ = ["choice_form", "choice_of", "read_choice"]

_BLOCKS = {
    "competences": (
        "Which digital competences matter here?",
        "Candidates say their level in each, and pairs are made of what one can and the other "
        "wants. Four to eight are plenty: fewer rows get more honest answers.",
    ),
    "tools": (
        "Which digital tools matter here?",
        "As with competences. Tick kinds of tools that people here use or soon will; three to six "
        "are plenty, as fewer rows get more honest answers.",
    ),
    "languages": (
        "Which languages are spoken here?",
        "Partners need one in common. Only the extended questionnaire asks for it; a short list is "
        "answered with more care than a long one.",
    ),
    "style": (
        "Which ways of working do you want to ask about?",
        "They break a tie between pairs at most, as the evidence that similar partners get on "
        "better is thin. Only the extended questionnaire asks for it. Leave it blank unless you "
        "have a reason: fewer rows get more honest answers.",
    ),
}
_VARIANT_HELP = (
    "The short one is enough to make pairs. The extended one also asks for wanted levels, "
    "languages and half-days, so that pairs fit better and can meet."
)
_RATED = ("competences", "tools")


def choice_form(known: Sequence[Instrument] = ()) -> Instrument:
    """Give the questions by which a facilitator chooses the candidate questionnaire.

    Parameters
    ----------
    known
        Questionnaires that are in use, or were. Their rows that no library has stand behind those
        of the library.

    Returns
    -------
    Instrument
        `variant`, a choice; and `competences`, `tools`, `languages` and `style`, each a multiple
        choice of ids in the order and groups of its library.
    """
    whole = definition("candidate")
    variants = tuple(Option(value=name, label=label) for name, label in whole.variants.items())
    variant = Item.model_validate(
        {
            "id": "variant",
            "kind": "choice",
            "text": "Which questionnaire do candidates answer?",
            "help": _VARIANT_HELP,
            "required": True,
            "privacy": "none",
            "options": variants,
        }
    )
    blocks = {item.id: _block(item, known) for item in _drawing()}
    section = {"id": "choice", "title": "What candidates are asked"}
    return Instrument.model_validate(
        {
            "id": "candidate_choice",
            "version": 1,
            "title": "The candidate questionnaire",
            "purpose": "Choose what matters in your organisation; candidates are asked no more.",
            "source": "rmkit's own",
            "covers": ("CV-2.4",),
            "sections": [
                Section.model_validate(
                    section | {"items": (variant, *(blocks[name] for name in _BLOCKS))}
                )
            ],
        }
    )


def _drawing() -> tuple[Item, ...]:
    """Give the items of the candidate questionnaire whose rows or options can be chosen."""
    return tuple(item for item in definition("candidate").items if item.library)


def _block(item: Item, known: Sequence[Instrument]) -> Item:
    text, help_text = _BLOCKS[item.id]
    own = [_as_option(entry) for entry in _own(item, known).values()]
    shipped = [_as_option(entry) for entry in libraries()[item.library or ""].entries]
    options = [o for o in shipped if not any(_same(o, mine) for mine in own)] + own
    kept = {"id": item.id, "kind": "multiple_choice", "privacy": "none", "covers": item.covers}
    return Item.model_validate(kept | {"text": text, "help": help_text, "options": tuple(options)})


def _same(one: Option, other: Option) -> bool:
    """Whether an answer could not tell two options apart."""
    return one.value == other.value or any(alike((one, other)))


def _as_option(entry: Entry) -> Option:
    return Option(value=entry.id, label=entry.text, help=entry.help, group=entry.group)


def _own(item: Item, known: Sequence[Instrument]) -> dict[str, Entry]:
    """Give the rows or options, by id, that questionnaires have and the item's library lacks."""
    shipped = {entry.id: entry for entry in libraries()[item.library or ""].entries}
    found = {entry.id: entry for one in known for entry in _entries(one, item.id)}
    return {
        name: entry
        for name, entry in found.items()
        if name not in shipped or shipped[name].text != entry.text
    }


def _entries(questionnaire: Instrument, name: str) -> Iterator[Entry]:
    """Give the rows of a matrix, or the options of a choice, as entries."""
    for item in questionnaire.items:
        if item.id == name:
            yield from item.rows
            for o in item.options:
                yield Entry(id=str(o.value), text=o.label, help=o.help, group=o.group)


def choice_of(questionnaire: Instrument) -> dict[str, object]:
    """Say what a questionnaire has chosen, in the keys of `choice_form`.

    What its variant does not ask is given as it ships, so that the form starts well when somebody
    turns to the other variant.
    """
    variant = questionnaire.variant or next(iter(definition("candidate").variants))
    chosen: dict[str, object] = {"variant": variant}
    for item in _drawing():
        there = [entry.id for entry in _entries(questionnaire, item.id)]
        chosen[item.id] = there if _is_asked(item, variant) else [*item.chosen]
    return {name: chosen[name] for name in ("variant", *_BLOCKS)}


def _is_asked(item: Item, variant: str) -> bool:
    return not item.variants or variant in item.variants


def read_choice(
    answers: Mapping[str, object], known: Sequence[Instrument] = ()
) -> tuple[str, dict[str, list[str | Entry]]]:
    """Read the answers to `choice_form`.

    Parameters
    ----------
    answers
        What was ticked, by the keys of the form. A block that is blank or not there is left out
        of the questionnaire.
    known
        As for `choice_form`.

    Returns
    -------
    tuple
        The variant, and the entries of each item that it asks, as `instruments.load` takes them.

    Raises
    ------
    FaultsFound
        No variant, or one or a row that is not there; or no competence and no tool at all.
    """
    kept, faults = check_answers(choice_form(known), answers)
    wrong = [fault for fault in faults if fault.level == "error"]
    if not any(kept.get(name) or name in {fault.key for fault in wrong} for name in _RATED):
        problem = "Neither a competence nor a tool is ticked, so there is nothing to learn."
        wrong.append(Fault(problem, "Tick at least one of them.", key=_RATED[0]))
    if wrong:
        raise FaultsFound(wrong, "The questionnaire stays as it was.")
    variant, rows = str(kept["variant"]), {}
    for item in _drawing():
        if _is_asked(item, variant):
            ticked, own = kept.get(item.id, []), _own(item, known)
            names = ticked if isinstance(ticked, list) else []
            rows[item.id] = [own.get(name, name) for name in names]
    return variant, rows
