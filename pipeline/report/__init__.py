"""`newswire report`: one page that shows what a run wrote.

`gather` reads the records once and keeps counts and a sample (`collect`), in memory that does not grow with
the output; `page` puts them into one HTML file that asks nothing of the network.
"""

from __future__ import annotations

from pipeline.report.write import DEFAULT_STORIES, report

__all__ = ["DEFAULT_STORIES", "report"]
