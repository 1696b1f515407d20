# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_deputy
from . import test_partner
from . import test_representative
from . import test_units
from . import test_access
from . import test_institutions
from . import test_secretariat
