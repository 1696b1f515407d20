# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_approval
from . import test_clock
from . import test_evidence
from . import test_holiday
from . import test_shipped
from . import test_state
from . import test_step
