# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Each check of ours finds what it is there for, and nothing in what is right."""

import pytest
from survey import AXE, HERE, NPM, TAGS, is_own

GOOD = """<!DOCTYPE html><html lang="tr"><head><title>Sayfa</title></head>
<body><div id="wrapwrap"><main><div class="mbb-page"><h1>Sayfa</h1>%s</div></main></div></body>
</html>"""
RIGHT = """<h2>Alan</h2><div id="mbb_errors"><a href="#field_a">Eksik</a></div>
<label for="field_a">Ad</label><p class="mbb-error" id="a_error">Eksik</p>
<input id="field_a" aria-invalid="true" aria-describedby="a_error" style="border: 1px solid #555">
<a class="btn" style="border: 1px solid" href="#field_a">Gönder</a>
<p style="position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%)">Okunan</p>"""
GRADIENT = "background: linear-gradient(#fff, #eee)"
SMALL = '<a href="#a" style="font-size: 8px">a</a><br><a href="#b" style="font-size: 8px">b</a>'
WRONG = {
    "wide": '<p style="width: 900px">Geniş</p>',
    "clipped": '<p style="height: 9px; overflow: hidden">Bir<br>iki<br>üç</p>',
    "spilled": '<a class="btn" style="display: block; width: 9px">Uzunca</a>',
    "moving": '<p style="transition: color 2s">Oynar</p>',
    "faint": '<input style="border: 1px solid #ccc">',
    "edgeless": '<button class="btn" style="border: 0">Gönder</button>',
    "loose": '<p class="mbb-error" id="b_error">Eksik</p>',
    "frame": "<h4>Atlanan</h4>",
}


@pytest.fixture(scope="module")
def window(browser):
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto("about:blank")
    yield page
    page.close()


def _set(window, body):
    window.set_content(GOOD % body)
    window.add_script_tag(path=HERE / "look.js")


@pytest.mark.parametrize("check", WRONG)
def test_own_check(window, check):
    for body, found in ((RIGHT, False), (RIGHT + WRONG[check], True)):
        _set(window, body)
        assert bool(window.evaluate("check => mbbLook[check]()", check)) == found


@pytest.mark.parametrize(
    "body, rule, own",
    [
        ('<p style="color: #aaa">Soluk</p>', "color-contrast", True),
        (f'<p style="color: #aaa; {GRADIENT}">Soluk</p>', "color-contrast?", True),
        (f'<p style="color: #222; {GRADIENT}">Okunur</p>', None, True),
        ('<img src="x">', "image-alt", True),
        ('<input style="border: 1px solid #555">', "label", True),
        ('</div><img src="x"><div>', "image-alt", False),
        (SMALL, "target-size", True),
    ],
)
def test_axe_is_asked(window, body, rule, own):
    _set(window, body)
    window.add_script_tag(path=NPM / "axe-core" / "axe.min.js")
    found = window.evaluate(AXE, TAGS)["findings"]
    assert {(one["rule"], one["own"]) for one in found} == ({(rule, own)} if rule else set())


def test_whose_a_place_is():
    source = GOOD % "<p>x</p>"
    assert is_own(source, source.index("<p>"))
    assert not is_own(source, source.index("wrapwrap"))
    assert is_own("<html><body></body></html>", 3)
