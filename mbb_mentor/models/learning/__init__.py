# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import survey_survey
from . import mbb_evaluation
from . import mbb_match
from . import survey_user_input
from . import mbb_data_category
from . import mbb_personal_data
from . import personal_data
from . import mbb_anonymiser
from . import mbb_retention_search_mixin
from . import mbb_retention_rule
from . import mbb_destruction_hold_mixin
from . import mbb_destruction
from . import mbb_destruction_line
from . import res_partner
from . import mbb_erasure
