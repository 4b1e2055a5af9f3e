"""Shared by every test: where things lie, and how long hypothesis may think."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.servers.fixtures",)

ROOT = Path(__file__).resolve().parent.parent

# A slow machine is no failing test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT
