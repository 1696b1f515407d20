# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_access
from . import test_authority
from . import test_decision
from . import test_deputy
from . import test_directive
from . import test_institutions
from . import test_organ
from . import test_organs_access
from . import test_partner
from . import test_reorganisation
from . import test_representative
from . import test_secretariat
from . import test_units
