import type { Parameter } from '#schema/standards/parameter.ts';
import type { KpiId } from '#schema/kpi.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';

/** The words for the numbers a company sets itself. */

const GROUPS: Record<string, () => string> = {
	scorecard_weight: m.parameter_scorecard_weight,
	servqual_weight: m.parameter_servqual_weight,
	leaving_rate: m.parameter_leaving_rate,
	card: m.parameter_card,
	inspection_high: m.parameter_inspection_high,
	short_abandon: m.parameter_short_abandon
};

const KEYS: Record<string, () => string> = {
	satisfaction: m.parameter_satisfaction,
	inspection: m.parameter_inspection,
	promises_kept: m.parameter_promises_kept,
	complaint_recovery: m.parameter_complaint_recovery,
	first_contact_resolution: m.parameter_first_contact_resolution,
	service_level: m.parameter_service_level,
	reliability: m.parameter_reliability,
	responsiveness: m.parameter_responsiveness,
	assurance: m.parameter_assurance,
	empathy: m.parameter_empathy,
	tangibles: m.parameter_tangibles,
	1: m.parameter_1,
	2: m.parameter_2,
	3: m.parameter_3,
	4: m.parameter_4,
	5: m.parameter_5,
	yellow: m.parameter_yellow,
	red: m.parameter_red,
	'': m.parameter_mark
};

const KPIS: Record<string, KpiId> = {
	scorecard_weight: 'scorecard',
	servqual_weight: 'servqual_gap',
	leaving_rate: 'expected_leavers',
	card: 'scorecard',
	inspection_high: 'inspection',
	short_abandon: 'abandonment'
};

/** The number into which a parameter goes. */
export const kpiOfParameter = (name: string) => KPIS[name];

export const groupTitle = (name: string) => GROUPS[name]?.() ?? name;
export const keyTitle = (key: string) => KEYS[key]?.() ?? key;
export const parameterName = ({ name, key }: Pick<Parameter, 'name' | 'key'>) =>
	`${groupTitle(name)}, ${keyTitle(key)}`;

/** Rates are shares, written as percent; everything else as it is. */
export const isShare = (name: string) => name === 'leaving_rate';

const places = (value: number) => Math.min(6, (String(value).split('.')[1] ?? '').length);

export function valueText(name: string, value: number, screen: Screen) {
	if (!isShare(name)) return screen.decimal(value, places(value));
	const percent = Number((value * 100).toFixed(6));
	return screen.plain([{ value: screen.decimal(percent, places(percent)), unit: '%' }]);
}
