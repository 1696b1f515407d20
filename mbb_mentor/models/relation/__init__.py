# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import res_partner
from . import mbb_consent
from . import mbb_consent_mixin
from . import mbb_match
from . import mbb_letter_content_mixin
from . import mbb_letter_print_mixin
from . import mbb_evidence
from . import mbb_letter
from . import mbb_letter_exchange
from . import mbb_spending_order_cover_mixin
from . import mbb_spending_order_paper_mixin
from . import mbb_spending_order
from . import mbb_legal_ground
from . import mbb_assignment_together_mixin
from . import mbb_assignment_ground_mixin
from . import mbb_assignment_payment_mixin
from . import mbb_assignment_spending_mixin
from . import mbb_assignment_report_mixin
from . import mbb_assignment_extension_spending_mixin
from . import mbb_assignment_text_mixin
from . import mbb_assignment_obstacle_mixin
from . import mbb_assignment_letter_mixin
from . import mbb_assignment
from . import mbb_assignment_authority
from . import mbb_assignment_extension
from . import mbb_assignment_extension_authority
from . import mbb_visit
from . import mbb_match_visit
from . import mbb_duty_report
from . import mbb_assignment_payer
from . import mbb_consent_letter
from . import mbb_session
from . import res_users
from . import hr_department
