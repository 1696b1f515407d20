# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Text likeness of many pairs: the cosines of ``text`` as sparse products.

The products of a pair are added in the order of the features of the need, whichever
way they are computed, so the cosine of a pair is the same to the last bit.
"""


class Texts:
    """Vectors of both sides. A mentor's is read when a mentee with words is asked
    about, a mentee's when that mentee is.

    :param cache: ``cache.Cache``, which keeps vectors by text
    """

    def __init__(self, cohort, np, cache):
        self.np = np
        self.cohort = cohort
        self.cache = cache
        self._offers = None
        self._whole = None
        self._columns = None
        self._transposed = None

    def likeness(self, pairs):
        """``(cosines, present)``, or None if no mentee among ``pairs`` has words."""
        np = self.np
        rows, places = np.unique(pairs.n.ravel(), return_inverse=True)
        needs = [self.cache.vector(self.cohort.mentees[k].text) for k in rows.tolist()]
        worded = np.array([len(need[0]) > 0 for need in needs], dtype=bool)
        if not worded.any():
            return None
        offers = self._offered()
        present = worded[places].reshape(pairs.n.shape) & offers.worded[pairs.m]
        if len(pairs.shape) == 1:
            cosine = self._side_by_side(needs, places, pairs)
        elif len(rows) == 1:
            cosine = self._one(needs[0])[pairs.m]
        else:
            cosine = self._product([needs[k] for k in places.tolist()], pairs)
        return np.minimum(cosine, 1.0), present

    def _offered(self):
        if self._offers is None:
            mentors = self.cohort.mentors
            self._offers = _Rows(
                self.np, [self.cache.vector(mentor.text) for mentor in mentors]
            )
        return self._offers

    def _dense(self, need):
        """The need's weights by feature; long enough for every offer's features."""
        weights = self.np.zeros(self.cache.features)
        weights[need[0]] = need[1]
        return weights

    def _one(self, need):
        """Cosines of one need with every mentor."""
        offers = self._offers
        products = self._dense(need)[offers.features] * offers.weights
        return self.np.bincount(
            offers.owner, weights=products, minlength=len(offers.worded)
        )

    def _side_by_side(self, needs, places, pairs):
        np, offers = self.np, self._offers
        found = np.zeros(pairs.shape)
        order = np.argsort(places, kind="stable")
        dense, last = None, None
        for k in order.tolist():
            if places[k] != last:
                last = places[k]
                dense = dict(zip(*(part.tolist() for part in needs[last]), strict=True))
            start, end = offers.first[pairs.m[k]], offers.first[pairs.m[k] + 1]
            cosine = 0.0
            features = offers.features[start:end].tolist()
            for feature, weight in zip(
                features, offers.weights[start:end].tolist(), strict=True
            ):
                cosine += dense.get(feature, 0.0) * weight
            found[k] = cosine
        return found

    def _product(self, needs, block):
        """The block's cosines, by SciPy."""
        from scipy.sparse import csr_array

        size = self.cache.features
        if self._whole is None:
            offers = self._offers
            self._whole = csr_array(
                (offers.weights, offers.features, offers.first),
                shape=(len(offers.worded), size),
            )
        if self._columns is not block.columns:
            self._columns = block.columns
            self._transposed = self._whole[block.columns].T.tocsr()
        own = _Rows(self.np, needs)
        transposed = self._transposed
        # Needs read since then may have brought features that no offer has.
        transposed.resize((size, transposed.shape[1]))
        rows = csr_array(
            (own.weights, own.features, own.first), shape=(len(needs), size)
        )
        return (rows @ transposed).toarray()


class _Rows:
    """Vectors one after the other, as SciPy's compressed rows."""

    def __init__(self, np, vectors):
        lengths = [len(vector[0]) for vector in vectors]
        self.first = np.zeros(len(vectors) + 1, dtype=np.int32)
        np.cumsum(lengths, out=self.first[1:])
        self.owner = np.repeat(np.arange(len(vectors)), lengths)
        self.features = np.concatenate(
            [np.zeros(0, dtype=np.int32), *(vector[0] for vector in vectors)]
        )
        self.weights = np.concatenate(
            [np.zeros(0), *(vector[1] for vector in vectors)]
        )
        self.worded = np.array(lengths, dtype=int) > 0
