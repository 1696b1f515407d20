# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import portal
from . import application
from . import consent
from . import relation
from . import claim
from . import public
