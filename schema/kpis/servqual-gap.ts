import { z } from 'zod';
import { ServqualDimension } from '../event.ts';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

const Dimension = z.object({
	/** Items, not answers. */
	n: count,
	expectation: z.number(),
	perception: z.number(),
	gap: z.number()
});

export const servqualGap = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'points',
		direction: 'up',
		period_basis: 'answered',
		period_basis_zh: '作答',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the answer, else of the case as of then',
		attribution_zh: '作答所带的团队、人员和渠道；没有则取工单当时的',
		exclusions:
			'answers corrected later count once, by their latest; dimensions that nobody was asked about; answers before their survey was sent: data defects',
		exclusions_zh: '事后更正的回答只算一次，以最近一次为准；没有问到的维度；早于问卷发送的回答属数据缺陷',
		name: { en: 'Service-quality gap', 'zh-CN': '服务质量差距' },
		definition: {
			en: 'What customers perceived − what they had expected, as a mean over the items of each dimension, and the mean of the dimensions by the weights in force when the period ended. Negative: less than was expected.',
			'zh-CN':
				'客户感知 − 客户期望：每个维度取各题均值，总分为各维度按时段结束时所用权重的加权平均。负值表示低于期望。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Of those dimensions that were asked about. */
		dimensions: z.partialRecord(ServqualDimension, Dimension).default({})
	}
});
