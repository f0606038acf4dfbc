import { defineKpi, SMALL_N } from './define.ts';
import { base, durations } from './row.ts';

export const resolutionTime = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'last resolution',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the last resolution',
		exclusions: 'resolved before it was opened: a data defect, counted and left out',
		name: { en: 'Resolution time', 'zh-CN': '解决时长' },
		definition: {
			en: 'From opening to the last resolution: p50, p90, p95 and max.',
			'zh-CN': '从开启到最后一次解决：p50、p90、p95 和最大值。'
		},
		small_n: SMALL_N
	},
	row: { ...base, ...durations }
});
