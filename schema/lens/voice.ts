import type { Lens } from './lens.ts';

export const satisfaction: Lens = {
	formula: { en: 'answers of 4 and 5 ÷ all answers', 'zh-CN': '4、5 分的回答 ÷ 全部回答' },
	others: {
		top_box: {
			name: { en: 'Top box', 'zh-CN': '最高分比例' },
			formula: { en: 'answers of 5 ÷ all answers', 'zh-CN': '5 分的回答 ÷ 全部回答' },
			source: {
				en: 'Jones and Sasser, Why Satisfied Customers Defect, 1995',
				'zh-CN': 'Jones 与 Sasser《Why Satisfied Customers Defect》，1995'
			}
		},
		without_neutral: {
			name: { en: 'Without the neutral', 'zh-CN': '不计中立' },
			formula: { en: 'answers of 4 and 5 ÷ answers that are not 3', 'zh-CN': '4、5 分 ÷ 非 3 分的回答' },
			source: { en: 'Zendesk, good ÷ (good + bad)', 'zh-CN': 'Zendesk：好评 ÷（好评 + 差评）' }
		},
		net: {
			name: { en: 'Net satisfaction', 'zh-CN': '净满意度' },
			formula: {
				en: '(answers of 4 and 5 − answers of 1 and 2) ÷ all answers',
				'zh-CN': '（4、5 分 − 1、2 分）÷ 全部回答'
			},
			source: { en: 'UK Customer Satisfaction surveys, net satisfied', 'zh-CN': '英国客户满意度调查：净满意' }
		},
		mean_as_share: {
			name: { en: 'Mean on 0 to 100', 'zh-CN': '均值折百' },
			formula: { en: '(mean − 1) ÷ 4', 'zh-CN': '（均值 − 1）÷ 4' },
			source: {
				en: 'American Customer Satisfaction Index, rescaling',
				'zh-CN': '美国客户满意度指数（ACSI）：折算方法'
			}
		}
	}
};

export const nps: Lens = {
	formula: { en: '% of 9 and 10 − % of 0 to 6', 'zh-CN': '9、10 分的百分比 − 0 至 6 分的百分比' },
	others: {
		mean_of_ten: {
			name: { en: 'Mean × 10', 'zh-CN': '均值 × 10' },
			formula: { en: 'mean of 0 to 10, on 0 to 100', 'zh-CN': '0 至 10 分的均值，折为 0 至 100' },
			source: {
				en: 'Keiningham and others, Journal of Marketing, 2007',
				'zh-CN': 'Keiningham 等，《Journal of Marketing》，2007'
			}
		},
		promoters: {
			name: { en: 'Promoters alone', 'zh-CN': '只看推荐者' },
			formula: { en: '% of 9 and 10', 'zh-CN': '9、10 分的百分比' },
			source: {
				en: 'Reichheld, The One Number You Need to Grow, 2003',
				'zh-CN': 'Reichheld《The One Number You Need to Grow》，2003'
			}
		}
	}
};

export const effort: Lens = {
	formula: {
		en: 'answers of 5 to 7 ÷ all answers, 7 being very easy',
		'zh-CN': '5 至 7 分 ÷ 全部回答（7 为非常容易）'
	},
	others: {
		top_two: {
			name: { en: 'Top two', 'zh-CN': '最高两档' },
			formula: { en: 'answers of 6 and 7 ÷ all answers', 'zh-CN': '6、7 分 ÷ 全部回答' },
			source: {
				en: 'Dixon, Toman and DeLisi, The Effortless Experience',
				'zh-CN': 'Dixon、Toman 与 DeLisi《The Effortless Experience》'
			}
		},
		mean_as_share: {
			name: { en: 'Mean on 0 to 100', 'zh-CN': '均值折百' },
			formula: { en: '(mean − 1) ÷ 6', 'zh-CN': '（均值 − 1）÷ 6' },
			source: { en: 'CES 2.0, mean score', 'zh-CN': 'CES 2.0：平均得分' }
		}
	}
};

export const servqual_gap: Lens = {
	formula: {
		en: 'per dimension mean perception − mean expectation; overall their weighted mean',
		'zh-CN': '每个维度：感知均值 − 期望均值；总体为加权平均'
	}
};

export const survey_response: Lens = {
	formula: {
		en: 'cases with an answer ÷ cases to whose customer a survey was delivered',
		'zh-CN': '有回答的工单 ÷ 问卷已送达的工单'
	},
	left_out: { not_asked: { en: 'over, and never asked', 'zh-CN': '已结束，从未被问' } },
	others: {
		of_eligible: {
			name: { en: 'Of all who could be asked', 'zh-CN': '占全部可问者' },
			formula: { en: 'answered ÷ resolved or escalated', 'zh-CN': '有回答 ÷ 已解决或升级' },
			source: { en: 'AAPOR, response rates', 'zh-CN': 'AAPOR：应答率' }
		}
	}
};

export const expected_leavers: Lens = {
	formula: {
		en: 'sum over levels 1 to 5 of customers at the level × leaving rate of the level',
		'zh-CN': '1 至 5 级：该级客户数 × 该级流失率，求和'
	}
};

export const staff_satisfaction: Lens = {
	formula: {
		en: 'answers of 4 and 5 ÷ all answers; shown from 5 answers on',
		'zh-CN': '4、5 分的回答 ÷ 全部回答；满 5 份才显示'
	}
};
