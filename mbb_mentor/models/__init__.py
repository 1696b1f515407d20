# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import base
from . import organisation
from . import pool
from . import pairing
from . import relation
from . import learning
