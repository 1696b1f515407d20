# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_evaluation
from . import test_evaluation_occasion
from . import test_goal
from . import test_recommendation
from . import test_certificate
from . import test_figure
from . import test_practice
from . import test_practice_retention
from . import test_need_analysis
from . import test_anonymise
from . import test_destruction
from . import test_retention_rule
from . import test_activity_report
from . import test_figure_public
