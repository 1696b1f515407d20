# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import survey_survey
from . import mbb_evaluation
from . import mbb_match
from . import survey_user_input
