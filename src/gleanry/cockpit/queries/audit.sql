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
FROM (SELECT k.id
FROM collect_claim k
JOIN attribute_credit c ON c.claim_id = k.id
WHERE k.workspace_id = %(w)s AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s)
GROUP BY k.id, c.model, k.base_minor
HAVING sum(c.amount_minor) <> k.base_minor) x;

-- credit: receipt_without_credit
SELECT count(*)
FROM (SELECT k.id
FROM collect_claim k
LEFT JOIN attribute_credit c ON c.claim_id = k.id
WHERE k.workspace_id = %(w)s AND k.kind <> 'over' AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s)
GROUP BY k.id
HAVING count(DISTINCT c.model) <> 3) x;

-- credit: credit_without_receipt
SELECT count(*)
FROM attribute_credit c
LEFT JOIN collect_claim k ON k.id = c.claim_id AND k.receipt_id = c.receipt_id AND k.workspace_id = c.workspace_id
    AND k.kind <> 'over'
LEFT JOIN convert_receipt r ON r.id = c.receipt_id AND r.workspace_id = c.workspace_id
WHERE c.workspace_id = %(w)s AND (k.id IS NULL OR r.id IS NULL);

-- credit: money_differs_from_receipts
SELECT count(*)
FROM leads_lead l
LEFT JOIN (SELECT o.lead_id, sum(k.base_minor) AS paid
FROM collect_claim k
JOIN convert_opportunity o ON o.id = k.opportunity_id
WHERE k.workspace_id = %(w)s AND k.kind <> 'over'
GROUP BY o.lead_id) x ON x.lead_id = l.id
WHERE l.workspace_id = %(w)s AND l.paid_minor <> coalesce(x.paid, 0);

-- money: claims_exceed_receipt
SELECT count(*)
FROM (SELECT r.id
FROM convert_receipt r
JOIN collect_claim k ON k.receipt_id = r.id
WHERE r.workspace_id = %(w)s
GROUP BY r.id, r.amount_minor
HAVING sum(k.amount_minor) * sign(r.amount_minor) < 0 OR abs(sum(k.amount_minor)) > abs(r.amount_minor)) x;

-- money: claims_worth_otherwise_than_receipt
SELECT count(*)
FROM (SELECT r.id
FROM convert_receipt r
JOIN collect_claim k ON k.receipt_id = r.id
WHERE r.workspace_id = %(w)s
GROUP BY r.id, r.amount_minor, r.base_minor
HAVING sum(k.amount_minor) = r.amount_minor AND sum(k.base_minor) <> r.base_minor) x;

-- money: taken_back_otherwise_than_claimed
SELECT count(*)
FROM collect_claim k
LEFT JOIN collect_claim b ON b.id = k.reverses_id AND b.receipt_id = k.receipt_id AND b.amount_minor = -k.amount_minor
    AND b.base_minor = -k.base_minor AND b.settled_minor = -k.settled_minor AND b.kind = k.kind
WHERE k.workspace_id = %(w)s AND k.reverses_id IS NOT NULL AND b.id IS NULL;

-- money: claim_of_nothing
SELECT count(*)
FROM collect_claim k
WHERE k.workspace_id = %(w)s AND (k.amount_minor = 0 OR k.kind NOT IN ('deal', 'pi', 'order', 'over') OR (k.kind =
    'order') <> (k.order_id IS NOT NULL AND k.kind <> 'over') OR (k.kind = 'deal' AND k.opportunity_id IS NULL));

-- money: own_currency_worth_otherwise
SELECT count(*)
FROM (SELECT r.amount_minor, r.base_minor, r.rate, r.currency
FROM convert_receipt r
WHERE r.workspace_id = %(w)s
UNION ALL SELECT i.amount_minor, i.base_minor, i.rate, i.currency
FROM collect_invoice i
WHERE i.workspace_id = %(w)s) x
JOIN tenants_workspace w ON w.id = %(w)s
WHERE (x.currency = w.currency AND x.base_minor <> x.amount_minor) OR (x.currency <> w.currency AND x.rate = 0 AND
    x.base_minor <> 0);

-- money: split_not_whole
SELECT count(*)
FROM (SELECT claim_id, version
FROM collect_share
WHERE workspace_id = %(w)s
GROUP BY claim_id, version
HAVING sum(basis_points) <> 10000) x;

-- money: plan_differs_from_order
SELECT count(*)
FROM (SELECT p.order_id, p.version
FROM collect_planstep p
JOIN order_order o ON o.id = p.order_id AND o.workspace_id = p.workspace_id
WHERE p.workspace_id = %(w)s
GROUP BY p.order_id, p.version, o.amount_minor
HAVING sum(p.amount_minor) <> o.amount_minor OR sum(p.basis_points) <> 10000) x;

-- money: credit_notes_exceed_invoice
SELECT count(*)
FROM (SELECT i.id
FROM collect_invoice i
JOIN collect_invoice n ON n.credits_id = i.id
WHERE i.workspace_id = %(w)s
GROUP BY i.id, i.amount_minor, i.tax_minor
HAVING sum(n.amount_minor) + i.amount_minor < 0 OR sum(n.tax_minor) + i.tax_minor < 0) x;

