"""nbformat and papermill come without what they do not need, and nothing else loses anything."""

import subprocess
import sys

CODE = """
import sys
from importlib.util import find_spec
from diagnostics.run.notebook_format import import_nbformat, import_papermill
nbformat, papermill = import_nbformat(), import_papermill()
print(nbformat.__name__, papermill.__name__, import_nbformat() is nbformat, import_papermill() is papermill)
nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('1')]))
print({'rfc3987_syntax', 'pyarrow', 'requests', 'numpy', 'nbconvert'} & sys.modules.keys() or 'lean')
# None of them is hidden from others.
print(find_spec('rfc3987_syntax') is not None, find_spec('pyarrow.fs') is not None)
import requests
print(requests.get.__name__)
"""


def test_what_is_not_needed_is_not_loaded_and_can_still_be_imported():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["nbformat", "papermill", "True", "True", "lean", "True", "True", "get"]
