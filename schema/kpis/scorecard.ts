import { z } from 'zod';
import { defineKpi } from './define.ts';
import { base } from './row.ts';

/** 0..100, and how much it weighs; null: no value, left out. */
const Component = z.object({ value: z.number().nullable(), weight: z.number() });

export const scorecard = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'points',
		direction: 'up',
		period_basis: 'as each of the numbers it is made of',
		period_basis_zh: '与各组成指标相同',
		clock: 'standard',
		attribution: 'as each of the numbers it is made of',
		attribution_zh: '与各组成指标相同',
		exclusions:
			'numbers without a value, with their weight: covered says how much of all weight the score rests on',
		exclusions_zh: '没有数值的指标，连同其权重；覆盖率说明得分依据了多少权重',
		name: { en: 'Team scorecard', 'zh-CN': '团队绩效' },
		definition: {
			en: 'Weighted mean, 0 to 100, of satisfaction, inspection score, promises kept, complaint recovery, first-contact resolution and service level. The weights are data: a week is weighed by those in force when it ended. Who breaks promises again and again gets a yellow or a red card, however good the score.',
			'zh-CN':
				'满意度、拨测得分、承诺兑现率、投诉补救率、首次解决率和服务水平的加权平均，0 至 100 分，权重可编辑，每周按其结束时的权重计算。反复失信者得黄牌或红牌，与得分高低无关。'
		},
		small_n: 'n counts the numbers it is made of, not customers',
		small_n_zh: 'n 数的是组成它的指标，不是客户'
	},
	row: {
		...base,
		components: z.record(z.string(), Component).default({}),
		/** Weight of what has a value ÷ all weight. */
		covered: z.number().nullable().default(null),
		/** By the number of promises broken. */
		card: z.enum(['red', 'yellow']).nullable().default(null)
	}
});
