"""policy-trends: what Chinese government notices promise, and how it changes over the years.

The flow, each step a folder of this package:

    raw notice --ingest--> notice --segment--> units --extract--> roles, targets, entities
                                                 |---classify--> themes <--train-- labels
    all of these --compare--> changes --report--> html, docx, xlsx
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from spacy.language import Language

__version__ = "0.2.0"


def load_nlp(root: Path | None = None) -> Language:
    """The pipeline as an ordinary spaCy Language: words by pkuseg; units, roles, targets and named things as spans."""
    from pipeline.service.language import load_nlp

    return load_nlp(root)


def load_results(root: Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of the last run as DataFrames, by their names in configs/data_dictionary.yaml."""
    from pipeline.service.results import load_results

    return load_results(root)
