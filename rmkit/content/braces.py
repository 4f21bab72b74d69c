"""Braces that somebody got wrong in a letter, told to a person who only wanted to write one.

jinja2 finds most of them and says so in the words of its own parser; here they become sentences
with what to write instead. A placeholder in single braces is no fault to jinja2: it would go to
people as it stands, so it is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rmkit.errors import nearest, shown

__all__ = ["in_plain_words", "single_braces"]

_TAGS = ("if", "elif", "else", "endif", "for", "endfor")
_ALLOWED = "Only {{ placeholder }}, {% if %} and {% for %} can be used in a letter."
_IN_GENERAL = "Check that every {{ has its }} and every {% if %} its {% endif %}."
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_OPEN_TAG = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_ODD_SIGN = re.compile(r"unexpected char '(.)'")
_WHOLE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ONE_BRACE = re.compile(r"\{[ \t]*([A-Za-z_]\w*)(?:\.\w+)?[ \t]*\}")


def in_plain_words(message: str, names: Collection[str]) -> tuple[str, str]:
    """Say what is wrong and what to write instead.

    Parameters
    ----------
    message
        What jinja2 says of a text that it cannot read.
    names
        The placeholders there are.

    Examples
    --------
    >>> in_plain_words("Encountered unknown tag 'endfor'.", ["name"])
    ('{% endfor %} stands alone.', 'Write {% for ... %} before it, or take it away.')
    """
    odd, opened = _ODD_SIGN.search(message), _OPEN_TAG.search(message)
    if tag := _UNKNOWN_TAG.search(message):
        return _about_tag(tag[1], opened[1] if opened else "")
    if opened:
        fix = f"Write {{% end{opened[1]} %}} where it ends."
        return f"{{% {opened[1]} %}} is not closed.", fix
    if odd:
        fix = "Write the name of the placeholder and nothing else, as in {{ name }}."
        return f"The sign {shown(odd[1])} cannot stand between braces.", fix
    for sign, problem, fix in _SENTENCES:
        if sign in message:
            return problem, fix.format(names=", ".join(names))
    return "The braces here cannot be read.", _IN_GENERAL


def _about_tag(tag: str, opened: str) -> tuple[str, str]:
    if opened and tag.startswith("end"):
        return f"{{% {tag} %}} does not close {{% {opened} %}}.", f"Write {{% end{opened} %}}."
    if tag in {"endif", "endfor"}:
        begin = tag.removeprefix("end")
        fix = f"Write {{% {begin} ... %}} before it, or take it away."
        return f"{{% {tag} %}} stands alone.", fix
    if tag in {"else", "elif"}:
        return f"{{% {tag} %}} stands alone.", "Write {% if ... %} before it, or take it away."
    return f"There is no {{% {tag} %}}.", nearest(tag, _TAGS).strip() or _ALLOWED


_SENTENCES = (
    (
        "unexpected end of template",
        "{{ or {% is not closed.",
        "Close it, as in {{{{ name }}}} or {{% endif %}}.",
    ),
    (
        "Missing end of comment",
        "{# begins a remark that is not closed.",
        "Close it with #}}, or take it away.",
    ),
    (
        "unexpected '}'",
        "There is a brace too few or too many.",
        "Write two on each side, as in {{{{ name }}}}.",
    ),
    (
        "Expected an expression, got 'end of print statement'",
        "{{ }} is empty.",
        "Write one of these in it, or take it away: {names}.",
    ),
    (
        "Expected an expression, got 'end of statement block'",
        "{% if %} does not say what it depends on.",
        "Write the name of a placeholder, as in {{% if name %}} ... {{% endif %}}.",
    ),
    (
        "expected token 'in'",
        "{% for %} is not whole.",
        "Write {{% for entry in list %}} ... {{% endfor %}}.",
    ),
    (
        "expected token 'end of print statement'",
        "There is more than one word between {{ and }}.",
        "Write one of these and nothing else: {names}.",
    ),
    (
        "expected token 'end of statement block'",
        "There is a word too many between {% and %}.",
        "Write {{% if name %}} or {{% for entry in list %}}.",
    ),
    (
        "expected name or number",
        "A part is missing after the point.",
        "Write it, or take the point away.",
    ),
)


def single_braces(text: str, names: Collection[str]) -> Iterator[tuple[str, int]]:
    """Find placeholders in single braces: what stands there, and its line.

    >>> list(single_braces("Dear { name },", ["name"]))
    [('{ name }', 1)]
    """
    bare = _WHOLE_TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), text)
    for found in _ONE_BRACE.finditer(bare):
        if found[1] in names:
            yield found[0], bare.count("\n", 0, found.start()) + 1
