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
		},
		weighted: {
			name: { en: 'Weighted to all cases', 'zh-CN': '按全部工单加权' },
			formula: {
				en: 'satisfaction of cases resolved and of cases escalated, each weighted by how many there were, asked or not',
				'zh-CN': '已解决与已升级两类工单各自的满意度，按各类实有数量加权，不论是否被问'
			},
			source: {
				en: 'Cochran, Sampling Techniques, 1977: post-stratification',
				'zh-CN': 'Cochran《Sampling Techniques》，1977：事后分层'
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
	},
	others: {
		unweighted: {
			name: { en: 'Unweighted', 'zh-CN': '不加权' },
			formula: { en: 'mean of the gaps of all dimensions', 'zh-CN': '各维度差距的均值' },
			source: {
				en: 'Parasuraman, Zeithaml and Berry, SERVQUAL, 1988',
				'zh-CN': 'Parasuraman、Zeithaml 与 Berry《SERVQUAL》，1988'
			}
		},
		perception_only: {
			name: { en: 'Perception alone (SERVPERF)', 'zh-CN': '只看感知（SERVPERF）' },
			formula: {
				en: 'mean of the perceptions of all dimensions, whatever was expected',
				'zh-CN': '各维度感知的均值，不看期望'
			},
			source: {
				en: 'Cronin and Taylor, Measuring Service Quality, 1992',
				'zh-CN': 'Cronin 与 Taylor《Measuring Service Quality》，1992'
			}
		}
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
	},
	left_out: {
		answered_again: {
			en: 'earlier answers of customers who answered again',
			'zh-CN': '同一客户较早的回答，以最近一次为准'
		}
	},
	others: {
		book: {
			name: { en: 'The book’s rates', 'zh-CN': '文献流失率' },
			formula: {
				en: '80, 40, 20, 10 and 2 % from very dissatisfied to very satisfied',
				'zh-CN': '从很不满意到很满意：80、40、20、10、2 %'
			},
			source: {
				en: 'The usual curve of leavers by satisfaction',
				'zh-CN': '按满意度流失的常用曲线'
			}
		},
		measured: {
			name: { en: 'Measured here', 'zh-CN': '本公司实测' },
			formula: {
				en: 'the share at each level who left within 90 days of saying so, of the answers of a year whose 90 days have passed',
				'zh-CN': '各级客户作答后 90 天内离开的比例，取已满 90 天的一年回答'
			},
			source: { en: 'Your own customers', 'zh-CN': '本公司的客户' }
		}
	}
};

export const staff_satisfaction: Lens = {
	formula: {
		en: 'answers of 4 and 5 ÷ all answers; shown from 5 answers on',
		'zh-CN': '4、5 分的回答 ÷ 全部回答；满 5 份才显示'
	},
	others: {
		top_box: {
			name: { en: 'Top box', 'zh-CN': '最高分比例' },
			formula: { en: 'answers of 5 ÷ all answers', 'zh-CN': '5 分的回答 ÷ 全部回答' },
			source: {
				en: 'Heskett and others, Putting the Service-Profit Chain to Work, 1994',
				'zh-CN': 'Heskett 等《Putting the Service-Profit Chain to Work》，1994'
			}
		},
		mean_as_share: {
			name: { en: 'Mean on 0 to 100', 'zh-CN': '均值折百' },
			formula: { en: '(mean − 1) ÷ 4', 'zh-CN': '（均值 − 1）÷ 4' },
			source: { en: 'Engagement surveys, index score', 'zh-CN': '敬业度调查：指数得分' }
		}
	}
};
