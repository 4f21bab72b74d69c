"""What the programme's file keeps about kinds, and what becomes of a choice with its reason."""

import shutil

import pandas as pd
import pytest

from rmkit import cluster
from rmkit.errors import NotAllowed
from rmkit.programme.clock import now as clock
from rmkit.programme.kinds_kept import settings_of
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small firm, up to its profiles, as a file to copy."""
    with Programme.sample("six_pairs", until="profiles") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("made") / "a.rmkit")


@pytest.fixture
def small(made, tmp_path):
    with Programme.open(shutil.copy(made, tmp_path / "a.rmkit")) as programme:
        yield programme


QUICK = {"weights": {"levels": 2}}


def quickly(programme, k=2, **how):
    """Find a number of kinds that is asked for; cheap, for nothing has to be chosen."""
    return programme.profiles.look(k, **{**QUICK, **how})


def entries(programme):
    return len(programme.file.history())


def test_nothing_is_kept_before_somebody_looked(small):
    assert small.profiles.kept is None
    assert small.profiles.sentences == []


def test_a_choice_is_kept_with_its_reason_and_how_it_was_found(small):
    found = quickly(small, seed=4)
    small.profiles.keep(found, reason="  Two workshops\n are planned. ")
    kept = small.profiles.kept
    assert (kept.k, kept.asked, kept.method, kept.seed) == (2, 2, "k-means", 4)
    assert kept.weights == {"levels": 2.0}
    assert kept.people == found.n_used
    assert kept.is_choice
    assert kept.is_current
    assert small.profiles.holds(found)
    assert kept.sentence.endswith("Chosen because: Two workshops are planned.")
    assert small.file.history()[-1].action == "Chose the kinds of candidates"


def test_a_block_that_was_left_out_is_noted_as_left_out_and_one_unheard_of_is_not():
    steps = [1, 2, 3, 4, 5, 2, 4]
    people = pd.DataFrame(
        {
            "person_id": [f"P{i}" for i in range(7)],
            "role": "mentor",
            "level_ai": steps,
            "target_ai": [min(step + i % 2, 5) for i, step in enumerate(steps)],
        }
    )
    settings = settings_of(cluster(people, weights={"needs": 0}), reason="")
    assert settings["weights"] == {"levels": 1.0, "needs": 0.0}


def test_a_choice_with_its_reason_stands_whatever_is_looked_at_after(small):
    small.profiles.keep(quickly(small), reason="Two workshops are planned.")
    before = entries(small)
    again = small.profiles.read()
    assert again.k == 2
    assert entries(small) == before
    other = small.profiles.read(3, **QUICK)
    assert other.k == 3
    assert not small.profiles.holds(other)
    assert entries(small) == before
    assert small.profiles.kept.reason == "Two workshops are planned."
    small.profiles.keep(other)
    assert not small.profiles.kept.is_choice
    assert small.profiles.kept.k == 3


def test_without_a_choice_the_last_look_is_kept_once(small):
    small.profiles.read(2, **QUICK)
    before = entries(small)
    small.profiles.read(2, **QUICK)
    assert entries(small) == before
    small.profiles.read(3, **QUICK)
    assert small.profiles.kept.k == 3


def test_answers_that_come_later_are_said_and_the_choice_is_made_again_of_them(small):
    small.profiles.keep(quickly(small), reason="Two workshops are planned.")
    person = small.candidates.people["person_id"].iloc[0]
    small.rights.object(person, "matching", by="Rosa")
    assert small.profiles.kept.is_current is False
    assert "Answers changed since" in small.profiles.kept.sentence
    n = small.profiles.kept.people
    small.profiles.read()
    kept = small.profiles.kept
    assert (kept.k, kept.people, kept.is_current) == (2, n - 1, True)
    assert kept.reason == "Two workshops are planned."


def test_a_choice_that_todays_answers_do_not_carry_is_said_and_stays(small):
    small.profiles.keep(quickly(small), reason="Two workshops.")
    stored = small.file.clustering()
    with small.file.change(actor="coordinator", action="As if", now=clock()) as change:
        change.save_clustering(settings={**stored.settings, "k": 40}, result=stored.result)
    with pytest.raises(
        NotAllowed, match=r"kept on .* cannot be found in today's answers: 40 kinds"
    ):
        small.profiles.read()
    assert small.profiles.kept.reason == "Two workshops."


def test_what_an_earlier_rmkit_kept_is_still_read(small):
    people = small.candidates.people["person_id"].head(10)
    with small.file.change(actor="coordinator", action="As before", now=clock()) as change:
        change.save_clustering(
            settings={"k": "auto", "seed": 0, "method": "k-means on standardised levels, needs"},
            result={"k": 2, "labels": dict.fromkeys(people, 1), "sentences": ["10 people."]},
        )
    kept = small.profiles.kept
    assert (kept.k, kept.asked, kept.method, kept.people) == (2, None, "", 10)
    assert kept.is_current is None
    assert not kept.is_choice
    assert "Answers changed" not in kept.sentence
    assert small.profiles.sentences == ["10 people."]
    assert small.profiles.people["cluster"].count() == 10
    small.profiles.read(2, **QUICK)
    assert small.profiles.kept.method == "k-means"


def test_whoever_is_erased_is_gone_from_the_reason_and_from_the_kinds(small):
    someone = small.file.people()[5]
    small.profiles.keep(quickly(small), reason=f"{someone.name} asked for two workshops.")
    assert someone.person_id in small.file.clustering().result["labels"]
    small.candidates.erase(someone.person_id, by="Rosa")
    kept = small.profiles.kept
    assert kept.reason.endswith("asked for two workshops.")
    assert someone.name not in kept.reason
    assert kept.is_current is False
    assert someone.person_id not in small.file.clustering().result["labels"]
    assert someone.name.encode() not in small.file.path.read_bytes()
    small.profiles.read()
    assert small.profiles.kept.is_current


def test_undo_brings_the_choice_before_back(small):
    small.profiles.keep(quickly(small), reason="First.")
    small.profiles.keep(quickly(small, 3), reason="Second.")
    small.keeping.undo(by="Rosa")
    assert (small.profiles.kept.k, small.profiles.kept.reason) == (2, "First.")
    small.keeping.undo(by="Rosa")
    assert small.profiles.kept is None
