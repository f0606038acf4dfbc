import { askItems } from '$lib/server/kpi/items.ts';
import { teamOfSegment } from '$lib/question.ts';
import { dateIn } from '$lib/zone.ts';
import { periodNow, questionOf } from '$lib/server/numbers.ts';
import type { LayoutServerLoad } from './$types';

const SHOWN = 8;

/** The cases behind the chosen number, and what happened and was decided meanwhile, apart from the numbers so that they alone can be read again. */
export const load: LayoutServerLoad = async ({ locals, url, params, depends }) => {
	depends('touchstone:items', 'touchstone:annotations');
	const { clickhouse, zone, annotations } = locals.touchstone;
	const question = questionOf(url, params.team === undefined ? undefined : teamOfSegment(params.team));
	const { from, to, weeksFrom } = (await periodNow(locals.touchstone, question)).period;
	const { kpi, teams, channels } = question;
	const ask = { kpi, from, to, grain: 'total' as const, teams, channels };
	const days = { from: dateIn(Date.parse(weeksFrom), zone), to: dateIn(Date.parse(to) - 1, zone) };
	const [items, noted] = await Promise.all([
		askItems(clickhouse, ask, { zone, limit: SHOWN }).catch(() => null),
		annotations.list({ ...days, teams }).catch(() => null)
	]);
	return { items, annotations: noted };
};
