"""Open now, by the clock in Scotland, in summer and in winter."""

from datetime import UTC, datetime

import pytest

from screens.gates import is_open


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (datetime(2026, 11, 25, 17, 59, tzinfo=UTC), False),  # a Wednesday in winter, a minute to six
        (datetime(2026, 11, 25, 18, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 16, 59, tzinfo=UTC), False),  # a Wednesday in summer: an hour ahead of UTC
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 26, 1, 59, tzinfo=UTC), True),  # still Wednesday's night
        (datetime(2026, 11, 26, 2, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), True),  # Saturday noon
        (datetime(2026, 11, 30, 5, 59, tzinfo=UTC), True),  # Monday, before six in the morning
        (datetime(2026, 11, 30, 6, 0, tzinfo=UTC), False),
    ],
)
def test_breathing_space(library, when, expected):
    post = next(s for s in library.signposts.signposts if s.id == "breathing-space")
    assert is_open(post, when) is expected


def test_numbers_that_answer_day_and_night_come_first(library):
    first = [s for s in library.signposts.signposts if s.first]
    assert [s.number for s in first] == ["999", "101", "111", "116 123"]
    assert all(s.hours is None for s in first) and all(s.checked_on is None for s in library.signposts.signposts)
