from . import test_application
from . import test_pool_access
from . import test_employee
