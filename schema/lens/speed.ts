import type { Lens } from './lens.ts';

const CISCO = {
	en: 'Cisco Unified Contact Center, service level types',
	'zh-CN': 'Cisco Unified Contact Center：服务水平类型'
};

/** Who arrived, waits no longer, and was neither answered nor gave up. */
const UNANSWERED = {
	lost: {
		en: 'answered, but nobody knows when: before the question, as it was told, or by a wrong clock: a data defect',
		'zh-CN': '已回复，但时间不明：回复时间早于开启，或由有误的时钟报告：数据缺陷'
	},
	ended_unanswered: { en: 'resolved or closed without an answer', 'zh-CN': '未应答即解决或关闭' }
};

export const first_response: Lens = {
	formula: {
		en: 'median of (first reply − opening); share: replies by the promised time ÷ replies with a promise',
		'zh-CN': '（首次回复 − 开启）的中位数；比例：按承诺时间回复 ÷ 有承诺的回复'
	},
	left_out: {
		no_reply: {
			en: 'not answered, or answered only after the next reopening',
			'zh-CN': '没有回复，或下一次重开之后才回复'
		}
	},
	others: {
		mean: {
			name: { en: 'Mean', 'zh-CN': '平均值' },
			formula: { en: 'sum of response times ÷ replies', 'zh-CN': '响应时间之和 ÷ 回复数' },
			source: {
				en: 'Average speed of answer, as most telephone systems report it',
				'zh-CN': '平均应答速度，多数电话系统如此统计'
			}
		},
		p90: {
			name: { en: '90th percentile', 'zh-CN': '第 90 百分位' },
			formula: { en: 'nine in ten were answered by then', 'zh-CN': '十人中九人在此之内得到回复' },
			source: {
				en: 'Google, Site Reliability Engineering, chapter 4',
				'zh-CN': 'Google《Site Reliability Engineering》第 4 章'
			}
		},
		first_opening_only: {
			name: { en: 'Median without reopenings', 'zh-CN': '不含重开的中位数' },
			formula: { en: 'first replies to first openings alone', 'zh-CN': '只算第一次开启后的首次回复' },
			source: { en: 'Zendesk, first reply time', 'zh-CN': 'Zendesk：首次回复时间' }
		}
	}
};

export const service_level: Lens = {
	formula: {
		en: 'answered by the promised time ÷ (answered + abandoned)',
		'zh-CN': '按承诺时间应答 ÷（应答 + 放弃）'
	},
	left_out: {
		waiting_unpromised: {
			en: 'still waiting, and nothing was promised',
			'zh-CN': '仍在等待，没有生效的服务标准'
		},
		...UNANSWERED
	},
	others: {
		answered_only: {
			name: { en: 'Abandons ignored', 'zh-CN': '不计放弃' },
			formula: { en: 'answered in time ÷ answered', 'zh-CN': '按时应答 ÷ 应答' },
			source: CISCO
		},
		early_abandons_served: {
			name: { en: 'Early abandons as served', 'zh-CN': '早放弃算作应答' },
			formula: {
				en: '(answered in time + abandoned in time) ÷ (answered + abandoned)',
				'zh-CN': '（按时应答 + 承诺时间内放弃）÷（应答 + 放弃）'
			},
			source: CISCO
		},
		late_abandons_only: {
			name: { en: 'Late abandons only', 'zh-CN': '只计晚放弃' },
			formula: {
				en: 'answered in time ÷ (answered + abandoned after the promise)',
				'zh-CN': '按时应答 ÷（应答 + 超过承诺才放弃）'
			},
			source: {
				en: 'Cleveland, Call Center Management on Fast Forward',
				'zh-CN': 'Cleveland《Call Center Management on Fast Forward》'
			}
		},
		short_abandons_credited: {
			name: { en: 'Short abandons credited', 'zh-CN': '短放弃算作应答' },
			formula: {
				en: '(answered in time + abandoned after 5 s or less, as set) ÷ (answered + abandoned)',
				'zh-CN': '（按时应答 + 5 秒（可设）内放弃）÷（应答 + 放弃）'
			},
			source: { en: 'Genesys Cloud, service level configuration', 'zh-CN': 'Genesys Cloud：服务水平配置' }
		},
		short_abandons_removed: {
			name: { en: 'Short abandons removed', 'zh-CN': '剔除短放弃' },
			formula: {
				en: 'answered in time ÷ (answered + abandoned after more than 5 s, as set)',
				'zh-CN': '按时应答 ÷（应答 + 超过 5 秒（可设）的放弃）'
			},
			source: { en: 'Genesys Cloud, service level configuration', 'zh-CN': 'Genesys Cloud：服务水平配置' }
		}
	}
};

export const abandonment: Lens = {
	formula: { en: 'abandoned ÷ (answered + abandoned)', 'zh-CN': '放弃 ÷（应答 + 放弃）' },
	left_out: {
		waiting: { en: 'still waiting', 'zh-CN': '仍在等待' },
		...UNANSWERED
	},
	others: {
		without_short: {
			name: { en: 'Without short abandons', 'zh-CN': '剔除短放弃' },
			formula: {
				en: 'abandoned after more than 5 s, as set ÷ (answered + those)',
				'zh-CN': '超过 5 秒（可设）的放弃 ÷（应答 + 这些放弃）'
			},
			source: { en: 'Genesys Cloud, short abandon threshold', 'zh-CN': 'Genesys Cloud：短放弃阈值' }
		},
		of_offered: {
			name: { en: 'Of all offered', 'zh-CN': '占全部来访' },
			formula: { en: 'abandoned ÷ everybody who arrived', 'zh-CN': '放弃 ÷ 全部来访' },
			source: {
				en: 'Amazon Connect, contacts abandoned ÷ contacts queued',
				'zh-CN': 'Amazon Connect：放弃的联系 ÷ 排队的联系'
			}
		}
	}
};

export const waiting_now: Lens = {
	formula: {
		en: 'cases opened or reopened and not answered, given up or ended until now',
		'zh-CN': '已开启或重开、至今未应答、未放弃也未结束的工单'
	},
	left_out: {
		answered: { en: 'answered', 'zh-CN': '已应答' },
		ended_unanswered: {
			en: 'given up, resolved or closed without an answer',
			'zh-CN': '未应答即放弃、解决或关闭'
		},
		opened_later: { en: 'reopened since: that opening counts', 'zh-CN': '之后又重开：以重开为准' },
		lost: UNANSWERED.lost
	},
	others: {
		median_age: {
			name: { en: 'Median age', 'zh-CN': '等待时长中位数' },
			formula: {
				en: 'half of those who wait have waited longer',
				'zh-CN': '一半等待者已等待更久'
			},
			source: { en: 'Kanban, age of work in progress', 'zh-CN': '看板方法：在制品龄期' },
			unit: 'seconds'
		},
		first_opening_only: {
			name: { en: 'Without reopenings', 'zh-CN': '不含重开' },
			formula: {
				en: 'cases never answered since they were first opened',
				'zh-CN': '自首次开启起从未应答的工单'
			},
			source: {
				en: 'Genesys Cloud and Amazon Connect, contacts in queue',
				'zh-CN': 'Genesys Cloud 与 Amazon Connect：排队中的联系'
			}
		}
	}
};
