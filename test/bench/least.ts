import type { ClickHouseClient } from '#schema/clickhouse/client.ts';

const LEAST = /* sql */ `
	SELECT team, count(), quantile(0.5)(wait)
	FROM
	(
		SELECT
			arrayFirst(step -> step.type = 'case.opened', steps) AS opening,
			opening.team AS team,
			dateDiff('millisecond', opening.time, arrayFirst(step -> step.type = 'case.responded', steps).time) AS wait
		FROM cases
		WHERE first_time < {to:DateTime64(3)} AND last_time >= {from:DateTime64(3)} AND bitAnd(facts, 1) != 0
	)
	GROUP BY team`;

const moment = (time: number) => new Date(time).toISOString().replace('Z', '');

/**
 * Milliseconds of the least a query on `cases` must do, of three runs: who opened when, and how soon they were answered, by team. No
 * definitions, no late events, no standards.
 */
export async function leastOnCases(clickhouse: ClickHouseClient, from: number, to: number): Promise<number> {
	const times: number[] = [];
	for (let run = 0; run < 3; run++) {
		const begin = performance.now();
		const found = await clickhouse.query({
			query: LEAST,
			query_params: { from: moment(from), to: moment(to) },
			format: 'JSONEachRow'
		});
		await found.text();
		times.push(performance.now() - begin);
	}
	return Math.min(...times);
}
