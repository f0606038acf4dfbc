import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, durations } from './row.ts';

export const resolutionTime = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'seconds',
		direction: 'down',
		period_basis: 'last resolution',
		period_basis_zh: '最后一次解决',
		clock: 'standard_and_calendar',
		attribution:
			'the team, agent and channel of the last resolution; its standard is that of the team, channel and tier of the opening',
		attribution_zh: '最后一次解决时的团队、人员和渠道；服务标准按开启时的团队、渠道和客户等级',
		exclusions:
			'resolved before it was opened: a data defect, counted and left out; resolved but never opened. Cases for which no standard promised a resolution are timed, and not in the share',
		exclusions_zh:
			'解决早于开启：属数据缺陷，计数但不计入；已解决但从未开启。没有服务标准承诺解决时间的工单只计时，不计入比例',
		name: { en: 'Resolution time', 'zh-CN': '解决时长' },
		definition: {
			en: 'From opening to the last resolution: p50, p90, p95 and max, and the share whose last resolution was within the standard in force at the opening, where one promised a resolution.',
			'zh-CN':
				'从开启到最后一次解决：p50、p90、p95 和最大值，以及有解决时间承诺的工单中，最后一次解决在开启时生效的服务标准之内的比例。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base, ...durations }
});
