# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# As the platform's linters read it: the tests of each room by name, through its own
# __init__.
from .base import *
from .organisation import *
from .pool import *
from .pairing import *
from .relation import *
from .learning import *
