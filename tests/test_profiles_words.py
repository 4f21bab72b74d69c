"""Kinds in words: true to the numbers, silent about few people, and plain about how sure it is."""

import re

import numpy as np
import pandas as pd
import pytest

from rmkit.people.measures import Feature
from rmkit.people.wording import worded
from rmkit.profiles.finding import cautions, finding, grounds
from rmkit.profiles.kind_told import nameable, told_kinds
from rmkit.profiles.methods.shelf import METHODS
from rmkit.profiles.portrait import portrait_sentences, portraits
from tests.hostile import FORMULAS, TEXTS

BLOCKS = {"level": "levels", "need": "needs", "style": "styles", "seniority": "seniority"}


def feature(name):
    if "=" in name:
        return Feature(name, "choices", name.partition("=")[2], "option", "ticked", 1, "ticked")
    if name.startswith("wish_"):
        return Feature(name, "wishes", "photo, film", "numeric", "share", 1, "writes more")
    start, _, about = name.partition("_")
    about = "" if start == "seniority" else about
    return Feature(name, BLOCKS[start], about, "ordinal", "level", 4, "more")


class Crowd:
    """Kinds of so many people, whose answers in each column stand around the number given."""

    def __init__(self, sizes, jaccard=None, roles="mentee", **columns):
        kinds = np.repeat(np.arange(1, len(sizes) + 1), sizes)
        index = pd.Index([f"p{i:03d}" for i in range(len(kinds))])
        spread = np.concatenate([np.resize([0, 1], n) for n in sizes])
        self.numbers = pd.DataFrame(
            {name: np.array(values)[kinds - 1] + spread for name, values in columns.items()},
            index=index,
            dtype="float64",
        )
        self.labels = pd.Series(kinds, index=index, dtype="Int64")
        self.roles = pd.Series(roles, index=index)
        self.features = tuple(feature(name) for name in columns)
        jaccard = [0.9] * len(sizes) if jaccard is None else jaccard
        self.stability = pd.DataFrame(
            {"kind": range(1, len(sizes) + 1), "people": sizes, "jaccard": jaccard}
        )

    def told(self, words=None):
        return told_kinds(
            self.numbers, self.labels, features=self.features, stability=self.stability,
            roles=self.roles, words=words,
        )  # fmt: skip

    def portraits(self):
        return portraits(self.numbers, self.labels, self.features, nameable(self.stability))

    def portrait_sentences(self, words=None):
        named = nameable(self.stability)
        return portrait_sentences(self.portraits(), self.stability, named, words)


def two():
    return Crowd(
        [20, 12], level_social=[1, 4], level_sheets=[4, 1], need_social=[3, 0], need_sheets=[0, 2],
        seniority_years=[20, 3],
    )  # fmt: skip


def test_a_kind_is_told_in_what_it_has_wants_and_can_give_and_to_whom():
    one, other = two().told({"social": "social media", "sheets": "spreadsheets"})
    assert one.handle == "strong in spreadsheets, short of social media"
    assert one.crowd == "20 people, mostly mentees"
    assert one.lines == (
        "Kind 1 (20 people, mostly mentees), strong in spreadsheets, short of social media: they "
        "are about 3 levels above the others in spreadsheets (4.5 on average), and about 3 levels "
        "below in social media (1.5 on average); they have been there about 17 years longer (20 on "
        "average).",
        "Kind 1: most of all they want social media (3.5 levels to go on average, the others 0.5), "
        "then spreadsheets (0.5, the others 2.5).",
        "Kind 1: they can give spreadsheets (at least half of them are at level 4 or 5); kind 2 "
        "wants that most (2.5 levels to go on average).",
    )
    assert other.verdict == "It is stable: it comes back with an overlap of 90 %."
    assert other.give.endswith("kind 1 wants that most (3.5 levels to go on average).")


