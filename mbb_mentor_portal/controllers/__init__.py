# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import portal
from . import overview
from . import application
from . import application_values
from . import application_form
from . import expert
from . import correction
from . import consent
from . import relation
from . import agreement
from . import task
from . import duty_report
from . import claim
from . import claim_line
from . import claim_abroad
from . import claim_paper
from . import money
from . import public
