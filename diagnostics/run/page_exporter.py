"""The page of an executed notebook for ``jupyter nbconvert`` 「页面导出器」.

A module of its own: perfloop renders without nbconvert, whose import takes a quarter of a second.
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from diagnostics.run.exporter import page_of, render


class PageExporter(Exporter):  # type: ignore[misc]  # nbconvert is untyped
    """Renders the one page of an executed notebook, and nothing else of it 「页面导出器」.

    Other outputs, Markdown cells, sources and metadata never reach the page. The template escapes every text.
    """

    export_from_notebook = "perfloop page"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render the page of an executed notebook 「渲染页面」.

        Parameters
        ----------
        nb : NotebookNode
            Executed notebook.
        resources : dict, optional
            What nbconvert hands on.

        Raises
        ------
        InputError
            When a cell failed or did not run, when there is no page or more than one, or when the page breaks a rule.
        """
        html = render(page_of(nb))
        return html, {**(resources or {}), "output_extension": ".html"}
