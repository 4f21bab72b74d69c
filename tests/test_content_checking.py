import pytest

from rmkit import content
from rmkit.errors import FaultsFound

OWN = """---
id: welcome_ours
title: Our welcome
audience: mentor
subject: "Welcome, {{ name }}"
placeholders:
  name:
    description: Who gets it.
    example: Ana
  partners:
    description: The mentees.
    each:
      name:
        description: Their name.
        example: Jan
---
Dear {{ name }},

BODY
"""


def _faults(text, source="own.md"):
    with pytest.raises(FaultsFound) as told:
        content.read_letter(text, source=source)
    return [str(fault) for fault in told.value.faults]


def _body(words):
    return OWN.replace("BODY", words)


def test_an_organisations_own_letter_is_read_and_filled_in():
    letter = content.read_letter(
        _body("{% for it in partners %}\n- {{ it.name }}\n{% endfor %}"), source="own.md"
    )

    filled = content.fill(letter, {"name": "Ana", "partners": [{"name": "Jan"}, {"name": "Eva"}]})

    assert filled.subject == "Welcome, Ana"
    assert filled.plain == "Dear Ana,\n\n- Jan\n- Eva\n"


def test_every_unknown_placeholder_is_told_at_once_with_line_and_nearest_name():
    text = _body("{{ nane }}\n{{ objectve }}\n{% for it in partner %}{{ it.name }}{% endfor %}")

    faults = _faults(text.replace("Welcome, {{ name }}", "Welcome, {{ names }}"))

    assert faults == [
        'own.md, row 5, column "subject": There is no placeholder names. Did you mean "name"?',
        'own.md, row 19: There is no placeholder nane. Did you mean "name"?',
        "own.md, row 20: There is no placeholder objectve. There is: name, partners.",
        'own.md, row 21: There is no placeholder partner. Did you mean "partners"?',
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ partners }}", "partners is a list of entries."),
        ("{{ partners.name }}", "partners is a list of entries."),
        ("{{ name.first }}", "name has no parts."),
        ("{{ nobody.name }}", "There is no placeholder nobody."),
        ("{% for it in partners %}{{ it }}{% endfor %}", "it has several parts."),
        ("{% for it in partners %}{{ it.nme }}{% endfor %}", "it has no part nme."),
        ("{% for it in name %}{{ it }}{% endfor %}", "name is one value, not a list."),
        (
            "{% for a in partners %}{% for b in partners %}{% endfor %}{% endfor %}",
            "is a loop of a kind that is not allowed here.",
        ),
        ("{% for i in range(9) %}{{ i }}{% endfor %}", "is a loop of a kind"),
        ("{{ name|upper }}", "|upper is not allowed here."),
        ("{{ name|length }}", "name is one value, not a list."),
        ("{{ nme|length }}", "There is no placeholder nme."),
        ("{{ 9 ** 9 ** 9 }}", "Pow is not allowed here."),
        ("{{ name() }}", "Call is not allowed here."),
        ("{{ ''.__class__ }}", ".__class__ is not allowed here."),
        ("{{ name.__class__.mro() }}", "Call is not allowed here."),
        ("{% set x = 1 %}", "Assign is not allowed here."),
        ("{% include '/etc/passwd' %}", "Include is not allowed here."),
        ("{% macro m() %}{% endmacro %}", "Macro is not allowed here."),
        ("{% if name > 3 %}x{% endif %}", "is a comparison that is not allowed here."),
        ("{% if name in partners %}x{% endif %}", "is a comparison that is not allowed here."),
        ("{{ name", "{{ or {% is not closed. Close it, as in {{ name }} or {% endif %}."),
        ("{{ name }", "There is a brace too few or too many. Write two on each side"),
        ("{{ }}", "{{ }} is empty. Write one of these in it, or take it away: name, partners."),
        ("{{ first name }}", "There is more than one word between {{ and }}."),
        ("{{ name. }}", "A part is missing after the point."),
        ("{{ “name” }}", "The sign “ cannot stand between braces."),
        ("{# note", "{# begins a remark that is not closed. Close it with #}, or take it away."),
        ("Dear { name }", "{ name } would stay as it is. Write {{ name }}, in two braces."),
        ("Dear {name}}", "{name} would stay as it is."),
        ("{% if name %}", "{% if %} is not closed. Write {% endif %} where it ends."),
        ("{% if %}x{% endif %}", "{% if %} does not say what it depends on."),
        ("{% if name %}x{% end if %}", "{% end %} does not close {% if %}. Write {% endif %}."),
        ("{% for it in partners %}{{ it.name }}", "{% for %} is not closed."),
        ("{% for partners %}x{% endfor %}", "Write {% for entry in list %} ... {% endfor %}."),
        ("{% for it in partners now %}x{% endfor %}", "There is a word too many"),
        ("{% endfor %}", "{% endfor %} stands alone."),
        ("{% else %}", "{% else %} stands alone."),
        ("{% fro it in partners %}{% endfor %}", 'There is no {% fro %}. Did you mean "for"?'),
        ("{% frobnicate %}", "There is no {% frobnicate %}. Only {{ placeholder }}"),
        ("{% for loop in partners %}{{ loop.name }}{% endfor %}", "has a meaning of its own."),
        ("{% if name %}" * 120 + "{% endif %}" * 120, "is nested too deep."),
        ("{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}", "is nested too deep."),
    ],
)
def test_what_a_letter_may_not_hold_is_refused_before_anybody_is_written_to(words, told):
    assert any(told in fault for fault in _faults(_body(words)))


