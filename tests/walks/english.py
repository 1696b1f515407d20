# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What is on a screen in English although it should be Turkish, or the other way round."""

import re
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).parents[2]

# No Turkish text has these; words that are Turkish, too (on, an, at, in, not, can),
# are left out.
_WORDS = (
    "the of and are this that with from has have was were been you your for is to by or "
    "date name state due draft edit delete search filter new save add all any none "
    "settings status user users group groups update create created cancel confirm close"
).split()
_ENGLISH = re.compile(rf"(?<![\w.@/:-])(?:{'|'.join(_WORDS)})(?![\w@/])", re.I)
_APART = re.compile(r"\S*(?:@|://|www\.|/web/|/my/)\S*")

#: Text nodes that can be seen, and the attributes that are shown or read out.
TEXTS = """() => {
    const found = new Set();
    const add = (text) => text && text.trim() && found.add(text.trim().replace(/\\s+/g, " "));
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(parent.tagName) && shown(parent)) {
            add(walker.currentNode.data);
        }
    }
    for (const name of ["placeholder", "title", "aria-label", "alt", "data-tooltip"]) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            shown(element) && add(element.getAttribute(name));
        }
    }
    add(document.title);
    return [...found];
}"""


def _pieces(text):
    """The runs of text between the tags."""
    return {" ".join(piece.split()) for piece in re.split(r"<[^>]+>", text)}


@cache
def _catalogues():
    """Our translations: {English: Turkish}."""
    return {
        " ".join(entry.msgid.split()): " ".join(entry.msgstr.split())
        for path in sorted(ROOT.glob("mbb_*/i18n/tr.po"))
        for entry in polib.pofile(str(path))
        if entry.msgstr and not entry.obsolete
    }


def tr(text):
    """What stands on the screen for a text of our source."""
    return _catalogues().get(text, text)


@cache
def _sources():
    """Our English texts, as they would stand on a screen."""
    turkish = set().union(*map(_pieces, _catalogues().values()))
    english = set().union(*map(_pieces, _catalogues()))
    return {text for text in english - turkish if len(text) > 2}


def english(texts):
    """Those of the texts that are English."""
    return [text for text in texts if text in _sources() or _ENGLISH.search(_APART.sub(" ", text))]


@cache
def _targets():
    """Our Turkish texts, as they would stand on a screen."""
    turkish = set().union(*map(_pieces, _catalogues().values()))
    english = set().union(*map(_pieces, _catalogues()))
    return {text for text in turkish - english if len(text) > 2}


def turkish(texts):
    """Those of the texts that are Turkish."""
    return [text for text in texts if text in _targets()]
