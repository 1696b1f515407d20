# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How alike two short texts are, in Turkish or English.

Words are lower-cased the Turkish way (İ→i, I→ı), lose what follows an apostrophe
(Bursa'da → bursa), are stemmed by Snowball's Turkish stemmer, and then folded to
plain letters, so that "KATI ATIK" and "katı atıklar" meet.

Each word counts twice: by its stem, and at half the weight by its first four letters.
The stemmer knows no dictionary (planları → plan, but planı → pla) and no Turkish typed
without its letters; cutting words to their first letters is a simple measure that
serves Turkish about as well (Can et al., "Information retrieval on Turkish texts",
JASIST 59, 2008), and the two make up for each other.

Likeness is the cosine of these weights, each times 1 + ln(count). It looks at the two
texts only: the same pair scores the same whoever else is in the cohort.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from math import fsum, log, sqrt

_WORD = re.compile(r"([^\W_]+)(?:['’ʼ]\w+)?")
_FOLD = str.maketrans("ıâîûşğçöü", "iaiusgcou")

PREFIX = 4  # letters
PREFIX_WEIGHT = 0.5

# Words that say nothing about a need or an offer, folded.
STOP_WORDS = frozenset(
    """
    acaba ama ancak bazi belki ben bir biz bize bizim bu cok da daha de diye en gibi
    hem hep her icin ile ise kadar ki mi mu nasil ne neden nerede o olan olarak oldugu
    olmasi onlar ve veya ya yani siz su sekilde uzere konusunda konularinda hakkinda
    istiyoruz gerekli var yok
    a an and are as at be by for from in is it of on or our that the their this to we
    with you
    """.split()
)


@lru_cache(maxsize=200_000)
def _plain(word):
    """``word`` in plain Latin letters, marks dropped."""
    decomposed = unicodedata.normalize("NFD", word.translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _stemmer():
    import snowballstemmer

    return snowballstemmer.stemmer("turkish")


@lru_cache(maxsize=200_000)
def stem(word):
    """The folded stem of one lower-case word; "" if it carries no meaning here."""
    if len(word) < 2 or _plain(word) in STOP_WORDS:
        return ""
    return _plain(_stemmer().stemWord(word))


@lru_cache(maxsize=200_000)
def _features(word):
    """Stem and beginning of one lower-case word; empty if it carries no meaning."""
    root = stem(word)
    return (root, _plain(word)[:PREFIX] + "*") if root else ()


def words(text):
    """Lower-case words of ``text``."""
    composed = unicodedata.normalize("NFKC", text)
    lowered = composed.replace("İ", "i").replace("I", "ı").lower()
    return _WORD.findall(lowered)


def vector(text):
    """Unit vector of ``text``: ``((feature, weight), …)`` by feature, a feature being
    a stem or a beginning with an asterisk (``plan*``); empty if there are no words."""
    counts = Counter(chain.from_iterable(map(_features, words(text or ""))))
    weights = {
        feature: (PREFIX_WEIGHT if feature[-1] == "*" else 1.0)
        * (1 + log(count) if count > 1 else 1)
        for feature, count in counts.items()
    }
    length = sqrt(fsum([weight * weight for weight in weights.values()]))
    return tuple((feature, weights[feature] / length) for feature in sorted(weights))
