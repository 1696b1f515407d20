# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import res_partner
from . import mbb_consent
from . import mbb_consent_mixin
from . import mbb_match
from . import mbb_letter
from . import mbb_assignment_text_mixin
from . import mbb_assignment_obstacle_mixin
from . import mbb_assignment_letter_mixin
from . import mbb_assignment
from . import mbb_assignment_authority
from . import mbb_assignment_extension
from . import mbb_assignment_extension_authority
from . import mbb_task_mixin
from . import mbb_agenda_template
from . import mbb_agenda_template_line
from . import mbb_plan_template
from . import mbb_plan_template_line
from . import mbb_plan_step
from . import mbb_plan_mixin
from . import mbb_assignment_plan
from . import mbb_match_course
from . import mbb_session_schedule_mixin
from . import mbb_session_attendance_mixin
from . import mbb_session_calendar_mixin
from . import mbb_session
from . import mbb_session_attendance
from . import mbb_session_task
from . import res_users
from . import hr_department
from . import mbb_health_rule
from . import mbb_health_alert
from . import mbb_match_health
