import type { Lens } from './lens.ts';

const ISO = { en: 'ISO 10002, complaints handling', 'zh-CN': 'ISO 10002：投诉处理' };

export const complaint_recovery: Lens = {
	formula: {
		en: 'complaints confirmed by the customer (4 or 5 of 5 within 14 days) ÷ complaints whose 14 days have passed',
		'zh-CN': '14 天内客户确认（5 分中评 4、5 分）的投诉 ÷ 已满 14 天的投诉'
	},
	counted: ['unidentified'],
	others: {
		remedied: {
			name: { en: 'Remedied within 24 h', 'zh-CN': '24 小时内补救' },
			formula: {
				en: 'remedied in time ÷ received: what we did, not what it did',
				'zh-CN': '按时补救 ÷ 收到：说的是我们做了，不是有用'
			},
			source: ISO
		},
		no_relapse: {
			name: { en: 'No relapse', 'zh-CN': '未复发' },
			formula: {
				en: 'remedied, and not the same again within 30 days ÷ received',
				'zh-CN': '补救后 30 天内未再因同一原因投诉 ÷ 收到'
			},
			source: ISO
		},
		retained: {
			name: { en: 'Customer retained', 'zh-CN': '客户保留' },
			formula: {
				en: 'active on days 61 to 90 and not left ÷ received',
				'zh-CN': '第 61 至 90 天仍活跃且未流失 ÷ 收到'
			},
			source: {
				en: 'TARP, Consumer Complaint Handling in America',
				'zh-CN': 'TARP《Consumer Complaint Handling in America》'
			}
		},
		remedied_ever: {
			name: { en: 'Remedied at all', 'zh-CN': '已补救' },
			formula: { en: 'remedied at any time ÷ received', 'zh-CN': '任何时候补救 ÷ 收到' },
			source: { en: 'Common in complaint registers', 'zh-CN': '投诉台账中常见' }
		}
	}
};

export const complaint_acknowledged: Lens = {
	formula: {
		en: 'complaints acknowledged by a human by the promised time ÷ complaints received and due',
		'zh-CN': '按承诺时间由人工首复的投诉 ÷ 收到且已到期的投诉'
	},
	others: {
		working_days: {
			name: { en: 'Weekends not counted', 'zh-CN': '周末不计时' },
			formula: {
				en: 'acknowledged within the promised time, counted from Monday to Friday ÷ due by that clock',
				'zh-CN': '承诺时间只计周一至周五：按时首复 ÷ 按此计时已到期'
			},
			source: {
				en: 'Housing Ombudsman, Complaint Handling Code: working days',
				'zh-CN': '英国住房申诉专员《Complaint Handling Code》：按工作日计'
			}
		},
		ever: {
			name: { en: 'Acknowledged at all', 'zh-CN': '已首复' },
			formula: { en: 'acknowledged at any time ÷ received', 'zh-CN': '任何时候首复 ÷ 收到' },
			source: { en: 'Common in complaint registers', 'zh-CN': '投诉台账中常见' }
		}
	}
};

export const follow_up: Lens = {
	formula: {
		en: 'followed up within 7 days of the remedy ÷ remedied complaints whose 7 days have passed',
		'zh-CN': '补救后 7 天内回访 ÷ 已满 7 天的已补救投诉'
	},
	left_out: { not_remedied: { en: 'complaints that were never remedied', 'zh-CN': '从未补救的投诉' } },
	others: {
		ever: {
			name: { en: 'Followed up at all', 'zh-CN': '曾回访' },
			formula: { en: 'followed up at any time ÷ remedied', 'zh-CN': '任何时候回访 ÷ 已补救' },
			source: { en: 'Common in complaint registers', 'zh-CN': '投诉台账中常见' }
		}
	}
};

export const complaints_per_10k: Lens = {
	formula: {
		en: 'complaints received ÷ active customers × 10,000; of a team, a channel or another group: ÷ its cases',
		'zh-CN': '收到的投诉 ÷ 活跃客户 × 10,000；按团队、渠道等分组时除以其工单数'
	},
	others: {
		of_cases: {
			name: { en: 'Of all cases', 'zh-CN': '占全部工单' },
			formula: {
				en: 'complaints ÷ cases opened × 10,000; of 100 cases, a hundredth of that',
				'zh-CN': '投诉 ÷ 开启的工单 × 10,000；每百件工单为其百分之一'
			},
			source: {
				en: 'Complaints per 100 orders or contacts, common in retail and contact centres',
				'zh-CN': '每百单（次）投诉，零售与联络中心常用'
			}
		}
	}
};
