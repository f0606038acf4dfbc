import type { Problem, ProblemCode, Values } from '#schema/standards/problem.ts';
import { isTargetShare, targetBounds } from '#schema/standards/target.ts';
import { m } from '../paraglide/messages.js';

const VALUES: Record<string, () => string> = {
	scorecard_weight: m.standards_problem_value_scorecard_weight,
	servqual_weight: m.standards_problem_value_servqual_weight,
	leaving_rate: m.standards_problem_value_leaving_rate,
	card: m.standards_problem_value_card,
	inspection_high: m.standards_problem_value_inspection_high,
	short_abandon: m.standards_problem_value_short_abandon
};

function targetProblem(kpi: string) {
	const [low = 0, high = 0] = targetBounds(kpi) ?? [];
	const scale = isTargetShare(kpi) ? 100 : 1;
	return m.standards_problem_value_target({ low: `${low * scale}`, high: `${high * scale}` });
}

/** The same sentences as in the schema, for somebody before the screen. */
const WORDS: Record<ProblemCode, (values: Values) => string> = {
	shape: ({ path = '', expected = '' }) => m.standards_problem_shape({ path, expected }),
	metric: ({ metric = '' }) => m.standards_problem_metric({ metric }),
	channel: ({ channel = '' }) => m.standards_problem_channel({ channel }),
	tier: ({ tier = '' }) => m.standards_problem_tier({ tier }),
	threshold: () => m.standards_problem_threshold(),
	instant: () => m.standards_problem_instant(),
	end_before_start: ({ from = '' }) => m.standards_problem_end_before_start({ from }),
	overlap: () => m.standards_problem_overlap(),
	business_without_calendar: () => m.standards_problem_business_without_calendar(),
	calendar_without_business: () => m.standards_problem_calendar_without_business(),
	unknown_calendar: ({ calendar = '' }) => m.standards_problem_unknown_calendar({ calendar }),
	unreachable: ({ open = '' }) => m.standards_problem_unreachable({ open }),
	calendar_id: () => m.standards_problem_calendar_id(),
	calendar_twice: ({ calendar = '' }) => m.standards_problem_calendar_twice({ calendar }),
	zone: ({ zone = '' }) => m.standards_problem_zone({ zone }),
	no_hours: () => m.standards_problem_no_hours(),
	time: () => m.standards_problem_time(),
	span_backwards: ({ from = '', to = '' }) => m.standards_problem_span_backwards({ from, to }),
	span_overlap: ({ from = '', to = '', other = '' }) => m.standards_problem_span_overlap({ from, to, other }),
	date: () => m.standards_problem_date(),
	holiday_twice: ({ date = '' }) => m.standards_problem_holiday_twice({ date }),
	parameter: ({ name = '', key = '' }) => m.standards_problem_parameter({ name, key }),
	parameter_value: ({ name = '', key = '' }) =>
		name === 'target' ? targetProblem(key) : (VALUES[name] ?? m.standards_problem_value_scorecard_weight)(),
	parameter_twice: () => m.standards_problem_parameter_twice(),
	cards: ({ yellow = '', red = '' }) => m.standards_problem_cards({ yellow, red })
};

/** What is wrong, in the reader's language. */
export const problemText = ({ code, path, values }: Problem) => WORDS[code]({ ...values, path });
