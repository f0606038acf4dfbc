import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const recontactRate = defineKpi({
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
			'cases of unknown customers, counted as unidentified; resolved less than 7 days ago: immature, also when the customer has already come back; resolutions and returns before the opening or without one: data defects',
		exclusions_zh:
			'客户未知的工单，另行计数；解决未满 7 天的暂不判定，即使客户已经再来；早于开启或没有开启的解决、再次联系和重开属数据缺陷',
		name: { en: 'Repeat contact', 'zh-CN': '重复来电率' },
		definition: {
			en: 'Of the resolved cases of known customers, the share whose customer came back within 7 days of the first resolution, about anything: in the same case or with another.',
			'zh-CN':
				'已知客户的已解决工单中，首次解决后 7 天内该客户因任何事由再次联系（同一工单或其他工单）的比例。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Resolved cases whose 7 days have passed, but whose customer is unknown. */
		unidentified: count.default(0)
	}
});
