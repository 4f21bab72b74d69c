from hypothesis import given
from hypothesis import strategies as st

from rmkit.content.markdown import escape, to_html, to_plain
from rmkit.definitions.inert import one_line


def test_plain_text_has_the_same_words_laid_out_as_in_a_mail():
    markdown = (
        "# Hello\n\nOne\ntwo\\\nthree **bold** `code`\n\n- a\n- b\n  c\n\n   1. deep\n\n"
        "3. x\n4. y\n\n"
        "> quoted\n>\n> more\n\n---\n\n    code\n\n"
        "[site](https://example.org) <https://example.org>\n"
    )

    assert to_plain(markdown) == (
        "Hello\n\nOne two\nthree bold code\n\n- a\n- b c\n  1. deep\n\n"
        "3. x\n4. y\n\n"
        "    quoted\n\n    more\n\n--------------------\n\n    code\n\n"
        "site (https://example.org) https://example.org\n"
    )


def test_html_in_a_letter_is_shown_and_not_used():
    assert to_html("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"
    assert to_html("<div>\nx\n</div>").startswith("<p>&lt;div&gt;")


def test_pictures_and_links_that_run_something_are_left_as_text():
    assert "<img" not in to_html("![x](https://example.org/track.png)")
    assert "href" not in to_html("[x](javascript:alert(1))")
    assert 'href="mailto:ann@example.org"' in to_html("[x](mailto:ann@example.org)")


@given(st.text())
def test_escaped_text_stands_for_itself(text):
    line = one_line(text)

    assert to_plain(escape(line)).strip() == line.strip()
