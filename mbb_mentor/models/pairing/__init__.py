from . import mbb_score_mixin
from . import mbb_weights
from . import mbb_weights_line
from . import mbb_match
from . import mbb_mentor
from . import mbb_mentee
from . import mbb_cohort
