import { kpisByFamily } from '$lib/families.ts';
import { answerEach, periodNow, questionOf } from '$lib/server/numbers.ts';
import type { GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import type { PageServerLoad } from './$types';

/** Every KPI over the period asked. A family that takes longer comes after the page, and none waits for another. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { touchstone } = locals;
	const question = questionOf(url);
	const { period, earliest } = await periodNow(touchstone, question);
	const { from, to } = period;
	const now = Date.now();
	const ask = (kpi: KpiId): KpiAsk => ({
		...{ kpi, from, to, grain: 'total' },
		...{ teams: question.teams, channels: question.channels }
	});
	const choice = (by: GroupBy): KpiAsk => ({ ...ask('cases_opened'), by, teams: [], channels: [] });
	const choices = [choice('team'), choice('channel')];
	return {
		question,
		period,
		as_of: new Date(now).toISOString(),
		earliest,
		choices: { asks: choices, answers: await answerEach(touchstone, choices) },
		families: kpisByFamily().map(({ family, kpis }) => ({
			family,
			kpis,
			answers: answerEach(touchstone, kpis.map(ask), now)
		}))
	};
};
