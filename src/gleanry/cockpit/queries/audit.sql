-- The laws of the house as questions about the data: each counts its own violations, and every answer must be zero.
-- "-- law: code" names one; %(w)s is the workspace. While hand-overs are owed, records may be on their way: the laws that
-- would count them ask only about workspaces that owe nothing; the stages' accounts cover the rest.

-- leads: submission_without_place
SELECT count(*)
FROM clean_cleanrecord c
LEFT JOIN identify_match m ON m.id = c.id
WHERE c.workspace_id = %(w)s AND m.id IS NULL AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- leads: released_and_still_held
SELECT count(*)
FROM clean_screening s
JOIN identify_match m ON m.id = s.id
JOIN leads_lead l ON l.id = m.lead_id
WHERE s.workspace_id = %(w)s AND s.decision = 'released' AND l.pool = 'invalid' AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- leads: match_without_lead
SELECT count(*)
FROM identify_match m
LEFT JOIN leads_lead l ON l.id = m.lead_id AND l.submission_id = m.id
WHERE m.workspace_id = %(w)s AND l.id IS NULL;

-- leads: lead_without_submission
SELECT count(*)
FROM leads_lead l
LEFT JOIN capture_submission s ON s.id = l.submission_id AND s.workspace_id = l.workspace_id
WHERE l.workspace_id = %(w)s AND s.id IS NULL;

-- leads: unknown_pool
SELECT count(*)
FROM leads_lead
WHERE workspace_id = %(w)s AND pool NOT IN ('intake', 'invalid', 'sdr', 'sales', 'nurture', 'active_sea',
    'general_sea', 'region', 'partner', 'converted', 'attached');

-- leads: attached_without_source
SELECT count(*)
FROM leads_lead l
LEFT JOIN leads_lead s ON s.id = l.source_lead_id AND s.source_lead_id IS NULL AND s.workspace_id = l.workspace_id
WHERE l.workspace_id = %(w)s AND (l.pool = 'attached' OR l.source_lead_id IS NOT NULL) AND (s.id IS NULL OR l.pool
    <> 'attached');

-- leads: attached_held_by_another
SELECT count(*)
FROM leads_lead l
JOIN leads_lead s ON s.id = l.source_lead_id
WHERE l.workspace_id = %(w)s AND l.pool = 'attached' AND coalesce(l.owner_id, 0) <> coalesce(s.owner_id, 0) AND NOT
    EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- leads: place_differs_from_last_move
SELECT count(*)
FROM leads_lead l
JOIN (SELECT lead_id, max(id) AS last
FROM leads_move
WHERE workspace_id = %(w)s
GROUP BY lead_id) x ON x.lead_id = l.id
JOIN leads_move m ON m.id = x.last
WHERE l.workspace_id = %(w)s AND (m.pool <> l.pool OR coalesce(m.owner_id, 0) <> coalesce(l.owner_id, 0)
    OR m.own_pool <> l.own_pool);

-- leads: move_from_elsewhere
SELECT count(*)
FROM (SELECT from_pool, lag(pool) OVER (PARTITION BY lead_id
ORDER BY id) AS before
FROM leads_move
WHERE workspace_id = %(w)s) x
WHERE before IS NOT NULL AND before <> from_pool;

-- leads: lead_without_person
SELECT count(*)
FROM leads_lead l
LEFT JOIN people_person p ON p.id = l.person_id AND p.workspace_id = l.workspace_id
WHERE l.workspace_id = %(w)s AND l.person_id IS NOT NULL AND p.id IS NULL;

-- leads: touch_not_taken
SELECT count(*)
FROM capture_submission s
LEFT JOIN touches_touch t ON t.submission_id = s.id
WHERE s.workspace_id = %(w)s AND s.kind = 'touches' AND s.problems IS NULL AND t.id IS NULL AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- credit: credit_differs_from_receipt
SELECT count(*)
FROM (SELECT r.id
FROM convert_receipt r
JOIN attribute_credit c ON c.receipt_id = r.id
WHERE r.workspace_id = %(w)s
GROUP BY r.id, c.model, r.base_minor
HAVING sum(c.amount_minor) <> r.base_minor) x;

-- credit: receipt_without_credit
SELECT count(*)
FROM (SELECT r.id
FROM convert_receipt r
LEFT JOIN attribute_credit c ON c.receipt_id = r.id
WHERE r.workspace_id = %(w)s AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s)
GROUP BY r.id
HAVING count(DISTINCT c.model) <> 3) x;

