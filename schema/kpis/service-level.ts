import { defineKpi, SMALL_N } from './define.ts';
import { base, count } from './row.ts';

export const serviceLevel = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'arrival',
		clock: 'standard',
		attribution: 'the team, agent and channel of the opening',
		exclusions: 'cases for which no standard is in force, counted as no_standard',
		name: { en: 'Service level', 'zh-CN': '服务水平' },
		definition: {
			en: 'Answered within T (≤ T) ÷ (answered + abandoned), T being the standard in force. Open cases past T stand beside as overdue.',
			'zh-CN': '在 T 之内（≤ T）应答 ÷（应答 + 放弃），T 为当时生效的服务标准。超过 T 仍未应答的另列为逾期。'
		},
		small_n: SMALL_N
	},
	row: {
		...base,
		/** Open cases past their promise. */
		overdue: count.default(0),
		/** Answered or abandoned, but nothing was promised. */
		no_standard: count.default(0)
	}
});
