import { defineKpi, SMALL_N } from './define.ts';
import { base } from './row.ts';

export const casesOpened = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'count',
		direction: 'none',
		period_basis: 'opened',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		exclusions: 'none',
		name: { en: 'Cases opened', 'zh-CN': '开启的工单' },
		definition: {
			en: 'Cases opened; the numerator counts the complaints among them.',
			'zh-CN': '开启的工单数；分子为其中的投诉数。'
		},
		small_n: SMALL_N
	},
	row: { ...base }
});
