# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import res_company
from . import res_partner
from . import res_users
from . import mbb_representative
from . import mbb_deputy
from . import mbb_approval
from . import mbb_approval_mixin
from . import hr_skill_type
from . import hr_skill_level
from . import hr_job
from . import hr_department
from . import mbb_duty
from . import mbb_unit_secretariat
from . import mbb_secretariat
from . import mbb_secretariat_member
from . import mbb_institution_name