def test_a_kind_that_does_not_come_back_gets_one_sentence_and_takes_nothing():
    crowd = two()
    crowd.stability["jaccard"] = [0.59, 0.6]
    doubtful, pattern = crowd.told()
    assert (doubtful.handle, doubtful.have, doubtful.want, doubtful.give) == ("", "", "", "")
    assert doubtful.roles == ""
    (line,) = doubtful.lines
    assert "must not be named" in line
    assert "wants" not in pattern.give
    assert pattern.verdict.startswith("It is a pattern, not a firm group")


@pytest.mark.claim("small-groups")
def test_a_kind_under_five_is_not_described_and_its_size_does_not_follow_from_the_others():
    crowd = Crowd([20, 9, 3], level_ai=[1, 3, 4])
    told = crowd.told()
    assert [one.people for one in told] == [20, None, None]
    assert told[2].lines == (
        "Kind 3 (a few people): it has fewer than 5 people, so nothing is told about it.",
    )
    assert "of 20" not in finding(32, crowd.stability, evidence(3), weighed=True, asked=3)


def test_one_kind_is_told_as_everybody_together():
    crowd = Crowd([30], [np.nan], level_ai=[3], level_chat=[2], need_ai=[0], seniority_years=[10])
    (one,) = crowd.told()
    assert one.handle == ""
    assert one.lines[0] == (
        "Everybody together (30 people, mostly mentees): they are furthest in ai (level 3.5 on "
        "average) and least far in chat (2.5); they have been there for 10 years on average."
    )
    assert one.give == "They can give ai (15 of 30 are at level 4 or 5)."


def test_blocks_that_were_not_asked_are_said_and_styles_ticks_and_wishes_are_told():
    columns = {"style_calm": [1, 3], "seniority_years": [5, 5]}
    crowd = Crowd([20, 20], **columns)
    crowd.numbers["languages=en"] = [0.0, 1.0, 0.0, 0.0] * 5 + [1.0, 1.0, 1.0, 0.0] * 5
    crowd.numbers["wish_1"] = [0.2, 0.3] * 10 + [0.7, 0.8] * 10
    crowd.features += (feature("languages=en"), feature("wish_1"))
    one, other = crowd.told({"en": "English"})
    assert one.have == "They rate themselves 2.0 points lower on calm."
    assert other.handle == "higher on calm"
    assert other.have.endswith("they tick English (75 %, of the others 25 %) more often.")
    assert one.want == "Which level they want was not asked."
    assert "more than the others they write about photo, film" in other.want
    assert one.give == "What they can give was not asked."
    alike = Crowd([20, 20], level_ai=[2, 2]).told()[0]
    assert alike.handle == "near the others"
    assert alike.have == "They are near the others in all that could be compared."
    beside_few = Crowd([20, 3], level_ai=[2, 5]).told()[0]
    assert beside_few.handle == ""
    assert beside_few.have == "How they differ is not told: too few of the others answered."


@pytest.mark.claim("small-groups")
def test_a_number_that_can_is_told_only_where_no_few_follow_from_the_total():
    crowd = Crowd([20, 20], level_ai=[4, 1])
    assert "at least half of them" in two_below(crowd, 3)
    assert "15 of 20" in two_below(crowd, 6)


def two_below(crowd, n):
    """Let five of the first kind be unable, and so many of the second able."""
    crowd.numbers.iloc[:5, 0] = 2
    crowd.numbers.iloc[20:, 0] = [4] * n + [1, 2] * ((20 - n) // 2) + [1] * (n % 2)
    return crowd.told()[0].give


@pytest.mark.claim("small-groups")
def test_the_few_who_cannot_or_who_are_no_mentors_do_not_follow_from_a_number_that_can():
    crowd = Crowd([20, 20], level_ai=[4, 1])
    crowd.numbers.iloc[:, 0] = ([4] * 14 + [2] * 6) + ([4] * 18 + [2] * 2)  # of 32, 18 of 20 can
    assert [told.give.count(" of 20") for told in crowd.told()] == [0, 0]
    crowd.numbers.iloc[20:, 0] = [4] * 8 + [2] * 12
    assert "14 of 20" in crowd.told()[0].give
    crowd.roles.iloc[:12] = "mentor"  # 12 mentors can, so that 14 would tell of 2 mentees
    assert "at least half of them" in crowd.told()[0].give
    alone = Crowd([30], [np.nan], level_ai=[4])
    alone.numbers.iloc[:, 0] = [5] * 28 + [2] * 2
    assert alone.told()[0].give == "They can give ai (at least half of them are at level 4 or 5)."


ACTING = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]")


