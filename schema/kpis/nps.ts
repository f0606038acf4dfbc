import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, levels } from './row.ts';

export const nps = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'points',
		direction: 'up',
		period_basis: 'answered',
		period_basis_zh: '作答',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the answer, else of the case as of then',
		attribution_zh: '作答所带的团队、人员和渠道；没有则取工单当时的',
		exclusions:
			'answers corrected later count once, by their latest; answers before their survey was sent: data defects',
		exclusions_zh: '事后更正的回答只算一次，以最近一次为准；早于问卷发送的回答属数据缺陷',
		name: { en: 'Net promoter score', 'zh-CN': '净推荐值' },
		definition: {
			en: 'Percentage of customers who would recommend us (9 or 10 of 10) − percentage of those who would not (0 to 6), −100 to 100, with its 95 % interval.',
			'zh-CN':
				'愿意推荐（9、10 分）的客户百分比 − 不愿推荐（0 至 6 分）的客户百分比，−100 至 100，附 95 % 区间。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		promoters: count.default(0),
		passives: count.default(0),
		detractors: count.default(0),
		/** Answers at each score 0..10. */
		distribution: z.record(z.string(), count).default(levels(0, 10))
	}
});
