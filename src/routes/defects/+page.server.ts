import { error } from '@sveltejs/kit';
import { DefectKind, type DefectAsk } from '#schema/defect.ts';
import { askClocks, askDefectCounts, askDefects, askLateness } from '$lib/server/defects.ts';
import { answerEach, periodNow, questionOf } from '$lib/server/numbers.ts';
import type { GroupBy, KpiAsk } from '#schema/kpi.ts';
import { dateIn } from '$lib/zone.ts';
import type { PageServerLoad } from './$types';

/** So many of the steps of a line are listed; all of them are in the API. */
const SHOWN = 10;

/** The kind and source whose steps are shown; a kind that there is not is refused. */
function openedOf({ searchParams }: URL): Pick<DefectAsk, 'kind' | 'source'> | null {
	const kind = searchParams.get('kind');
	const source = searchParams.get('source');
	if (kind === null || source === null) return null;
	const known = DefectKind.safeParse(kind);
	if (!known.success) error(400, `kind: expected one of ${DefectKind.options.join(', ')}`);
	return { kind: known.data, source };
}

/** What cannot be right in the data of a period, by kind and source. */
export const load: PageServerLoad = async ({ locals: { touchstone }, url }) => {
	const { clickhouse, zone, annotations } = touchstone;
	const opened = openedOf(url);
	const question = questionOf(url);
	const { period } = await periodNow(touchstone, question);
	const { from, to, grain } = period;
	const scope = { from, to, teams: question.teams, channels: question.channels };
	const choices = (['team', 'channel'] as const).map((by: GroupBy): KpiAsk => ({
		...{ kpi: 'cases_opened', from, to, by, grain: 'total' },
		...{ teams: [], channels: [] }
	}));
	const days = { from: dateIn(Date.parse(from), zone), to: dateIn(Date.parse(to) - 1, zone) };
	const [totals, trend, clocks, lateness, steps, noted, chosen] = await Promise.all([
		askDefectCounts(clickhouse, { ...scope, grain: 'total' }, zone),
		askDefectCounts(clickhouse, { ...scope, grain }, zone),
		askClocks(clickhouse, { ...scope, grain }),
		askLateness(clickhouse, { ...scope, grain }),
		opened ? askDefects(clickhouse, { ...scope, ...opened, grain }, SHOWN) : [],
		// A strip without flags says what it did before there were any.
		annotations.list({ ...days, teams: question.teams }).catch(() => []),
		answerEach(touchstone, choices)
	]);
	const shown = { totals, trend, clocks, lateness, opened, steps, noted };
	return { question, period, choices: { asks: choices, answers: chosen }, ...shown };
};
