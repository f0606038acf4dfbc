import type { KpiId } from '../../kpi.ts';

/** The KPIs a scorecard is made of: each is asked as itself, and the scorecard of what they say. */
export const SCORECARD_PARTS = [
	'satisfaction',
	'inspection',
	'promises_kept',
	'complaint_recovery',
	'first_contact_resolution',
	'service_level'
] as const satisfies readonly KpiId[];

const GIVEN = {
	ask: 'UInt32',
	'`group`': 'Nullable(String)',
	bucket: 'Nullable(String)',
	component: 'String',
	value: 'Nullable(Float64)',
	numerator: 'Int64',
	denominator: 'Int64'
} as const;

const lists = Object.entries(GIVEN).map(
	([name, type]) => `{part_${name.replaceAll('`', '')}:Array(${type})}`
);

/** Buckets are given as answers tell them, with their offset or in UTC. */
const read = (name: string, part: string) =>
	name === 'bucket' ? `parseDateTimeBestEffortOrNull(${part}, 'UTC')` : part;

/** What the parts have said, given as lists of one length, in the place of the view that asks them. */
export const GIVEN_PARTS = `SELECT ${Object.keys(GIVEN)
	.map((name, at) => `${read(name, `part.${at + 1}`)} AS ${name}`)
	.join(', ')}
FROM (SELECT arrayJoin(arrayZip(${lists.join(', ')})) AS part)`;
