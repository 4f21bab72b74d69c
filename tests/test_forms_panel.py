import threading

import pytest
import traitlets

from rmkit.errors import Fault, FaultsFound, NotReady, RmkitError
from rmkit.forms.form_panel import FormPanel
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, long_act


class Counter(Panel):
    _esm = "export default {}"
    started = threading.Event()
    secret = traitlets.Unicode("")

    @act
    def add(self, given: Given) -> Notice:
        self.view = {"n": self.view["n"] + given.number("by")}
        return Notice("done", f"Now {self.view['n']}.")

    @act
    def stumble(self, given: Given) -> None:
        raise KeyError(given.text("words"))

    @act
    def refuse(self, given: Given) -> None:
        message = "First do the other thing."
        raise NotReady(message)

    @act
    def find_faults(self, given: Given) -> None:
        raise FaultsFound([Fault("is no number.", key="n"), Fault("is late.")])

    @long_act
    def go_on(self, given: Given) -> Reply:
        for step in range(100_000):
            self.on_progress(step / 100_000, "Going on")
            self.started.set()
            threading.Event().wait(0.001)
        return Reply(data={"whole": True})

    def not_for_the_page(self, given: Given) -> None:
        message = "A page must not reach this."
        raise AssertionError(message)


@pytest.fixture
def counter():
    panel = Counter({"n": 1})
    panel.sent = []
    panel.send = panel.sent.append
    return panel


def hear(panel, name, number="a.1", **given):
    panel._hear(panel, {"act": name, "id": number, "given": given}, [])


def test_an_act_changes_the_view_and_says_so(counter):
    hear(counter, "add", by=4)
    assert counter.view == {"n": 5}
    assert counter.sent == [
        {
            "re": "a.1",
            "notice": {"kind": "done", "text": "Now 5.", "faults": [], "more": 0},
            "data": {},
        }
    ]


@pytest.mark.parametrize("name", ["not_for_the_page", "__init__", "close", "send", ""])
def test_a_page_reaches_nothing_but_acts(counter, name):
    hear(counter, name)
    (reply,) = counter.sent
    assert reply["notice"]["kind"] == "wrong"
    assert "Run the cell again" in reply["notice"]["text"]


def test_a_mistake_of_rmkit_is_told_without_what_was_typed(counter):
    hear(counter, "stumble", words="my secret")
    (reply,) = counter.sent
    assert "rmkit's mistake (KeyError in test_forms_panel.py, line" in reply["notice"]["text"]
    assert "secret" not in str(reply)


def test_what_rmkit_raises_on_purpose_is_shown_as_it_is(counter):
    hear(counter, "refuse")
    hear(counter, "find_faults")
    refused, found = (reply["notice"] for reply in counter.sent)
    assert refused["text"] == "First do the other thing."
    assert found["text"] == "2 things are to mend. Nothing was imported."
    assert [fault["key"] for fault in found["faults"]] == ["n", None]
    assert found["faults"][0]["short"] == "This is no number."


def test_at_most_200_faults_are_sent_and_the_others_are_counted():
    faults = tuple(Fault(f"is wrong {n}.") for n in range(250))
    page = Notice("wrong", "Much to mend.", faults).for_page()
    assert (len(page["faults"]), page["more"]) == (200, 50)


def test_long_work_tells_how_far_it_is_and_can_be_stopped(counter):
    Counter.started.clear()
    hear(counter, "go_on")
    assert Counter.started.wait(10)
    hear(counter, "add", "a.2", by=1)
    hear(counter, "stop")
    counter._worker.join(10)
    assert not counter._worker.is_alive()
    busy = [m for m in counter.sent if m["re"] == "a.2"]
    assert busy[0]["notice"]["text"] == "Still at work. Wait, or stop it first."
    assert counter.view == {"n": 1}
    assert counter.sent[0]["progress"]["what"] == "Going on"
    assert counter.sent[-1]["notice"] == {
        "kind": "note",
        "text": "Stopped; nothing was changed.",
        "faults": [],
        "more": 0,
    }


def test_progress_is_told_at_most_a_hundred_times(counter):
    told = []
    counter._progress = lambda number, done, what: told.append(done)
    hear(counter, "go_on")
    Counter.started.wait(10)
    hear(counter, "stop")
    counter._worker.join(10)
    assert len(told) <= 101


def test_the_text_that_a_notebook_keeps_of_a_panel_shows_nothing_of_its_view():
    panel = Counter({"names": ["Ana Ruiz"]})
    assert "Ana" not in repr(panel)
    assert "Ana" not in str(panel._repr_mimebundle_()[0]["text/plain"])


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("text", 3),
        ("text", "x" * 60_001),
        ("number", "3"),
        ("number", True),
        ("number", -1),
        ("mapping", [1]),
        ("mapping", {1: 2}),
        ("texts", {"a": 1}),
        ("pairs", {"a": "b"}),
        ("pairs", [["a"]]),
        ("pairs", [["a", 1]]),
        ("pairs", ["ab"]),
    ],
)
def test_what_a_page_sends_in_another_shape_is_refused(read, value):
    with pytest.raises(RmkitError, match='sent a "it" that cannot be read'):
        getattr(Given({"it": value}), read)("it")


def test_what_a_page_sends_in_the_right_shape_is_read():
    given = Given({"t": " a ", "n": 3, "m": {"a": 1}, "w": {"a": "b"}, "p": [["a", "b"]]})
    assert given.text("t") == "a"
    assert given.text("absent") == ""
    assert given.number("n") == 3
    assert given.mapping("m") == {"a": 1}
    assert given.texts("w") == {"a": "b"}
    assert given.pairs("p") == [("a", "b")]


def test_the_common_style_comes_with_the_script_so_that_it_can_stand_first():
    whole = FormPanel._esm
    ours = ("function el(", "function open(", "function drawForm(", "const draw = drawForm;")
    parts = ("const HOUSE = ", *ours)
    places = [whole.index(part) for part in parts]
    assert places == sorted(places)
    assert ".rm-button {" in whole
    assert ".rm-button {" not in FormPanel._css
