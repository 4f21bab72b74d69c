"""What each picture says, against the numbers that it was given."""

from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import UnknownName
from rmkit.figures import kinds, levels, needs_and_supply, pair_scores
from rmkit.people.demand import supply_and_demand
from rmkit.profiles.describing import contrasts, means


def texts(picture) -> list[str]:
    return [e.text for e in ET.fromstring(picture.svg("light")).iter() if e.tag.endswith("}text")]


def demand(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["skill", "wanting_mentees", "able"])


def test_the_scarcest_skill_is_told_and_stands_on_top():
    picture = needs_and_supply(demand(("chat", 7, 9), ("ai", 40, 6)), words={"ai": "AI use"})
    assert picture.sentence.startswith("AI use: 40 mentees want it, 6 mentors can give it. 1 of 2")
    told = texts(picture)
    assert told.index("AI use") < told.index("chat")
    assert {"40", "6", "6.7", "7", "9", "0.8"} <= set(told)


def test_nothing_scarce_and_nothing_wanted_are_said_as_what_they_are():
    assert needs_and_supply(demand(("ai", 6, 9))).sentence.startswith("Nothing is scarce")
    nobody = needs_and_supply(demand(("ai", 0, 9), ("chat", 0, 0)))
    assert "wanted levels were not asked for" in nobody.sentence


@pytest.mark.claim("small-groups")
def test_fewer_than_five_who_want_or_can_are_one_and_the_same_picture():
    few, none = (needs_and_supply(demand(("ai", 40, n))) for n in (4, 0))
    assert few.svg() == none.svg()
    assert few.sentence == none.sentence
    assert few.sentence.startswith("Ai: 40 mentees want it, under 5 mentors can give it.")
    table = demand(("ai", 29, 8)).assign(mentees=30, mentors=40)
    other = demand(("ai", 27, 8)).assign(mentees=30, mentors=40)
    assert "26 or more mentees want it" in needs_and_supply(table).sentence
    assert needs_and_supply(table).svg() == needs_and_supply(other).svg()


def test_an_assumed_level_is_told_and_so_is_that_none_was():
    table = demand(("ai", 40, 6))
    assert "level 4 is assumed" in needs_and_supply(table, assumed_target=4).sentence
    assert "assumed" not in needs_and_supply(table).sentence


def test_skills_that_are_not_drawn_are_counted():
    rows = [(f"skill_{i}", 30 - i, 5) for i in range(14)]
    picture = needs_and_supply(demand(*rows, ("unknown", None, 4)))
    assert "2 more skills are not drawn." in picture.sentence
    assert "1 more skill is not drawn for want of numbers." in picture.sentence
    assert "skill 11" in texts(picture)
    assert "skill 12" not in texts(picture)


def test_the_table_of_people_fits_the_picture():
    people = pd.DataFrame(
        {
            "person_id": [f"p{i}" for i in range(22)],
            "role": ["mentor"] * 11 + ["mentee"] * 11,
            "level_ai": pd.array([5, 1] * 11, dtype="Int64"),
            "target_ai": pd.array([None] * 16 + [4] * 6, dtype="Int64"),
        }
    )
    picture = needs_and_supply(supply_and_demand(people))
    assert "under 5 mentees" in picture.alt or "under 5 want it" in picture.alt
    assert "6 can give it" in picture.alt


def test_levels_are_counted_with_the_missing_apart():
    people = pd.DataFrame(
        {
            "level_ai": pd.array([1, 2, 2, 5, None, 9] * 5, dtype="Int64"),
            "target_ai": pd.array([4, None, 3, 5, 4, None] * 5, dtype="Int64"),
            "level_chat": pd.array([3, 3, 3, 3, 3, 4] * 5, dtype="Int64"),
        }
    )
    picture = levels(people)
    assert picture.sentence.startswith("Ai: 15 of 20 people are at level 1 or 2 now;")
    assert "mean level is 2.5, and 4.0 is wanted" in picture.sentence
    assert "10 levels are not known" in picture.sentence
    assert {"now 2.5", "wanted 4.0", "now 3.2", "25", "not known"} <= set(texts(picture))
    assert "ai: 5, 10, 0, 0, 5, not known 10; chat: 0, 0, 25, 5, 0" in picture.alt


