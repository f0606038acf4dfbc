import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { Parameter } from '#schema/standards/parameter.ts';
import { isTargeted, isTargetShare } from '#schema/standards/target.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import type { Screen } from '../screen.ts';

/** The words for the numbers a company sets itself. */

type ParameterId = Pick<Parameter, 'name' | 'key'>;

const GROUPS: Record<string, () => string> = {
	scorecard_weight: m.parameter_scorecard_weight,
	servqual_weight: m.parameter_servqual_weight,
	leaving_rate: m.parameter_leaving_rate,
	card: m.parameter_card,
	inspection_high: m.parameter_inspection_high,
	short_abandon: m.parameter_short_abandon,
	target: m.parameter_target
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
/** What a parameter is within its group: of a target the number it is for. */
export const titleIn = ({ name, key }: ParameterId) =>
	name === 'target' && isTargeted(key) ? CATALOGUE[key].name[getLocale()] : keyTitle(key);
export const parameterName = (parameter: ParameterId) =>
	`${groupTitle(parameter.name)}, ${titleIn(parameter)}`;

/** Rates are shares, written as percent; everything else as it is. */
export const isShare = ({ name, key }: ParameterId) =>
	name === 'leaving_rate' || (name === 'target' && isTargetShare(key));

/** Whether higher is better: a target is at least, or at most, what it says. */
const LIMITS = { up: '≥ ', down: '≤ ', none: '' };

const places = (value: number) => Math.min(6, (String(value).split('.')[1] ?? '').length);

/** What a parameter says; null: nothing. */
export function valueText({ name, key, value }: ParameterId & Pick<Parameter, 'value'>, screen: Screen) {
	if (value === null) return m.parameter_none();
	const limit = name === 'target' && isTargeted(key) ? LIMITS[CATALOGUE[key].direction] : '';
	if (!isShare({ name, key })) return limit + screen.decimal(value, places(value));
	const percent = Number((value * 100).toFixed(6));
	return limit + screen.plain([{ value: screen.decimal(percent, places(percent)), unit: '%' }]);
}
