# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is kept between questions, so that only changed profiles are worked on."""

from functools import lru_cache

from .text import vector


@lru_cache(maxsize=20_000)
def _features(text):
    """Features and weights of ``text``; kept for the process, whoever asks."""
    pairs = vector(text)
    return tuple(f for f, _w in pairs), tuple(w for _f, w in pairs)


class Cache:
    """Keeps what was computed for ``plan`` and ``suggest``. One cache serves one
    series of like cohorts; it is not to be shared between threads.

    Answers do not depend on it.
    """

    def __init__(self):
        self._numbers = {}
        self._vectors = {}

    @property
    def features(self):
        """How many features have been numbered."""
        return len(self._numbers)

    def vector(self, text):
        """``(features, weights)`` of ``text`` as arrays, in the order of
        ``text.vector``; numbers of features are those of this cache."""
        found = self._vectors.get(text)
        if found is None:
            import numpy as np

            features, weights = _features(text)
            numbers = [self._numbers.setdefault(f, len(self._numbers)) for f in features]
            found = (np.array(numbers, dtype=np.int32), np.array(weights, dtype=float))
            self._vectors[text] = found
        return found
