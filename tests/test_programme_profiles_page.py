"""The page for the steering group: who, how sure, what will be missing; nobody named."""

import re
import shutil

import numpy as np
import pandas as pd
import pytest

from rmkit.disclosure.audiences import AUDIENCES, may_read, release_groups, release_to_coordinator
from rmkit.errors import NotAllowed, NotSaved
from rmkit.exchange.html import render_html
from rmkit.instruments import load
from rmkit.profiles import cluster
from rmkit.programme.kinds_told import finding_told, kinds_told, limits_told, sureness_told
from rmkit.programme.profiles_page import page_of_profiles
from rmkit.programme.programme import Programme
from rmkit.report.page import Bullets, Drawing, Heading, Note, Paragraph, Point
from rmkit.report.profiles import DECIDES_NOTHING, profiles_page


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The samples up to their profiles, as files to copy."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("harbour", "six_pairs"):
        with Programme.sample(name, until="profiles") as programme:
            shutil.copy(programme.file.path, folder / f"{name}.rmkit")
    return folder


@pytest.fixture
def small(made, tmp_path):
    with Programme.open(shutil.copy(made / "six_pairs.rmkit", tmp_path / "a.rmkit")) as programme:
        yield programme


def headings(page, level=1):
    return [b.text for b in page.blocks if isinstance(b, Heading) and b.level == level]


def sentences(page):
    said = []
    for block in page.blocks:
        if isinstance(block, Paragraph | Heading | Note):
            said.append(block.text)
        elif isinstance(block, Bullets):
            said += [f"{i.lead} {i.text}" if isinstance(i, Point) else i for i in block.items]
        elif isinstance(block, Drawing):
            said.append(block.picture.sentence)
    return said


def test_the_page_says_who_how_sure_and_what_will_be_missing_and_names_nobody(made, tmp_path):
    with Programme.open(shutil.copy(made / "harbour.rmkit", tmp_path / "a.rmkit")) as harbour:
        found = harbour.profiles.read()
        page = page_of_profiles(harbour, found)
        people = harbour.file.people()
    assert headings(page) == [
        "Who are they?", "How sure is that?", "What will be missing?", "How this was found",
    ]  # fmt: skip
    kinds = headings(page, level=2)
    assert [name.split(":")[0] for name in kinds] == [f"Kind {k}" for k in range(1, found.k + 1)]
    said = sentences(page)
    assert len([text for text in said if text.startswith("Can give. ")]) == found.k
    assert any(text.startswith("A composite of ") for text in said)
    assert DECIDES_NOTHING in said
    assert any("drawn anew" in text for text in said)
    assert any("with the people who" in text or "mentees want it" in text for text in said)
    html = render_html(page)
    words = set(re.findall(r"[\w@.-]*\w", html))
    assert not words & {word for p in people for word in (p.person_id, p.email)}
    assert not [p.name for p in people if p.name in html]


def told(programme):
    return " ".join(sentences(page_of_profiles(programme, programme.profiles.standing())))


def test_the_page_is_of_the_kinds_that_are_kept(small):
    small.profiles.read(2)
    assert "14 people in 2 kinds" in told(small)
    assert small.profiles.kept.k == 2
    small.profiles.read(2, method="k-medoids")
    assert "K-medoids on Gower's distance, as was chosen" in told(small)
    small.profiles.keep(small.profiles.look(), reason="Too few to tell.")
    small.profiles.read(2)
    said = told(small)
    assert "kinds cannot be told" in said
    assert "Nobody was put into groups. There are fewer than 20 people." in said
    assert "kinds cannot be told of 14 people" in small.profiles.kept.sentence
    assert "Too few to tell." in said


def test_a_reason_that_names_somebody_stays_with_the_coordinator(small):
    found = small.profiles.look()
    someone = small.file.people()[3]
    for naming in (someone.name, someone.name.split()[0], someone.person_id, someone.email):
        small.profiles.keep(found, reason=f"As {naming} asked.")
        said = told(small)
        assert naming not in said
        assert "The reason names somebody" in said


def test_a_kind_of_a_few_people_keeps_all_kinds_off_the_page(small):
    found = small.profiles.look(5)
    assert found.stability["people"].min() < 5
    page = page_of_profiles(small, found)
    assert headings(page, level=2) == []
    said = " ".join(sentences(page))
    assert "one of them has fewer than 5 people" in said
    assert "Kind " not in said
    assert limits_told(found) == ()


def test_the_page_goes_into_a_folder_or_says_why_not(small, tmp_path):
    assert small.profiles.write_page(tmp_path / "new" / "deep").name == "profiles.html"
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotSaved, match="The page could not be written to"):
        small.profiles.write_page(tmp_path / "file")


def crowd(n=40, left=2):
    """People of two kinds, of whom some answered nothing."""
    rng = np.random.default_rng(1)
    high = (np.arange(n) % 2 == 0)[:, None]
    levels = np.where(high, 4, 2) + rng.integers(0, 2, size=(n, 4))
    frame = pd.DataFrame(levels, columns=[f"level_s{j}" for j in range(4)]).astype("Int64")
    frame.iloc[:left] = pd.NA
    return frame.assign(person_id=[f"P{i:02d}" for i in range(n)], role="mentor")


def test_what_is_told_of_kinds_comes_with_how_sure_it_is():
    found = cluster(crowd())
    assert finding_told(found) == "38 people fall into 2 kinds of 19 and 19."
    answer, *ground = sureness_told(found)
    assert answer == "A first look, to be read as a suggestion."
    assert "p = " in ground[0]
    assert "0.01 is once in a hundred" in ground[1]  # the measures, in plain words
    told = kinds_told(found, {}).content
    assert told["who"].str.contains("19 people, mostly mentors").all()
    assert told["portrait"].str.startswith("A composite of 19 people").all()
    assert not any("left out" in said for said in limits_told(found))


def test_one_kind_is_everybody_together():
    found = cluster(crowd(left=0), 1)
    assert kinds_told(found, {}).content["kind"].tolist() == ["Everybody together"]
    assert finding_told(found).startswith("One kind, as asked")
    assert sureness_told(found) == ()


# ---- the audience


@pytest.mark.claim("audiences")
def test_the_steering_group_reads_no_answer_and_no_group_under_five():
    fields = load("candidate", variant="extended").fields
    assert "steering_group" in AUDIENCES
    assert not [f.key for f in fields if may_read(f, "steering_group")]
    groups = pd.DataFrame({"kind": ["a", "b"], "people": [5, 9], "mentor": ["x", "y"]})
    released = release_groups(groups, ["kind", "people"])
    assert list(released.content.columns) == ["kind", "people"]
    with pytest.raises(NotAllowed, match="says who somebody is"):
        release_groups(groups, ["kind", "mentor"])
    for few in (groups.assign(people=[4, 9]), groups.assign(people=[None, 9]), groups[["kind"]]):
        with pytest.raises(NotAllowed, match="a group here is smaller"):
            release_groups(few, ["kind"])


@pytest.mark.claim("audiences")
def test_the_page_takes_only_what_was_released_to_the_steering_group():
    table = pd.DataFrame({"kind": ["a"], "people": [9]})
    for handed in (table, release_to_coordinator(table)):
        with pytest.raises(NotAllowed, match="The page of profiles"):
            profiles_page(
                programme="P", organisation="O", made="", facts=(), finding="", kinds=handed,
                pictures=(), sure=(), evidence=(), limits=(), missing=(), needs=None, how=(),
            )  # fmt: skip
