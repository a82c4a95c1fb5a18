"""Splink 5 on DuckDB over the same file: read, clean, estimate, predict, cluster, write. A process of its own.

Its model is written as its documentation advises: term frequencies on names, companies and places, u from random pairs,
m by expectation maximisation over two blockings, a dozen blocking rules alike ours. Cells are cleaned in SQL as far as
SQL easily can. It is given every threshold, and the bench takes the one that serves it best.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
CLEAN = """
CREATE TABLE leads AS SELECT row_number() OVER () AS unique_id,
  nullif(lower(replace(name, ' ', '')), '') AS name,
  nullif(regexp_replace(
    lower(company), '(股份有限公司|有限责任公司|集团有限公司|有限公司|公司)$|[()（） .,]', '', 'g'), '') AS company,
  nullif(right(regexp_replace(
    regexp_replace(split_part(phone, ' 0', 1), '\\.0$', ''), '[^0-9]', '', 'g'), 11), '') AS phone,
  nullif(lower(trim(email)), '') AS email, nullif(lower(trim(wechat)), '') AS wechat,
  nullif(title, '') AS title, nullif(city, '') AS city
FROM read_csv(?, all_varchar = true, header = true)
"""


def main(source: str, out: str, started: str) -> None:
    """`started`: the moment, by time.time(), at which this program was started."""
    connection = duckdb.connect()
    connection.execute(CLEAN, [source])
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("company", [0.9, 0.75]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("email", [2]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("wechat"),
            cl.ExactMatch("title"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("email"),
            block_on("wechat"),
            block_on("name", "company"),
            block_on("name", "city"),
            block_on("company", "substr(name, 1, 1)"),
            block_on("name", "substr(company, 1, 2)"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(api.register("leads"), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("phone", "name"), block_on("email")], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("name", "company"))
    training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    seconds = time.time() - float(started)
    clustering = []
    for threshold in THRESHOLDS:
        began = time.perf_counter()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        connection.execute(
            f'COPY (SELECT unique_id AS row, cluster_id AS "group" FROM {clusters.physical_name}) '
            f"TO '{out}.{threshold}' (FORMAT csv, HEADER true)"
        )
        clustering.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds + min(clustering), "peak_mb": peak, "thresholds": THRESHOLDS}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
