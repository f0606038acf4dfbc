import { bodies } from '../definitions.ts';
import { namesOf } from './stored.ts';
import { COMPLAINTS, KINDS, VOICES, type Kind } from './kinds.ts';

const IN_RANGE = `day >= toDate({from:DateTime64(3, 'UTC')}) AND day <= toDate({to:DateTime64(3, 'UTC')})
	AND basis_at >= {from:DateTime64(3, 'UTC')} AND basis_at < {to:DateTime64(3, 'UTC')}`;
const SCOPE = `(empty({teams:Array(String)}) OR team IN {teams:Array(String)}) AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})`;

/** Facts that stand, as their view tells them. */
const factsOf = (
	kind: Kind
) => `SELECT case_id, simulated, ${namesOf(kind).join(', ')}, '' AS priority${Object.entries(kind.fills ?? {})
	.map(([name, value]) => `, ${value} AS ${name}`)
	.join('')}
FROM {settled:Identifier}.${kind.name} FINAL
WHERE ${IN_RANGE}`;

/** Found by the customers' visits: on which days, and in which cases. */
const REMEDIED = `SELECT case_id, customer, reason, remedied_at
FROM {settled:Identifier}.complaints FINAL
WHERE (day, case_id) IN
	(
		SELECT toDate(at), case_id
		FROM {settled:Identifier}.visits
		WHERE customer IN {customers:Array(String)}
	)
	AND customer IN {customers:Array(String)}`;

const answersOf = KINDS.find(({ name }) => name === 'survey_answers');

const settled = bodies((name, body) => {
	if (name === 'complaints') return factsOf(COMPLAINTS);
	if (name === 'voices') return `${factsOf(VOICES)} AND ${SCOPE}`;
	if (name === 'survey_answers' && answersOf) return `${factsOf(answersOf)} AND ${SCOPE}`;
	return name === 'complaints_remedied' ? REMEDIED : body;
});

/** The views of feeds as they read what is settled: the same words, but for where complaints and answers are found. */
export const settledFeed = (view: string) => settled.get(view) ?? '';

/** Of which kinds such a view reads facts. */
export const kindsOfFeed = (view: string): string[] => [
	...new Set(
		[...settledFeed(view).matchAll(/\{settled:Identifier\}\.(\w+)/g)].flatMap(([, kind]) => kind ?? [])
	)
];
