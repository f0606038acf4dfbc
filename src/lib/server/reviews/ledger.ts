import type { KpiId } from '#schema/kpi.ts';
import type { FigureKey, Restatement, WeekFigure, Why } from '#schema/published.ts';
import { keyOf, type KeyedFigure } from '../published/figures.ts';
import { readRestatements } from '../published/read.ts';
import type { ReviewBody } from './body.ts';
import { saysTheSame } from './figures.ts';
import type { Marking } from './marks.ts';

/** What the ledger tells of a figure since it was published: what it became, when that was found, and why. */
export type Told = { new: WeekFigure; found_at: string; why: Why[]; late_events: number };

/** What the ledger tells of a review's figures. It knows all teams and channels together alone. */
export type Ledger = { of(figure: KeyedFigure): Told | null };

/** More restatements than a week can have. */
const ALL = 1_000_000;

const NOTHING: Ledger = { of: () => null };

/** Reads the ledger's restatements of a review's week that were found since. */
export async function readLedger(
	{ clickhouse, zone }: Pick<Marking, 'clickhouse' | 'zone'>,
	{ as_of, weeks, question }: ReviewBody,
	kpis: KpiId[]
): Promise<Ledger> {
	if (question.teams.length + question.channels.length > 0) return NOTHING;
	const wanted = { week: weeks.week.monday, kpis, limit: ALL };
	const restatements = await readRestatements({ clickhouse, zone }, wanted);
	const since = new Map<string, Restatement[]>();
	for (const one of restatements.toReversed())
		if (Date.parse(one.as_of) > Date.parse(as_of))
			since.set(keyOf(one), [...(since.get(keyOf(one)) ?? []), one]);
	return { of: (figure) => toldOf(figure, since.get(keyOf(figure)) ?? []) };
}

/** Only what begins at the figure that was published tells its story: the ledger may have been behind then. */
function toldOf(figure: KeyedFigure & FigureKey, chain: Restatement[]): Told | null {
	const [first, last] = [chain[0], chain.at(-1)];
	if (!first || !last || !saysTheSame(figure.kpi, first.old, figure)) return null;
	return {
		...{ new: last.new, found_at: new Date(last.as_of).toISOString() },
		why: [...new Set(chain.flatMap(({ why }) => why))],
		late_events: chain.reduce((sum, { late_events }) => sum + late_events, 0)
	};
}
