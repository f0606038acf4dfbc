import type { GroupBy, KpiAnswer, KpiAsk, KpiId, KpiRow } from '#schema/kpi.ts';
import { knownRow } from './evidence.ts';
import type { LiveAnswers } from './live-ask.ts';
import { BESIDE, HEADLINES, type Headline, type Period, type Question } from './question.ts';

/** A page's questions by name, in the order they go over the live connection; calm ones may be answered seldom. */
export type Plan = { slot: string; ask: KpiAsk; calm?: true }[];

/** What a page breaks its headline numbers down by; `trend`: also over time. */
export type Breakdown = { by: GroupBy; trend: boolean };

/** What the overview and a team's page break down by. */
export const OVERVIEW: Breakdown[] = [{ by: 'team', trend: true }];
export const TEAM: Breakdown[] = [
	{ by: 'agent', trend: false },
	{ by: 'channel', trend: false }
];

const SELDOM: ReadonlySet<Headline> = new Set(['complaint_recovery', 'satisfaction']);

/**
 * These judge items days after they happened: what comes in now moves only how many are too young to judge. Asked with
 * every event they would hold up the numbers that do move.
 */
const RIPENING: ReadonlySet<Headline> = new Set(['first_contact_resolution', 'complaint_recovery']);

/** The buckets of a number's trend. */
export const trendGrain = (kpi: Headline, { grain, seldomGrain }: Period) =>
	SELDOM.has(kpi) ? seldomGrain : grain;

/** Every question a page of headline numbers asks. */
export function planOf(question: Question, period: Period, breakdowns: Breakdown[]): Plan {
	const { from, to } = period;
	const { teams, channels } = question;
	const ask = (kpi: KpiId, more: Partial<KpiAsk>): KpiAsk => ({
		...{ kpi, from, to, grain: 'total', teams, channels },
		...more
	});
	const trendOf = (kpi: Headline, more: Partial<KpiAsk>) => {
		const grain = trendGrain(kpi, period);
		return ask(kpi, { ...more, grain, from: grain === 'week' ? period.weeksFrom : from });
	};
	const headline = (kpi: Headline): Plan => [
		{ slot: `${kpi} total`, ask: ask(kpi, {}) },
		{ slot: `${kpi} trend`, ask: trendOf(kpi, {}) },
		...breakdowns.flatMap(({ by, trend }) => [
			{ slot: `${kpi} by ${by}`, ask: ask(kpi, { by }) },
			...(trend ? [{ slot: `${kpi} by ${by} trend`, ask: trendOf(kpi, { by }) }] : [])
		])
	];
	return [
		...HEADLINES.flatMap((kpi) =>
			headline(kpi).map((one) => (RIPENING.has(kpi) ? { ...one, calm: true as const } : one))
		),
		// Which teams and channels there are to choose from, whichever are chosen.
		{ slot: 'teams', ask: ask('cases_opened', { by: 'team', teams: [], channels: [] }), calm: true },
		{ slot: 'channels', ask: ask('cases_opened', { by: 'channel', teams: [], channels: [] }), calm: true },
		...BESIDE.map((kpi) => ({ slot: `${kpi} total`, ask: ask(kpi, {}), calm: true as const }))
	];
}

/** The places of the calm questions. */
export const calmOf = (plan: Plan) => plan.flatMap(({ calm }, index) => (calm ? [index] : []));

/** An answer, or null where the question failed. */
export type Answers = (KpiAnswer | null)[];

/** The one row of a total, undefined while there is none. */
export function totalOf(answer: KpiAnswer | null | undefined): KpiRow | undefined {
	const [row] = answer?.rows ?? [];
	return row && answer ? knownRow(row, answer.watermark) : undefined;
}

/** The answers by name. A missing one (it failed) is told apart from one without rows. */
export class View {
	readonly #answers: Map<string, KpiAnswer | null>;

	constructor(plan: Plan, answers: LiveAnswers) {
		const numberAt = (index: number) => {
			const answer = answers[index];
			return answer && 'kpi' in answer ? answer : null;
		};
		this.#answers = new Map(plan.map(({ slot }, index) => [slot, numberAt(index)]));
	}

	failed(slot: string): boolean {
		return this.#answers.get(slot) === null;
	}

	answer(slot: string): KpiAnswer | null {
		return this.#answers.get(slot) ?? null;
	}

	rows(slot: string): KpiRow[] {
		return this.#answers.get(slot)?.rows ?? [];
	}

	/** The one row of a total, undefined while there is none. */
	total(kpi: KpiId): KpiRow | undefined {
		return totalOf(this.#answers.get(`${kpi} total`));
	}

	/** The groups of a breakdown's rows. */
	groups(slot: string): string[] {
		return [...new Set(this.rows(slot).flatMap(({ group }) => (group === null ? [] : [group])))];
	}

	of(slot: string, group: string): KpiRow[] {
		return this.rows(slot).filter((row) => row.group === group);
	}
}
