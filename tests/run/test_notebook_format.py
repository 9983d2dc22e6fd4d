"""nbformat comes without what it does not need, and nothing else loses anything."""

import subprocess
import sys

CODE = """
import sys
from diagnostics.run.notebook_format import import_nbformat
nbformat = import_nbformat()
print(nbformat.__name__, 'rfc3987_syntax' in sys.modules, import_nbformat() is nbformat)
nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('1')]))
import papermill
print('rfc3987_syntax' in sys.modules)
import rfc3987_syntax
"""


def test_the_slow_grammar_is_not_compiled_and_can_still_be_imported():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["nbformat", "False", "True", "False"]
