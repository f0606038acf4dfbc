import { z } from 'zod';
import { defineKpi } from './define.ts';
import { base, zeroable } from './row.ts';

export const waitingNow = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'count',
		direction: 'down',
		period_basis: 'latest opening or reopening',
		period_basis_zh: '最近一次开启或重开',
		clock: 'standard',
		attribution: 'the team, agent and channel of that opening',
		attribution_zh: '该次开启时的团队、人员和渠道',
		exclusions:
			'whoever has been answered, has given up, or whose case has been resolved or closed since; what happens after the moment asked about; reopenings before the opening or without one: data defects',
		exclusions_zh:
			'此后已得到回复、已放弃，或工单已解决、已关闭者；所问时刻之后发生的事；早于开启或没有开启的重开属数据缺陷',
		name: { en: 'Waiting now', 'zh-CN': '当前等待' },
		definition: {
			en: 'Customers who are waiting for a first answer at this moment, and how long the one who waits longest has been waiting; the numerator counts those whose promised first response has already been missed.',
			'zh-CN':
				'此刻仍在等待首次答复的客户数，以及其中等得最久的已等了多久；分子为已超过首次响应承诺的客户数。'
		},
		small_n: 'counts are shown as they are',
		small_n_zh: '计数按原样显示'
	},
	row: {
		...base,
		value: zeroable,
		/** Age of the longest wait in seconds, and since when; null: nobody waits. */
		oldest_s: z.number().nullable().default(null),
		oldest_at: z.string().nullable().default(null)
	}
});
