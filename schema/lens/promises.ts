import type { Lens } from './lens.ts';

export const promises_kept: Lens = {
	formula: {
		en: 'promises due and kept in time ÷ promises due',
		'zh-CN': '已到期且按时兑现的承诺 ÷ 已到期的承诺'
	},
	others: {
		running_counted: {
			name: { en: 'Counting the running', 'zh-CN': '计入未到期' },
			formula: { en: 'kept so far ÷ all, due or not', 'zh-CN': '迄今已兑现 ÷ 全部，不论是否到期' },
			source: { en: 'Common in ticketing dashboards', 'zh-CN': '工单系统看板中常见' }
		},
		standards_only: {
			name: { en: 'Standards alone', 'zh-CN': '只算服务标准' },
			formula: {
				en: 'what the standards promise, without spoken promises',
				'zh-CN': '只算服务标准的承诺，不含口头承诺'
			},
			source: { en: 'ITIL, service level achievement', 'zh-CN': 'ITIL：服务水平达成' }
		},
		spoken_only: {
			name: { en: 'Spoken promises alone', 'zh-CN': '只算口头承诺' },
			formula: { en: 'what somebody promised a customer', 'zh-CN': '只算员工对客户作出的承诺' },
			source: { en: 'ServiceNow, task SLA', 'zh-CN': 'ServiceNow：任务 SLA' }
		}
	}
};

export const dpmo: Lens = {
	formula: {
		en: 'broken promises ÷ promises due × 1,000,000; sigma level with the 1.5 shift',
		'zh-CN': '未兑现的承诺 ÷ 已到期的承诺 × 1,000,000；σ 水平含 1.5 漂移'
	}
};

export const time_to_act: Lens = {
	formula: {
		en: 'median of (first acknowledgement − breach); share: acknowledged within 15 min ÷ breaches whose 15 min have passed',
		'zh-CN': '（首次确认处理 − 违约）的中位数；比例：15 分钟内确认处理 ÷ 已满 15 分钟的违约'
	}
};

export const scorecard: Lens = {
	formula: {
		en: 'sum of weight × score (0 to 100) ÷ sum of the weights that have a score',
		'zh-CN': '权重 × 得分（0 至 100）之和 ÷ 有得分的权重之和'
	}
};

export const retention: Lens = {
	formula: {
		en: 'customers active in the period before and in this ÷ customers active in the period before',
		'zh-CN': '上期活跃且本期仍活跃的客户 ÷ 上期活跃的客户'
	}
};

export const inspection: Lens = {
	formula: {
		en: 'mean over checks of the mean of the procedural and the personal side',
		'zh-CN': '每次拨测的程序面与个人面之均值，再求平均'
	},
	left_out: { not_scored: { en: 'checks without either side', 'zh-CN': '两面都没有分数的拨测' } },
	others: {
		procedural: {
			name: { en: 'Procedural side', 'zh-CN': '程序面' },
			formula: { en: 'mean of the procedural scores', 'zh-CN': '程序面得分的均值' },
			source: { en: 'Martin, Quality Customer Service', 'zh-CN': 'Martin《Quality Customer Service》' }
		},
		personal: {
			name: { en: 'Personal side', 'zh-CN': '个人面' },
			formula: { en: 'mean of the personal scores', 'zh-CN': '个人面得分的均值' },
			source: { en: 'Martin, Quality Customer Service', 'zh-CN': 'Martin《Quality Customer Service》' }
		}
	}
};

export const cases_opened: Lens = { formula: { en: 'cases opened', 'zh-CN': '开启的工单' } };
