import type { Kind } from './kinds.ts';

const DIMENSIONS = ['team', 'agent', 'channel', 'tier', 'topic'] as const;

/** Everything that is kept of a fact, as it is stored. */
const keptOf = ({ keeps, customers }: Kind): Record<string, string> => ({
	basis_at: 'basis_at',
	...Object.fromEntries(DIMENSIONS.map((name) => [name, `toLowCardinality(${name})`])),
	customer: customers
		? `multiIf(customer = '', '', ${customers}, customer, 'known')`
		: "toLowCardinality(if(customer = '', '', 'known'))",
	...keeps
});

export const namesOf = (kind: Kind) => Object.keys(keptOf(kind));

/** Two facts of a case on one day have different slots. */
export const KEY = ['simulated', 'day', 'case_id', 'slot'];

/** The facts of some cases, each with its key, as they are stored. */
export function keyed(kind: Kind, facts: string): string {
	const kept = Object.entries(keptOf(kind));
	const names = kept.map(([name]) => name).join(', ');
	return `SELECT
	toUInt8(simulated) AS simulated,
	toDate(basis_at) AS day,
	case_id,
	toUInt16(row_number() OVER (PARTITION BY simulated, day, case_id ORDER BY ${names})) AS slot,
	${names}
FROM
(
	SELECT simulated, case_id, ${kept.map(([name, stored]) => (stored === name ? name : `${stored} AS ${name}`)).join(', ')}
	FROM
	(
		${facts}
	)
)`;
}

/** The facts that stand. */
export const standing = (kind: Kind) =>
	`SELECT ${[...KEY, ...namesOf(kind)].join(', ')}, run FROM {settled:Identifier}.${kind.name} FINAL`;