-- credit: credit_without_receipt
SELECT count(*)
FROM attribute_credit c
LEFT JOIN convert_receipt r ON r.id = c.receipt_id AND r.workspace_id = c.workspace_id
WHERE c.workspace_id = %(w)s AND r.id IS NULL;

-- credit: money_differs_from_receipts
SELECT count(*)
FROM leads_lead l
LEFT JOIN (SELECT o.lead_id, sum(r.base_minor) AS paid
FROM convert_receipt r
JOIN convert_opportunity o ON o.id = r.opportunity_id
WHERE r.workspace_id = %(w)s
GROUP BY o.lead_id) x ON x.lead_id = l.id
WHERE l.workspace_id = %(w)s AND l.paid_minor <> coalesce(x.paid, 0);

-- credit: money_differs_from_deals
SELECT count(*)
FROM leads_lead l
LEFT JOIN (SELECT lead_id, sum(base_minor) AS won
FROM convert_opportunity
WHERE workspace_id = %(w)s AND outcome = 'won' AND lead_id IS NOT NULL
GROUP BY lead_id) x ON x.lead_id = l.id
WHERE l.workspace_id = %(w)s AND l.won_minor <> coalesce(x.won, 0);

-- promises: missed_without_violation
SELECT count(*)
FROM followup_deadline d
LEFT JOIN followup_violation v ON v.deadline_id = d.id
WHERE d.workspace_id = %(w)s AND (d.outcome = 'missed') <> (v.id IS NOT NULL);

-- promises: two_open_deadlines
SELECT count(*)
FROM (SELECT lead_id, kind
FROM followup_deadline
WHERE workspace_id = %(w)s AND outcome = ''
GROUP BY lead_id, kind
HAVING count(*) > 1) x;

-- promises: clock_without_owner
SELECT count(*)
FROM followup_deadline d
JOIN leads_lead l ON l.id = d.lead_id
WHERE d.workspace_id = %(w)s AND d.outcome = '' AND (l.owner_id IS NULL OR l.owner_id <> d.owner_id)
    AND NOT EXISTS (SELECT 1
FROM kit_delivery k
WHERE k.workspace_id = %(w)s);

-- promises: clock_stands_without_pause
SELECT count(*)
FROM followup_deadline d
WHERE d.workspace_id = %(w)s AND d.outcome = '' AND (d.paused_at IS NOT NULL) <> EXISTS (SELECT 1
FROM followup_pause p
WHERE p.lead_id = d.lead_id AND p.ended_at IS NULL);

-- promises: judged_by_themselves
SELECT count(*)
FROM followup_violation v
WHERE v.workspace_id = %(w)s AND v.verdict <> '' AND (v.judged_by_id IS NULL OR v.judged_by_id = v.owner_id);

-- reasons: grade_without_card
SELECT count(*)
FROM leads_lead l
WHERE l.workspace_id = %(w)s AND l.grade <> '' AND NOT EXISTS (SELECT 1
FROM score_scorecard c
WHERE c.lead_id = l.id);

-- reasons: grade_differs_from_card
SELECT count(*)
FROM leads_lead l
JOIN (SELECT lead_id, max(id) AS last
FROM score_scorecard
WHERE workspace_id = %(w)s
GROUP BY lead_id) x ON x.lead_id = l.id
JOIN score_scorecard c ON c.id = x.last
WHERE l.workspace_id = %(w)s AND c.grade <> l.grade;

-- reasons: routed_without_assignment
SELECT count(*)
FROM leads_lead l
WHERE l.workspace_id = %(w)s AND l.obtained IN ('auto', 'source', 'account') AND NOT EXISTS (SELECT 1
FROM route_assignment a
WHERE a.lead_id = l.id AND a.owner_id = l.owner_id);

-- reasons: label_differs_from_match
SELECT count(*)
FROM identify_match m
JOIN leads_lead l ON l.id = m.lead_id
WHERE m.workspace_id = %(w)s AND l.duplicate <> CASE m.action
WHEN 'create' THEN ''
ELSE m.action END;

-- reasons: attached_without_rule
SELECT count(*)
FROM identify_match
WHERE workspace_id = %(w)s AND rule <> '' AND (verdict = 'attached') <> (action IN ('attach', 'refresh'));

