import { defineKpi, SMALL_N } from './define.ts';
import { base, durations } from './row.ts';

export const firstResponse = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'opened or reopened',
		clock: 'standard',
		attribution: 'the team, agent and channel of the opening',
		exclusions: 'cases without a reply; replies before their opening are data defects, counted and left out',
		name: { en: 'First response time', 'zh-CN': '首次响应时间' },
		definition: {
			en: 'From opening (or reopening) to the first human reply the customer can see: p50, p90, p95 and max, and the share within the standard in force at the opening.',
			'zh-CN':
				'从开启（或重开）到客户看得见的第一次人工回复：p50、p90、p95 和最大值，以及在开启时生效的服务标准之内的比例。'
		},
		small_n: SMALL_N
	},
	row: { ...base, ...durations }
});
