"""policy-trends: what Chinese government notices promise, and how it changes over the years.

The flow, each step a folder of this package:

    raw notice --ingest--> notice --segment--> units --extract--> roles, targets, entities
                                                 |---classify--> themes <--train-- labels
    all of these --compare--> changes --report--> html, docx, xlsx
"""

__version__ = "0.1.0"
