import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

export const complaintAcknowledged = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'received',
		period_basis_zh: '收到投诉',
		clock: 'standard',
		attribution: 'the team, agent and channel of the complaint as received',
		attribution_zh: '收到投诉时的团队、人员和渠道',
		exclusions: 'complaints not due yet; those for which nothing is promised, counted as no_standard',
		exclusions_zh: '尚未到期的投诉；没有承诺的投诉，另行计数',
		name: { en: 'Complaints acknowledged in time', 'zh-CN': '投诉首复及时率' },
		definition: {
			en: 'Complaints acknowledged by a human within the promise (24 hours of calendar time unless the standard says otherwise) ÷ complaints received and due.',
			'zh-CN':
				'在承诺时间内（除非标准另有规定，为 24 小时自然时间）由人工首次回复的投诉 ÷ 已受理且到期的投诉。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Complaints for which nothing is promised. */
		no_standard: count.default(0),
		/** Complaints with an acknowledgement earlier than their receipt: it is left out. */
		defects: count.default(0)
	}
});
