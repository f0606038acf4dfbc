import { defineKpi, SMALL_N, SMALL_N_ZH } from './define.ts';
import { base, count, none, WindowedShare } from './row.ts';

export const complaintRecovery = defineKpi({
	entry: {
		version: 1,
		effective_from: '2026-11-01',
		unit: 'share',
		direction: 'up',
		ripens_days: 14,
		period_basis: 'complaint received',
		period_basis_zh: '收到投诉',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the opening',
		attribution_zh: '开启时的团队、人员和渠道',
		exclusions:
			'each step is judged when its window has passed (remedied 24 h, confirmed 14 d, no relapse 31 d, retained 90 d); until then immature',
		exclusions_zh:
			'每一步在其观察期满后才判定（补救 24 小时、确认 14 天、未复发 31 天、保留 90 天），未满期暂不判定',
		name: { en: 'Complaint recovery rate', 'zh-CN': '投诉补救率' },
		definition: {
			en: 'Complaints whose customer confirmed the recovery (4 or 5 of 5 within 14 days of receipt, the latest answer counts, silence is not a yes) ÷ complaints received. Beside it: remedied within 24 h, no relapse within 30 days of the remedy, customer retained.',
			'zh-CN':
				'客户确认补救（收到后 14 天内评 4 或 5 分，以最后一次回答为准，沉默不算）的投诉 ÷ 收到的投诉。另列：24 小时内补救、补救后 30 天未复发、客户保留。'
		},
		small_n: SMALL_N,
		small_n_zh: SMALL_N_ZH
	},
	row: {
		...base,
		received: count.default(0),
		unidentified: count.default(0),
		remedied: WindowedShare.default({ ...none, immature: 0 }),
		no_relapse: WindowedShare.default({ ...none, immature: 0 }),
		retained: WindowedShare.default({ ...none, immature: 0 })
	}
});
