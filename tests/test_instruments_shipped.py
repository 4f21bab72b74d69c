"""The forms that come with rmkit: what holds for each of them, and their scores by hand."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from rmkit.instruments import catalogue, check_answers, definition, library, load
from rmkit.instruments.model import Instrument
from rmkit.instruments.scoring import score

FORMS = [
    (line.id, v) for line in catalogue() if line.kind == "form" for v in line.variants or ("",)
]
README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
READERS = {"coordinator": "the coordinator", "pair": "the pair alone", "self": "oneself alone"}
STIFF = re.compile(
    r"please (indicate|state|specify|rate|provide|select|fill)|respondent|questionnaire item|"
    r"utili[sz]e|in order to|prior to|with regard to|pertaining|aforementioned|facilitate\b|"
    r"e\.g\.|i\.e\.|and/or|\(s\)|N/A|!|\bTODO\b",
    re.IGNORECASE,
)
AMERICAN = re.compile(r"\b(program|behavior|organiz\w+|recogniz\w+|color|center|favorite)\b", re.I)
IDENTIFYING_EXAMPLE = re.compile(r"@(?!example\.org)\w")


@pytest.fixture(params=FORMS, ids=lambda form: "-".join(filter(None, form)))
def form(request) -> Instrument:
    name, variant = request.param
    return load(name, variant or None)


def said(form: Instrument) -> list[str]:
    """Give every text that somebody who fills it in may read."""
    texts = [form.title, form.purpose]
    for section in form.sections:
        texts += [section.title, section.text]
        for item in section.items:
            texts += [item.text, item.help, *(ask.text for ask in item.asks)]
            texts += [text for row in item.rows for text in (row.text, row.help)]
            texts += [text for option in item.options for text in (option.label, option.help)]
    texts += [t for s in form.scales.values() for o in s.options for t in (o.label, o.help)]
    return [text.say() for text in texts if text]


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"[.?!:;]\s+|[.?!]\"?$", text) if s.strip()]


# ---- what holds for every form


def test_it_goes_through_json_unchanged(form):
    assert Instrument.model_validate(json.loads(json.dumps(form.model_dump(mode="json")))) == form


def test_it_says_who_fills_it_in_when_and_at_which_step(form):
    assert form.step
    assert form.filled_by
    assert form.when
    assert len(form.when.say()) <= 100


def test_it_says_in_its_source_that_it_is_not_validated_or_is_no_scale(form):
    assert not form.validated
    rated = any(field.is_rating for field in form.fields) or form.scores
    if rated:
        assert re.search("not validated|no validated scale|not one", form.source, re.IGNORECASE)


def test_what_is_written_freely_is_never_called_harmless(form):
    for field in form.fields:
        if field.kind == "long_text":
            assert field.privacy in {"free_text", "sensitive"}, field.key
        if field.kind == "text" and field.key != "focus":  # of a programme, not of a person
            assert field.privacy != "none", field.key


def test_it_asks_little_and_demands_less(form):
    plain = [field for field in form.fields if not field.is_rating]
    assert len(plain) <= 45
    assert sum(field.required for field in form.fields) <= 4
    for section in form.sections:
        assert len(section.items) <= 16


def test_its_questions_are_short(form):
    for section in form.sections:
        assert len(section.title.say()) <= 60
        assert len(section.text.say() if section.text else "") <= 420
        for item in section.items:
            assert len(item.text.say()) <= 125, item.id
            assert len(item.help.say() if item.help else "") <= 260, item.id
            assert all(len(row.text.say()) <= 100 for row in item.rows)
            assert all(len(option.label.say()) <= 85 for option in item.options if not item.library)
    assert len(form.purpose.say()) <= 480


def test_its_words_are_plain_and_british(form):
    for text in said(form):
        assert not STIFF.search(text), text
        assert not AMERICAN.search(text), text
        assert not IDENTIFYING_EXAMPLE.search(text), text
        assert max((len(s.split()) for s in sentences(text)), default=0) <= 34, text


def test_every_level_of_a_scale_has_a_name_and_the_levels_follow_each_other(form):
    for name, scale in form.scales.items():
        assert all(option.label.say().strip() for option in scale.options)
        assert all(b - a == 1 for a, b in pairwise(scale.values)), name


def test_a_score_forgives_a_gap_and_turns_round_what_is_said_the_other_way(form):
    reversed_rows = {f.key for f in form.fields if f.row and f.row.reverse}
    counted = {key for made in form.scores.values() for key in keys_of(form, made.items)}
    assert reversed_rows <= counted
    for name, made in form.scores.items():
        if made.method == "mean" and len(keys_of(form, made.items)) > 2:
            assert made.min_answered, name
            assert made.min_answered < len(keys_of(form, made.items)), name
        assert made.title, name


def keys_of(form: Instrument, names) -> list[str]:
    return [
        field.key
        for field in form.fields
        if {field.key, field.item.id, field.ask.id if field.ask else ""} & set(names)
    ]


def test_a_blank_answer_to_what_is_not_required_is_no_fault(form):
    answers = {f.key: None for f in form.fields if not f.required}
    faults = check_answers(form, answers)[1]
    assert {fault.key for fault in faults} <= {f.key for f in form.fields if f.required}


# ---- the table in the README


def test_the_readme_tells_of_every_form_who_fills_it_in_and_who_reads_it():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", README, flags=re.MULTILINE))
    forms = {line.id: line for line in catalogue() if line.kind == "form"}
    assert forms.keys() <= rows.keys()
    for name, line in forms.items():
        title, by, _, readers = rows[name].split(" | ")
        seen = {item.visibility for item in definition(name).items}
        assert (title, by) == (line.title, ", ".join(line.filled_by)), name
        assert readers == ", ".join(READERS[v] for v in READERS if v in seen), name


# ---- scores, worked out by hand


def scored(name: str, **answers) -> dict[str, float]:
    made = score(load(name), pd.DataFrame([answers], dtype="object"))
    return {key: round(value, 6) for key, value in made.iloc[0].items() if pd.notna(value)}


def test_levels_now_and_wanted_are_the_means_over_competences_and_tools():
    made = scored(
        "learning_needs",
        level_evaluating=2, level_identity=3, level_spreadsheets=1,
        target_evaluating=4, target_identity=4, target_spreadsheets=3, target_ai_assistants=5,
    )  # fmt: skip
    assert made == {"level_now": 2.0, "level_wanted": 4.0}
    assert scored("learning_needs", level_evaluating=2, level_identity=3) == {}


def test_what_a_mentor_gains_counts_the_row_said_the_other_way_round():
    made = scored(
        "mentor_growth",
        leading_guide=4, leading_decide=4, leading_leave_it=2,  # turned: 4
        leading_disagree=5, leading_silent=5,  # turned: 1
        knowing_help=3,
        knowing_talk=2, knowing_understand=2, knowing_tone=4,  # turned: 2
        knowing_decisions=1, knowing_get_done=2, knowing_puzzle=3,  # turned: 3
        learning_listen=5, learning_mistakes=5, learning_other_place=1,  # turned: 5
    )  # fmt: skip
    assert made == {
        "leadership": 4.0, "confidence": 3.0, "exposure": 2.0, "knowledge": 2.0, "personal": 5.0,
    }  # fmt: skip


def test_a_self_check_is_the_mean_with_its_two_turned_rows():
    best = {"opening_take_over": 1, "opening_jargon": 1}
    rows = [f.key for f in load("opening_skills").fields if f.is_rating]
    assert scored("opening_skills", **dict.fromkeys(rows, 5) | best) == {"opening": 5.0}
    assert scored("opening_skills", **dict.fromkeys(rows, 5)) == {"opening": 4.0}  # (6*5 + 2*1) / 8
    rows = [f.key for f in load("listening").fields if f.is_rating]
    assert scored("listening", **dict.fromkeys(rows[:6], 5)) == {"listening": 3.666667}
    assert scored("listening", **dict.fromkeys(rows[:5], 5)) == {}


def test_ways_of_working_have_a_row_the_other_way_round_each():
    made = scored(
        "working_style",
        style_plan_ahead=5, style_see_where=1, style_written_down=5,
        style_try_first=4, style_explained=2,
        style_direct_feedback=1, style_gently=5, style_say_soon=1,
        style_quiet_time=3,
    )  # fmt: skip
    assert made == {"planning": 5.0, "trying": 4.0, "frankness": 1.0}


def test_the_small_questions_have_one_right_answer_each_and_let_you_be_unsure():
    task = load("mini_task")
    right = {f.key: next(o.value for o in f.options if o.right) for f in task.fields}
    assert len(right) == 12
    assert all(f.options[-1].value == "not_sure" and len(f.options) == 5 for f in task.fields)
    places = [[o.right for o in f.options].index(True) for f in task.fields]
    assert {places.count(place) for place in range(4)} == {3}
    assert scored("mini_task", **right) == {"right_answers": 12}
    unsure = dict.fromkeys(right, "not_sure")
    assert scored("mini_task", **unsure) == {"right_answers": 0}
    assert scored("mini_task", **unsure | {"photo": right["photo"]}) == {"right_answers": 1}


def test_the_right_answer_is_not_given_away_by_its_length():
    fields = load("mini_task").fields
    longest = [max(f.options[:4], key=lambda o: len(o.label.say())).right for f in fields]
    assert 1 <= sum(longest) <= 4


def test_ways_of_working_use_the_words_of_the_library_and_the_scale_of_the_candidate_form():
    style, candidate = load("working_style"), definition("candidate")
    shared = {e.id: e.text for e in library("styles").entries}
    same = [row for row in style.items[0].rows if row.id in shared]
    assert len(same) >= 5
    assert all(row.text == shared[row.id] for row in same)
    assert style.scales["agree5"] == candidate.scales["agree5"]


# ---- what the forms promise


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("strengths", "self"), ("empathy_map", "self"), ("listening", "self"),
        ("opening_skills", "self"), ("reflection", "pair"), ("appointment", "pair"),
        ("role_play", "pair"), ("interview", "coordinator"), ("experience", "coordinator"),
    ],
)  # fmt: skip
def test_what_is_theirs_alone_goes_to_nobody_else(name, seen):
    assert {field.visibility for field in load(name).fields} == {seen}


def test_the_diagnosis_says_what_the_baseline_is_and_asks_the_rows_of_the_candidate_form():
    needs, candidate = load("learning_needs"), load("candidate", "extended")
    assert "starting point" in needs.purpose.say()
    assert needs.waves == ("before", "kick_off", "after")
    rated = {f.key for f in candidate.fields if f.is_rating}
    back = {key.replace("level_", "then_") for key in rated if key.startswith("level_")}
    assert {f.key for f in needs.fields if f.is_rating} == rated | back
    assert needs.scales["level5"] == candidate.scales["level5"]


def test_the_interview_adds_no_points_up_and_wants_a_reason():
    interview = load("interview")
    assert not interview.scores
    assert "never ranks" in interview.purpose.say()
    assert {f.key for f in interview.fields if f.required} == {"decision", "reason"}


def test_nobody_must_answer_anything_about_what_was_not_right():
    asked = load("experience")
    assert not [f.key for f in asked.fields if f.required]
    assert {f.privacy for f in asked.fields} <= {"sensitive", "free_text", "direct"}
    assert not asked.scores
    for key in ("unpleasant", "worse_off"):
        assert "rather_not" in [option.value for option in asked.field(key).options]


def test_the_empathy_map_has_its_four_fields_and_pains_and_gains():
    drawn = load("empathy_map").sections[0]
    assert drawn.layout == "quadrants"
    assert [i.id for i in drawn.items] == ["says", "thinks", "does", "feels", "pains", "gains"]
