# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import survey_survey
from . import mbb_evaluation
from . import mbb_match
from . import survey_user_input
from . import mbb_data_category
from . import mbb_personal_data
from . import mbb_approval_rule
from . import mbb_practice_criterion
from . import mbb_practice_content_mixin
from . import mbb_practice_consent_mixin
from . import mbb_practice_review_mixin
from . import mbb_practice
from . import mbb_practice_part_mixin
from . import mbb_practice_upload_mixin
from . import mbb_practice_result
from . import mbb_practice_picture
from . import mbb_practice_file
from . import mbb_practice_score
from . import mbb_practice_consent
from . import mbb_practice_match
from . import mbb_mentor
from . import mbb_call
from . import event_event
from . import mbb_need_analysis
from . import mbb_need_analysis_line
from . import res_partner
from . import personal_data