-- reasons: joined_without_conversion
SELECT count(*)
FROM leads_lead l
LEFT JOIN convert_conversion c ON c.lead_id = l.id
WHERE l.workspace_id = %(w)s AND (l.duplicate = 'to_account_owner') <> (c.id IS NOT NULL) AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- reasons: decision_without_rules
SELECT count(*)
FROM (SELECT rules_id
FROM score_scorecard
WHERE workspace_id = %(w)s
UNION SELECT rules_id
FROM route_assignment
WHERE workspace_id = %(w)s
UNION SELECT rules_id
FROM identify_match
WHERE workspace_id = %(w)s
UNION SELECT rules_id
FROM convert_conversion
WHERE workspace_id = %(w)s) x
LEFT JOIN kit_rulebook b ON b.id = x.rules_id AND b.workspace_id = %(w)s
WHERE b.id IS NULL;

-- reasons: held_back_without_reason
SELECT count(*)
FROM clean_cleanrecord c
LEFT JOIN clean_screening s ON s.id = c.id
WHERE c.workspace_id = %(w)s AND c.verdict = 'refused' AND s.id IS NULL;

-- ledger: list_entries_differ_from_facts
SELECT abs((SELECT count(*)
FROM clean_listentry
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'clean.Listed')) + abs((SELECT count(*)
FROM clean_listentry
WHERE workspace_id = %(w)s AND ended_at IS NOT NULL) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'clean.Delisted'));

-- ledger: moves_differ_from_facts
SELECT abs((SELECT count(*)
FROM leads_move
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'leads.Moved'));

-- ledger: conversions_differ_from_facts
SELECT CASE
WHEN EXISTS (SELECT 1
FROM kit_delivery
WHERE workspace_id = %(w)s) THEN 0
ELSE abs((SELECT count(*)
FROM convert_conversion
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'identify.Joined')) END;

-- ledger: score_cards_differ_from_facts
SELECT abs((SELECT count(*)
FROM score_scorecard
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'score.Graded'));

-- ledger: follow_ups_differ_from_facts
SELECT abs((SELECT count(*)
FROM followup_followup
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'followup.FollowedUp'));

-- ledger: violations_differ_from_facts
SELECT abs((SELECT count(*)
FROM followup_violation
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'followup.Breached'));

-- ledger: receipts_differ_from_facts
SELECT abs((SELECT count(*)
FROM convert_receipt
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'convert.Paid'));

-- merges: persons_merged_in_a_circle
WITH RECURSIVE up(id, at) AS (SELECT id, merged_into_id
FROM people_person
WHERE workspace_id = %(w)s AND merged_into_id IS NOT NULL
UNION SELECT up.id, t.merged_into_id
FROM up
JOIN people_person t ON t.id = up.at
WHERE t.merged_into_id IS NOT NULL)
SELECT count(DISTINCT id)
FROM up
WHERE at = id;

-- merges: person_merged_without_record
SELECT count(*)
FROM people_person t
LEFT JOIN identify_merge m ON m.kind = 'person' AND m.loser = t.id AND m.winner = t.merged_into_id AND m.state = 'done'
    AND m.workspace_id = t.workspace_id
WHERE t.workspace_id = %(w)s AND t.merged_into_id IS NOT NULL AND m.id IS NULL;

-- merges: person_merge_without_pointer
SELECT count(*)
FROM identify_merge m
LEFT JOIN people_person t ON t.id = m.loser AND t.merged_into_id = m.winner AND t.workspace_id = m.workspace_id
WHERE m.workspace_id = %(w)s AND m.kind = 'person' AND m.state = 'done' AND t.id IS NULL;

-- merges: accounts_merged_in_a_circle
WITH RECURSIVE up(id, at) AS (SELECT id, merged_into_id
FROM people_account
WHERE workspace_id = %(w)s AND merged_into_id IS NOT NULL
UNION SELECT up.id, t.merged_into_id
FROM up
JOIN people_account t ON t.id = up.at
WHERE t.merged_into_id IS NOT NULL)
SELECT count(DISTINCT id)
FROM up
WHERE at = id;

-- merges: account_merged_without_record
SELECT count(*)
FROM people_account t
LEFT JOIN identify_merge m ON m.kind = 'account' AND m.loser = t.id AND m.winner = t.merged_into_id AND m.state = 'done'
    AND m.workspace_id = t.workspace_id
WHERE t.workspace_id = %(w)s AND t.merged_into_id IS NOT NULL AND m.id IS NULL;

