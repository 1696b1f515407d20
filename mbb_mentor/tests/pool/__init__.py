from . import test_application
from . import test_pool_access
from . import test_employee
from . import test_call
from . import test_call_access
from . import test_event
from . import test_review
