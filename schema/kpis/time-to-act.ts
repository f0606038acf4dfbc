import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, durations } from './row.ts';

/** A breach has no time that cannot be right: the ledger knows none such. */
const { defects: _none, ...times } = durations;

export const timeToAct = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'due',
		period_basis_zh: '到期',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the case when the promise was made',
		attribution_zh: '作出承诺时工单的团队、人员和渠道',
		exclusions:
			'promises that were kept; breaches of the last 15 minutes, counted as immature; breaches nobody acted upon are in the share, counted beside, and in no duration',
		exclusions_zh:
			'已兑现的承诺；15 分钟之内的违约计为未满观察期；无人处理的违约计入比例并单独计数，不计入时长',
		name: { en: 'Time to act', 'zh-CN': '违约处置用时' },
		definition: {
			en: 'From the moment a promise broke to the first time somebody said that they act upon it: p50, p90, p95 and max, and the share of broken promises acted upon within 15 minutes. Who acted before it broke acted in 0 s.',
			'zh-CN':
				'从承诺违约到首次有人表示处理：p50、p90、p95 和最大值，以及 15 分钟内有人处理的违约比例。违约之前已有人处理的，记为 0 秒。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		...times,
		/** Broken promises whose 15 minutes have passed and that nobody has acted upon. */
		unacknowledged: count.default(0)
	}
});
