"""Moments of two years, for rules of time."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
