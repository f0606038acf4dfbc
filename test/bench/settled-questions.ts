import type { Grain, GroupBy, KpiAsk, KpiId } from '#schema/kpi.ts';
import { FULL } from './history.ts';
import { DAY, NOW } from './settled-history.ts';

export type Cut = { grain: Grain; by?: GroupBy };
const PAGE: Cut[] = [
	{ grain: 'total' },
	{ grain: 'day' },
	{ grain: 'total', by: 'team' },
	{ grain: 'day', by: 'team' }
];
const WEEKS: Cut[] = [{ grain: 'total' }, { grain: 'week' }, { grain: 'week', by: 'team' }];
const TODAY: Cut[] = [
	{ grain: 'total' },
	{ grain: 'hour' },
	{ grain: 'total', by: 'team' },
	{ grain: 'total', by: 'channel' }
];

/** What pages ask, by the range they ask it over. */
export function questions(): { name: string; days: number; cuts: Cut[]; kpis: KpiId[] }[] {
	const overview: KpiId[] = [
		'first_response',
		'first_contact_resolution',
		'complaint_recovery',
		'satisfaction'
	];
	const beside: KpiId[] = ['service_level', 'abandonment', 'resolution_time', 'cases_opened'];
	const all: KpiId[] = [
		...overview,
		...beside,
		'reopen_rate',
		'recontact_rate',
		'nps',
		'effort',
		'follow_up',
		'promises_kept',
		'dpmo',
		'complaint_acknowledged',
		'complaints_per_10k',
		'survey_response',
		'servqual_gap',
		'expected_leavers',
		'scorecard'
	];
	return [
		{ name: 'overview, 30 days', days: 30, cuts: PAGE, kpis: overview },
		{ name: 'overview, beside', days: 30, cuts: [{ grain: 'total' }], kpis: beside },
		{ name: 'team, 30 days by agent', days: 30, cuts: [{ grain: 'total', by: 'agent' }], kpis: overview },
		{
			name: 'wall, today',
			days: 1,
			cuts: TODAY,
			kpis: [...overview, ...beside, 'promises_kept', 'waiting_now']
		},
		{ name: 'week, 7 days', days: 7, cuts: PAGE, kpis: all },
		{ name: 'weekly, 13 weeks', days: 91, cuts: WEEKS, kpis: all }
	];
}

const spanOf = (days: number) => {
	const to = Date.parse(FULL.end);
	return { from: new Date(to - days * DAY).toISOString(), to: new Date(to).toISOString() };
};

/** The questions of a page about one number. */
export const asksOf = (kpi: KpiId, days: number, cuts: Cut[]): KpiAsk[] =>
	cuts.map((cut) => ({ kpi, ...spanOf(days), ...cut, teams: [], channels: [] }));

/** Who waits now is known once all that happened is in the past. */
export const nowOf = (kpi: KpiId) => (kpi === 'waiting_now' ? NOW + 90 * DAY : NOW);
