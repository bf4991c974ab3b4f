from __future__ import annotations

from portal.transfer.wordpress.seen_ids import SeenIds


def test_it_knows_what_came_by_and_nothing_else():
    seen = SeenIds()
    for key in ("7", "9000", "0c1f", "999999999999"):
        assert key not in seen
        seen.add(key)
    assert all(key in seen for key in ("7", "9000", "0c1f", "999999999999"))
    assert not any(key in seen for key in ("8", "07", "9001", "", "9999999", "٧"))
