# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import survey_survey
from . import mbb_evaluation_rule
from . import mbb_evaluation_ask_mixin
from . import mbb_evaluation
from . import mbb_goal
from . import mbb_goal_progress
from . import mbb_self_assessment
from . import mbb_recommendation
from . import mbb_recommendation_followup
from . import mbb_certificate
from . import mbb_letter
from . import mbb_match
from . import mbb_match_health
from . import mbb_session
from . import survey_user_input
from . import mbb_data_category
from . import mbb_personal_data
from . import personal_data
from . import mbb_figure_demand_mixin
from . import mbb_figure_relation_mixin
from . import mbb_figure_outcome_mixin
from . import mbb_figure
