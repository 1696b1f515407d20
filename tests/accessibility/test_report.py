# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import database
import report
from checkout import LOCAL
from survey import NPM, told


def test_platform_list_is_exact(survey, sources):
    """What the platform has mended, or what is ours by now, leaves the list."""
    for visit in survey.visit_all().values():
        survey.ours(visit["findings"])
    for findings in sources.values():
        survey.ours(findings)
    left = [row[:2] for number, row in enumerate(survey.known) if number not in survey.known_seen]
    assert not left, "Take these out of platform.tsv"


def test_every_criterion_is_judged(survey):
    """WCAG 2.2 has 55 criteria of A and AA; the rule of 2.2 that axe-core leaves out ran."""
    rows = report._criteria()
    assert len({row["number"] for row in rows}) == len(rows) == 55
    survey.visit_all()
    assert {"color-contrast", "target-size", "label"} <= survey.asked


def test_report(survey, sources, browser):
    """The evidence is written, and is itself what it asks of others."""
    data = report.collect(survey, sources, database.read_roles())
    path = report.write(data, LOCAL / "test")
    page = browser.new_page(locale="tr-TR")
    page.goto(path.as_uri())
    page.add_script_tag(path=NPM / "axe-core" / "axe.min.js")
    found = page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
    page.close()
    assert found == []
    page_found = survey.validate_files([path])[str(path)]
    assert not page_found, told(page_found)