@pytest.mark.parametrize(
    "words",
    [
        "{% if name == 'Ana' and not partners|length == 0 %}x{% endif %}",
        "{% if partners|length > 1 %}x{% else %}y{% endif %}",
        "{% for it in partners %}{{ loop.index }}. {{ it.name }}{% endfor %}",
        "100 % { } }} costs",
    ],
)
def test_what_a_letter_may_hold_is_filled_in(words):
    letter = content.read_letter(_body(words), source="own.md")

    assert content.fill(letter, letter.examples(2)).plain


def test_edited_words_keep_the_placeholders_and_go_through_the_same_check():
    letter = content.letter("welcome_mentor")

    ours = content.edited(letter, subject="Hello {{ name }}", body="{{ objective }}")
    with pytest.raises(FaultsFound, match=r'row 2: There is no placeholder objektive.*"objective"'):
        content.edited(letter, body="Hello\n{{ objektive }}")

    assert content.fill(ours, letter.examples()).subject == "Hello Ana Ruiz"
    assert ours.attachments == letter.attachments
    with pytest.raises(FaultsFound, match=r"(?s)The subject is empty.*The body is empty"):
        content.edited(letter, subject=" ", body="")
    with pytest.raises(FaultsFound, match=r"(?s)not taken over.*longer than 300"):
        content.edited(letter, subject="x" * 301)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dear Ana,", "has no front matter."),
        ("---\nid: x\n", "has no front matter."),
        ("---\n- a\n---\nDear", "has no keys in its front matter."),
        ("---\nid: NO\n---\nDear", "row 2"),
        (b"---\nid: \xff\n---\nDear", "is not written in UTF-8."),
        (OWN.replace("audience: mentor", "audience: boss"), "row 4"),
        (OWN.replace("audience:", "audiense:"), 'Did you mean "audience"?'),
        (OWN.replace("    example: Ana\n", ""), "either an example or each"),
    ],
)
def test_a_file_that_is_no_letter_is_refused_with_its_line(text, told):
    assert any(told in fault for fault in _faults(text))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    text = _body("{{ name }}")
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    assert content.read_letter(windows, source="own.md") == content.read_letter(
        text, source="own.md"
    )
