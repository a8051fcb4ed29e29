import pytest

from dev.images import rootfs


def test_a_later_day_makes_another_base(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rootfs.fingerprint()
    monkeypatch.setattr(rootfs, "REFRESHED", "2999-01-01")
    assert rootfs.fingerprint() != before
