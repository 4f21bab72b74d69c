"""The audit of a programme's pairs: its page, its pictures, and columns for it alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rmkit import forms
from rmkit.cli.app import app
from rmkit.disclosure.audiences import release_to_coordinator
from rmkit.errors import FaultsFound, NotReady, Stopped
from rmkit.exchange.html import render_html
from rmkit.exchange.page_docx import render_docx
from rmkit.exchange.pdf import render_pdf
from rmkit.figures import beside_chance, firm_pairs, group_shares
from rmkit.matching import match
from rmkit.programme.audit_columns import columns_for_audit
from rmkit.programme.auditing import audited, page_of, write_audit
from rmkit.programme.programme import Programme
from rmkit.report.audit import audit_page, ways_answer
from rmkit.report.page import Drawing, Heading, Page, Table
from tests.test_figures_pictures import texts
from tests.test_matching_audit import OFF, crowd, paired


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve()
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("audit") / "a.rmkit")


@pytest.fixture
def six(proposed, tmp_path):
    with Programme.open(shutil.copy(proposed, tmp_path / "a.rmkit")) as programme:
        yield programme


@pytest.fixture(scope="module")
def planted() -> Page:
    """Everybody has a partner; the yard's mentees are free when nobody is."""
    people = crowd(50, 3)
    yard = (people["department"] == "yard") & (people["role"] == "mentee")
    people = people.assign(slots=people["slots"].mask(yard, "fri_am"))
    return page(people, criteria={"shared_slots": 8})


def page(people: pd.DataFrame, **how: object) -> Page:
    result = match(people, rules=OFF, **how)
    found = result.firmness(joint=2)
    hanging = found.pairs[~found.pairs["firm"]].assign(stays=100 * found.pairs["stays"])
    named = hanging.rename(columns={"mentor_id": "mentor", "mentee_id": "mentee"})
    return audit_page(
        programme="Pilot",
        organisation="Port",
        made="1 May",
        checks=release_to_coordinator(result.audit()),
        evenness=result.evenness(["department", "site"]),
        firmness=found,
        hanging=release_to_coordinator(named),
        yardsticks=result.yardsticks(draws=9),
        only_for_audit=("sex",),
    )


def words(of: Page) -> str:
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", render_html(of), flags=re.DOTALL)


def test_the_page_answers_five_questions_and_shows_pairs_that_look_fair_and_are_not(
    planted: Page,
) -> None:
    asked = [b.text for b in planted.blocks if isinstance(b, Heading) and b.level == 1]
    assert [text[:2] for text in asked] == ["1.", "2.", "3.", "4.", "5."]
    told = words(planted)
    assert "Nobody has confirmed these pairs yet" in told
    assert "Yes, and proven" in told
    assert "Not everywhere: groups differ by more than chance would have it, by department." in told
    assert "find out why." in told
    assert "proves nothing about people" in told
    assert "Given for this page alone, kept nowhere, and no criterion of any pair: sex." in told
    assert sum(isinstance(block, Drawing) for block in planted.blocks) == 4
    even = words(page(crowd(14, 1)))
    assert "No group fared otherwise by more than chance would have it." in even


def test_names_stand_only_in_the_list_of_pairs_that_hang_on_the_weights(planted: Page) -> None:
    places = [
        k for k, block in enumerate(planted.blocks) if re.search(r"\bp0\d\d\b", repr_of(block))
    ]
    heads = {planted.blocks[k].columns[0] for k in places}  # type: ignore[union-attr]
    assert heads <= {"Mentor", "What was checked"}
    assert "Mentor" in heads


def repr_of(block: object) -> str:
    return " ".join(map(str, block.rows)) if isinstance(block, Table) else str(vars_of(block))


def vars_of(block: object) -> list[object]:
    names = getattr(block, "__slots__", ())
    return [getattr(block, name) for name in names if name != "picture"]


def test_the_page_is_printed_and_edited_with_its_pictures(planted: Page) -> None:
    drawn = [block for block in planted.blocks if isinstance(block, Drawing)][-2:]
    few = Page("Audit", tuple(drawn))
    paper, document = render_pdf(few), render_docx(few)
    assert paper.count(b"/Subtype /Image") // 2 == 2, "each with its mask"
    assert document.count(b"word/media/image") // 2 == 2
    assert render_pdf(few) == paper


def test_ours_is_not_called_better_by_points_where_greed_has_more() -> None:
    people = pd.DataFrame(
        {
            "person_id": list("abcd"),
            "role": ["mentor", "mentor", "mentee", "mentee"],
            "level_chat": [5, 1, 1, 2],
            "target_chat": [None, None, 5, 5],
            "languages": ["en;fr", "fr", "fr", "en"],
            "slots": ["mon_am", "tue_am", "mon_am", "wed_am"],
        }
    )
    result = match(people, rules=OFF)
    assert len(result.pairs) == 2
    found = result.yardsticks(draws=5)
    assert found.row("greedy")["pairs"] == 1
    assert found.row("greedy")["total"] > found.row("ours")["total"]
    assert ways_answer(found).startswith("Not by the points in all, for more people have a partner")


