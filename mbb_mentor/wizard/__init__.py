# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import mbb_reason
from . import mbb_approval_forward
from . import mbb_decision_ask
from . import mbb_decision_record
from . import mbb_organisation_load
from . import mbb_organisation_load_line
from . import mbb_institution_change
from . import mbb_person_leave
from . import mbb_institution_import
from . import mbb_institution_import_line
from . import mbb_call_propose
from . import mbb_call_propose_line
from . import mbb_event_match
from . import mbb_application_correct
from . import mbb_application_expert_record
from . import mbb_match_compare_mixin
from . import mbb_match_suggest
from . import mbb_match_why
from . import mbb_match_suggest_line
from . import mbb_match_suggest_seek
from . import mbb_match_suggest_seek_line
from . import mbb_consent_record
from . import mbb_practice_consent_record
from . import mbb_sending_letter
from . import mbb_spending_paper
from . import mbb_letter_exchange
from . import mbb_duty_report_paper
from . import mbb_visit_draw_up
from . import mbb_exchange_draw_up
from . import mbb_plan_apply
from . import mbb_goal_note
from . import mbb_recommendation_report
from . import mbb_self_assessment_say
from . import mbb_carry_on
