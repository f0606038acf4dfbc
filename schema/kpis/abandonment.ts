import { defineKpi, SMALL_N } from './define.ts';
import { base, count } from './row.ts';

export const abandonment = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'down',
		period_basis: 'arrival',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		exclusions: 'none; abandons after 5 s or less stand beside as short, unknown waits as wait_unknown',
		name: { en: 'Abandonment', 'zh-CN': '放弃率' },
		definition: {
			en: 'Abandoned ÷ (answered + abandoned). All abandons count.',
			'zh-CN': '放弃 ÷（应答 + 放弃）。所有放弃都计入。'
		},
		small_n: SMALL_N
	},
	row: {
		...base,
		/** Abandoned after 5 s or less. */
		short: count.default(0),
		wait_unknown: count.default(0)
	}
});
