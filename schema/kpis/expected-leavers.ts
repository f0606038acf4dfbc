import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, levels } from './row.ts';

export const expectedLeavers = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'count',
		direction: 'down',
		period_basis: 'answered',
		period_basis_zh: '作答',
		clock: 'calendar',
		attribution: "the team, agent and channel of the customer's latest answer, else of the case as of then",
		attribution_zh: '客户最近一次作答所带的团队、人员和渠道；没有则取工单当时的',
		exclusions:
			'answers of unknown customers, counted as unidentified; answers before their survey was sent: data defects',
		exclusions_zh: '客户未知的回答，另行计数；早于问卷发送的回答属数据缺陷',
		name: { en: 'Expected leavers', 'zh-CN': '预计流失' },
		definition: {
			en: 'How many of the customers who told us how satisfied they are can be expected to leave: customers at each level × the share of such customers who leave (80, 40, 20, 10 and 2 % from very dissatisfied to very satisfied, until the company’s own shares are entered; those in force when the period ended).',
			'zh-CN':
				'在告诉我们满意程度的客户中预计会流失多少：各满意度等级的客户数 × 该等级的流失率（从很不满意到很满意为 80、40、20、10、2 %，录入本公司数据后以时段结束时有效的为准）。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		unidentified: count.default(0),
		/** Customers at each level 1..5 by their latest answer. */
		distribution: z.record(z.string(), count).default(levels(1, 5)),
		/** Whose leaving rates these are: the usual ones, those the company has entered, or some of each. What was published earlier says own. */
		curve: z
			.enum(['book', 'mixed', 'entered'])
			.or(z.literal('own').transform(() => 'entered' as const))
			.default('book')
	}
});
