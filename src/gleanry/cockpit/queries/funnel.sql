-- The funnel by one dimension, over the leads a viewer sees. Reaching a step is proven by its own milestone or any later
-- one: a won lead has been an MQL even if nobody recorded when. A repeat counts as a submission, not as a lead.
WITH seen AS (
    SELECT
        CASE $dimension
            WHEN 'source' THEN source
            WHEN 'campaign' THEN campaign
            WHEN 'owner' THEN coalesce(CAST(owner_id AS VARCHAR), '')
            WHEN 'month' THEN strftime(
                timezone($zone, CAST(CAST(first_contact_at AS TIMESTAMP) AS TIMESTAMPTZ)), '%Y-%m'
            )
        END AS key,
        source_lead_id IS NULL AS is_lead,
        CAST(first_contact_at AS TIMESTAMP) AS contact,
        mql_at IS NOT NULL AS was_mql,
        sql_at IS NOT NULL AS was_sql,
        opportunity_at IS NOT NULL AS was_opportunity,
        CAST(won_at AS TIMESTAMP) AS won,
        paid_at IS NOT NULL AS was_paid,
        won_minor,
        paid_minor
    FROM leads_lead
    WHERE workspace_id = $workspace_id
      AND ($source IS NULL OR source = $source)
      AND ($campaign IS NULL OR campaign = $campaign)
      AND (
          ($all_owners AND owner_id IS NOT NULL)
          OR list_contains($owner_ids, owner_id)
          OR list_contains($region_ids, region_id)
          OR (owner_id IS NULL AND ($all_pools OR list_contains($pools, pool)))
      )
),
steps AS (
    SELECT
        *,
        was_paid AS paid_step,
        won IS NOT NULL OR was_paid AS won_step,
        was_opportunity OR won IS NOT NULL OR was_paid AS opportunity_step,
        was_sql OR was_opportunity OR won IS NOT NULL OR was_paid AS sql_step,
        was_mql OR was_sql OR was_opportunity OR won IS NOT NULL OR was_paid AS mql_step,
        epoch_us(won) / 86400000000.0 - epoch_us(contact) / 86400000000.0 AS days
    FROM seen
)
SELECT
    grouping(key) AS is_total,
    key,
    count(*) AS submissions,
    count(*) FILTER (WHERE is_lead) AS leads,
    count(*) FILTER (WHERE is_lead AND mql_step) AS mql,
    count(*) FILTER (WHERE is_lead AND sql_step) AS sql,
    count(*) FILTER (WHERE is_lead AND opportunity_step) AS opportunities,
    count(*) FILTER (WHERE is_lead AND won_step) AS won,
    count(*) FILTER (WHERE is_lead AND paid_step) AS paid,
    CAST(coalesce(sum(won_minor), 0) AS BIGINT) AS won_minor,
    CAST(coalesce(sum(paid_minor), 0) AS BIGINT) AS paid_minor,
    median(days) FILTER (WHERE is_lead) AS median_days,
    avg(days) FILTER (WHERE is_lead) AS mean_days,
    count(*) FILTER (WHERE is_lead AND days < 0) AS won_before_contact
FROM steps
GROUP BY GROUPING SETS ((key), ())
ORDER BY is_total, leads DESC, key