def test_hostile_words_change_nothing_but_the_words():
    for word in [*TEXTS.values(), *FORMULAS]:
        assert not ACTING.search(worded("ai", {"ai": word}))
        assert 0 < len(worded("ai", {"ai": word})) <= 90
    words = {"social": "".join(TEXTS.values()), "sheets": FORMULAS[0]}
    crowd = two()
    said = [line for one in crowd.told(words) for line in one.lines]
    assert len(said) == 6
    assert not ACTING.search(" ".join([*said, *crowd.portrait_sentences(words)]))


# ---- portraits


def test_a_portrait_is_of_medians_and_the_middle_half_and_of_nobody_in_particular():
    crowd = Crowd([20, 12], level_ai=[1, 4], need_ai=[3, 0], seniority_years=[20, 3])
    table = crowd.portraits().set_index(["kind", "measure"])
    ai = np.sort(crowd.numbers["level_ai"].to_numpy()[:20])
    assert table.loc[("Kind 1", "level"), "median"] == ai[9]
    assert table.loc[("Kind 1", "level"), ["low", "high"]].tolist() == [ai[4], ai[14]]
    assert table.loc[("Everybody", "level"), "people"] == 32
    assert crowd.portrait_sentences({"ai": "AI"})[0] == (
        "Kind 1: a composite of 20 people, nobody in particular: level 1 (1 to 2) in AI (in "
        "brackets the middle half); 3 levels to go in AI; there for 20 years (the middle half 20 "
        "to 21)."
    )
    assert not set(crowd.portraits().columns) & {"person_id"}


@pytest.mark.claim("small-groups")
def test_under_ten_people_have_no_portrait_and_it_does_not_follow_from_everybody():
    crowd = Crowd([20, 9], level_ai=[1, 4])
    assert set(crowd.portraits()["kind"]) == {"Kind 1"}
    assert "fewer than 10 people" in crowd.portrait_sentences()[1]
    silent = Crowd([20, 12], level_ai=[1, 4], level_chat=[1, 4])
    silent.numbers.loc[silent.numbers.index[-3:], "level_ai"] = np.nan
    table = silent.portraits()
    assert table.loc[table["about"] == "ai", "kind"].tolist() == ["Kind 1"]
    assert "Everybody" in set(table.loc[table["about"] == "chat", "kind"])
    assert table["people"].min() >= 10


def test_people_who_agree_and_kinds_that_do_not_come_back_have_no_portrait():
    crowd = Crowd([20, 12], [0.9, 0.4], level_ai=[1, 4])
    crowd.numbers.iloc[:20, 0] = 3
    assert crowd.portraits().empty
    alike, doubtful = crowd.portrait_sentences()
    assert "no portrait" in alike
    assert "does not come back" in doubtful


# ---- the finding


def evidence(chosen, *, p=0.01, gap=None, bic=None, margins=(0.1, 0.3, 0.2), smallest=12):
    rows = pd.DataFrame({"k": [1, 2, 3, 4], "smallest": [60, 20, smallest, 9]})
    rows["silhouette"] = [np.nan, *margins]
    rows["reference"] = [np.nan, 0.1, 0.1, 0.1]
    rows["margin"] = rows["silhouette"] - rows["reference"]
    rows["p"] = [np.nan, 0.3, p, 0.3]
    rows["gap_rule"] = rows["k"] == (gap or chosen)
    rows["bic"] = np.nan if bic is None else [abs(k - bic) + 5.0 for k in rows["k"]]
    rows["chosen"] = rows["k"] == chosen
    return rows


def stability(sizes, jaccard):
    return pd.DataFrame({"kind": range(1, len(sizes) + 1), "people": sizes, "jaccard": jaccard})


