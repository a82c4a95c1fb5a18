"""Which rows of a table of people and companies are the same person.

    pairs = find_pairs({"person_name": names, "company": companies, "phone": phones}, Settings())
    groups = group_records({"person_name": names, "phone": phones})
    index = Index(columns); index.find({"person_name": ["王芳"], "phone": ["13800138000"]})

Columns go in as texts by field (`FIELDS`), whatever their spelling; row numbers, probabilities and evidence come out.
Stages: table (read) > block > compare > weigh > cluster; the method is told in docs/algorithms/deduplication.md.
"""

from gleanry.likeness.records.find import find_pairs, group_records
from gleanry.likeness.records.lookup import Index
from gleanry.likeness.records.shapes import FIELDS, Columns, Evidence, Groups, Pairs, Settings

__all__ = ["FIELDS", "Columns", "Evidence", "Groups", "Index", "Pairs", "Settings", "find_pairs", "group_records"]
