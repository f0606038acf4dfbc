import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, levels } from './row.ts';

export const effort = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'answered; measured effort: opened',
		period_basis_zh: '作答；实测费力度：开启',
		clock: 'calendar',
		attribution:
			'the team, agent and channel of the answer, else of the case as of then; measured effort: of the opening',
		attribution_zh: '作答所带的团队、人员和渠道；没有则取工单当时的；实测费力度取开启时的',
		exclusions:
			'answers corrected later count once, by their latest; answers before their survey was sent, and returns before the opening or without one: data defects',
		exclusions_zh:
			'事后更正的回答只算一次，以最近一次为准；早于问卷发送的回答、早于开启或没有开启的再次联系和重开属数据缺陷',
		name: { en: 'Customer effort', 'zh-CN': '客户费力度' },
		definition: {
			en: 'Share of customers who say that we made it easy (5 to 7 of 7). Beside it what the cases opened in the period cost their customers: how often they had to contact us, were passed on, and had to come back.',
			'zh-CN':
				'认为办事轻松（7 分制评 5 至 7 分）的客户比例。另列该期间开启的工单实际让客户付出的：联系次数、转接次数、重复次数。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		/** Answers at each score 1..7. */
		distribution: z.record(z.string(), count).default(levels(1, 7)),
		/** Cases opened, and over their whole life: times the customer came to us, times passed on, times back again. */
		cases: count.default(0),
		contacts: count.default(0),
		transfers: count.default(0),
		repeats: count.default(0)
	}
});