@pytest.mark.claim("small-groups")
def test_bars_under_five_and_what_they_follow_from_are_not_told():
    counts = [20, 9, 3, 0, 8]
    answers = [level for level, n in zip(range(1, 6), counts, strict=True) for _ in range(n)]
    picture = levels(pd.DataFrame({"level_ai": answers}))
    assert "ai: 20, ·, ·, 0, ·" in picture.alt
    assert "A dot stands for a number that is not shown" in picture.sentence
    assert picture.sentence.startswith("Ai, 40 people: the mean level is")
    assert not {"9", "8"} & set(texts(picture))


@pytest.mark.claim("small-groups")
def test_few_people_and_people_who_agree_are_not_drawn():
    assert "too few to draw" in levels(pd.DataFrame({"level_ai": [2, 3, 3, 4]})).sentence
    assert "too few to draw" in levels(pd.DataFrame({"level_ai": [3] * 30})).sentence
    two = levels(pd.DataFrame({"level_ai": [1] * 40 + [2] * 3}))
    assert "no mean that could be told" in two.sentence
    assert "now" not in " ".join(texts(two)[4:])


def test_of_many_skills_those_not_drawn_are_counted():
    many = levels(pd.DataFrame({f"level_s{i}": [1, 5] * 5 for i in range(20)}))
    assert "8 more skills are not drawn" in many.sentence


