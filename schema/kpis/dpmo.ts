import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base } from './row.ts';

export const dpmo = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'per_million',
		direction: 'down',
		period_basis: 'due',
		period_basis_zh: '到期',
		clock: 'standard',
		attribution: 'the team, agent and channel of the case when the promise was made',
		attribution_zh: '作出承诺时工单的团队、人员和渠道',
		exclusions:
			'promises not due yet; promises without a due time, standard or verdict; promises due before they were made, or judged only before: data defects',
		exclusions_zh:
			'尚未到期的承诺；没有到期时间、标准或结论的承诺；到期早于作出、或结论只早于作出的承诺属数据缺陷',
		name: { en: 'Defects per million', 'zh-CN': '百万机会缺陷数' },
		definition: {
			en: 'Broken promises ÷ promises due × 1,000,000: how many customers in a million we would let down. Beside it the sigma level, with the customary shift of 1.5.',
			'zh-CN':
				'未兑现的承诺 ÷ 已到期的承诺 × 1,000,000：每一百万次机会中辜负客户多少次。另列西格玛水平（按惯例计 1.5 漂移）。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Null when none or all are broken: no sigma level says how far from that a service is. */
		sigma: z.number().nullable().default(null)
	}
});
