# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import portal
from . import overview
from . import listing
from . import application
from . import application_values
from . import application_reading
from . import application_form
from . import application_review
from . import privacy
from . import expert
from . import correction
from . import consent
from . import relation
from . import message
from . import objection
from . import calendar
from . import agreement
from . import task
from . import duty_report
from . import claim
from . import claim_line
from . import claim_abroad
from . import claim_paper
from . import money
from . import public_page
from . import data
from . import public
from . import public_call
from . import public_event
from . import robots
from . import signup
from . import address
from . import institution
from . import registration
from . import invitation
