-- Every step whose place in its case can be judged, and what is wrong with it: kind '' is a step that is right. `type` is what was
-- judged, `at` when it is said to have happened, `by_s` how far that is off. Basis is the period in which a number would have
-- counted it: the opening for a reply, the receipt for what answers a complaint, else its own time.
CREATE OR REPLACE VIEW step_checks AS
WITH (SELECT touchstone_standing_spells(spells, version, _block_number) FROM clock_spells) AS spells
SELECT
	case_id,
	simulated,
	check.kind             AS kind,
	if(check.kind = 'clock_off', untimed[check.step], told[check.step]) AS type,
	sources[check.step]    AS source,
	times[check.step]      AS at,
	times[check.basis]     AS basis_at,
	teams[check.basis]     AS team,
	agents[check.basis]    AS agent,
	channels[check.basis]  AS channel,
	tiers[check.basis]     AS tier,
	topics[check.basis]    AS topic,
	multiIf(
		kind = 'clock_off', toFloat64(touchstone_clock_offset(spells, source, at)),
		kind = '' OR check.against IS NULL, NULL,
		abs(dateDiff('millisecond', at, check.against)) / 1000) AS by_s,
	-- The KPIs that would have counted it, were it right, and do not.
	multiIf(
		kind = '', [],
		type = 'case.opened', ['cases_opened', 'complaints_per_10k', 'first_response', 'service_level', 'abandonment', 'waiting_now', 'first_contact_resolution',
			'recontact_rate', 'complaint_acknowledged', 'complaint_recovery', 'follow_up', 'effort', 'promises_kept', 'dpmo', 'time_to_act'],
		type = 'case.responded', ['first_response', 'service_level', 'abandonment', 'promises_kept', 'dpmo', 'time_to_act'],
		type = 'case.resolved', ['resolution_time', 'first_contact_resolution', 'reopen_rate', 'recontact_rate', 'survey_response', 'service_level', 'waiting_now',
			'promises_kept', 'dpmo', 'time_to_act'],
		type = 'case.abandoned', ['service_level', 'abandonment', 'waiting_now'],
		type = 'case.contacted', ['first_contact_resolution', 'recontact_rate', 'effort'],
		type = 'case.reopened', ['first_response', 'waiting_now', 'first_contact_resolution', 'reopen_rate', 'recontact_rate', 'effort', 'promises_kept', 'dpmo', 'time_to_act'],
		type IN ('case.escalated', 'complaint.escalated'), ['survey_response'],
		type = 'complaint.acknowledged', ['complaint_acknowledged', 'promises_kept', 'dpmo', 'time_to_act'],
		type = 'complaint.remedied', ['complaint_recovery', 'follow_up', 'promises_kept', 'dpmo', 'time_to_act'],
		type = 'complaint.confirmed', ['complaint_recovery'],
		type = 'complaint.followed_up', ['follow_up', 'promises_kept', 'dpmo', 'time_to_act'],
		type = 'survey.answered', arrayConcat(['survey_response'], multiIf(
			steps.instrument[check.step] = 'csat', ['satisfaction', 'expected_leavers'],
			steps.instrument[check.step] = 'nps', ['nps'],
			steps.instrument[check.step] = 'ces', ['effort'],
			steps.instrument[check.step] = 'servqual', ['servqual_gap'],
			steps.instrument[check.step] = 'fcr', ['first_contact_resolution'],
			[])),
		startsWith(type, 'promise.'), ['promises_kept', 'dpmo', 'time_to_act'],
		type = 'case.closed', ['service_level', 'waiting_now'],
		type = 'case.transferred', ['effort'],
		type IN ('survey.sent', 'survey.delivered'), ['survey_response', 'satisfaction'],
		[]) AS left_out
