import { z } from 'zod';
import { defineKpi } from './define.ts';
import { base } from './row.ts';

export const complaintsPer10k = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'per_10k',
		direction: 'down',
		period_basis: 'complaint received; customers: active in the period',
		period_basis_zh: '收到投诉；客户：本期有活动',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions: 'customers without any activity in the period',
		exclusions_zh: '本期没有任何活动的客户',
		name: { en: 'Complaints per 10,000 customers', 'zh-CN': '万户投诉率' },
		definition: {
			en: 'Complaints received for every 10,000 customers who were active in the period. For a team, a channel or another group, where customers cannot be divided, for every 10,000 cases opened. The denominator says which.',
			'zh-CN':
				'该期间每一万名活跃客户收到的投诉数。按团队、渠道等分组时客户无法拆分，改为每一万张开启的工单的投诉数。分母会注明是哪一种。'
		},
		small_n: 'always with its interval; no value without customers (or cases)',
		small_n_zh: '总是附区间；没有客户（或工单）则没有数值'
	},
	row: {
		...base,
		/** What the denominator counts. */
		denominator_is: z.enum(['customers', 'cases']).default('customers')
	}
});
