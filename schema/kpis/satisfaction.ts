import { z } from 'zod';
import { defineKpi, SMALL_N } from './define.ts';
import { base, count } from './row.ts';

export const satisfaction = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'answered',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the answer, else of the case as of then',
		exclusions: 'answers corrected later count once, by their latest',
		name: { en: 'Customer satisfaction', 'zh-CN': '满意度' },
		definition: {
			en: 'Share of 4 and 5 on the scale 1 to 5, with a Wilson 95 % interval; on other scales satisfied is (score − 1) ÷ (scale − 1) ≥ 0.75, and mean and distribution are brought to 1 to 5.',
			'zh-CN':
				'1 至 5 分中评 4、5 分的比例，附 Wilson 95 % 区间；其他量表以（得分 − 1）÷（满分 − 1）≥ 0.75 为满意，均值与分布折算到 1 至 5 分。'
		},
		small_n: SMALL_N
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