FROM
(
	SELECT
		*,
		steps.source                                                                           AS sources,
		timed                                                                                  AS told,
		arrayEnumerate(told)                                                                   AS ixs,
		times[opened]                                                                          AS opened_at,
		arrayFilter((ix, type) -> ix = opened OR type = 'case.reopened', ixs, types)           AS openings,
		if(opened > 0 AND steps[opened].kind = 'complaint', opened, 0)                         AS received,
		-- When what a step answers was first asked, or promised; 1970: nobody said.
		arrayFilter(asked -> asked.1 = 'survey.sent' OR (asked.1 = 'promise.made' AND ifNull(asked.6 >= asked.5, true)),
			arrayZip(told, sources, steps.survey, steps.promise, times, steps.due))            AS questions,
		arrayMap((type, step) -> arrayFirst(asked -> if(type = 'survey.answered',
				asked.1 = 'survey.sent' AND asked.3 = step.survey,
				asked.1 = 'promise.made' AND asked.2 = step.source AND asked.4 = step.promise), questions).5,
			told, steps)                                                                       AS asked_at,
		arrayConcat(
			arrayFilter(check -> check.kind != '-', arrayMap((ix, type, time, step, asked) -> multiIf(
					-- Of a case whose opening a wrong clock told, no step says where it belongs.
					type = '' OR opened = 0 AND has(untimed, 'case.opened'),
						('-', 0, 0, NULL),
					type = 'case.opened',
						(if(ix = opened, '', 'opened_again'), ix, ix, toNullable(opened_at)),
					type = 'case.responded' AND opened > 0,
						(if(time < opened_at, 'reply_before_opening', ''), ix,
							if(time < opened_at, openings[1], arrayLast(opening -> times[opening] <= time, openings)), toNullable(opened_at)),
					type = 'case.responded',
						('reply_without_opening', ix, ix, NULL),
					type = 'case.resolved',
						(multiIf(opened = 0, 'resolution_without_opening', time < opened_at, 'resolution_before_opening', ''), ix, ix,
							if(opened = 0, NULL, opened_at)),
					type IN ('case.abandoned', 'case.contacted', 'case.reopened', 'case.escalated', 'complaint.escalated') AND opened = 0,
						('step_without_opening', ix, ix, NULL),
					type = 'case.abandoned',
						(if(time < opened_at, 'abandoned_before_opening', ''), ix, opened, toNullable(opened_at)),
					type = 'case.contacted',
						(if(time < opened_at, 'contact_before_opening', ''), ix, ix, toNullable(opened_at)),
					type = 'case.reopened',
						(if(time < opened_at, 'reopening_before_opening', ''), ix, ix, toNullable(opened_at)),
					type IN ('case.escalated', 'complaint.escalated'),
						(if(time < opened_at, 'escalated_before_opening', ''), ix, ix, toNullable(opened_at)),
					type IN ('complaint.acknowledged', 'complaint.remedied', 'complaint.confirmed', 'complaint.followed_up') AND received = 0,
						('complaint_without_receipt', ix, ix, NULL),
					type = 'complaint.acknowledged',
						(if(time < opened_at, 'acknowledged_before_receipt', ''), ix, opened, toNullable(opened_at)),
					type = 'complaint.remedied',
						(if(time < opened_at, 'remedy_before_receipt', ''), ix, opened, toNullable(opened_at)),
					type = 'complaint.confirmed',
						(if(time < opened_at, 'confirmed_before_receipt', ''), ix, opened, toNullable(opened_at)),
					type = 'complaint.followed_up',
						(if(time < opened_at, 'follow_up_before_receipt', ''), ix, opened, toNullable(opened_at)),
					type = 'survey.answered' AND step.survey != '',
						(if(time < asked, 'answer_before_sent', ''), ix, ix, toNullable(asked)),
					type = 'promise.made',
						(if(step.due < time, 'promise_due_before_made', ''), ix, ix, step.due),
					-- What is off is the due time, where that is what cannot be.
					type IN ('promise.kept', 'promise.broken'),
						(multiIf(time < asked, 'kept_before_made', step.due < asked, 'promise_due_before_made', ''), ix, ix,
							toNullable(asked + toIntervalMillisecond(if(time < asked OR step.due IS NULL, 0, dateDiff('millisecond', assumeNotNull(step.due), time))))),
					('-', 0, 0, NULL)
				)::Tuple(kind String, step UInt32, basis UInt32, against Nullable(DateTime64(3, 'UTC'))), ixs, told, times, steps, asked_at)),
			-- Said by a clock that was wrong: when it was, nobody knows.
			arrayMap(ix -> ('clock_off', ix, ix, NULL)::Tuple(
					kind String, step UInt32, basis UInt32, against Nullable(DateTime64(3, 'UTC'))),
				arrayFilter((ix, gone) -> gone != '', arrayEnumerate(untimed), untimed))) AS checks
	FROM case_steps(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')}, facts = 0)
)
ARRAY JOIN checks AS check
WHERE basis_at >= {from:DateTime64(3, 'UTC')}
	AND basis_at < {to:DateTime64(3, 'UTC')}
	AND (empty({teams:Array(String)}) OR team IN {teams:Array(String)})
	AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)});

-- What cannot be right in the data: a row a wrong step.
CREATE OR REPLACE VIEW data_defects AS
SELECT *
FROM step_checks(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)})
WHERE kind != '';

-- Defects counted by kind and source; `judged`: the steps of that source that could have had it, null where that cannot be said.
CREATE OR REPLACE VIEW defect_counts AS
SELECT
	kind,
	source,
	`group`,
	bucket,
	sum(wrong)                                  AS defects,
	uniqExactMerge(of_cases)                    AS cases,
	if(kind = 'clock_off', NULL, sum(together)) AS judged,
	defects / judged                            AS share,
	max(most_s)                                 AS by_s_max,
	arraySort(groupUniqArrayArray(not_in))      AS left_out
FROM
(
	SELECT
		kind,
		type,
		source,
		touchstone_group({by:String}, team, agent, channel, tier, topic) AS `group`,
		touchstone_bucket(basis_at, {grain:String}, {zone:String})       AS bucket,
		count()                                                          AS wrong,
		uniqExactState(case_id)                                          AS of_cases,
		max(by_s)                                                        AS most_s,
		groupUniqArrayArray(checks.left_out)                             AS not_in,
		sum(if(kind = 'clock_off', 0, wrong)) OVER (PARTITION BY type, source, `group`, bucket) AS together
	FROM step_checks(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
		teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS checks
	GROUP BY kind, type, source, `group`, bucket
)
WHERE kind != ''
GROUP BY kind, source, `group`, bucket;

-- The wrong steps that one KPI leaves out; of one group alone, where `by` says of what.
CREATE OR REPLACE VIEW lens_defects AS
SELECT
	kind,
	count() AS defects
FROM data_defects(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS items
WHERE has(items.left_out, {kpi:String})
	AND ({by:String} = '' OR touchstone_group({by:String}, team, agent, channel, tier, topic) = {group:String})
GROUP BY kind
ORDER BY defects DESC, kind;
