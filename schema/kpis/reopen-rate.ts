import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base } from './row.ts';

export const reopenRate = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'down',
		ripens_days: 7,
		period_basis: 'first resolution',
		period_basis_zh: '首次解决',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the first resolution',
		attribution_zh: '首次解决时的团队、人员和渠道',
		exclusions:
			'resolved less than 7 days ago: immature, also when already reopened; resolutions and reopenings before the opening or without one: data defects',
		exclusions_zh: '解决未满 7 天的暂不判定，即使已经重开；早于开启或没有开启的解决和重开属数据缺陷',
		name: { en: 'Reopen rate', 'zh-CN': '重开率' },
		definition: {
			en: 'Of the cases we called resolved, the share that had to be opened again within 7 days of the first resolution.',
			'zh-CN': '我们标为已解决的工单中，首次解决后 7 天内又不得不重开的比例。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base }
});
