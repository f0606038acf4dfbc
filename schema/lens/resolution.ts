import type { Lens } from './lens.ts';

export const first_contact_resolution: Lens = {
	formula: {
		en: 'resolved cases whose customer did not come back within 7 days ÷ resolved cases whose 7 days have passed',
		'zh-CN': '7 天内客户没有再来的已解决工单 ÷ 已满 7 天的已解决工单'
	},
	counted: ['unidentified'],
	others: {
		own_case_only: {
			name: { en: 'The case alone', 'zh-CN': '只看本工单' },
			formula: {
				en: 'not contacted again and not reopened, whatever other cases the customer has',
				'zh-CN': '本工单未再联系、未重开，不看该客户的其他工单'
			},
			source: { en: 'Zendesk, one-touch and reopen reports', 'zh-CN': 'Zendesk：一次解决与重开报表' }
		},
		any_topic: {
			name: { en: 'On any topic', 'zh-CN': '任何主题' },
			formula: {
				en: 'the customer did not come back about anything within 7 days',
				'zh-CN': '7 天内客户没有因任何事情再来'
			},
			source: {
				en: 'Amazon Connect and Genesys: repeat contact within 7 days',
				'zh-CN': 'Amazon Connect 与 Genesys：7 天内重复联系'
			}
		},
		immature_counted: {
			name: { en: 'Counting the immature', 'zh-CN': '计入未满期' },
			formula: {
				en: 'so far not come back ÷ all resolved: flatters the latest days',
				'zh-CN': '迄今没有再来 ÷ 全部已解决：会美化最近几天'
			},
			source: { en: 'Common in ticketing dashboards', 'zh-CN': '工单系统看板中常见' }
		},
		customer_says: {
			name: { en: 'What customers say', 'zh-CN': '客户自己说' },
			formula: {
				en: 'said "resolved at the first contact" ÷ those asked who answered',
				'zh-CN': '回答“首次即解决” ÷ 作答人数'
			},
			source: { en: 'SQM Group, voice-of-the-customer FCR', 'zh-CN': 'SQM Group：以客户之声衡量的首次解决率' }
		}
	}
};

export const resolution_time: Lens = {
	formula: {
		en: 'median of (last resolution − opening); share: last resolutions by the promised time ÷ resolved cases with a promise',
		'zh-CN': '（最后一次解决 − 开启）的中位数；比例：按承诺时间最后解决 ÷ 有承诺的已解决工单'
	},
	others: {
		mean: {
			name: { en: 'Mean', 'zh-CN': '平均值' },
			formula: { en: 'sum of times ÷ cases (MTTR)', 'zh-CN': '时长之和 ÷ 工单数（MTTR）' },
			source: { en: 'ITIL, mean time to restore service', 'zh-CN': 'ITIL：平均恢复时间' }
		},
		p90: {
			name: { en: '90th percentile', 'zh-CN': '第 90 百分位' },
			formula: { en: 'nine in ten were resolved by then', 'zh-CN': '十件中九件在此之内解决' },
			source: {
				en: 'Google, Site Reliability Engineering, chapter 4',
				'zh-CN': 'Google《Site Reliability Engineering》第 4 章'
			}
		},
		to_first_resolution: {
			name: { en: 'To the first resolution', 'zh-CN': '到首次解决' },
			formula: {
				en: 'median of (first resolution − opening), reopened or not',
				'zh-CN': '（首次解决 − 开启）的中位数，不论是否重开'
			},
			source: { en: 'Zendesk, first resolution time', 'zh-CN': 'Zendesk：首次解决时间' }
		}
	}
};

export const reopen_rate: Lens = {
	formula: {
		en: 'reopened within 7 days of the first resolution ÷ resolved cases whose 7 days have passed',
		'zh-CN': '首次解决后 7 天内重开 ÷ 已满 7 天的已解决工单'
	},
	others: {
		ever: {
			name: { en: 'Ever reopened', 'zh-CN': '曾经重开' },
			formula: { en: 'reopened at any time ÷ all resolved', 'zh-CN': '任何时候重开 ÷ 全部已解决' },
			source: { en: 'Zendesk, reopened tickets', 'zh-CN': 'Zendesk：重开的工单' }
		},
		immature_counted: {
			name: { en: 'Counting the immature', 'zh-CN': '计入未满期' },
			formula: { en: 'so far reopened ÷ all resolved', 'zh-CN': '迄今重开 ÷ 全部已解决' },
			source: { en: 'Common in ticketing dashboards', 'zh-CN': '工单系统看板中常见' }
		}
	}
};

export const recontact_rate: Lens = {
	formula: {
		en: 'cases whose known customer came back within 7 days, on any topic ÷ such cases whose 7 days have passed',
		'zh-CN': '已知客户 7 天内因任何主题再来的工单 ÷ 已满 7 天的此类工单'
	},
	left_out: {
		unidentified_young: {
			en: 'the customer is unknown, and the window has not passed',
			'zh-CN': '客户未知，且未满观察期'
		}
	},
	others: {
		on_topic: {
			name: { en: 'On the same topic', 'zh-CN': '同一主题' },
			formula: { en: 'came back about the same thing ÷ such cases', 'zh-CN': '因同一事情再来 ÷ 此类工单' },
			source: { en: 'The other side of first-contact resolution', 'zh-CN': '首次解决率的另一面' }
		},
		own_case_only: {
			name: { en: 'On the same case', 'zh-CN': '同一工单' },
			formula: {
				en: 'contacted or reopened the same case ÷ such cases',
				'zh-CN': '再联系或重开同一工单 ÷ 此类工单'
			},
			source: { en: 'Common in ticketing dashboards', 'zh-CN': '工单系统看板中常见' }
		}
	}
};
