import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

const Outcome = z.object({ eligible: count, delivered: count, answered: count });
const nobody = { eligible: 0, delivered: 0, answered: 0 };

export const surveyResponse = defineKpi({
	entry: {
		version: 2,
		effective_from: '2026-11-23',
		unit: 'share',
		direction: 'up',
		period_basis: 'first resolution or escalation',
		period_basis_zh: '首次解决或升级',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the first resolution or escalation',
		attribution_zh: '首次解决或升级时的团队、人员和渠道',
		exclusions:
			'cases neither resolved nor escalated; where a source never tells of deliveries, sent counts; resolutions and escalations before the opening or without one, and answers before their survey was sent: data defects',
		exclusions_zh:
			'既未解决也未升级的工单；来源从不告知送达时，以发出计；早于开启或没有开启的解决与升级、早于问卷发送的回答属数据缺陷',
		name: { en: 'Survey coverage and response', 'zh-CN': '问卷覆盖与回收' },
		definition: {
			en: 'Cases whose customer answered a survey ÷ cases whose customer got one. Beside it the coverage (got one ÷ all resolved or escalated cases), and both by how the case ended: who is asked decides what is heard.',
			'zh-CN':
				'客户答复了问卷的工单 ÷ 问卷已送达的工单。另列覆盖率（已送达 ÷ 全部已解决或已升级的工单），并按工单结果分列：问了谁，决定听到什么。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Cases resolved or escalated. */
		eligible: count.default(0),
		delivered: count.default(0),
		/** delivered ÷ eligible. */
		coverage: z.number().nullable().default(null),
		outcomes: z
			.object({ resolved: Outcome, escalated: Outcome })
			.default({ resolved: nobody, escalated: nobody })
	}
});
