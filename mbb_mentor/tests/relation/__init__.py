# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_access
from . import test_agreement
from . import test_assignment
from . import test_attack
from . import test_authority
from . import test_consent
from . import test_covered
from . import test_expert
from . import test_extension
from . import test_letter
from . import test_session
from . import test_invitation
from . import test_task
from . import test_health
from . import test_walks
from . import test_leave
from . import test_spending_order
from . import test_legal_ground
from . import test_payment
from . import test_together
from . import test_duty_report
from . import test_year
