import { z } from 'zod';
import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count } from './row.ts';

const Kept = z.object({ kept: count, due: count });

export const promisesKept = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		period_basis: 'due',
		period_basis_zh: '到期',
		clock: 'standard',
		attribution: 'the team, agent and channel of the case when the promise was made',
		attribution_zh: '作出承诺时工单的团队、人员和渠道',
		exclusions:
			'promises not due yet, counted as running; promises without a due time, standard or verdict; promises due before they were made, or judged only before: data defects',
		exclusions_zh:
			'尚未到期的承诺，计为进行中；没有到期时间、标准或结论的承诺；到期早于作出、或结论只早于作出的承诺属数据缺陷',
		name: { en: 'Promises kept', 'zh-CN': '承诺兑现率' },
		definition: {
			en: 'Promises kept in time ÷ promises due: what our standards promise every customer, and what was promised to one in so many words. Who never got an answer was not kept a promise.',
			'zh-CN':
				'按时兑现的承诺 ÷ 已到期的承诺：服务标准对每位客户的承诺，以及当面许下的承诺。始终没有答复，即为未兑现。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		broken: count.default(0),
		/** Not due yet. */
		running: count.default(0),
		/** By what was promised: first_response, resolution, complaint_…, promise:KIND. */
		by_metric: z.record(z.string(), Kept).default({})
	}
});
