# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import pytest
from pages import FILES, PAGES
from survey import told


def test_every_address_has_a_line(survey):
    """Who adds a page adds its line to the table."""
    scene = survey.scene
    assert not scene["problems"]
    assert set(FILES) <= set(scene["rules"]), "no such address any more"
    left = set(scene["rules"]) - set(scene["seen"]) - set(FILES)
    assert not left, "Add a line to tests/accessibility/pages.py"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(survey, page):
    """Nothing is found in what we render, in whatever state it is."""
    wrong = []
    for own in survey.pages:
        if (own.who, own.url, own.form) == (page.who, page.url, page.form):
            visit = survey.visit(own)
            if visit["shown"]:
                assert visit["status"] == page.status, own
            wrong += [f"[{own.state}] {told([one])}" for one in survey.ours(visit["findings"])]
    assert not wrong, "\n".join(wrong)


def test_source_is_valid(survey, sources):
    wrong = [
        f"{page}: {told([one])}"
        for page, findings in sources.items()
        for one in survey.ours(findings)
    ]
    assert not wrong, "\n".join(wrong)