@pytest.mark.parametrize(
    ("gap", "bic", "said"),
    [
        (3, None, "All three measures speak for 3 kinds: the test against a single kind, the "),
        (2, None, "do not all agree: the test against a single kind and the silhouette speak for "
                  "3 kinds, the gap statistic for 2."),
        (1, 1, "the gap statistic and BIC speak for one kind, the test against a single kind and"),
        (3, 3, "All four measures speak for 3 kinds"),
        (2, 4, "speak for 3 kinds, the gap statistic for 2, BIC for 4."),
    ],
)  # fmt: skip
def test_the_finding_says_whether_the_measures_agree(gap, bic, said):
    kinds = stability([30, 18, 12], [0.9, 0.8, 0.76])
    told = finding(60, kinds, evidence(3, gap=gap, bic=bic), weighed=True, asked=None)
    assert told.startswith("60 people fall into 3 kinds of 30, 18 and 12. They stand out more ")
    assert said in told
    assert "first look" not in told
    assert "(a kind is stable from 75 % on, a pattern from 60 %)" in told


def test_a_first_look_is_said_with_its_reason():
    few = finding(40, stability([20, 20], [0.9, 0.9]), evidence(2), weighed=True, asked=2)
    assert "fewer than 50 people" in few
    small = finding(60, stability([51, 9], [0.9, 0.9]), evidence(2), weighed=True, asked=None)
    assert "first look, to be confirmed with more people: kind 2 has fewer than 10 people." in small


def test_one_kind_is_an_answer_and_not_a_failure():
    said = finding(60, stability([60], [np.nan]), evidence(1, p=0.4), weighed=True, asked=None)
    assert said.startswith("No kinds, a continuum: these 60 people differ by degrees.")
    assert "That is an answer, too" in said
    assert "Both measures speak for one kind" in said


def test_marks_of_stability_and_what_kinds_do_not_decide_are_warned_of():
    kinds = stability([20, 20, 10, 10], [0.9, 0.74, 0.59, 0.3])
    said = cautions(4, kinds, evidence(4, p=0.01), asked=4)
    assert "Kinds 3 and 4 must not be named" in said[0]
    assert said[1].startswith("Kind 2 is a pattern, not firm")
    assert "does not speak for 4 kinds" in said[2]
    assert "decides nothing about a person" in said[-1]


def test_that_wishes_show_kinds_too_readily_is_said_where_they_count():
    method = METHODS["k-medoids"]
    assert "too readily" not in " ".join(grounds(method, "you asked for it", {"levels": 1.0}))
    counted = grounds(method, "you asked for it", {"levels": 1.0, "wishes": 0.5})[-1]
    assert counted.startswith("What counted: levels and wishes (50 % as much). With topics of")
    assert counted.endswith("only if they are there without wishes, too.")


def test_that_some_of_many_people_were_drawn_is_said():
    kinds, rows = stability([300, 120, 80], [0.9, 0.8, 0.76]), evidence(3)
    told = finding(500, kinds, rows, weighed=True, asked=None)
    assert "300 of them were drawn" in told
    assert "were drawn each" not in finding(300, kinds, rows, weighed=True, asked=None)


def test_a_need_is_set_against_the_others_only_where_all_of_them_are_heard():
    crowd = Crowd([20, 12, 12], level_ai=[1, 3, 4], need_ai=[3, 1, 0], need_chat=[2, 1, 0])
    first = crowd.told()[0].want
    assert "the others" in first
    crowd.numbers.loc[crowd.labels == 3, "need_ai"] = 0.0
    first = crowd.told()[0].want
    assert "ai (3.5 levels to go on average)" in first
    assert "chat (2.5, the others 1.0)" in first


def test_the_method_its_reason_and_what_counted_are_said():
    how, counted = grounds(
        METHODS["k-medoids"], "4% of the answers are missing", {"seniority": 0.25, "levels": 1}
    )
    assert how.startswith("How: K-medoids on Gower's distance, because 4 % of the answers are")
    assert counted == "What counted: levels and seniority (25 % as much)."
