"""What a warm parent imports before it forks 「预加载清单」.

Third parties only: a module of perfloop or of a client would go stale, or tell one client's kernel about another. Small
pieces, so that a parent whose starter has gone notices between two of them.
"""

from __future__ import annotations

# Never: they hook into the running notebook when they are imported, and a notebook that finds them imported shows no
# figure (matplotlib_inline) and no widget (ipywidgets). Nor nbformat: no kernel asks for it, and jsonschema would
# compile a grammar for a second (`run/notebook_format.py`).
HOOKS = ("matplotlib_inline.backend_inline", "ipywidgets", "zhplot")

# What analyses use, and a kernel itself.
MODULES = (
    "numpy", "pyarrow.parquet", "pyarrow.dataset", "pandas", "scipy.special", "scipy.linalg", "scipy.sparse",
    "scipy.optimize", "scipy.spatial", "scipy.interpolate", "scipy.signal", "scipy.stats", "patsy",
    "statsmodels.tools", "statsmodels.tsa.api", "statsmodels.api", "statsmodels.formula.api", "matplotlib",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "PIL.PngImagePlugin",
    "scipy.cluster.hierarchy", "statistics", "seaborn", "zmq", "IPython", "IPython.core.magics",
    "IPython.extensions.storemagic", "IPython.core.completerlib", "ipykernel.kernelapp", "ipykernel.ipkernel",
    "ipykernel.debugger", "IPython.core.debugger", "IPython.core.oinspect", "IPython.core.logger",
    "IPython.core.pylabtools", "sqlite3", "faulthandler", "tornado.platform.asyncio", "zmq.utils.garbage",
    "pandas.io.formats.html", "pandas.io.formats.string", "pandas.core.methods.to_dict", "pandas.core.reshape.reshape",
    "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PpmImagePlugin",
)  # fmt: skip

# What perfloop itself uses beside; imported when the first process asks for it, which others then find.
OWN = (
    "fontTools.ttLib", "pydantic.main", "pydantic.types", "pydantic.type_adapter", "pydantic.functional_validators",
    "pydantic.json_schema", "yaml", "ruamel.yaml", "sqlglot", "sqlglot.dialects.duckdb", "duckdb", "ibis",
    "ibis.backends.duckdb", "sqlalchemy", "sqlalchemy.dialects.sqlite", "typer", "rich.console", "jupyter_client",
)  # fmt: skip

# seaborn needs ipywidgets for palettes that are picked by hand alone: it is imported without, and asks when they are.
WITHOUT = {"seaborn": ("ipywidgets",)}
LATE = {"seaborn.widgets": ("ipywidgets", ("interact", "FloatSlider", "IntSlider"))}

# For the parent alone: numpy's and pyarrow's own threads would have to be forked with it. A notebook's computations
# are the same; Arrow's allocator then gives memory back when it is used, not in the background.
ALONE = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # The debugger, which nobody asks for here, else warns about itself when it is imported.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "agg",
}
