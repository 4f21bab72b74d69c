from rmkit import content


def test_there_are_seven_principles_for_each_side_and_six_rules_for_both():
    principles = content.principles()

    assert [len(part) for _, part in principles.parts()] == [7, 7, 6]
    assert set(principles.covers) == {"CV-A1", "CV-3.2"}


def test_both_sides_promise_confidence_and_nothing_is_used_for_appraisal():
    principles = content.principles()

    assert principles.mentee[-1].lead.say() == principles.mentor[-1].lead.say()
    assert "appraisal, promotion, pay or dismissal" in principles.closing.say()


def test_public_functions_are_not_shadowed_by_their_data():
    assert callable(content.letters)
    assert callable(content.letter)
    assert callable(content.principles)
