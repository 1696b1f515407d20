# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import mbb_stamp_tax_base
from . import mbb_travel_rate_table
from . import mbb_travel_cut_record
from . import mbb_travel_return_record
from . import mbb_travel_signature
from . import mbb_travel_rate_table_abroad
from . import mbb_travel_export
from . import account_payment_register
from . import mbb_travel_payee_entry
from . import mbb_travel_payment
from . import mbb_travel_year_end
