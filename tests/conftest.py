"""What all tests share."""

import os

pytest_plugins = ["tests.standins", "tests.evenings"]
os.environ["TZ"] = "Pacific/Apia"  # a zone that nothing may depend on
os.environ["PTB_TIMEDELTA"] = "true"
