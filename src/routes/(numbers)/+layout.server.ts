import { askItems } from '$lib/server/kpi/items.ts';
import { teamOfSegment } from '$lib/question.ts';
import { periodNow, questionOf } from '$lib/server/numbers.ts';
import type { LayoutServerLoad } from './$types';

const SHOWN = 8;

/** The cases behind the chosen number, apart from the numbers so that they alone can be read again. */
export const load: LayoutServerLoad = async ({ locals, url, params, depends }) => {
	depends('touchstone:items');
	const { clickhouse, zone } = locals.touchstone;
	const question = questionOf(url, params.team === undefined ? undefined : teamOfSegment(params.team));
	const { from, to } = (await periodNow(locals.touchstone, question)).period;
	const { kpi, teams, channels } = question;
	const ask = { kpi, from, to, grain: 'total' as const, teams, channels };
	return { items: await askItems(clickhouse, ask, { zone, limit: SHOWN }).catch(() => null) };
};
