import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const abandonment = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'down',
		period_basis: 'arrival',
		period_basis_zh: '到达',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions:
			'abandons after 5 s or less, or what the standards file says, stand beside as short, unknown waits as wait_unknown; abandons before the opening: data defects',
		exclusions_zh: '5 秒内的放弃与等待时长未知者在旁另列；早于开启的放弃属数据缺陷',
		name: { en: 'Abandonment', 'zh-CN': '放弃率' },
		definition: {
			en: 'Abandoned ÷ (answered + abandoned). All abandons count.',
			'zh-CN': '放弃 ÷（应答 + 放弃）。所有放弃都计入。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Abandoned after 5 s or less, or what the standards file says. */
		short: count.default(0),
		wait_unknown: count.default(0)
	}
});
