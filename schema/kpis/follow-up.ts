import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base } from './row.ts';

export const followUp = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'complaint received',
		period_basis_zh: '收到投诉',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions:
			'complaints without a remedy; remedied less than 7 days ago: immature, also when already followed up',
		exclusions_zh: '没有补救的投诉；补救未满 7 天的暂不判定，即使已经回访',
		name: { en: 'Follow-up done', 'zh-CN': '回访完成率' },
		definition: {
			en: 'Of the complaints that were remedied, the share in which we asked the customer within 7 days of the remedy whether it had helped.',
			'zh-CN': '已补救的投诉中，补救后 7 天内完成客户回访的比例。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: { ...base }
});
