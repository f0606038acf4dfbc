import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, none, Share } from './row.ts';

export const firstContactResolution = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		ripens_days: 7,
		period_basis: 'first resolution',
		period_basis_zh: '首次解决',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the first resolution',
		attribution_zh: '首次解决时的团队、人员和渠道',
		exclusions:
			'resolved less than 7 days ago: immature; customer unknown: judged by its own case, counted as unidentified; resolutions and returns before the opening or without one: data defects',
		exclusions_zh:
			'解决未满 7 天的暂不判定；客户未知的只按本工单判定，并另行计数；早于开启或没有开启的解决、再次联系和重开属数据缺陷',
		name: { en: 'First-contact resolution', 'zh-CN': '首次解决率' },
		definition: {
			en: 'Resolved cases in which the customer did not come back and which were not reopened up to 7 days after the first resolution, and whose customer opened or contacted no other case on the topic in those 7 days ÷ resolved cases whose 7 days have passed.',
			'zh-CN':
				'首次解决后 7 天内客户未再联系、未重开，且该客户在同一主题上没有另开或再联系其他工单的已解决工单 ÷ 已满 7 天的已解决工单。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		unidentified: count.default(0),
		/** The customer's own word, where a survey asked; of mature cases. */
		confirmed: Share.default(none)
	}
});
