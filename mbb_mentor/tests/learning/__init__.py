# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from . import test_evaluation
from . import test_anonymise
from . import test_destruction
from . import test_retention_rule
