import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, durations } from './row.ts';

export const firstResponse = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'opened or reopened',
		period_basis_zh: '开启或重开',
		clock: 'standard_and_calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions: 'cases without a reply; replies before their opening are data defects, counted and left out',
		exclusions_zh: '没有回复的工单；早于开启的回复属数据缺陷，计数但不计入',
		name: { en: 'First response time', 'zh-CN': '首次响应时间' },
		definition: {
			en: 'From opening (or reopening) to the first human reply the customer can see: p50, p90, p95 and max, and the share within the standard in force at the opening.',
			'zh-CN':
				'从开启（或重开）到客户看得见的第一次人工回复：p50、p90、p95 和最大值，以及在开启时生效的服务标准之内的比例。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base, ...durations }
});
