# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_abroad
from . import test_access
from . import test_attack
from . import test_attack_money
from . import test_assignment
from . import test_claim
from . import test_control
from . import test_performance
from . import test_declaration
from . import test_dossier
from . import test_expense
from . import test_papers
from . import test_payment_papers
from . import test_ledger
from . import test_rate
from . import test_rate_table
from . import test_retention
from . import test_rpc
from . import test_sheet
from . import test_status
from . import test_budget
from . import test_trip
from . import test_interim
from . import test_words
from . import test_payee
from . import test_advance
from . import test_recovery
from . import test_year_end
from . import test_figure
