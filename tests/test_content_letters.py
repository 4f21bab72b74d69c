import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit import content
from rmkit.definitions.inert import one_line
from rmkit.errors import FaultsFound, UnknownName

NASTY = "**Ann** <img src=x onerror=alert(1)> [x](javascript:alert(1)) # h\r\nBcc: all@example.org"


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def _read(html):
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.tags, "".join(parser.words)


@pytest.mark.parametrize("name", content.letters())
def test_every_letter_can_be_shown_with_its_examples(name):
    letter = content.letter(name)

    filled = content.fill(letter, letter.examples())

    assert letter.id == name
    assert letter.covers
    assert "{" not in filled.subject + filled.plain + filled.html
    writes = "Ana Ruiz" if letter.sender == "mentor" else "dana.weber@example.org"
    assert writes in filled.plain


@pytest.mark.parametrize("name", content.letters())
def test_every_letter_reads_well_where_little_is_known_too(name):
    letter = content.letter(name)
    known = letter.examples().items()

    filled = content.fill(letter, {k: v for k, v in known if not letter.placeholders[k].optional})

    assert "\n\n\n" not in filled.plain
    assert re.search(r" [.,:;?]|: *\n\n(?![-\d ])|None", filled.plain) is None
    assert len(filled.plain.split()) < 330


def test_letters_of_the_kick_off_say_what_is_never_done_with_it_and_how_to_say_no():
    for name in ("welcome_mentor", "welcome_mentee", "first_steps_mentor"):
        letter = content.letter(name)
        filled = content.fill(letter, letter.examples())
        assert "appraisal, promotion, pay or dismissal" in filled.plain
        assert "need give no reason" in filled.plain


def test_a_letter_about_an_end_tells_no_reason_and_nobody_who_asked():
    letter = content.letter("pair_ended")
    plain = content.fill(letter, letter.examples()).plain.lower()

    for words in ("asked for", "wish", "because", "complain", "unfortunately", "decided"):
        assert words not in plain
    assert "nobody's fault" in plain


@pytest.mark.parametrize("name", [n for n in content.letters() if n.endswith("_reminder")])
def test_a_reminder_shames_nobody_and_shows_a_way_out(name):
    letter = content.letter(name)
    plain = content.fill(letter, letter.examples()).plain.lower()

    for words in (
        "overdue",
        "still not",
        "failed",
        "must",
        "immediately",
        "again and again",
        "late",
    ):
        assert re.search(rf"\b{words}\b", plain) is None, words


def test_what_mentors_send_themselves_comes_from_them_and_tells_the_coordinator_nothing():
    own = [content.letter(n) for n in content.letters() if content.letter(n).sender == "mentor"]

    assert len(own) == 5
    for letter in own:
        assert letter.audience == "mentee"
        assert not {"coordinator", "coordinator_email"} & set(letter.placeholders)
    after = content.letter("mentor_after_session")
    assert after.attachments == ("session_worksheet", "goal_setting")
    assert "next_day" in after.placeholders


def test_welcome_letters_say_role_reason_partner_and_objective_and_attach_the_principles():
    for name, role in (("welcome_mentor", "mentor"), ("welcome_mentee", "mentee")):
        letter = content.letter(name)
        values = letter.examples()
        filled = content.fill(letter, values)

        assert letter.attachments == ("principles",)
        assert f"You will be a {role}" in filled.plain
        assert values["why_you"] in filled.plain
        assert values["objective"] in filled.plain
        for part in values["partners"][0].values():
            assert part in filled.plain
            assert part in filled.html


def test_first_steps_name_the_three_steps_and_attach_the_goal_sheet():
    letter = content.letter("first_steps_mentor")
    filled = content.fill(letter, letter.examples())

    assert letter.attachments == ("goal_setting",)
    for words in ("within two weeks", "short bio", "goal-setting sheet before your first meeting"):
        assert words in filled.plain


def test_a_mentor_with_two_mentees_gets_one_letter_that_names_both():
    letter = content.letter("welcome_mentor")
    values = letter.examples()
    values["partners"] = [
        {"name": "Jan Novák", "email": "jan@example.org", "role": "head of sales"},
        {"name": "Eva Malá", "email": "eva@example.org", "department": "Finance"},
    ]

    plain = content.fill(letter, values).plain

    assert "Your mentees. You will guide 2 people" in plain
    assert "- Jan Novák, head of sales, jan@example.org\n" in plain
    assert "- Eva Malá, Finance, eva@example.org\n" in plain


def test_an_unknown_letter_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match='Did you mean "welcome_mentor"'):
        content.letter("welcome_mentors")


def _typed(letter, text):
    return {
        name: [dict.fromkeys(value[0], text)] if isinstance(value, list) else text
        for name, value in letter.examples().items()
    }


@pytest.mark.parametrize("name", content.letters())
def test_markup_in_a_value_stays_plain_text_in_both_parts(name):
    letter = content.letter(name)
    usual = content.fill(letter, letter.examples())

    filled = content.fill(letter, _typed(letter, NASTY))

    tags, words = _read(filled.html)
    assert tags == _read(usual.html)[0]
    assert one_line(NASTY) in words
    assert one_line(NASTY) in filled.plain
    assert "\n" not in filled.subject
    assert "\nBcc" not in filled.plain


@given(st.text(min_size=1).filter(one_line))
def test_any_value_leaves_the_tags_as_they_are_and_shows_its_words(text):
    letter = content.letter("welcome_mentor")
    usual, _ = _read(content.fill(letter, letter.examples()).html)

    filled = content.fill(letter, _typed(letter, text))

    tags, words = _read(filled.html)
    assert tags == usual
    assert one_line(text) in words
    assert one_line(text) in filled.plain
    assert len(filled.subject.splitlines()) == 1


def test_values_that_are_missing_unknown_or_no_text_are_told_together():
    letter = content.letter("welcome_mentor")
    values = letter.examples() | {"objectif": "x", "why_you": 1.5, "name": " "}
    values["partners"] = [{"name": "Jan", "emial": "jan@example.org"}]
    del values["coordinator"]

    with pytest.raises(FaultsFound) as told:
        content.fill(letter, values)

    problems = [str(fault) for fault in told.value.faults]
    assert len(problems) == 6
    for words in (
        'no placeholder objectif. Did you mean "objective"?',
        '"why_you": is float, not text.',
        '"name": is empty.',
        'no part emial. Did you mean "email"?',
        '"partners 1, email": is empty.',
        '"coordinator": is empty.',
    ):
        assert any(words in problem for problem in problems), words


def test_a_letter_without_a_partner_is_not_filled_in():
    letter = content.letter("welcome_mentee")

    for partners in ([], None, "Ana", [1]):
        with pytest.raises(FaultsFound, match="partners"):
            content.fill(letter, letter.examples() | {"partners": partners})
