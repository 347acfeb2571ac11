"""The bench of delivery really delivers: a message that did not arrive is no rate but an error."""

from pathlib import Path

import pytest

from bouw import bench_bezorgen
from bouw.bench_bezorgen import measure_bezorging


def test_both_bindings_have_a_rate(tmp_path: Path) -> None:
    cijfers = measure_bezorging(tmp_path, aantal=20)

    assert len(cijfers) == 2
    assert all(waarde > 0 for waarde in cijfers.values())


def test_what_is_not_delivered_has_no_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_bezorgen, "BSN", "geen nummer")

    with pytest.raises(RuntimeError, match="niet alles is bezorgd"):
        measure_bezorging(tmp_path, aantal=1)
