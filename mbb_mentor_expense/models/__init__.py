# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import mbb_travel_limits_mixin
from . import mbb_travel_period_mixin
from . import mbb_travel_rate
from . import mbb_travel_policy
from . import mbb_travel_account
from . import mbb_travel_document_rule
from . import mbb_travel_document_mixin
from . import mbb_travel_leg
from . import mbb_travel_lodging
from . import mbb_travel_status
from . import mbb_travel_traveller_mixin
from . import mbb_travel_entitlement_mixin
from . import mbb_travel_duty_mixin
from . import mbb_travel_obstacle_mixin
from . import mbb_travel_paper_mixin
from . import mbb_travel_step_mixin
from . import mbb_travel_ledger_mixin
from . import mbb_travel_declaration_mixin
from . import mbb_travel_claim
from . import mbb_approval_rule
from . import mbb_travel_appropriation
from . import mbb_spending_order
from . import mbb_assignment
from . import mbb_assignment_limit
from . import mbb_assignment_extension
from . import hr_version
from . import hr_employee
from . import hr_employee_public
from . import hr_expense
from . import account_move
from . import account_move_line
from . import res_company
from . import res_config_settings
from . import res_groups
from . import res_users
