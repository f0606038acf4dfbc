import { z } from 'zod';
import { defineKpi } from './define.ts';
import { base, count, levels } from './row.ts';

export const staffSatisfaction = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'answered',
		period_basis_zh: '作答',
		clock: 'calendar',
		attribution: 'the team of the answer; never a person',
		attribution_zh: '作答所属的团队；绝不到个人',
		exclusions: 'none',
		exclusions_zh: '无',
		name: { en: 'Staff satisfaction', 'zh-CN': '员工满意度' },
		definition: {
			en: 'Share of staff who say 4 or 5 of 5, by team and never by person, with a Wilson 95 % interval; on other scales satisfied is (score − 1) ÷ (scale − 1) ≥ 0.75. Of fewer than 5 answers only their number is shown.',
			'zh-CN':
				'员工中评 4、5 分的比例，按团队统计、绝不按个人，附 Wilson 95 % 区间；其他量表以（得分 − 1）÷（满分 − 1）≥ 0.75 为满意。不足 5 份答卷时只显示份数。'
		},
		small_n: 'fewer than 5: hidden, only how many answered; 5 to 29: the value greyed, with its interval',
		small_n_zh: '少于 5 份：隐藏，只说有几份作答；5 至 29 份：数值置灰，附区间'
	},
	row: {
		...base,
		sum: z.number().nullable().default(null),
		mean: z.number().nullable().default(null),
		/** Share of the highest score. */
		top_box: z.number().nullable().default(null),
		/** Answers at each level 1..5 (other scales brought to it); zeros while hidden. */
		distribution: z.record(z.string(), count).default(levels(1, 5)),
		/** Too few answers to say anything without saying who said it. */
		hidden: z.boolean().default(true)
	}
});
