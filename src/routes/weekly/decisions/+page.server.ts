import { error } from '@sveltejs/kit';
import { Day } from '#schema/day.ts';
import { isoWeekOf, mondayOfIsoWeek } from '$lib/iso-week.ts';
import { annotations } from '$lib/server/weekly/annotations.ts';
import { dateIn, mondayOf, startOfDate } from '$lib/zone.ts';
import type { PageServerLoad } from './$types';

/** The notes and decisions a week's review lists (`?week=2026-W46`; else the running week), what happened meanwhile, and all there are. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { decisions, clickhouse, zone } = locals.touchstone;
	const named = url.searchParams.get('week') ?? isoWeekOf(mondayOf(dateIn(Date.now(), zone)));
	const week = Day.safeParse(mondayOfIsoWeek(named));
	if (!week.success) error(400, 'week: expected an ISO week, such as 2026-W46');
	const asking = {
		clickhouse,
		zone,
		teams: [],
		week: { from: new Date(startOfDate(week.data, zone)).toISOString() }
	};
	const [ofWeek, all, noted] = await Promise.all([
		decisions.ofWeek(week.data).catch(() => null),
		decisions.list().catch(() => null),
		annotations(asking).catch(() => null)
	]);
	return { week: named, ofWeek, all, noted };
};
