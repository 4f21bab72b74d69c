import subprocess
import sys

import pytest

from rmkit import forms


@pytest.mark.parametrize("name", forms.__all__)
def test_each_public_name_is_a_function_that_says_what_it_shows(name):
    assert callable(getattr(forms, name))
    assert getattr(forms, name).__doc__
    assert name in dir(forms)


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match=r"rmkit\.forms.*no_such_panel"):
        forms.no_such_panel  # noqa: B018


def test_the_room_itself_loads_nothing_heavy():
    code = (
        "import sys, rmkit.forms; "
        "heavy = {'pandas', 'anywidget', 'matplotlib', 'sqlalchemy'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
