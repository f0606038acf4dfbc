import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Decision, DecisionOfWeek, SavedDecision, type DecisionsOfWeek } from '#schema/decision.ts';
import { dateIn } from '../zone.ts';
import { createVersions, type Versions } from './versions/versions.ts';

const LIST = /* sql */ `
	SELECT *
	FROM decisions
	ORDER BY week DESC, id`;

const OF_WEEK = /* sql */ `
	SELECT *
	FROM decisions_of_week(week = {week:Date}, as_of = {as_of:DateTime64(3)}, zone = {zone:String})`;

type AskingWeek = {
	clickhouse: ClickHouseClient;
	zone: string;
	/** Its Monday. */
	week: string;
	/** The clock by which things are overdue, ms. */
	asOf: number;
};

/** What the review of a week lists: what was open then, and what was closed in it. */
export async function readDecisionsOfWeek({
	clickhouse,
	zone,
	week,
	asOf
}: AskingWeek): Promise<DecisionsOfWeek> {
	const result = await clickhouse.query({
		query: OF_WEEK,
		query_params: { week, as_of: asOf / 1000, zone },
		format: 'JSONEachRow'
	});
	const decisions = z.array(DecisionOfWeek).parse(await result.json());
	return { week, today: dateIn(asOf, zone), decisions };
}

/** Notes and decisions of weekly reviews: kept, and listed. */
export type Decisions = Versions<Decision> & {
	/** All that stand, those of the latest week first. */
	list(): Promise<SavedDecision[]>;
	ofWeek(week: string): Promise<DecisionsOfWeek>;
};

type Options = { clickhouse: ClickHouseClient; zone: string; now?: () => number };

export function createDecisions({ clickhouse, zone, now = Date.now }: Options): Decisions {
	return {
		...createVersions({ clickhouse, table: 'decision_versions', content: Decision, now }),
		async list() {
			const result = await clickhouse.query({ query: LIST, format: 'JSONEachRow' });
			return z.array(SavedDecision).parse(await result.json());
		},
		ofWeek: (week) => readDecisionsOfWeek({ clickhouse, zone, week, asOf: now() })
	};
}