# ---- a programme


def test_the_audit_of_a_programme_is_written_shown_and_noted_for_whoever_is_erased(
    six, tmp_path
) -> None:
    news: list[float] = []
    path = write_audit(six, tmp_path / "out", on_progress=lambda done, what: news.append(done))
    text = path.read_text("utf-8")
    assert news == sorted(news)
    assert news[-1] == 1.0
    assert "this is the audit of a proposal" in text
    assert all(f"<h2>{k}. " in text for k in range(1, 6))
    shown = forms.audit(six)._repr_html_()
    assert "no other choice of pairs does better" in shown
    assert shown.count("<svg") == 2, "groups are too small; weights and chance are drawn"
    me = six.pairing.pairs["mentee_id"][0]
    done = six.candidates.erase(me, by="Rosa Vidal")
    assert any("audit.html" in line for line in done.to_delete)


def test_a_stop_leaves_a_shorter_audit_that_says_so(six) -> None:
    def stop(done: float, what: str) -> None:
        if done > 0.3:
            raise Stopped

    found = audited(six, on_progress=stop)
    assert 0 < len(found.firmness.solves) < found.firmness.planned
    assert found.yardsticks.draws == 5
    told = words(page_of(six, found))
    made, planned = len(found.firmness.solves), found.firmness.planned
    assert f"{made} of {planned} planned solves were made" in told


def test_before_there_are_pairs_the_audit_says_what_comes_first(six) -> None:
    six.candidates.erase(six.pairing.pairs["mentor_id"][0], by="Rosa Vidal")
    with pytest.raises(NotReady):
        audited(six)
    assert "pairing.solve()" in forms.audit(six)._repr_html_()


def test_a_trait_for_the_audit_alone_is_read_by_id_or_address_and_kept_nowhere(
    six, tmp_path, capsys
) -> None:
    people = six.file.people()
    by_mail = tmp_path / "traits.csv"
    rows = [f"{p.email},{'Zsecret' if k % 2 else 'other'}" for k, p in enumerate(people)]
    by_mail.write_text("Email,sex\n" + "\n".join([*rows, "x@example.org,other"]), "utf-8")
    found = columns_for_audit(six, by_mail)
    assert set(found["sex"]) == {p.person_id for p in people}
    by_id = tmp_path / "ids.csv"
    by_id.write_text(
        "person_id,sex\n" + "\n".join(f"{name},{value}" for name, value in found["sex"].items()),
        "utf-8",
    )
    assert columns_for_audit(six, by_id) == found
    result = audited(six, groups=found)
    assert result.only_for_audit == ("sex",)
    before = six.file.path.read_bytes()
    six.close()
    arguments = ["audit", str(six.file.path), "--to", str(tmp_path), "--groups", str(by_mail)]
    app(arguments, standalone_mode=False)
    assert "Written: " in capsys.readouterr().out
    assert b"Zsecret" not in six.file.path.read_bytes()
    assert before != six.file.path.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,sex\nAna,w\n", "no column person_id or email"),
        ("person_id\nP0001\n", "no column beside it to compare by"),
        ("person_id,sex\nQ1,w\n", "Nobody in the table is in the programme"),
        ("person_id,sex\n{0},w\n{0},m\n", "stands in the table twice"),
    ],
)
def test_a_table_that_cannot_be_read_for_the_audit_is_refused(
    six, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content.format(six.file.people()[0].person_id), "utf-8")
    with pytest.raises(FaultsFound, match=said):
        columns_for_audit(six, path)


# ---- pictures


def test_the_picture_of_groups_tells_each_group_and_which_means_are_not_told() -> None:
    result = paired(crowd(40, 3, mentees=60))
    table = result.evenness("department").table
    table.loc[0, ["score", "score_low", "score_high"]] = np.nan
    picture = group_shares(table, by="department")
    assert "1 mean is not told" in picture.sentence
    assert {"Mentors", "Mentees", "yard", "not told"} <= set(texts(picture))
    assert f"yard, mentees: {100 * table['share'].iloc[-1]:.0f} of 100" in picture.alt
    few = group_shares(table, by="department", most=2)
    assert f"The {len(table) - 2} smallest groups are in the table alone." in few.sentence
    assert "Nothing to draw" in group_shares(table.head(0), by="department").alt


def test_the_pictures_of_weights_and_chance_say_what_they_are_given() -> None:
    bars = firm_pairs(pd.DataFrame({"stays": [1.0, 1.0, 0.5, 0.55, np.nan]}), solves=12)
    assert bars.sentence.startswith("2 of 4 pairs came back in each of 12 solves")
    assert texts(bars).count("2") == 2
    assert "Nothing to draw" in firm_pairs(pd.DataFrame({"stays": [np.nan]}), solves=0).alt
    ways = beside_chance(paired(crowd(12, 1)).yardsticks(draws=9).table)
    assert ways.sentence.startswith("These pairs: 12 pairs with a mean score of ")
    assert {"These pairs", "Best pair first", "By chance"} <= set(texts(ways))
