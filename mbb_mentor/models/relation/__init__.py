# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import res_partner
from . import mbb_consent_rule
from . import mbb_consent_answer_mixin
from . import mbb_consent_notice_mixin
from . import mbb_consent
from . import mbb_consent_paper
from . import mbb_consent_notice
from . import mbb_consent_mixin
from . import mbb_match
from . import mbb_agreement_template
from . import mbb_agreement_text_mixin
from . import mbb_agreement
from . import mbb_match_agreement
from . import mbb_letter
from . import mbb_assignment_text_mixin
from . import mbb_assignment_obstacle_mixin
from . import mbb_assignment_letter_mixin
from . import mbb_assignment
from . import mbb_assignment_authority
from . import mbb_assignment_agreement
from . import mbb_assignment_extension
from . import mbb_assignment_extension_authority
from . import mbb_session
from . import mbb_session_agreement
from . import res_company
from . import res_config_settings
from . import res_users
from . import hr_department
