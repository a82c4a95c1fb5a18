-- What became of deals, by who holds them or by what is sold: those a viewer sees. The rate is asked of closed ones; a
-- deal without a rate of exchange counts, and its amount stands in no sum.
SELECT
    CASE $dimension WHEN 'product' THEN product ELSE coalesce(CAST(owner_id AS VARCHAR), '') END AS key,
    count(*) FILTER (WHERE outcome = '') AS open,
    count(*) FILTER (WHERE outcome <> '') AS closed,
    count(*) FILTER (WHERE outcome = 'won') AS won,
    CAST(coalesce(sum(base_minor) FILTER (WHERE outcome = 'won'), 0) AS BIGINT) AS won_minor,
    count(*) FILTER (WHERE outcome = 'won' AND rate = 0 AND base_minor = 0 AND amount_minor <> 0) AS unrated
FROM convert_opportunity
WHERE workspace_id = $workspace_id
  AND ($all_owners OR list_contains($owner_ids, owner_id))
GROUP BY 1
ORDER BY won_minor DESC, closed DESC, key
