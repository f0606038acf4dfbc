import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, durations } from './row.ts';

export const resolutionTime = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'last resolution',
		period_basis_zh: '最后一次解决',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the last resolution',
		attribution_zh: '最后一次解决时的团队、人员和渠道',
		exclusions:
			'resolved before it was opened: a data defect, counted and left out; resolved but never opened',
		exclusions_zh: '解决早于开启：属数据缺陷，计数但不计入；已解决但从未开启',
		name: { en: 'Resolution time', 'zh-CN': '解决时长' },
		definition: {
			en: 'From opening to the last resolution: p50, p90, p95 and max.',
			'zh-CN': '从开启到最后一次解决：p50、p90、p95 和最大值。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base, ...durations }
});
