import type { KpiId } from '#schema/kpi.ts';

/** A mistake somebody could make in the SQL: `right` is what stands in the view, `wrong` what would stand there. */
export type Fault = {
	name: string;
	/** The view that has it, in one piece with all that it reads. */
	view: string;
	/** Where it shows: in the answers of a KPI, or in the rows of the ledger. */
	shows: KpiId | 'ledger';
	right: string;
	wrong: string;
};

const inKpi = (kpi: KpiId, name: string, right: string, wrong: string): Fault => ({
	name,
	view: `kpi_${kpi}`,
	shows: kpi,
	right,
	wrong
});

const LATEST = 'arrayReverse(arrayEnumerateUniq(arrayReverse(invitations), arrayReverse(steps.instrument)))';

/** Weights and marks are those of when a cell ended. */
const UNTIL_ENDED =
	"touchstone_bucket_last(bucket, {grain:Array(String)}[ask], {zone:String}, {to:DateTime64(3, 'UTC')}, {as_of:DateTime64(3, 'UTC')}) AS last";

/** Of what needs an opening: the wrong places of one type are believed. */
const believes = (kpi: KpiId, type: string): Fault =>
	inKpi(
		kpi,
		`believes ${type} before the opening`,
		NEEDS_OPENING,
		NEEDS_OPENING.replace(`'${type}'`, "'nothing'")
	);
const NEEDS_OPENING =
	"time < begun_at AND type IN ('case.resolved', 'case.abandoned', 'case.contacted', 'case.reopened',\n\t\t\t'case.escalated', 'complaint.escalated')";

/** Of what a wrong clock said: believes it. */
const believesClock = (kpi: KpiId): Fault => inKpi(kpi, 'believes a wrong clock', MISDATED, 'false');
const MISDATED = 'touchstone_step(step.source, step.id, step.time) IN (SELECT step FROM misdated)';

