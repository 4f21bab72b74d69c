from rmkit import content
from rmkit.report.page import Bullets, Heading
from rmkit.report.principles import principles_page


def test_the_page_holds_all_principles_and_rules_numbered_under_their_titles():
    page = principles_page(content.principles(), organisation="Harbour Logistics")

    lists = [block for block in page.blocks if isinstance(block, Bullets)]
    assert [len(block.items) for block in lists] == [7, 7, 6]
    assert all(block.numbered for block in lists)
    assert [block.text for block in page.blocks if isinstance(block, Heading)] == [
        "If you are the mentee",
        "If you are the mentor",
        "Six rules for both",
    ]
    assert page.subtitle == "Harbour Logistics"
