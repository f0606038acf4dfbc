import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KindName } from '#schema/clickhouse/settled/kinds.ts';

/** What is told of the cases that hold one of these `facts`, by the team that opened them. */
const ofCases = (facts: number, told: string, columns: string) => /* sql */ `
	SELECT team, ${told}
	FROM
	(
		SELECT
			arrayFirst(step -> step.type = 'case.opened', steps) AS opening,
			opening.team AS team,
			${columns}
		FROM cases
		WHERE first_time < {to:DateTime64(3)} AND last_time >= {from:DateTime64(3)} AND bitAnd(facts, ${facts}) != 0
	)
	GROUP BY team`;

const first = (type: string) => `arrayFirst(step -> step.type = '${type}', steps).time`;
const seconds = (from: string, to: string) => `dateDiff('millisecond', ${from}, ${to}) / 1000`;

const COMPLAINTS = ofCases(
	2,
	'count(), countIf(remedied AND satisfied)',
	`${seconds('opening.time', first('complaint.remedied'))} BETWEEN 0 AND 86400 AS remedied,
			arrayExists(step -> step.type = 'complaint.confirmed' AND step.satisfied >= 4, steps) AS satisfied`
);

/**
 * The least that somebody could write by hand on `cases` for a question about each kind of fact: reading only the cases that hold any, and of
 * these only the steps that matter. No definitions, no late events, no standards.
 */
export const LEAST: Record<KindName, string> = {
	openings: ofCases(1, 'count(), countIf(complaint)', "opening.kind = 'complaint' AS complaint"),
	responses: ofCases(
		1,
		'count(), quantile(0.5)(wait)',
		`${seconds('opening.time', first('case.responded'))} AS wait`
	),
	resolutions: ofCases(
		4,
		'count(), quantile(0.5)(took), countIf(reopened)',
		`${seconds('opening.time', "arrayLast(step -> step.type = 'case.resolved', steps).time")} AS took,
			arrayExists(step -> step.type = 'case.reopened', steps) AS reopened`
	),
	repeats: ofCases(
		4,
		'count(), countIf(came_back)',
		`${first('case.resolved')} AS resolved_at,
			arrayExists(step -> step.type IN ('case.contacted', 'case.reopened') AND step.time > resolved_at, steps) AS came_back`
	),
	complaints: COMPLAINTS,
	recoveries: COMPLAINTS,
	acknowledgements: ofCases(
		2,
		'count(), countIf(kept)',
		`${seconds('opening.time', first('complaint.acknowledged'))} BETWEEN 0 AND 86400 AS kept`
	),
	survey_answers: ofCases(
		8,
		'count(), avg(score), countIf(score >= 4)',
		"arrayFirst(step -> step.type = 'survey.answered', steps).score AS score"
	),
	voices: ofCases(
		8,
		'countIf(had_problem), countIf(spoke_up)',
		`arrayExists(step -> ifNull(step.had_problem, false), steps) AS had_problem,
			arrayExists(step -> ifNull(step.spoke_up, false), steps) AS spoke_up`
	),
	eligible_cases: ofCases(
		68,
		'count(), countIf(answered)',
		"arrayExists(step -> step.type = 'survey.answered', steps) AS answered"
	),
	promises: ofCases(
		163,
		'count(), countIf(kept), countIf(broken)',
		`${seconds('opening.time', first('case.responded'))} BETWEEN 0 AND 15 AS kept,
			arrayExists(step -> step.type = 'promise.broken', steps) AS broken`
	),
	actives: /* sql */ `
	SELECT team, uniqExact(customer)
	FROM customer_activity
	WHERE time >= {from:DateTime64(3)} AND time < {to:DateTime64(3)} AND active
	GROUP BY team`
};

const moment = (time: number) => new Date(time).toISOString().replace('Z', '');

/** Milliseconds the least query about a kind takes over so many milliseconds up to `to`, the best of three runs; each is asked once. */
export function createLeast(clickhouse: ClickHouseClient, to: number) {
	const known = new Map<string, Promise<number>>();

	async function ask(kind: KindName, span: number): Promise<number> {
		const times: number[] = [];
		for (let run = 0; run < 3; run++) {
			const begin = performance.now();
			const found = await clickhouse.query({
				query: LEAST[kind],
				query_params: { from: moment(to - span), to: moment(to) },
				format: 'JSONEachRow'
			});
			await found.text();
			times.push(performance.now() - begin);
		}
		return Math.min(...times);
	}

	const one = (kind: KindName, span: number) => {
		const key = `${kind} ${span}`;
		const asked = known.get(key) ?? ask(kind, span);
		known.set(key, asked);
		return asked;
	};

	/** Of what reads several kinds the dearest: who answers it by hand has to do at least that. Null: it reads none. */
	return async (kinds: readonly KindName[], span: number): Promise<number | null> => {
		const times: number[] = [];
		for (const kind of kinds) times.push(await one(kind, span));
		return times.length > 0 ? Math.max(...times) : null;
	};
}

export type Least = ReturnType<typeof createLeast>;
