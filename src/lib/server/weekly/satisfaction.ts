import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { inGroups, totalOf } from './kpi.ts';

/** What customers said, how many were asked and answered, and how many of them will leave. */
export type Said = {
	satisfaction: KpiRow<'satisfaction'>;
	response: KpiRow<'survey_response'>;
	leavers: KpiRow<'expected_leavers'>;
};
export type Satisfaction = {
	week: Said;
	before: Said & { from: string; to: string };
	/** By team, by name: these are too few for a rank. */
	teams: KpiRow<'satisfaction'>[];
};

/** Satisfaction of the week with what it rests on, and of the one before. Rejects when ClickHouse cannot be reached. */
export async function satisfaction(asking: ReviewAsking): Promise<Satisfaction> {
	const { week, before } = asking;
	const [now, then, response, responseThen, leavers, leaversThen] = await Promise.all([
		inGroups(asking, 'satisfaction', week),
		totalOf(asking, 'satisfaction', before),
		totalOf(asking, 'survey_response', week),
		totalOf(asking, 'survey_response', before),
		totalOf(asking, 'expected_leavers', week),
		totalOf(asking, 'expected_leavers', before)
	]);
	return {
		week: { satisfaction: now.total, response, leavers },
		before: {
			...{ from: before.from, to: before.to },
			...{ satisfaction: then, response: responseThen, leavers: leaversThen }
		},
		teams: now.groups
			.filter(({ n }) => n > 0)
			.toSorted((a, b) => (a.group ?? '').localeCompare(b.group ?? ''))
	};
}
