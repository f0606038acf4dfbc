import { readPulse } from '$lib/server/pulse.ts';
import type { Pulse } from '#schema/kpi.ts';
import type { LayoutServerLoad } from './$types';

/** What every page shows: how fresh the numbers are, and in which zone days are counted. */
export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('touchstone:pulse');
	const { clickhouse, zone } = locals.touchstone;
	return { zone, pulse: await readPulse(clickhouse).catch(unreachable) };
};

const unreachable = (): Pulse => ({
	as_of: new Date().toISOString(),
	watermark: null,
	last_received: null,
	simulated: false,
	real: false,
	trouble: 'clickhouse'
});
