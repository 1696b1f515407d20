# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_address
from . import test_agreement
from . import test_application_after
from . import test_application_files
from . import test_application_steps
from . import test_notice
from . import test_arrows
from . import test_claim_paper
from . import test_demo
from . import test_claim_abroad
from . import test_dialogs
from . import test_duty_report
from . import test_erasure
from . import test_followers
from . import test_forms
from . import test_hostile_forms
from . import test_matrix
from . import test_portal_access
from . import test_portal_performance
from . import test_replica
from . import test_reports
from . import test_routes
from . import test_safety
from . import test_task
from . import test_translations
from . import test_money
from . import test_portal_limit
from . import test_public
from . import test_person
from . import test_registration
from . import test_invitation
from . import test_message
from . import test_calendar_feed
from . import test_objection
from . import test_listing