def clustered(sizes, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    index = pd.Index([f"P{i}" for i in range(len(labels))])
    numbers = pd.DataFrame(
        {
            f"level_s{j}": np.clip(rng.integers(1, 4, len(labels)) + labels % 3, 1, 5)
            for j in (1, 2)
        },
        index=index,
        dtype="float64",
    )
    kind = pd.Series(labels, index=index, dtype="Int64")
    return means(numbers, kind), contrasts(numbers, kind), numbers, kind


def test_a_map_of_kinds_tells_the_means_and_how_far_they_are_from_the_rest():
    table, contrast, numbers, _ = clustered((30, 20, 10))
    picture = kinds(table, contrast, numbers=numbers, words={"s1": "first_$kill$"})
    assert picture.sentence.startswith("60 people in 3 kinds of 30, 20 and 10.")
    told = texts(picture)
    for row in contrast[contrast["measure"] == "level"].itertuples():
        assert f"{row.mean:.1f}" in told
        assert f"{row.difference:+.1f}".replace("-", "−") in told
    widest = contrast.loc[contrast["difference"].abs().idxmax()]
    assert f"Kind {widest['kind']} has a mean level of {widest['mean']:.1f}" in picture.sentence
    assert f"the others {widest['rest']:.1f}" in picture.sentence
    assert "first_$kill$" in told
    assert "All" in told


def test_a_kind_of_four_people_cannot_be_worked_out_from_what_is_drawn():
    table, contrast, numbers, kind = clustered((30, 20, 4))
    picture = kinds(table, contrast, numbers=numbers)
    assert "Kind 3 has fewer than five people" in picture.sentence
    assert picture.sentence.startswith("50 people in 2 kinds of 30 and 20.")
    assert not {"Kind 3", "4 people", "n 4"} & set(texts(picture))
    # Other answers of the four change nothing that is drawn or said.
    other = numbers.copy()
    other.loc[kind == 3] = 1.0
    changed = kinds(means(other, kind), contrasts(other, kind), numbers=other)
    assert changed.svg() == picture.svg()
    assert changed.sentence == picture.sentence


def test_a_skill_that_four_of_a_kind_answered_has_no_mean_there():
    _, _, numbers, kind = clustered((30, 20, 10))
    numbers.loc[numbers.index[kind == 3][4:], "level_s1"] = np.nan
    picture = kinds(means(numbers, kind), contrasts(numbers, kind), numbers=numbers)
    assert texts(picture).count("not told") == 1
    assert "A mean is not told where fewer than five answered or all alike." in picture.sentence


def test_needs_of_kinds_are_a_map_of_their_own():
    table, contrast, numbers, _ = clustered((30, 20, 10))
    wanted = contrast.assign(measure="need", mean=contrast["mean"] - 1)
    picture = kinds(table, wanted, numbers=numbers, measure="need")
    assert " wants to gain " in picture.sentence
    assert "made from these needs" in picture.sentence
    assert f"{wanted['mean'].iloc[0]:.1f}" in texts(picture)
    none = kinds(table, contrast, numbers=numbers, measure="need").sentence
    assert "without wanted levels" in none
    one = kinds(*clustered((25,))[:2], numbers=numbers, measure="need").sentence
    assert "no needs to set side by side" in one


def test_one_kind_is_drawn_as_one_group_and_said_to_be_none():
    table, contrast, numbers, _ = clustered((25,))
    picture = kinds(table, contrast, numbers=numbers)
    middle = numbers.mean(axis="columns").median()
    assert "There are no kinds to draw: the 25 people" in picture.sentence
    assert f"is {middle:.1f} in the middle" in picture.sentence
    assert f"median {middle:.1f}" in texts(picture)
    few = kinds(*clustered((4,))[:2], numbers=clustered((4,))[2])
    assert "Fewer than five" in few.sentence


def test_many_kinds_and_kinds_without_levels_are_said():
    table, contrast, numbers, _ = clustered((9,) * 9)
    assert "Only the 7 largest kinds are drawn" in kinds(table, contrast, numbers=numbers).sentence
    styles = contrast.assign(measure="style")
    assert "without levels" in kinds(table, styles, numbers=numbers).sentence


@pytest.mark.parametrize("n", [1, 6, 60, 61, 600])
def test_scores_of_any_number_of_pairs_are_drawn(n):
    scores = np.random.default_rng(n).uniform(40, 100, n)
    warnings = ["Same team."] * (n // 3) + [""] * (n - n // 3)
    picture = pair_scores(pd.DataFrame({"score": scores, "warnings": warnings}), unmatched=5)
    assert picture.sentence.startswith("1 pair with" if n == 1 else f"{n} pairs with scores from")
    assert f"{n // 3} pairs have a warning" in picture.sentence or n == 1
    assert "5 people are left over" in picture.sentence
    assert "does not measure how well two people will get on" in picture.sentence
    word = "score" if n == 1 else "median"
    assert f"{word} {np.median(scores):.0f}" in texts(picture)
    if n > 60:
        counts = np.histogram(scores, np.arange(0, 101, 5))[0]
        assert {str(c) for c in counts if c} <= set(texts(picture))


def test_pairs_with_one_score_do_not_make_a_tower():
    pairs = pd.DataFrame({"score": [100.0] * 60, "warnings": [None] * 60})
    picture = pair_scores(pairs, unmatched=0)
    assert picture.size[1] < 4
    assert "none has a warning; 0 people are left over" in picture.sentence


def test_missing_scores_are_counted_apart():
    pairs = pd.DataFrame({"score": [70.0, np.nan, 80.0], "warnings": ["", "", ""]})
    assert "1 pair has no score and is not drawn" in pair_scores(pairs, unmatched=1).sentence
    none = pair_scores(pairs.iloc[[1]], unmatched=1)
    assert none.sentence.startswith("1 pair without a score")
    assert "Nothing to draw yet" in texts(none)


@pytest.mark.parametrize(
    "picture",
    [
        needs_and_supply(pd.DataFrame()),
        needs_and_supply(demand()),
        levels(pd.DataFrame()),
        levels(pd.DataFrame({"level_ai": pd.array([None, None], dtype="Int64")})),
        levels(pd.DataFrame({"level_ai": pd.array([], dtype="Int64")})),
        kinds(pd.DataFrame(), pd.DataFrame(), numbers=pd.DataFrame()),
        pair_scores(pd.DataFrame(), unmatched=3),
    ],
)
def test_nothing_given_is_a_picture_with_the_reason(picture):
    assert texts(picture) == ["Nothing to draw yet"]
    assert picture.sentence.endswith(".")
    assert picture.sentence in picture.alt


def test_a_table_without_its_columns_is_refused_by_name():
    with pytest.raises(UnknownName, match='no column "able"'):
        needs_and_supply(pd.DataFrame({"skill": ["ai"], "wanting_mentees": [1]}))
    with pytest.raises(UnknownName, match='no column "warnings"'):
        pair_scores(pd.DataFrame({"score": [1.0]}), unmatched=0)


def test_one_person_who_gave_a_wanted_level_does_not_speak_for_all():
    people = pd.DataFrame({"level_ai": [2, 2, 3, 4] * 5, "target_ai": [5] + [None] * 19})
    assert "wanted levels were not given, or by fewer than half" in levels(people).sentence
    assert "wanted 5.0" not in levels(people).svg()
    half = people.assign(target_ai=[5, 4, None, None] * 5)
    assert "and 4.5 is wanted" in levels(half).sentence
