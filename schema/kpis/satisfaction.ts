import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const satisfaction = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'answered',
		period_basis_zh: '作答',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the answer, else of the case as of then',
		attribution_zh: '作答所带的团队、人员和渠道；没有则取工单当时的',
		exclusions:
			'answers corrected later count once, by their latest; answers before their survey was sent: data defects',
		exclusions_zh: '事后更正的回答只算一次，以最近一次为准；早于问卷发送的回答属数据缺陷',
		name: { en: 'Customer satisfaction', 'zh-CN': '满意度' },
		definition: {
			en: 'Share of 4 and 5 on the scale 1 to 5, with a Wilson 95 % interval; on other scales satisfied is (score − 1) ÷ (scale − 1) ≥ 0.75, and mean and distribution are brought to 1 to 5.',
			'zh-CN':
				'1 至 5 分中评 4、5 分的比例，附 Wilson 95 % 区间；其他量表以（得分 − 1）÷（满分 − 1）≥ 0.75 为满意，均值与分布折算到 1 至 5 分。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		sum: z.number().nullable().default(null),
		mean: z.number().nullable().default(null),
		/** Share of the highest score. */
		top_box: z.number().nullable().default(null),
		/** Answers at each level 1..5 (other scales brought to it). */
		distribution: z.record(z.string(), count).default({ '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 }),
		/** Surveys sent, by their own time. */
		sent: count.default(0)
	}
});
