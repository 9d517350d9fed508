"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.stalls",
    "tests.standins",
    "tests.evenings",
    "tests.question_texts",
    "tests.room_visits",
    "tests.archive_sites",
    "tests.surroundings",
]
os.environ["TZ"] = "Pacific/Apia"  # a zone that nothing may depend on
os.environ["PTB_TIMEDELTA"] = "true"
os.environ["SSL_CERT_DIR"] = str(Path(__file__).parent / "data")  # no test needs a CA, and all take 30 ms to load

# How long an example takes says something of the machine, and nothing of the rule.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

WAITING = {"test_kills", "test_replicas", "test_contract", "test_contract_running", "test_bench", "test_demo"}
"""Files whose tests start processes and wait for the wall's clock."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait begin first, while others work: they are not what all the rest waits for in the end."""
    items.sort(key=lambda item: item.path.stem not in WAITING)