-- money: refund_without_approval
SELECT count(*)
FROM collect_refund f
LEFT JOIN convert_receipt r ON r.id = f.receipt_id AND r.amount_minor = -f.amount_minor
WHERE f.workspace_id = %(w)s AND ((f.verdict = 'approved') <> (r.id IS NOT NULL) OR (f.verdict <> '' AND
    (f.decided_by_id IS NULL OR f.decided_by_id = f.asked_by_id)));

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
WHERE workspace_id = %(w)s AND kind IN ('collect.Paid', 'convert.Paid')));

-- ledger: claims_differ_from_facts
SELECT abs((SELECT count(*)
FROM collect_claim
WHERE workspace_id = %(w)s AND kind <> 'over') - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind IN ('collect.Claimed', 'collect.Unclaimed', 'convert.Paid')));

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

-- sources: deal_without_source
SELECT count(*)
FROM convert_opportunity o
LEFT JOIN settle_dealsource s ON s.opportunity_id = o.id AND s.replaced_at IS NULL AND s.workspace_id = o.workspace_id
WHERE o.workspace_id = %(w)s AND o.lead_id IS NOT NULL AND s.id IS NULL AND EXISTS (SELECT 1
FROM settle_dealsource x
WHERE x.workspace_id = %(w)s) AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- sources: source_changed_without_version
SELECT count(*)
FROM settle_dealsource s
LEFT JOIN settle_dealsource b ON b.opportunity_id = s.opportunity_id AND b.version = s.version - 1
    AND b.replaced_at IS NOT NULL
WHERE s.workspace_id = %(w)s AND s.version > 1 AND b.id IS NULL;

-- sources: several_running_cases_of_a_pair
SELECT count(*)
FROM (SELECT pair
FROM settle_case
WHERE workspace_id = %(w)s AND closed_at IS NULL
GROUP BY pair
HAVING count(*) > 1) AS doubled;

-- sources: cases_differ_from_facts
SELECT abs((SELECT count(*)
FROM settle_case
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'settle.Collided'));

-- sources: registrations_differ_from_facts
SELECT abs((SELECT count(*)
FROM settle_registration
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind = 'settle.Registered'));

-- sources: protected_past_the_hard_end
SELECT count(*)
FROM settle_registration
WHERE workspace_id = %(w)s AND state = 'accepted' AND (until IS NULL OR latest IS NULL OR until > latest);

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

-- orders: order_lines_differ_from_amount
SELECT count(*)
FROM order_order o
WHERE o.workspace_id = %(w)s AND (o.net_minor + o.tax_minor <> o.amount_minor OR o.net_minor <> (SELECT
    coalesce(sum(l.net_minor), 0)
FROM order_orderline l
WHERE l.order_id = o.id) OR o.tax_minor <> (SELECT coalesce(sum(l.tax_minor), 0)
FROM order_orderline l
WHERE l.order_id = o.id));

-- orders: quote_lines_differ_from_amount
SELECT count(*)
FROM order_quote q
WHERE q.workspace_id = %(w)s AND (q.net_minor + q.tax_minor <> q.amount_minor OR q.net_minor <> (SELECT
    coalesce(sum(l.net_minor), 0)
FROM order_quoteline l
WHERE l.quote_id = q.id) OR q.tax_minor <> (SELECT coalesce(sum(l.tax_minor), 0)
FROM order_quoteline l
WHERE l.quote_id = q.id));

-- orders: delivered_more_than_ordered
SELECT count(*)
FROM order_orderline l
WHERE l.workspace_id = %(w)s AND l.quantity_e4 < (SELECT coalesce(sum(p.quantity_e4), 0)
FROM order_deliveryline p
JOIN order_delivery d ON d.id = p.delivery_id
WHERE p.order_line_id = l.id AND NOT d.is_return);

-- orders: returned_more_than_delivered
SELECT count(*)
FROM order_orderline l
WHERE l.workspace_id = %(w)s AND 0 > (SELECT coalesce(sum(CASE WHEN d.is_return THEN -p.quantity_e4 ELSE
    p.quantity_e4 END), 0)
FROM order_deliveryline p
JOIN order_delivery d ON d.id = p.delivery_id
WHERE p.order_line_id = l.id);

-- orders: delivered_in_full_for_another_amount
SELECT count(*)
FROM order_order o
WHERE o.workspace_id = %(w)s AND o.state = 'delivered' AND o.amount_minor <> (SELECT coalesce(sum(d.amount_minor), 0)
FROM order_delivery d
WHERE d.order_id = o.id AND NOT d.is_return);

-- orders: quote_without_one_latest
SELECT count(*)
FROM (SELECT number
FROM order_quote
WHERE workspace_id = %(w)s
GROUP BY number
HAVING sum(CASE WHEN is_latest THEN 1 ELSE 0 END) <> 1) q;

