import type { Kind } from './kinds.ts';
import { KEY, namesOf } from './stored.ts';

/**
 * A key is grouped by as one value: planning walks through everything below once for each column that is grouped by, which takes as long
 * as all else.
 */
const taken = (key: readonly string[]) => key.map((name, at) => `key.${at + 1} AS ${name}`).join(', ');

/**
 * Writes what differs between what is so and what stands: new, changed, or gone. `fresh` and `stored` have the columns of the key and
 * `names`; a row that is gone is written as dead.
 */
export const difference = (
	table: string,
	key: readonly string[],
	names: readonly string[],
	of: { fresh: string; stored: string }
) => `
INSERT INTO {settled:Identifier}.${table} (${[...key, 'run', 'dead', ...names].join(', ')})
SELECT
	${taken(key)},
	{run:UInt64} AS run,
	toUInt8(max(fresh) = 0) AS dead,
	${names.map((_, at) => `argMax(kept, fresh).${at + 1}`).join(', ')}
FROM
(
	SELECT tuple(${key.join(', ')}) AS key, tuple(${names.join(', ')}) AS kept, toUInt8(1) AS fresh
	FROM (${of.fresh})
	UNION ALL
	SELECT tuple(${key.join(', ')}) AS key, tuple(${names.join(', ')}) AS kept, toUInt8(0) AS fresh
	FROM (${of.stored})
)
GROUP BY key
HAVING count() = 1 OR uniqExact(toString(kept)) > 1`;

/**
 * The same into the log of a kind, from which its table is filled: a row with what was so until now, if anything was, and which run had
 * said so; and one with what is so from now on. `blocks`: a roll-up cannot be brought up to date by it: 2 none, because another
 * was settling meanwhile, 1 none of durations, because one that was known has changed.
 */
export function change(
	kind: Kind,
	of: { fresh: string; stored: string; gone?: (case_id: string) => string }
): string {
	const names = namesOf(kind);
	const told = (run: string, now: 0 | 1) =>
		`tuple(${KEY.join(', ')}) AS key, tuple(${names.join(', ')}) AS kept, ${kind.timed ? `if(${kind.timed.known}, toString(${kind.timed.by}), '')` : "''"} AS timed, ${run} AS said_by, toUInt8(${now}) AS now`;
	return `
INSERT INTO {settled:Identifier}.${kind.name}_log (${[...KEY, 'run', 'was_run', 'fresh', 'dead', 'blocks', ...names].join(', ')})
SELECT
	${taken(KEY)},
	{run:UInt64} AS run,
	was_run,
	side.1 AS fresh,
	toUInt8(side.1 AND NOT is_so) AS dead,
	toUInt8(multiIf({alone:UInt8} = 0, 2, was_timed != '' AND was_timed != is_timed, 1, 0)) AS blocks,
	${names.map((name, at) => `side.2.${at + 1} AS ${name}`).join(', ')}
FROM
(
	SELECT
		key,
		max(now)                  AS is_so,
		min(now) = 0              AS was_so,
		maxIf(said_by, now = 0)   AS was_run,
		argMax(kept, now)         AS new,
		argMin(kept, now)         AS old,
		anyIf(timed, now = 1)     AS is_timed,
		anyIf(timed, now = 0)     AS was_timed
	FROM
	(
		SELECT ${told('toUInt64(0)', 1)}
		FROM (${of.fresh})
		UNION ALL
		SELECT ${told('run', 0)}
		FROM (${of.stored})
	)
	GROUP BY key
	HAVING (count() = 1 OR uniqExact(toString(kept)) > 1)${of.gone ? ` AND (is_so = 1 OR ${of.gone('key.3')})` : ''}
)
ARRAY JOIN if(was_so, [(toUInt8(0), old), (toUInt8(1), new)], [(toUInt8(1), new)]) AS side`;
}
