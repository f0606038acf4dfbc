import type { Kind } from './kinds.ts';
import { KEY, namesOf } from './stored.ts';

/** What is read of a kind, with the columns of its view. */
const asTold = (kind: Kind) => {
	const given = { ...(kind.fills ?? {}), priority: "''" };
	return `case_id, simulated, ${namesOf(kind).join(', ')}, ${Object.entries(given)
		.map(([name, value]) => `${value} AS ${name}`)
		.join(', ')}`;
};

/** Of facts: those of a day that is rolled up, but not of an hour that is left open. */
const IS_ROLLED = `has({rolled:Array(Date)}, toDate(basis_at, {zone:String})) AND NOT has({open:Array(UInt32)}, toUnixTimestamp(toStartOfHour(basis_at, {zone:String})))`;

/**
 * Facts as their view would tell them, from {facts_from} to before {facts_to}, which are the days of UTC from {first_day} to {last_day},
 * but for those that are {covered} and what is rolled up.
 */
export const readFacts = (kind: Kind) => `SELECT ${asTold(kind)}, toInt8(0) AS delta, toUInt8(1) AS newly
FROM {settled:Identifier}.${kind.name} FINAL
WHERE day >= {first_day:Date} AND day <= {last_day:Date} AND day NOT IN {covered:Array(Date)}
	AND basis_at >= {facts_from:DateTime64(3, 'UTC')} AND basis_at < {facts_to:DateTime64(3, 'UTC')}
	AND NOT (${IS_ROLLED})`;

/**
 * What has changed since the days were rolled up: what stood in the roll-up with delta -1, what stands now with 1. Durations that were in
 * it are in it still: only one that is `newly` there is added.
 */
export const readChanges = (kind: Kind) => `SELECT ${asTold(kind)}, toInt8(if(fresh = 1, 1, -1)) AS delta,
	toUInt8(fresh = 1 AND NOT max(fresh = 0 AND (${kind.timed?.known ?? '0'})) OVER (PARTITION BY simulated, day, case_id, slot, toDate(basis_at, {zone:String}))) AS newly
FROM
(
	SELECT *, arrayElement({seen:Array(UInt64)}, indexOf({rolled:Array(Date)}, toDate(basis_at, {zone:String}))) AS seen
	FROM
	(
		SELECT *
		FROM {settled:Identifier}.${kind.name}_log
		WHERE run > {least_seen:UInt64}
		ORDER BY run DESC
		LIMIT 1 BY ${KEY.join(', ')}, fresh, if(fresh = 1, 0, was_run)
	)
	WHERE dead = 0 AND ${IS_ROLLED} AND run > seen AND (fresh = 1 OR was_run <= seen)
)`;