-- orders: number_given_twice
SELECT count(*)
FROM (SELECT number
FROM order_order
WHERE workspace_id = %(w)s
GROUP BY number
HAVING count(*) > 1
UNION ALL
SELECT number
FROM order_contract
WHERE workspace_id = %(w)s
GROUP BY number
HAVING count(*) > 1) n;

-- orders: step_without_paper
SELECT count(*)
FROM order_paperchange c
LEFT JOIN order_quote q ON c.paper = 'quote' AND q.id = c.paper_id AND q.workspace_id = c.workspace_id
LEFT JOIN order_contract k ON c.paper = 'contract' AND k.id = c.paper_id AND k.workspace_id = c.workspace_id
LEFT JOIN order_order o ON c.paper = 'order' AND o.id = c.paper_id AND o.workspace_id = c.workspace_id
WHERE c.workspace_id = %(w)s AND q.id IS NULL AND k.id IS NULL AND o.id IS NULL;

-- ledger: deliveries_differ_from_facts
SELECT abs((SELECT count(*)
FROM order_delivery
WHERE workspace_id = %(w)s) - (SELECT coalesce(sum(size), 0)
FROM kit_fact
WHERE workspace_id = %(w)s AND kind IN ('order.Delivered', 'order.OrderReturned')));

-- accounts: belongs_to_itself
WITH RECURSIVE up(id, above) AS (
    SELECT id, coalesce(merged_into_id, parent_id)
    FROM people_account
    WHERE workspace_id = %(w)s AND parent_id IS NOT NULL
    UNION
    SELECT up.id, coalesce(t.merged_into_id, t.parent_id)
    FROM up
    JOIN people_account t ON t.id = up.above AND t.workspace_id = %(w)s
)
SELECT count(*)
FROM up
WHERE id = above AND NOT EXISTS (SELECT 1
FROM kit_delivery d
WHERE d.workspace_id = %(w)s);

-- accounts: two_tiers
SELECT count(*)
FROM (SELECT account_id
FROM people_standing
WHERE workspace_id = %(w)s
GROUP BY account_id
HAVING count(*) > 1) x;

-- accounts: tier_differs_from_last_change
SELECT count(*)
FROM people_standing s
LEFT JOIN (SELECT account_id, max(id) AS last
FROM people_tierchange
WHERE workspace_id = %(w)s AND scale = 'tier'
GROUP BY account_id) x ON x.account_id = s.account_id
LEFT JOIN people_tierchange c ON c.id = x.last
WHERE s.workspace_id = %(w)s AND coalesce(c.value, '') <> s.tier;

-- accounts: inquiry_code_twice
SELECT count(*)
FROM (SELECT code
FROM people_inquirycode
WHERE workspace_id = %(w)s
GROUP BY code
HAVING count(*) > 1) x;

-- accounts: two_open_handovers
SELECT count(*)
FROM (SELECT account_id
FROM people_handover
WHERE workspace_id = %(w)s AND state = 'open'
GROUP BY account_id
HAVING count(*) > 1) x;

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

-- rewards: statement_differs_from_lines
SELECT count(*)
FROM (SELECT s.id
FROM reward_statement s
LEFT JOIN reward_line l ON l.statement_id = s.id
WHERE s.workspace_id = %(w)s AND s.made_at IS NOT NULL AND s.fresh
GROUP BY s.id, s.total_minor, s.lines
HAVING coalesce(sum(l.pay_base_minor), 0) <> s.total_minor OR count(l.id) <> s.lines) x;

-- rewards: line_in_another_statement
SELECT count(*)
FROM reward_line l
LEFT JOIN reward_statement s ON s.id = l.statement_id AND s.member_id = l.member_id AND s.month = l.month AND
    s.workspace_id = l.workspace_id
WHERE l.workspace_id = %(w)s AND s.id IS NULL;

-- rewards: receipt_rewarded_beyond_its_amount
SELECT count(*)
FROM (SELECT r.id
FROM reward_line l
JOIN convert_receipt r ON r.id = l.receipt_id
WHERE l.workspace_id = %(w)s AND l.currency = r.currency
GROUP BY r.id, r.amount_minor
HAVING abs(sum(l.base_minor)) > abs(r.amount_minor)) x;

-- rewards: claim_rewarded_beyond_its_amount
SELECT count(*)
FROM (SELECT k.id
FROM reward_line l
JOIN collect_claim k ON k.id = l.claim_id
WHERE l.workspace_id = %(w)s
GROUP BY k.id, k.amount_minor
HAVING abs(sum(l.base_minor)) > abs(k.amount_minor)) x;

-- rewards: closed_without_seal
SELECT count(*)
FROM reward_statement
WHERE workspace_id = %(w)s AND state <> 'draft' AND (digest = '' OR closed_at IS NULL OR NOT fresh);

-- rewards: correction_of_a_draft
SELECT count(*)
FROM reward_line l
JOIN reward_line e ON e.id = l.corrects_id
WHERE l.workspace_id = %(w)s AND (e.month >= l.month OR e.member_id <> l.member_id);
