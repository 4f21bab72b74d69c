from datetime import date

from rmkit.content import fill, letter
from rmkit.disclosure.audiences import release_own
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.letter_values import Frame, letter_values, why_chosen
from rmkit.programme.letters import LETTERS
from rmkit.programme.recipients import told_of
from rmkit.records.model import Person

WORDS = {"chat": "Chat", "sheets": "Spreadsheets", "ai": "AI assistants", "video": "Video calls"}
FRAME = Frame(
    "Pilot", "Firm", "Two tools from 2 to 4.", Coordinator(name="Ro", email="ro@example.org"),
    date(2026, 11, 2),
)  # fmt: skip


def test_a_mentor_hears_of_the_three_skills_they_are_best_at():
    answers = {"level_chat": 4, "level_sheets": 5, "level_ai": 4, "level_video": 4}
    said = why_chosen("mentor", answers, WORDS).content
    assert "Spreadsheets, Chat and AI assistants." in said
    assert "Video" not in said


def test_a_mentee_hears_of_what_they_want_most():
    answers = {"level_chat": 3, "target_chat": 4, "level_ai": 1, "target_ai": 4, "level_video": 5}
    assert "AI assistants and Chat." in why_chosen("mentee", answers, WORDS).content


def test_without_wanted_levels_a_mentee_hears_where_there_is_room():
    assert "room to grow in Chat." in why_chosen("mentee", {"level_chat": 1}, WORDS).content


def test_without_answers_nothing_is_made_up():
    assert why_chosen("mentor", {}, WORDS).content == "You offered to mentor somebody."
    assert why_chosen("mentee", {}, WORDS).content == "You asked for a mentor."


def test_every_letter_of_the_kick_off_is_filled_by_these_values():
    one, two = (Person(f"P{i}", name=f"Person {i}", email=f"p{i}@example.org") for i in (1, 2))
    for name in (one for names in LETTERS.values() for one in names):
        text = letter(name)
        values = letter_values(
            text, FRAME, one, told_of([two], {"P2": "Clerk"}), why=release_own("Because.")
        )
        filled = fill(text, values)
        assert "Person 2" in filled.plain
        assert "16 November 2026" in filled.plain or "introduce_by" not in text.placeholders
