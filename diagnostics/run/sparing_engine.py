"""papermill's engine with few saves 「少存盘的执行引擎」.

papermill writes the whole notebook before and after every cell: twenty times and more for a notebook of ten cells, a
tenth of a second of a runner's CPU. Here it is written when it is done, when it failed, and every few seconds.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb

NAME = "perfloop"
SAVE_SECONDS = 5


class SparingManager(NotebookExecutionManager):  # type: ignore[misc]  # papermill bears no types
    """Keeps what papermill records of cells, and writes the notebook now and then 「少存盘」."""

    def save(self, **_: Any) -> None:
        """Write the notebook where the last time is a while ago 「定时存盘」."""
        if (self.now() - self.last_save_time).total_seconds() >= SAVE_SECONDS:
            self.write()

    def write(self) -> None:
        """Write the notebook as it stands 「存盘」."""
        write_ipynb(self.nb, self.output_path)
        self.last_save_time = self.now()


class SparingEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook as papermill does; its last state is on disk however it ended 「执行引擎」."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, output_path: str, **options: Any) -> Any:
        """Run a notebook 「执行笔记本」.

        papermill itself writes what comes back from here; an error, an interrupt included, comes past it.

        Parameters
        ----------
        nb : NotebookNode
            Notebook with its parameters.
        kernel_name : str
            Name of the kernel.
        output_path : str
            File of the executed notebook.
        **options
            What papermill hands on to nbclient.
        """
        options.pop("progress_bar", None)
        manager = SparingManager(nb, output_path=output_path, progress_bar=False)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, **options)
        except BaseException:
            manager.notebook_complete()
            manager.write()
            raise
        manager.notebook_complete()
        return manager.nb


papermill_engines.register(NAME, SparingEngine)
