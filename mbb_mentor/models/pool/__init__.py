from . import mbb_application_mixin
from . import mbb_application_skill_mixin
from . import mbb_mentor
from . import mbb_mentor_skill
from . import mbb_mentee
from . import mbb_mentee_skill