-- merges: account_merge_without_pointer
SELECT count(*)
FROM identify_merge m
LEFT JOIN people_account t ON t.id = m.loser AND t.merged_into_id = m.winner AND t.workspace_id = m.workspace_id
WHERE m.workspace_id = %(w)s AND m.kind = 'account' AND m.state = 'done' AND t.id IS NULL;

-- merges: lead_merge_without_source
SELECT count(*)
FROM identify_merge m
LEFT JOIN leads_lead l ON l.id = m.loser AND l.source_lead_id IS NOT NULL AND l.workspace_id = m.workspace_id
WHERE m.workspace_id = %(w)s AND m.kind = 'lead' AND m.state = 'done' AND l.id IS NULL;

-- merges: lead_attached_without_record
SELECT count(*)
FROM leads_lead l
JOIN identify_match x ON x.id = l.submission_id AND x.verdict = 'new'
LEFT JOIN identify_merge m ON m.kind = 'lead' AND m.loser = l.id AND m.state = 'done' AND m.workspace_id = l.workspace_id
WHERE l.workspace_id = %(w)s AND l.source_lead_id IS NOT NULL AND m.id IS NULL;

-- merges: merges_differ_from_facts
SELECT abs((SELECT count(*)
FROM identify_merge
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'identify.Merged'));

-- merges: undone_merges_differ_from_facts
SELECT abs((SELECT count(*)
FROM identify_merge
WHERE workspace_id = %(w)s AND state = 'undone') - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'identify.Unmerged'));

-- forecast: snapshot_differs_from_rows
SELECT count(*)
FROM cockpit_snapshot s
LEFT JOIN (SELECT snapshot_id, count(*) AS deals, sum(base_minor) AS base, sum(stage_minor) AS stage,
    sum(grade_minor) AS grade, sum(learned_minor) AS learned, sum(word_minor) AS word
FROM cockpit_snapshotdeal
WHERE workspace_id = %(w)s
GROUP BY snapshot_id) x ON x.snapshot_id = s.id
WHERE s.workspace_id = %(w)s AND (s.deals <> coalesce(x.deals, 0) OR s.base_minor <> coalesce(x.base, 0)
    OR s.stage_minor <> coalesce(x.stage, 0) OR s.grade_minor <> coalesce(x.grade, 0)
    OR s.learned_minor <> coalesce(x.learned, 0) OR s.word_minor <> coalesce(x.word, 0));

-- forecast: targets_do_not_add_up
SELECT count(*)
FROM cockpit_targetnode p
JOIN (SELECT plan_id, parent, sum(value) AS total
FROM cockpit_targetnode
WHERE workspace_id = %(w)s AND parent IS NOT NULL
GROUP BY plan_id, parent) x ON x.plan_id = p.plan_id AND x.parent = p.number
WHERE p.workspace_id = %(w)s AND p.value <> x.total;

-- deals: stage_differs_from_history
SELECT count(*)
FROM convert_opportunity o
LEFT JOIN (SELECT opportunity_id, max(id) AS last
FROM convert_stagechange
WHERE workspace_id = %(w)s
GROUP BY opportunity_id) x ON x.opportunity_id = o.id
LEFT JOIN convert_stagechange c ON c.id = x.last
WHERE o.workspace_id = %(w)s AND coalesce(c.stage, '') <> CASE WHEN o.outcome = '' THEN o.stage ELSE o.outcome END;

-- deals: grade_differs_from_history
SELECT count(*)
FROM convert_opportunity o
LEFT JOIN (SELECT opportunity_id, max(id) AS last
FROM convert_gradechange
WHERE workspace_id = %(w)s
GROUP BY opportunity_id) x ON x.opportunity_id = o.id
LEFT JOIN convert_gradechange c ON c.id = x.last
WHERE o.workspace_id = %(w)s AND coalesce(c.grade, '') <> o.grade;

-- deals: ended_with_another_grade
SELECT count(*)
FROM convert_opportunity
WHERE workspace_id = %(w)s AND ((outcome = 'won') <> (grade = 'S') OR (outcome = 'lost') <> (grade = 'F'));

-- deals: gate_decided_by_who_asked
SELECT count(*)
FROM convert_gaterequest
WHERE workspace_id = %(w)s AND decided_by_id = asked_by_id;

-- deals: gate_waits_at_closed_deal
SELECT count(*)
FROM convert_gaterequest g
JOIN convert_opportunity o ON o.id = g.opportunity_id AND o.workspace_id = g.workspace_id
WHERE g.workspace_id = %(w)s AND g.state = '' AND o.outcome <> '';
