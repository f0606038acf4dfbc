import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, zeroable } from './row.ts';

export const casesOpened = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'count',
		direction: 'none',
		period_basis: 'opened',
		period_basis_zh: '开启',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions: 'none',
		exclusions_zh: '无',
		name: { en: 'Cases opened', 'zh-CN': '开启的工单' },
		definition: {
			en: 'Cases opened; the numerator counts the complaints among them.',
			'zh-CN': '开启的工单数；分子为其中的投诉数。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base, value: zeroable }
});
