from . import test_match
from . import test_suggest
from . import test_match_run
from . import test_call_match
from . import test_event_match
from . import test_house_capacity
from . import test_correction
