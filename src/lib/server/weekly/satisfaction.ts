import type { KpiRow } from '#schema/kpi.ts';
import type { ReviewAsking } from './asking.ts';
import { weeksOf } from './kpi.ts';

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
	const { from, to } = asking.before;
	const [said, response, leavers] = await Promise.all([
		weeksOf(asking, 'satisfaction'),
		weeksOf(asking, 'survey_response'),
		weeksOf(asking, 'expected_leavers')
	]);
	const of = (which: 'week' | 'before'): Said => ({
		satisfaction: said[which].total,
		response: response[which].total,
		leavers: leavers[which].total
	});
	return {
		week: of('week'),
		before: { from, to, ...of('before') },
		teams: said.week.teams.filter(({ n }) => n > 0)
	};
}
