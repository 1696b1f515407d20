# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import mbb_portal_mixin
from . import mbb_portal_application
from . import mbb_portal_task
from . import mail_message
from . import res_partner
from . import mbb_representative
from . import mbb_clock_rule
from . import mbb_mentor
from . import mbb_mentor_skill
from . import mbb_mentee
from . import mbb_mentee_skill
from . import mbb_application_expert
from . import mbb_application_correction
from . import mbb_match
from . import mbb_consent
from . import mbb_agreement
from . import mbb_assignment
from . import mbb_assignment_extension
from . import mbb_duty_report
from . import mbb_letter
from . import mbb_session
from . import mbb_session_attendance
from . import mbb_session_task
from . import mbb_plan_step
from . import mbb_evaluation
from . import mbb_travel_absence
from . import mbb_travel_benefit
from . import mbb_travel_advance
from . import mbb_travel_claim
from . import mbb_travel_leg
from . import mbb_travel_lodging
from . import mbb_travel_stay
from . import mbb_demo
