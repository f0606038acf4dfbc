import { m } from '../../paraglide/messages.js';
import type { Column } from './table.ts';

/** Every column of the tables that leave the house: what people call it. */
const TITLES = {
	...{ kpi: m.col_kpi, unit: m.col_unit, direction: m.col_direction, version: m.col_version },
	...{ effective_from: m.col_effective_from, definition: m.col_definition },
	...{ scope: m.col_scope, team: m.by_team, teams: m.col_teams, period: m.col_period },
	...{ value: m.col_value, p90: m.col_p90, n: m.col_n, numerator: m.col_numerator },
	...{ denominator: m.col_denominator, low: m.col_low, high: m.col_high, immature: m.col_immature },
	...{ target: m.col_target, target_verdict: m.col_target_verdict },
	...{ kept_share: m.col_kept_share, news: m.col_news, rule: m.col_rule, judged_week: m.col_judged_week },
	...{
		week: m.col_week,
		monday: m.col_monday,
		lower_limit: m.col_lower_limit,
		upper_limit: m.col_upper_limit
	},
	...{ unfinished: m.col_unfinished, rank: m.col_rank, ranks: m.col_ranks, wanted: m.col_wanted },
	...{ run_value: m.col_run_value, run_centre: m.col_run_centre, sentence: m.col_sentence },
	...{ due: m.col_due, kept: m.col_kept, broken: m.col_broken, running: m.col_running },
	...{ metric: m.col_metric, undone: m.col_undone, worst_case: m.col_worst_case },
	...{ worst_owner: m.col_worst_owner, worst_late_s: m.col_worst_late_s, worst_undone: m.col_worst_undone },
	...{ step: m.col_step, done: m.col_done, judged: m.col_judged, place: m.col_place, reason: m.col_reason },
	...{ complaints: m.col_complaints, share: m.col_share, cumulative: m.col_cumulative },
	...{ received: m.col_received, mean: m.col_mean, top_box: m.col_top_box, sum: m.col_sum, sent: m.col_sent },
	...{ level_1: m.parameter_1, level_2: m.parameter_2, level_3: m.parameter_3, level_4: m.parameter_4 },
	...{ level_5: m.parameter_5, ended: m.col_ended, eligible: m.col_eligible, delivered: m.col_delivered },
	...{ answered: m.col_answered, coverage: m.col_coverage, curve: m.col_curve },
	...{ unidentified: m.col_unidentified, dimension: m.col_dimension, expectation: m.col_expectation },
	...{ perception: m.col_perception, gap: m.col_gap, driver: m.col_driver, tangibles: m.col_tangibles },
	...{ standard_wrong: m.col_standard_wrong, asked: m.col_asked, spoken: m.col_spoken },
	...{ voice_rate: m.col_voice_rate, card: m.col_card, covered: m.col_covered, component: m.col_component },
	...{ weight: m.col_weight, procedural: m.col_procedural, personal: m.col_personal },
	...{ quadrant: m.col_quadrant, high_from: m.col_high_from, from_team: m.col_from_team },
	...{ promised: m.col_promised, case_id: m.col_case_id, late_s: m.col_late_s, hidden: m.col_hidden },
	...{
		why: m.col_why,
		at: m.col_at,
		basis_at: m.col_at,
		agent: m.col_agent,
		channel: m.by_channel,
		tier: m.col_tier
	},
	...{ topic: m.col_topic, seconds: m.col_seconds, times: m.col_times, kind: m.col_kind, text: m.col_text },
	...{ owner: m.col_owner, overdue: m.col_overdue, state: m.col_state, closed_on: m.col_closed_on },
	...{ closed_by: m.col_closed_by, outcome: m.col_outcome, by: m.col_by, id: m.col_id },
	...{ saved_at: m.col_saved_at, first_day: m.col_first_day, last_day: m.col_last_day },
	...{ due_on: m.col_due_on, item: m.col_item, content: m.col_content },
	...{ since: m.col_since, as_of: m.col_as_of, late_events: m.col_late_events, source: m.col_source },
	...{ score: m.col_score, address: m.col_address, tries: m.col_tries, made_at: m.col_made_at },
	...{ done_at: m.col_done_at, trouble: m.col_trouble, published_at: m.published_list_when },
	...{ restated: m.published_list_restated, channels: m.by_channel, simulated: m.col_simulated },
	...{ link: m.col_link, sha256: m.col_sha256 },
	...{ defects: m.col_defects, cases: m.col_cases, by_s_max: m.col_by_s_max, left_out: m.col_left_out }
} satisfies Record<string, () => string>;

const PREFIXES = {
	before_: m.review_before,
	year_ago_: m.review_year_ago,
	driver_: m.col_driver,
	old_: m.col_old,
	new_: m.col_new
} satisfies Record<string, () => string>;

type Plain = keyof typeof TITLES;
export type Prefix = keyof typeof PREFIXES | '';
export type ColumnName = Plain | `${Prefix}${Plain}`;

const isPlain = (name: string): name is Plain => Object.hasOwn(TITLES, name);

function titleOf(name: ColumnName): string {
	if (isPlain(name)) return TITLES[name]();
	for (const [prefix, title] of Object.entries(PREFIXES)) {
		const plain = name.slice(prefix.length);
		if (name.startsWith(prefix) && isPlain(plain)) return m.col_of({ of: title(), what: TITLES[plain]() });
	}
	return name;
}

/** A column by its name; `say` puts its codes into words. */
export const column = (name: ColumnName, kind: Column['kind'], say?: Column['say']): Column => ({
	...{ name, kind, title: titleOf(name) },
	...(say && { say })
});

export const columns = (kind: Column['kind'], ...names: ColumnName[]) =>
	names.map((name) => column(name, kind));

/** Words for codes; a code without words stays itself. */
export const wordsOf = (words: Record<string, () => string>) => (code: string) => words[code]?.() ?? code;
