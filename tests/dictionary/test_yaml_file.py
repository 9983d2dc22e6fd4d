import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary import yaml_quick
from diagnostics.dictionary.yaml_file import MAX_BYTES, parse_yaml, read_yaml
from diagnostics.errors import InputError


def aliases(levels, width):
    rows = ["a0: &a0 [1, 2]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]" for i in range(1, levels)]
    return "\n".join(rows)


REFUSED = {
    "duplicate key": ("target: 1\ntarget: 2", r"x\.yaml:2:1: the key 'target' occurs twice, first in line 1"),
    "duplicate key in quotes": ('a: {target: 1, "target": 2}', r"x\.yaml:1:16: the key 'target' occurs twice"),
    "python tag": ("a: !!python/object/apply:os.system [id]", r"x\.yaml:1:4: the tag .*python.* is not allowed"),
    "own tag": ("- 1\n- !Foo bar", r"x\.yaml:2:3: the tag '!Foo' is not allowed"),
    "include": ("!include /etc/passwd", r"x\.yaml:1:1: the tag"),
    "standard tag": ("a: !!str 1", "the tag"),
    "merge key": ("a: &a {x: 1}\nb:\n  <<: *a", r"x\.yaml:3:3: merge keys"),
    "too many aliases": ("a: &a 1\nb: [" + "*a, " * 101 + "]", "more than 100 aliases"),
    "alias bomb": (aliases(9, 10), "more than 40,000 values"),
    "alias to itself": ("a: &a [*a]", r"the alias \*a names no finished value"),
    "unknown alias": ("a: *b", r"the alias \*b names no finished value"),
    "number as key": ("1: a", r"x\.yaml:1:1: the key '1' is read as int; put it in quotes"),
    "truth as key": ("a: 1\ntrue: 2", r"x\.yaml:2:1: the key 'true' is read as bool"),
    "nothing as key": ("~: a", "the key '~' is read as NoneType"),
    "list as key": ("? [a]\n: 1", "a key must be plain text"),
    "base 60": ("due: 12:30", r"x\.yaml:1:6: '12:30' is a number to base 60 to some programs; put text in quotes"),
    "octal": ("code: 010", r"x\.yaml:1:7: '010' is an octal"),
    "hexadecimal": ("code: 0x1F", "'0x1F' is an octal or hexadecimal"),
    "underscores": ("target: 1_000", r"'1_000' is a number with underscores"),
    "not a number": ("target: .nan", "'.nan' is no finite number"),
    "infinite": ("target: -.inf", "'-.inf' is no finite number"),
    "overflow": ("target: 1e400", "'1e400' is too large for a number"),
    "negative zero": ("weight: -0.0", "'-0.0' is a negative zero"),
    "endless number": ("a: " + "9" * 5000, "a number of 5000 characters is too long"),
    "empty": ("", r"x\.yaml:1:1: the file is empty"),
    "only a comment": ("# nothing\n", "the file is empty"),
    "null document": ("~", "the file is empty"),
    "two documents": ("a: 1\n---\nb: 2", r"x\.yaml:2:1: a second document starts here"),
    "NUL": ("a: b\nc: \x00d", r"x\.yaml:2:4: the character U\+0000 is not allowed"),
    "NUL as an escape": ('a: "\\0"', r"x\.yaml:1:4: text holds the control character U\+0000"),
    "half a surrogate": ('a: "\\ud800"', r"U\+D800"),
    "escape beyond Unicode": ('a: "\\UFFFFFFFF"', "no valid YAML"),
    "endless version": ("%YAML 1." + "9" * 9000 + "\n---\na: 1", "no valid YAML"),
    "tab": ("a:\n\tb: 1", r"x\.yaml:2:1: no valid YAML"),
    "open quote": ('a: "b', "no valid YAML"),
    "broken": ("a: [1, 2", "no valid YAML"),
    "deep flow": ("[" * 200_000, "nested deeper than 40 levels"),
    "deep flow, closed": ("[" * 200_000 + "]" * 200_000, "nested deeper than 40 levels"),
    "deep mappings": ("{a: " * 100_000, "nested deeper than 40 levels"),
    "deep blocks": ("- " * 100_000 + "a", "nested deeper than 40 levels"),
    "deep keys": ("? " * 100_000, "a key must be plain text"),
    "brackets hidden in text": ('["]", ' * 50_000, "nested deeper than 40 levels"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_and_ambiguous_yaml_is_refused_with_its_place(case):
    text, rule = REFUSED[case]
    with pytest.raises(InputError, match=rule):
        parse_yaml(text, "x.yaml")


def test_too_many_values_are_refused():
    with pytest.raises(InputError, match="more than 40,000 values"):
        parse_yaml("- [" + "1, " * 40_001 + "]", "x.yaml")


def test_deep_nesting_needs_little_time_and_no_deep_stack():
    # A child process: a crash of the parser's stack would take the test run with it.
    code = (
        "import sys; sys.setrecursionlimit(300)\n"
        "from diagnostics.dictionary.yaml_file import parse_yaml\n"
        "from diagnostics.errors import InputError\n"
        "try: parse_yaml('[' * 200_000, 'x.yaml')\n"
        "except InputError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "nested deeper than 40 levels" in done.stdout


def test_a_document_knows_the_line_of_every_part():
    document = parse_yaml("- id: a\n  items:\n    - {kpi: b,\n       weight: 1.4}\n", "cards.yaml")
    assert document.data == [{"id": "a", "items": [{"kpi": "b", "weight": 1.4}]}]
    assert document.line((0, "items", 0, "weight")) == 4
    assert document.mark((0, "items", 0, "weight")) == (4, 8)
    assert document.line((0, "items", 0, "absent", 3)) == 3
    assert str(document.place((0, "items"))) == "cards.yaml:2"


def test_words_keep_their_meaning():
    text = (
        "{a: no, b: 2025-03-09, c: '1_0', d: true, e: ~, f: 1.50, g: -7, h: 2025-01, i: 1e3, j: '010', k: 12%, l: yes}"
    )
    assert parse_yaml(text, "x.yaml").data == {
        "a": "no", "b": "2025-03-09", "c": "1_0", "d": True, "e": None, "f": 1.5, "g": -7, "h": "2025-01", "i": 1000.0,
        "j": "010", "k": "12%", "l": "yes",
    }  # fmt: skip


def test_a_few_aliases_are_allowed():
    assert parse_yaml("a: &t {x: [1, 2]}\nb: *t", "x.yaml").data == {"a": {"x": [1, 2]}, "b": {"x": [1, 2]}}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbfname: a")
    assert read_yaml(tmp_path / "x.yaml", tmp_path).data == {"name": "a"}


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("a: b\nname: 华东".encode("gbk"), r"sub/x\.yaml:2:7: byte 0xBB is not UTF-8; save the file as UTF-8"),
        ("name: 甲".encode("utf-16"), r"sub/x\.yaml:1:1: byte 0xFF is not UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, "larger than 1,000,000 bytes"),
    ],
    ids=["gbk", "utf-16", "large"],
)
def test_bytes_that_are_no_small_utf8_file_are_refused(tmp_path, raw, rule):
    file = tmp_path / "sub" / "x.yaml"
    file.parent.mkdir()
    file.write_bytes(raw)
    with pytest.raises(InputError, match=rule):
        read_yaml(file, tmp_path)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"^kpis\.yaml is not there"):
        read_yaml(tmp_path / "kpis.yaml", tmp_path)


def refusal(text):
    try:
        parse_yaml(text, "x.yaml")
    except InputError as error:
        return str(error)
    return "x.yaml: read"


@given(st.text(max_size=200))
def test_whatever_the_text_it_is_data_or_an_input_error(text):
    assert refusal(text).startswith("x.yaml:")


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#% \n\t,.<0_", max_size=60))
def test_whatever_the_signs_they_are_data_or_an_input_error(text):
    assert refusal(text).startswith("x.yaml:")


def read(text, loader):
    """Data and places of a text, or its refusal, where the quick parser is another or none."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(yaml_quick, "_LOADER", loader)
        try:
            found = parse_yaml(text, "x.yaml")
        except InputError as error:
            return str(error)
        return repr(found.data), found.marks


LIBYAML = getattr(yaml, "CSafeLoader", None)
PIECES = st.sampled_from(
    ["a: ", "b:\n", "\n", "  ", "- ", "[", "]", "{", "}", ", ", ":", " #", "?", "|", ">-\n", '"', "'", "&a ", "*a", "%", "\t",
     "中", "：", "\ufeff", "\u2028", "\r\n", "\x85", "---\n", "...\n", "~", "0x1", "1_0", "!!str ", "<<: ", "🌸", "\\u4e2d"]
)  # fmt: skip


@pytest.mark.skipif(LIBYAML is None, reason="PyYAML was built without libyaml: there is one parser alone")
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_quick_parser_changes_no_figure_no_place_and_no_word_of_a_refusal(text):
    assert read(text, LIBYAML) == read(text, None)


@pytest.mark.skipif(LIBYAML is None, reason="PyYAML was built without libyaml: there is one parser alone")
@pytest.mark.parametrize(
    "text", ["a: b\t", "a: 1\u2028\ufeffb", "[? #\n: b]", "|#", "{a?b}", "%YAML 1.9\n---\na: 1", "a: [1, 2"]
)
def test_texts_on_which_the_parsers_part_are_read_by_the_pure_one(text):
    assert read(text, LIBYAML) == read(text, None)
