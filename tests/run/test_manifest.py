"""run.json: what a run read, did and wrote."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.run.manifest import Manifest, StepRecord, hash_file, key_of, read_manifest


def manifest(**more):
    content = {
        "run": "20250701T000000Z-abc", "engagement": "small", "period": "2025-06", "as_of": "2025-06-30",
        "started": "2025-07-01T00:00:00+00:00", "finished": "2025-07-01T00:01:00+00:00", "perfloop": "0.1.0",
        "python": "CPython 3.11", "packages": ["pandas==3.0"], "steps": {},
    }  # fmt: skip
    return Manifest(**{**content, **more})


def test_a_manifest_is_read_as_it_was_written(tmp_path):
    record = StepRecord(key="k", inputs={"kpis.yaml": "1"}, parameters={"seed": 0}, outputs={"results/a": "2"})
    written = manifest(steps={"align": record})
    (tmp_path / "run.json").write_text(written.text(), encoding="utf-8")
    found = read_manifest(tmp_path)
    assert found.text() == written.text()
    assert found.model_copy(update={"seal": ""}) == written
    assert found.seal
    assert '"schema": {\n  "name": "perfloop.run",\n  "version": 2\n }' in written.text()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": {"name": "other"}}'])
def test_what_is_no_manifest_is_refused(tmp_path, content):
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="run.json can't be read as a run"):
        read_manifest(tmp_path)


def test_a_hash_is_that_of_the_content(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 3_000_000)
    assert hash_file(path) == hashlib.sha256(b"x" * 3_000_000).hexdigest()


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_a_key_depends_on_every_input_and_on_no_order(inputs):
    assert key_of(inputs) == key_of(dict(reversed(inputs.items())))
    assert key_of(inputs) != key_of({**inputs, "\x00": "more"})
    for name in inputs:
        assert key_of(inputs) != key_of({**inputs, name: inputs[name] + "x"})
