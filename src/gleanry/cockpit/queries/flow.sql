-- What became of what each stage was given, from its own tables. One row, one column a count; names are used in flow.py.
-- A source lead that identification opened has a person; one it kept as invalid has none. One that a person attached
-- to another later had come this far as well, and goes on with that one: it is counted as handed on (`joined`).
SELECT
    (SELECT count(*) FROM capture_submission WHERE workspace_id = %(w)s) AS submissions,
    (SELECT count(*) FROM capture_submission WHERE workspace_id = %(w)s AND problems IS NOT NULL) AS refused_rows,
    (SELECT count(*) FROM clean_cleanrecord WHERE workspace_id = %(w)s AND verdict = 'passed') AS cleaned,
    (SELECT count(*) FROM clean_cleanrecord WHERE workspace_id = %(w)s AND verdict = 'refused') AS unclean,
    (SELECT count(*) FROM identify_match WHERE workspace_id = %(w)s AND verdict <> 'invalid') AS matched,
    (SELECT count(*) FROM identify_match WHERE workspace_id = %(w)s AND verdict = 'invalid') AS invalid,
    (SELECT count(*) FROM leads_lead WHERE workspace_id = %(w)s AND source_lead_id IS NULL AND person_id IS NOT NULL
        AND grade <> '') AS graded,
    (SELECT count(*) FROM leads_lead WHERE workspace_id = %(w)s AND source_lead_id IS NULL AND person_id IS NOT NULL
        AND grade = '') AS ungraded,
    (SELECT count(*) FROM leads_lead WHERE workspace_id = %(w)s AND source_lead_id IS NULL AND person_id IS NOT NULL
        AND NOT (owner_id IS NULL AND pool IN ('intake', 'sdr', 'sales'))) AS placed,
    (SELECT count(*) FROM leads_lead WHERE workspace_id = %(w)s AND source_lead_id IS NULL AND person_id IS NOT NULL
        AND owner_id IS NULL AND pool IN ('intake', 'sdr', 'sales')) AS unplaced,
    (SELECT count(*) FROM identify_merge m JOIN leads_lead l ON l.id = m.loser AND l.person_id IS NOT NULL
        WHERE m.workspace_id = %(w)s AND m.kind = 'lead' AND m.state = 'done') AS joined,
    (SELECT count(*) FROM followup_deadline WHERE workspace_id = %(w)s) AS deadlines,
    (SELECT count(*) FROM followup_deadline WHERE workspace_id = %(w)s AND outcome IN ('met', 'released')) AS kept,
    (SELECT count(*) FROM followup_deadline WHERE workspace_id = %(w)s AND outcome = '') AS running,
    (SELECT count(*) FROM followup_violation WHERE workspace_id = %(w)s) AS missed,
    (SELECT count(*) FROM nurture_enrolment WHERE workspace_id = %(w)s AND ended_at IS NOT NULL) AS woken,
    (SELECT count(*) FROM nurture_enrolment WHERE workspace_id = %(w)s AND ended_at IS NULL) AS nurtured,
    (SELECT count(*) FROM convert_opportunity WHERE workspace_id = %(w)s AND submission_id IS NULL) AS opened,
    (SELECT count(*) FROM convert_takendeal WHERE workspace_id = %(w)s AND opportunity_id IS NOT NULL) AS deals_taken,
    (SELECT count(*) FROM convert_takendeal WHERE workspace_id = %(w)s AND opportunity_id IS NULL) AS deals_waiting,
    (SELECT count(DISTINCT claim_id) FROM attribute_credit WHERE workspace_id = %(w)s) AS credited,
    (SELECT count(*) FROM convert_receipt WHERE workspace_id = %(w)s AND fingerprint LIKE 'submission:%%') AS collected