export const FAULTS: Fault[] = [
	inKpi('first_response', 'is late at the last moment', 'replied_at <= due_at', 'replied_at < due_at'),
	inKpi(
		'first_response',
		'gives a reply to the opening before the reopening it came with',
		'if(next_at <= answered_at',
		'if(next_at < answered_at'
	),
	inKpi(
		'first_response',
		'reads steps as they came in',
		'arraySort(groupUniqArrayArray(steps))',
		'groupUniqArrayArray(steps)'
	),
	inKpi(
		'service_level',
		'forgets business hours',
		'standard.clock, standard.calendar) AS due_at',
		"'calendar', '') AS due_at"
	),
	{
		name: 'lets a standard begin a moment late',
		view: 'promise_ledger',
		shows: 'ledger',
		right: 'valid_from <= made_at',
		wrong: 'valid_from < made_at'
	},
	{
		name: 'puts the channel of a standard before its team',
		view: 'standards_in_order',
		shows: 'ledger',
		right: "team != '' DESC, channel != '' DESC",
		wrong: "channel != '' DESC, team != '' DESC"
	},
	inKpi(
		'abandonment',
		'takes five seconds for long',
		'touchstone_short(marks, basis_at, gave_up_at)',
		'touchstone_short(marks, basis_at, gave_up_at + INTERVAL 1 MILLISECOND)'
	),
	inKpi(
		'waiting_now',
		'lets wait whose case is closed',
		"'case.resolved', 'case.closed')",
		"'case.resolved')"
	),
	inKpi(
		'first_contact_resolution',
		'takes an unknown topic for another',
		"resolution.topic = '' OR visit.topic IN ('', resolution.topic)",
		'visit.topic = resolution.topic'
	),
	inKpi('resolution_time', 'takes the first resolution for the last', 'WHERE is_last', 'WHERE is_first'),
	inKpi(
		'resolution_time',
		'judges by who resolved it, not by whose it was when it was opened',
		'(standards, opened_team, opened_channel, opened_tier,',
		'(standards, team, channel, tier,'
	),
	inKpi(
		'reopen_rate',
		'forgets the last moment of seven days',
		'reopened_at <= judged_at',
		'reopened_at < judged_at'
	),
	inKpi('recontact_rate', 'judges at the last moment', '> judged_at AS mature', '>= judged_at AS mature'),
	inKpi(
		'complaint_acknowledged',
		'counts what was acknowledged before it was received',
		'type = act AND time >= times[start]',
		'type = act'
	),
	inKpi('complaint_recovery', 'is content with a three', 'answer >= 4', 'answer >= 3'),
	inKpi(
		'follow_up',
		'counts what followed the receipt, not the remedy',
		'time >= remedied_at',
		'time >= times[opened]'
	),
	inKpi(
		'complaints_per_10k',
		'counts visits for customers',
		'(prev_at IS NULL OR prev_at < greatest(',
		'(true OR prev_at < greatest('
	),
	inKpi(
		'satisfaction',
		'counts the first answer of an invitation',
		LATEST,
		'arrayEnumerateUniq(invitations, steps.instrument)'
	),
	inKpi('nps', 'takes a seven for a detractor', 'score <= 6', 'score <= 7'),
	inKpi(
		'effort',
		'forgets that reopening is repeating',
		"contacted + countEqual(types, 'case.reopened')",
		'contacted'
	),
	inKpi('servqual_gap', 'turns the gap round', '(sum.4 - sum.3) / sum.2', '(sum.3 - sum.4) / sum.2'),
	inKpi(
		'survey_response',
		'takes every survey sent for delivered',
		'touchstone_reached(said_delivered, sent_by, tellers)',
		'touchstone_reached(said_delivered, sent_by, emptyArrayString())'
	),
	inKpi(
		'expected_leavers',
		'remembers what a customer said first',
		'argMax(items.level',
		'argMin(items.level'
	),
	inKpi('promises_kept', 'judges at the last moment', '> judged_at', '>= judged_at'),
	inKpi('promises_kept', 'is late at the last moment', 'done_at <= due_at', 'done_at < due_at'),
	{
		name: 'believes the first verdict',
		view: 'promise_ledger',
		shows: 'ledger',
		right: "arrayLast(step -> types[step] != 'promise.made', said)",
		wrong: "arrayFirst(step -> types[step] != 'promise.made', said)"
	},
	{
		name: 'keeps to the first due time',
		view: 'promise_ledger',
		shows: 'ledger',
		right: 'arrayLast(step -> dues[step] IS NOT NULL, said)',
		wrong: 'arrayFirst(step -> dues[step] IS NOT NULL, said)'
	},
	inKpi(
		'time_to_act',
		'is late at the last moment of 15 minutes',
		'acknowledged_at <= breach_at',
		'acknowledged_at < breach_at'
	),
	inKpi('time_to_act', 'counts the last word for the first', 'min(words)', 'max(words)'),
	inKpi('dpmo', 'does not ask the opening for the team', 'steps.team[opened]', "''"),
	inKpi(
		'inspection',
		'takes the mark for low',
		'score >= touchstone_in_force',
		'score > touchstone_in_force'
	),
	inKpi('staff_satisfaction', 'shows four people', 'n < 5', 'n < 4'),
	inKpi('retention', 'takes who returns for new', 'periods[1] = period', 'NOT was'),
	inKpi('scorecard', 'weighs otherwise', '[40, 20, 20, 10, 10, 0]', '[40, 20, 10, 20, 10, 0]'),
	...(['scorecard', 'expected_leavers'] as const).map((kpi) =>
		inKpi(kpi, 'judges every week by the weights of now', UNTIL_ENDED, `{as_of:DateTime64(3, 'UTC')} AS last`)
	),
	inKpi(
		'inspection',
		'judges every check by the mark of now',
		"'inspection_high', '', time, 60",
		"'inspection_high', '', {as_of:DateTime64(3, 'UTC')}, 60"
	),
	believes('recontact_rate', 'case.resolved'),
	believes('abandonment', 'case.abandoned'),
	believes('first_contact_resolution', 'case.contacted'),
	believes('effort', 'case.reopened'),
	believes('survey_response', 'case.escalated'),
	inKpi(
		'reopen_rate',
		'believes a resolution without an opening',
		"toDateTime64('2299-12-31 00:00:00', 3, 'UTC')",
		"toDateTime64(0, 3, 'UTC')"
	),
	inKpi('resolution_time', 'forgets its defects', 'arrayConcat(defective, ', 'arrayConcat([], '),
	inKpi(
		'satisfaction',
		'believes an answer before the survey was sent',
		'step.time < sent.3[indexOf(sent.2, step.survey)]',
		'false'
	),
	inKpi(
		'survey_response',
		'believes an answer before the survey was sent',
		'time >= sent.3[indexOf(sent.2, name)]',
		'true'
	),
	{
		name: 'believes a promise due before it was made',
		view: 'promise_ledger',
		shows: 'ledger',
		right: 'AND dues[step] >= times[step], told)',
		wrong: ', told)'
	},
	{
		name: 'believes a verdict before the promise',
		view: 'promise_ledger',
		shows: 'ledger',
		right: "if(types[step] = 'promise.made', step, begun)",
		wrong: 'step'
	},
	{
		name: 'judges a promise of which nothing that judges it can be right',
		view: 'promise_ledger',
		shows: 'ledger',
		right: "arrayUniq(arrayMap(step -> said_types[step] = 'promise.made', told))",
		wrong: "arrayUniq(arrayMap(step -> types[step] = 'promise.made', said))"
	},
	inKpi('cases_opened', 'takes the zone of the business for UTC', '{zone:String}', "'UTC'"),
	believesClock('first_response'),
	believesClock('resolution_time'),
	believesClock('satisfaction'),
	believesClock('complaint_recovery'),
	{
		name: 'takes what a wrong clock says was done for not done',
		view: 'promise_ledger',
		shows: 'ledger',
		right: 'vow.3 > 0 OR NOT has(untimed, ',
		wrong: 'vow.3 >= 0 OR NOT has(untimed, '
	},
	{
		name: 'judges a spoken promise by a wrong clock',
		view: 'promise_ledger',
		shows: 'ledger',
		right: "types[step] != '' AND least(",
		wrong: 'least('
	},
	inKpi(
		'waiting_now',
		'lets wait who was answered by a wrong clock',
		"OR hasAny(untimed, ['case.responded'",
		"OR hasAny(emptyArrayString(), ['case.responded'"
	),
	inKpi('follow_up', 'judges a complaint of which a wrong clock tells', 'AND NOT unclear', '')
];
