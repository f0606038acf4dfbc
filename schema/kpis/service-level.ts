import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const serviceLevel = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'arrival',
		period_basis_zh: '到达',
		clock: 'standard',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions:
			'cases for which no standard is in force, counted as no_standard; abandons before the opening: data defects',
		exclusions_zh: '没有生效标准的工单，另行计数；早于开启的放弃属数据缺陷',
		name: { en: 'Service level', 'zh-CN': '服务水平' },
		definition: {
			en: 'Answered within T (≤ T) ÷ (answered + abandoned), T being the standard in force. Open cases past T stand beside as overdue.',
			'zh-CN': '在 T 之内（≤ T）应答 ÷（应答 + 放弃），T 为当时生效的服务标准。超过 T 仍未应答的另列为逾期。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Open cases past their promise. */
		overdue: count.default(0),
		/** Answered or abandoned, but nothing was promised. */
		no_standard: count.default(0)
	}
});
