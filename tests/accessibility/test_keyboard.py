# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""With the keyboard alone: nothing on these pages is clicked."""

import pytest
from pages import CLAIM, EVENT, FORM, MENTEE, MENTOR, MESSAGES, MY, NOBODY, REGISTER, REQUEST, Page
from playwright.sync_api import expect
from survey import ready

#: Where the focus is: what it is, whether it can be seen, and its place on the page.
STOP = """() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) {
        return null;
    }
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const everything = [...document.querySelectorAll("*")];
    return {
        place: everything.indexOf(element),
        own: mbbLook.isOwn(element),
        name: `${element.tagName} ${element.id || element.name || element.innerText}`,
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        free: !top || element.contains(top) || top.contains(element),
        inside: box.top >= 0 && box.bottom <= innerHeight + 1 || box.height > innerHeight,
    };
}"""
#: What must be reached: of a group of radio buttons one.
REACHABLE = """() => {
    const groups = new Set();
    const everything = [...document.querySelectorAll("*")];
    return everything.flatMap((element, place) => {
        const usable =
            element.matches("a[href], button, input, select, textarea, summary, [tabindex]") &&
            !element.matches(":disabled, [type=hidden], [tabindex='-1']") &&
            mbbLook.isOwn(element) &&
            element.checkVisibility({ visibilityProperty: true });
        const group = element.type === "radio" && element.name;
        if (!usable || (group && groups.has(group))) {
            return [];
        }
        const chosen = group && document.querySelector(`[name="${group}"]:checked`);
        groups.add(group);
        return [chosen ? everything.indexOf(chosen) : place];
    });
}"""

WALKED = (
    Page(NOBODY, "/mentoring"),
    Page(NOBODY, "/mentoring/verify"),
    Page(NOBODY, f"{EVENT}/register"),
    Page(NOBODY, f"{REGISTER}?name=bele"),
    Page(NOBODY, f"{REGISTER}/form"),
    Page("nilufer", f"{MY}/institution"),
    Page("luleburgaz", MY),
    Page("canakkale", f"{MY}/apply/mentee"),
    Page("canakkale", f"{MY}/apply/mentee", FORM, status=422),
    Page("luleburgaz", f"{MENTEE}/files"),
    Page("luleburgaz", f"{MENTEE}/review"),
    Page("nilufer", f"{MENTOR}/subjects"),
    Page("kadikoy", MESSAGES),
    Page("uzman.ayse", f"{MY}/data"),
    Page("uzman.ayse", f"{REQUEST}/new"),
    Page("luleburgaz", f"{MY}/consents/{{consent:requested}}"),
    Page("uzman.mehmet", CLAIM),
    Page("uzman.mehmet", f"{CLAIM}/leg/new"),
    Page("uzman.mehmet", f"{CLAIM}/payee"),
)


def _tab_through(window):
    """Every stop from the top of the page to where the focus leaves it."""
    stops = []
    for _count in range(300):
        window.keyboard.press("Tab")
        stop = window.evaluate(STOP)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus never leaves: {stops[-1]['name']}")


def _tab_to(window, selector, back=False):
    for _count in range(200):
        window.keyboard.press("Shift+Tab" if back else "Tab")
        if window.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the focus does not come to {selector}")


def _press(window, key):
    """A key that sends a form or follows a link."""
    with window.expect_navigation() as gone:
        window.keyboard.press(key)
    ready(window)
    return gone.value.status


@pytest.mark.parametrize("page", WALKED, ids=str)
def test_tabbing_through(survey, page):
    """All is reached, in the order in which it is read, seen, and left again."""
    window, _answer = survey.open(page)
    # From the top, wherever the page has put the focus.
    window.evaluate("() => document.querySelector('a.o_skip_to_content')?.focus()")
    reachable = window.evaluate(REACHABLE)
    stops = _tab_through(window)
    own = [stop for stop in stops if stop["own"]]
    places = [stop["place"] for stop in own]
    # A date has a stop for day, month and year.
    assert list(dict.fromkeys(places)) == reachable
    for stop in own:
        assert stop["seen"], f"the focus does not show: {stop['name']}"
        assert stop["free"] and stop["inside"], f"the focus is covered: {stop['name']}"


