import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const retention = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'activity',
		period_basis_zh: '活动',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the activity itself',
		attribution_zh: '活动本身的团队、人员和渠道',
		exclusions:
			'customers known only from cases; a period that is not over is not judged, its customers of the period before are immature; hours, days and weeks count whole',
		exclusions_zh: '只在工单中出现的客户；未结束的时段不判定，其上期客户暂不判定；小时、天、周均按整段计',
		name: { en: 'Customer retention', 'zh-CN': '客户保留率' },
		definition: {
			en: 'Of the customers who were active in the period before, of equal length, the share who are active in this one too. Beside it: how many are new, have returned after a pause, or were lost.',
			'zh-CN':
				'上一个等长期间活跃的客户中，本期间仍活跃的比例。另列：新客户、中断后回归的客户和流失的客户数。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Active now and never before. */
		new: count.default(0),
		/** Active now and earlier, but not in the period before. */
		returning: count.default(0),
		/** Active in the period before, not now; 0 while the period is not over. */
		lost: count.default(0)
	}
});
