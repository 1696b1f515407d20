# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import ir_actions_report
from . import mbb_state_mixin
from . import mbb_moved_mixin
from . import mbb_dated_mixin
from . import mbb_directive
from . import mbb_organ
from . import mbb_organ_member
from . import mbb_decision
from . import res_config_settings
from . import res_company
from . import res_partner
from . import res_users
from . import mbb_representative
from . import mbb_deputy
from . import mbb_approval_rule
from . import mbb_approval
from . import mbb_approval_mixin
from . import hr_skill_type
from . import hr_skill
from . import hr_skill_level
from . import hr_job
from . import hr_department
from . import hr_employee
from . import mbb_duty
from . import mbb_unit_secretariat
from . import mbb_secretariat
from . import mbb_secretariat_member
from . import mbb_institution_name
from . import mbb_reorganisation
from . import mbb_reorganisation_line