@pytest.mark.parametrize("who, url", [(NOBODY, "/mentoring"), ("luleburgaz", MY)])
def test_skip_link(survey, who, url):
    window = survey.window(who)
    survey.go(window, url)
    window.keyboard.press("Tab")
    link = window.locator("a.o_skip_to_content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("() => mbbLook.isOwn(document.activeElement)")


def test_applying(survey):
    """Step by step, with two mistakes: each summary leads to where it can be mended."""
    window = survey.window("canakkale")
    survey.go(window, f"{MY}/apply/mentee")
    assert _send(window, "next") == 422
    _mend(window, "a[href='#field_notice']", "#field_notice")
    window.keyboard.press("Space")
    _send(window, "next")
    _tab_to(window, "[name=skill_ids]")
    window.keyboard.press("Space")
    _tab_to(window, ".mbb-subject :checked[type=radio]")
    window.keyboard.press("ArrowDown")
    _send(window, "next")
    # What is asked for is forgotten.
    _send(window, "next")
    # Online and in Turkish is proposed.
    _tab_to(window, "#field_date_from")
    window.keyboard.type("05052027")
    _tab_to(window, "#field_date_to")
    window.keyboard.type("06062027")
    _send(window, "next")
    _send(window, "next")
    assert _send(window, "submit") == 422
    _mend(window, "a[href$='#field_summary']", "#field_summary")
    window.keyboard.type("Sokak aydınlatması için tasarruf planı.")
    for _step in ("terms", "files", "review"):
        _send(window, "next")
    _send(window, "submit")
    expect(window.locator("#mbb_notice")).to_be_focused()


def _send(window, button):
    """Down to a button of the form, and Enter on it."""
    _tab_to(window, f"button[value={button}]")
    return _press(window, "Enter")


def _mend(window, link, field):
    """From the summary, where the focus is, to the field, on whichever page it is."""
    expect(window.locator("#mbb_errors")).to_be_focused()
    _tab_to(window, f"#mbb_errors {link}")
    window.keyboard.press("Enter")
    expect(window.locator(field)).to_be_focused()
    ready(window)


def test_consenting(survey):
    window = survey.window("nilufer")
    survey.go(window, MY)
    _tab_to(window, ".mbb-row-waiting[href*='/consents/']")
    _press(window, "Enter")
    _tab_to(window, "form[action$='/grant'] button")
    assert _press(window, "Enter") == 422
    expect(window.locator("#mbb_errors")).to_be_focused()
    _tab_to(window, "#mbb_errors a")
    window.keyboard.press("Enter")
    expect(window.locator("#field_read")).to_be_focused()
    window.keyboard.press("Space")
    expect(window.locator("#field_read")).to_be_checked()
    _tab_to(window, "form[action$='/grant'] button")
    _press(window, "Space")
    expect(window.locator("#mbb_notice")).to_be_focused()


def test_refusing_is_unfolded(survey):
    window = survey.window("luleburgaz")
    survey.go(window, MY)
    _tab_to(window, ".mbb-row-waiting[href*='/consents/']")
    _press(window, "Enter")
    _tab_to(window, "summary")
    window.keyboard.press("Space")
    _tab_to(window, "textarea[name=refuse_reason]")
    expect(window.locator("textarea[name=refuse_reason]")).to_be_visible()


def test_journey(survey):
    page = Page("uzman.mehmet", f"{CLAIM}/leg/new")
    window, _answer = survey.open(page)
    _tab_to(window, "[name=place_from]")
    window.keyboard.type("Bursa")
    _tab_to(window, "[name=place_to]")
    window.keyboard.type("Çanakkale")
    _tab_to(window, "[name=amount]")
    window.keyboard.type("on lira")
    _tab_to(window, ".mbb-actions button[type=submit]")
    assert _press(window, "Enter") == 422
    assert window.locator("[name=place_to]").input_value() == "Çanakkale"
    _tab_to(window, "#mbb_errors a[href='#field_amount']")
    window.keyboard.press("Enter")
    expect(window.locator("#field_amount")).to_be_focused()
