import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiId } from '#schema/kpi.ts';
import type { WeekFigure } from '#schema/published.ts';
import type { FigureMarks, Mark } from '../../weekly/mark.ts';
import { bare, type KeyedFigure } from '../published/figures.ts';
import { weekFrom } from '../published/weeks.ts';
import { kpisByStandards, readSince, whyOf } from '../published/why.ts';
import type { Settler } from '../settled/settler.ts';
import type { ReviewBody } from './body.ts';
import { figuresIn, saysTheSame } from './figures.ts';
import { keptSince } from './kept-since.ts';
import { readLedger, type Ledger } from './ledger.ts';
import { askFigures, type FiguresNow } from './now.ts';

export type Marking = {
	clickhouse: ClickHouseClient;
	settler?: Settler;
	/** The business zone. */
	zone: string;
	/** The server's clock, ms. */
	now: number;
};

/** A figure as it was published, and another that it is now. */
type Restated = { figure: KeyedFigure; current: WeekFigure };

/**
 * What became of a review's figures since it was published: compared with what the KPIs say of its week now, and explained by the ledger
 * where that has found the same. Rejects when ClickHouse cannot be reached.
 */
export async function marksOf(given: Omit<Marking, 'zone'>, body: ReviewBody): Promise<FigureMarks> {
	// Its week began and ended in the zone of then.
	const marking: Marking = { ...given, zone: body.zone };
	const { clickhouse, now } = marking;
	const figures = figuresIn(body);
	const kpis = [...new Set(figures.map(({ kpi }) => kpi))];
	const [ledger, since] = await Promise.all([readLedger(marking, body, kpis), keptSince(clickhouse, now)]);
	const as_of = new Date(now).toISOString();
	if (Date.parse(body.weeks.week.from) < since)
		return {
			as_of,
			marks: figures.flatMap((figure) => ofLedger(figure, ledger)),
			failed: [],
			forgotten: true
		};
	const current = await askFigures(askingOf(marking, body, now), body.weeks.week.monday, kpis);
	const restated = figures
		.filter(({ kpi }) => !current.failed.has(kpi))
		.map((figure): Restated => ({ figure, current: current.of(figure) }))
		.filter(({ figure, current }) => !saysTheSame(figure.kpi, figure, current));
	const known = restated.map((one) => knownTo(ledger, one));
	const open = restated.filter((_, index) => known[index] === null);
	const explain = open.length > 0 ? await explainer(marking, body, open) : null;
	const marks = restated.flatMap((one, index) => known[index] ?? explain?.(one) ?? []);
	return { as_of, marks, failed: [...current.failed], forgotten: false };
}

const askingOf = (
	{ clickhouse, settler, zone }: Marking,
	{ weeks, question: { teams, channels } }: ReviewBody,
	asOf: number
) => ({ clickhouse, settler, zone, week: weeks.week, teams, channels, asOf });

const markOf = (
	figure: KeyedFigure,
	current: WeekFigure,
	more: Pick<Mark, 'found_at' | 'why' | 'late_events'>
) => ({
	...{ kpi: figure.kpi, group: figure.by === '' ? null : figure.group },
	...{ old: bare(figure), new: bare(current), ...more }
});

function ofLedger(figure: KeyedFigure, ledger: Ledger): Mark[] {
	const told = ledger.of(figure);
	return told && !saysTheSame(figure.kpi, figure, told.new) ? [markOf(figure, told.new, told)] : [];
}

const knownTo = (ledger: Ledger, { figure, current }: Restated): Mark | null => {
	const told = ledger.of(figure);
	return told && saysTheSame(figure.kpi, told.new, current) ? markOf(figure, current, told) : null;
};

/** Tells time from data as the ledger does: asked as of when the review was published, today's data say the same unless they have changed. */
async function explainer(marking: Marking, body: ReviewBody, restated: Restated[]) {
	const { clickhouse, zone } = marking;
	// Where all was judged already, windows that pass change nothing.
	const ripening = [
		...new Set(restated.flatMap(({ figure: { kpi, immature } }) => (immature > 0 ? [kpi] : [])))
	];
	const then = { ...askingOf(marking, body, Date.parse(body.as_of)), settler: undefined };
	const { monday } = body.weeks.week;
	const asked = await Promise.all([
		readSince(clickhouse, weekFrom(monday, zone), body.as_of),
		kpisByStandards(clickhouse),
		askFigures(then, monday, ripening)
	]).catch(() => null);
	const ofTime = new Set<KpiId>(ripening);
	return ({ figure, current }: Restated): Mark => {
		const unknown = { found_at: null, why: [], late_events: 0 };
		if (!asked) return markOf(figure, current, unknown);
		const [since, byStandards, asThen] = asked;
		const was = wasThen(figure, ofTime.has(figure.kpi) ? asThen : null);
		const data = !was || !saysTheSame(figure.kpi, figure, was);
		const change = {
			...{ kpi: figure.kpi, data, matured: was !== null && !saysTheSame(figure.kpi, was, current) },
			definition: figure.version !== current.version
		};
		const why = whyOf(change, since, byStandards);
		return markOf(figure, current, { found_at: null, why, late_events: since.late_events });
	};
}

const wasThen = (figure: KeyedFigure, asThen: FiguresNow | null) =>
	asThen && !asThen.failed.has(figure.kpi) ? asThen.of(figure) : null;
