import type { KpiEntry, KpiId } from './kpi.ts';

const from = '2026-11-01';
const opened = 'the team, agent and channel of the opening';

/** What every number means, in the words the interface and the API use. */
export const CATALOGUE: Record<KpiId, KpiEntry> = {
	first_response: {
		id: 'first_response',
		version: 1,
		effective_from: from,
		unit: 'seconds',
		direction: 'down',
		period_basis: 'opened or reopened',
		clock: 'calendar',
		attribution: opened,
		exclusions: 'cases without a reply; replies before their opening are data defects, counted and left out',
		name: { en: 'First response time', 'zh-CN': '首次响应时间' },
		definition: {
			en: 'From opening (or reopening) to the first human reply the customer can see: p50, p90, p95 and max, and the share within the standard in force at the opening.',
			'zh-CN':
				'从开启（或重开）到客户看得见的第一次人工回复：p50、p90、p95 和最大值，以及在开启时生效的服务标准之内的比例。'
		}
	},
	service_level: {
		id: 'service_level',
		version: 1,
		effective_from: from,
		unit: 'share',
		direction: 'up',
		period_basis: 'arrival',
		clock: 'calendar',
		attribution: opened,
		exclusions: 'cases for which no standard is in force, counted as no_standard',
		name: { en: 'Service level', 'zh-CN': '服务水平' },
		definition: {
			en: 'Answered within T (≤ T) ÷ (answered + abandoned), T being the standard in force. Open cases past T stand beside as overdue.',
			'zh-CN': '在 T 之内（≤ T）应答 ÷（应答 + 放弃），T 为当时生效的服务标准。超过 T 仍未应答的另列为逾期。'
		}
	},
	abandonment: {
		id: 'abandonment',
		version: 1,
		effective_from: from,
		unit: 'share',
		direction: 'down',
		period_basis: 'arrival',
		clock: 'calendar',
		attribution: opened,
		exclusions: 'none; abandons after 5 s or less stand beside as short, unknown waits as wait_unknown',
		name: { en: 'Abandonment', 'zh-CN': '放弃率' },
		definition: {
			en: 'Abandoned ÷ (answered + abandoned). All abandons count.',
			'zh-CN': '放弃 ÷（应答 + 放弃）。所有放弃都计入。'
		}
	},
	first_contact_resolution: {
		id: 'first_contact_resolution',
		version: 1,
		effective_from: from,
		unit: 'share',
		direction: 'up',
		period_basis: 'first resolution',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the first resolution',
		exclusions:
			'resolved less than 7 days ago: immature; customer unknown: judged by its own case, counted as unidentified',
		name: { en: 'First-contact resolution', 'zh-CN': '首次解决率' },
		definition: {
			en: 'Resolved cases in which the customer did not come back and which were not reopened up to 7 days after the first resolution, and whose customer opened or contacted no other case on the topic in those 7 days ÷ resolved cases whose 7 days have passed.',
			'zh-CN':
				'首次解决后 7 天内客户未再联系、未重开，且该客户在同一主题上没有另开或再联系其他工单的已解决工单 ÷ 已满 7 天的已解决工单。'
		}
	},
	resolution_time: {
		id: 'resolution_time',
		version: 1,
		effective_from: from,
		unit: 'seconds',
		direction: 'down',
		period_basis: 'last resolution',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the last resolution',
		exclusions: 'resolved before it was opened: a data defect, counted and left out',
		name: { en: 'Resolution time', 'zh-CN': '解决时长' },
		definition: {
			en: 'From opening to the last resolution: p50, p90, p95 and max.',
			'zh-CN': '从开启到最后一次解决：p50、p90、p95 和最大值。'
		}
	},
	complaint_recovery: {
		id: 'complaint_recovery',
		version: 1,
		effective_from: from,
		unit: 'share',
		direction: 'up',
		period_basis: 'complaint received',
		clock: 'calendar',
		attribution: opened,
		exclusions:
			'each step is judged when its window has passed (remedied 24 h, confirmed 14 d, no relapse 31 d, retained 90 d); until then immature',
		name: { en: 'Complaint recovery rate', 'zh-CN': '投诉补救率' },
		definition: {
			en: 'Complaints whose customer confirmed the recovery (4 or 5 of 5 within 14 days of receipt, the latest answer counts, silence is not a yes) ÷ complaints received. Beside it: remedied within 24 h, no relapse within 30 days of the remedy, customer retained.',
			'zh-CN':
				'客户确认补救（收到后 14 天内评 4 或 5 分，以最后一次回答为准，沉默不算）的投诉 ÷ 收到的投诉。另列：24 小时内补救、补救后 30 天未复发、客户保留。'
		}
	},
	satisfaction: {
		id: 'satisfaction',
		version: 1,
		effective_from: from,
		unit: 'share',
		direction: 'up',
		period_basis: 'answered',
		clock: 'calendar',
		attribution: 'the team, agent and channel of the answer, else of the case as of then',
		exclusions: 'answers corrected later count once, by their latest',
		name: { en: 'Customer satisfaction', 'zh-CN': '满意度' },
		definition: {
			en: 'Share of 4 and 5 on the scale 1 to 5, with a Wilson 95 % interval; on other scales satisfied is (score − 1) ÷ (scale − 1) ≥ 0.75, and mean and distribution are brought to 1 to 5.',
			'zh-CN':
				'1 至 5 分中评 4、5 分的比例，附 Wilson 95 % 区间；其他量表以（得分 − 1）÷（满分 − 1）≥ 0.75 为满意，均值与分布折算到 1 至 5 分。'
		}
	},
	cases_opened: {
		id: 'cases_opened',
		version: 1,
		effective_from: from,
		unit: 'count',
		direction: 'none',
		period_basis: 'opened',
		clock: 'calendar',
		attribution: opened,
		exclusions: 'none',
		name: { en: 'Cases opened', 'zh-CN': '开启的工单' },
		definition: {
			en: 'Cases opened; the numerator counts the complaints among them.',
			'zh-CN': '开启的工单数；分子为其中的投诉数。'
		}
	}
};
