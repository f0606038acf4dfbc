import type { Lens } from './lens.ts';

/** What was promised in the period and never falls due. */
const UNDUE = {
	unpromised: {
		en: 'openings, complaints and remedies for which no standard promises anything',
		'zh-CN': '没有生效服务标准的开启、投诉和补救'
	}
};

export const promises_kept: Lens = {
	formula: {
		en: 'promises due and kept in time ÷ promises due',
		'zh-CN': '已到期且按时兑现的承诺 ÷ 已到期的承诺'
	},
	left_out: UNDUE,
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
	},
	left_out: UNDUE,
	others: {
		per_unit: {
			name: { en: 'Defects per unit', 'zh-CN': '单位缺陷数（DPU）' },
			formula: {
				en: 'broken promises ÷ cases with a promise due × 1,000,000',
				'zh-CN': '未兑现的承诺 ÷ 有承诺到期的工单 × 1,000,000'
			},
			source: { en: 'Six Sigma, DPU', 'zh-CN': '六西格玛：DPU' }
		},
		defective: {
			name: { en: 'Defective units', 'zh-CN': '缺陷品率（PPM）' },
			formula: {
				en: 'cases with a broken promise ÷ cases with a promise due × 1,000,000',
				'zh-CN': '有承诺未兑现的工单 ÷ 有承诺到期的工单 × 1,000,000'
			},
			source: { en: 'ISO/TS 16949 suppliers, PPM defective', 'zh-CN': '汽车业供应商考核：PPM' }
		}
	}
};

export const time_to_act: Lens = {
	formula: {
		en: 'median of (first acknowledgement − breach); share: acknowledged within 15 min ÷ breaches whose 15 min have passed',
		'zh-CN': '（首次确认处理 − 违约）的中位数；比例：15 分钟内确认处理 ÷ 已满 15 分钟的违约'
	},
	others: {
		mean: {
			name: { en: 'Mean', 'zh-CN': '平均值' },
			formula: {
				en: 'sum of times ÷ breaches acted upon (MTTA)',
				'zh-CN': '用时之和 ÷ 已处理的违约（MTTA）'
			},
			source: { en: 'PagerDuty, mean time to acknowledge', 'zh-CN': 'PagerDuty：平均确认时间' }
		},
		p90: {
			name: { en: '90th percentile', 'zh-CN': '第 90 百分位' },
			formula: { en: 'nine in ten were acted upon by then', 'zh-CN': '十件中九件在此之内有人处理' },
			source: {
				en: 'Google, Site Reliability Engineering, chapter 4',
				'zh-CN': 'Google《Site Reliability Engineering》第 4 章'
			}
		}
	}
};

export const scorecard: Lens = {
	formula: {
		en: 'sum of weight × score (0 to 100) ÷ sum of the weights that have a score',
		'zh-CN': '权重 × 得分（0 至 100）之和 ÷ 有得分的权重之和'
	},
	left_out: {
		no_value: { en: 'numbers without a value', 'zh-CN': '没有数值的指标' },
		no_weight: { en: 'numbers that weigh nothing', 'zh-CN': '权重为 0 的指标' }
	},
	others: {
		equal_weights: {
			name: { en: 'Equal weights', 'zh-CN': '等权' },
			formula: { en: 'mean of the scores that have a weight', 'zh-CN': '有权重的各项得分的均值' },
			source: {
				en: 'OECD, Handbook on Constructing Composite Indicators, 2008',
				'zh-CN': 'OECD《Handbook on Constructing Composite Indicators》，2008'
			}
		},
		missing_as_zero: {
			name: { en: 'Missing as zero', 'zh-CN': '缺项计 0 分' },
			formula: {
				en: 'sum of weight × score ÷ sum of all weights',
				'zh-CN': '权重 × 得分之和 ÷ 全部权重之和'
			},
			source: { en: 'Common in vendors’ balanced scorecards', 'zh-CN': '供应商平衡计分卡中常见' }
		}
	}
};

export const retention: Lens = {
	formula: {
		en: 'customers active in the period before and in this ÷ customers active in the period before',
		'zh-CN': '上期活跃且本期仍活跃的客户 ÷ 上期活跃的客户'
	},
	left_out: {
		new: { en: 'new: active in this period and never before', 'zh-CN': '新客户：本期活跃，此前从未活跃' },
		returning: {
			en: 'returning: active in this period, not in the one before, and earlier',
			'zh-CN': '回归：本期活跃，上期不活跃，更早曾活跃'
		},
		no_activity: {
			en: 'customers with a case and no activity in either period',
			'zh-CN': '有工单、但两期都没有活动记录的客户'
		}
	},
	others: {
		churn: {
			name: { en: 'Churn', 'zh-CN': '流失率' },
			formula: { en: '1 − retention: lost ÷ active before', 'zh-CN': '1 − 保留率：流失 ÷ 上期活跃' },
			source: {
				en: 'Reichheld and Sasser, Zero Defections, 1990',
				'zh-CN': 'Reichheld 与 Sasser《Zero Defections》，1990'
			}
		},
		net: {
			name: { en: 'Net of those who came', 'zh-CN': '净保留率' },
			formula: {
				en: 'all active in this period ÷ active in the one before; may be over 100 %',
				'zh-CN': '本期全部活跃客户 ÷ 上期活跃客户；可超过 100 %'
			},
			source: {
				en: 'Customer growth, as companies report their active customers',
				'zh-CN': '上市公司披露的活跃客户增长'
			}
		}
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
