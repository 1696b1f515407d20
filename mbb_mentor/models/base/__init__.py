# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import mbb_state_mixin
from . import mbb_personal_data_mixin
from . import mbb_register_mixin
from . import mbb_retention_mixin
from . import mbb_anonymiser_file_mixin
from . import mbb_anonymiser_sweep_mixin
from . import mbb_anonymiser
from . import mbb_shipped_mixin
from . import mbb_rule_mixin
from . import mbb_turkish_order_mixin
from . import mbb_directive
from . import mbb_clock_rule
from . import mbb_holiday
from . import resource_calendar_leaves
from . import mbb_step
from . import mbb_step_report
from . import mbb_evidence
from . import ir_attachment
from . import ir_sequence
from . import mail_message
from . import mbb_approval_rule
from . import mbb_approval
from . import mbb_approval_mixin
from . import personal_data
from . import retention
