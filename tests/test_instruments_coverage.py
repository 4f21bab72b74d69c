"""Every part of the method has its questions, and every question its part of the method."""

from __future__ import annotations

import csv
import re

import pytest

from rmkit import instruments

FORMS = [line for line in instruments.catalogue() if line.kind == "form"]
ASKED_FOR = [
    "CV-2.3", "CV-2.4", "CV-2.5", "CV-3.4", "CV-4.2", "CV-5.2", "CV-A5", "CV-A6", "CV-A7", "CV-C3",
    "TEN-5", "TEN-9", "TEN-10", "PRG-3", "PRG-7", "PRG-8",
]  # fmt: skip
"""The parts of the method that are questionnaires or worksheets."""
PART = re.compile(r"(CV|KEY|TEN|PRG|REC|CARD)-[A-Z0-9.]+")
UNSEEN = {"also", "source", "covers", "formula"}
IN_A_ROW = {True: 6, False: 9}
"""So many words in the order of a document are not our own; the guide's (True) are not free."""


def by_item(whole):
    """Give the parts that each item names itself, with its rows and those of its library."""
    entries = {name: made.entries for name, made in instruments.libraries().items()}
    for item in whole.items:
        rows = (*item.rows, *entries.get(item.library, ()))
        yield item, {*item.covers, *(part for row in rows for part in row.covers)}


def words_of(thing):
    """Give every text of a definition that people read when they are asked."""
    if isinstance(thing, dict):
        for key, inner in thing.items():
            yield from words_of(inner) if key not in UNSEEN else ()
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from words_of(inner)
    elif isinstance(thing, str):
        yield thing


def runs(text, many):
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[at : at + many]) for at in range(len(words) - many + 1)}


@pytest.mark.parametrize("name", [line.id for line in FORMS])
def test_every_question_belongs_to_a_part_of_the_method(name):
    whole = instruments.definition(name)
    parts = {item.id: own or set(whole.covers) for item, own in by_item(whole)}
    assert [key for key, ids in parts.items() if not ids] == []
    odd = {part for ids in (*parts.values(), whole.covers) for part in ids}
    assert [part for part in odd if not PART.fullmatch(part)] == []


def test_every_part_that_is_a_questionnaire_has_a_question_that_names_it():
    named = {part for line in FORMS for _, own in by_item(instruments.definition(line.id))
             for part in own}  # fmt: skip
    assert sorted(set(ASKED_FOR) - named) == []


def test_parts_are_those_of_the_list_of_what_must_exist(shared):
    with (shared / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(ASKED_FOR) == {row["id"] for row in rows if row["kind"] == "instrument"}
    wholes = [instruments.definition(line.id) for line in instruments.catalogue()]
    named = {p for w in wholes for _, own in by_item(w) for p in (*own, *w.covers)}
    named |= {p for w in wholes for made in w.scores.values() for p in made.covers}
    assert sorted(named - {row["id"] for row in rows}) == []


@pytest.mark.parametrize("line", instruments.catalogue(), ids=lambda line: line.id)
def test_everything_that_is_asked_says_where_in_a_programme_it_belongs(line):
    assert line.step
    assert line.filled_by
    assert line.when
    assert not instruments.definition(line.id).validated


def test_words_are_our_own_and_not_those_of_the_documents_the_method_comes_from(shared):
    said = {line.id: list(words_of(instruments.definition(line.id).model_dump(mode="json")))
            for line in instruments.catalogue()}  # fmt: skip
    documents = list(shared.glob("sources/*.txt"))
    assert documents
    taken = []
    for path in documents:
        many = IN_A_ROW["guide" in path.name]
        theirs = runs(path.read_text(encoding="utf-8"), many)
        taken += [(name, " ".join(run)) for name, texts in said.items() for text in texts
                  for run in runs(text, many) & theirs]  # fmt: skip
    assert taken == []
