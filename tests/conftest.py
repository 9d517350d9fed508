"""What all tests share."""

import os

pytest_plugins = [
    "tests.standins",
    "tests.evenings",
    "tests.question_texts",
    "tests.room_visits",
    "tests.archive_sites",
]
os.environ["TZ"] = "Pacific/Apia"  # a zone that nothing may depend on
os.environ["PTB_TIMEDELTA"] = "true"
