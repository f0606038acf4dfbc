import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base } from './row.ts';

const score = z.number().nullable().default(null);

export const inspection = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'points',
		direction: 'up',
		period_basis: 'checked',
		period_basis_zh: '检查',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the check',
		attribution_zh: '检查所带的团队、人员和渠道',
		exclusions: 'checks that looked at neither the procedural nor the personal side',
		exclusions_zh: '程序面与个人面都没有看的检查',
		name: { en: 'Inspection score', 'zh-CN': '拨测得分' },
		definition: {
			en: 'Mean score of our own checks (mystery customers, test calls), 0 to 100. Procedural and personal side stand apart: excellent when both are high, friendly or by the book when only one is, indifferent when neither is. What is high is as in force at the check; of a mean, when its period ended.',
			'zh-CN':
				'内部检查（神秘顾客、拨测）的平均得分，0 至 100。程序面与个人面分列：两者都高为优质服务，只有一面高为热情友好或循规蹈矩，两者都低为漠不关心。高低以检查当时的标准为准；均值以时段结束时的标准为准。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		procedural: score,
		personal: score,
		tangibles: score,
		quadrant: z.enum(['excellent', 'friendly', 'by_the_book', 'indifferent']).nullable().default(null)
	}
});
