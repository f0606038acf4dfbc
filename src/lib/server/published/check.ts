import type { KpiId } from '#schema/kpi.ts';
import type { Restatement, WeeklyFigure } from '#schema/published.ts';
import { dateIn } from '../../zone.ts';
import { moment } from '../kpi/moment.ts';
import { bare, figuresOf, keyOf, nothing, sameFigure } from './figures.ts';
import { differing, readKnown, type Differing } from './known.ts';
import { firstWeek, noteChecked, olderWeeks } from './older.ts';
import type { Publishing } from './publish.ts';
import { dueWeeks, weekFrom } from './weeks.ts';
import { kpisByStandards, readSince, whyOf, type Since } from './why.ts';

/** What one check remembers: what has come since is asked once for all figures of a week. */
type Checking = Publishing & {
	byStandards: ReadonlySet<string>;
	since(week: string, since: string): Promise<Since>;
};

function checking(publishing: Publishing, byStandards: ReadonlySet<string>): Checking {
	const asked = new Map<string, Promise<Since>>();
	return {
		...publishing,
		byStandards,
		since(week, since) {
			const key = `${week} ${since}`;
			const known =
				asked.get(key) ?? readSince(publishing.clickhouse, weekFrom(week, publishing.zone), since);
			asked.set(key, known);
			return known;
		}
	};
}

/** Figures by week and by when they were last written down: these are asked again as of then, together. */
function together(all: Differing[]): Differing[][] {
	const groups = new Map<string, Differing[]>();
	for (const one of all) {
		const key = `${one.week} ${one.since}`;
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	return [...groups.values()];
}

/**
 * Tells time from data: asked as of when a figure was last right, today's data give the same figure unless they have changed.
 * What only matures is written down once, when nothing is immature any more, or every check would restate it.
 */
async function explain(checking: Checking, kpi: KpiId, figures: Differing[]): Promise<Restatement[]> {
	const { clickhouse, zone, now, byStandards } = checking;
	const [{ week, since } = { week: '', since: '' }] = figures;
	const asThen = await figuresOf(clickhouse, kpi, [weekFrom(week, zone)], { zone, now: Date.parse(since) });
	const then = new Map(asThen.map((one) => [keyOf(one), bare(one)]));
	const restatements: Restatement[] = [];
	for (const { known, current, right_at, ...one } of figures) {
		const was = then.get(keyOf(one)) ?? nothing(kpi);
		const data = !sameFigure(known, was);
		if (!data && current.immature > 0) continue;
		const since = await checking.since(week, right_at);
		const definition = known.version !== current.version;
		const why = whyOf({ kpi, data, matured: !sameFigure(was, current), definition }, since, byStandards);
		const as_of = new Date(now).toISOString();
		restatements.push({ ...one, as_of, why, late_events: since.late_events, old: known, new: current });
	}
	return restatements;
}

async function restatementsOf(checking: Checking, kpi: KpiId, known: WeeklyFigure[]): Promise<Restatement[]> {
	const found: Restatement[] = [];
	for (const figures of together(await differing(checking, kpi, known)))
		found.push(...(await explain(checking, kpi, figures)));
	return found;
}

type Compared = { restated: number; failed: boolean };

/** Compares what is known of some weeks with what their KPIs say now, and writes down what differs. */
async function compare(one: Checking, known: WeeklyFigure[], simulated: boolean): Promise<Compared> {
	const { clickhouse, zone, now, kpis, onError } = one;
	let restated = 0;
	let failed = false;
	for (const kpi of kpis) {
		try {
			const own = known.filter((figure) => figure.kpi === kpi);
			const found = await restatementsOf(one, kpi, own);
			const values = found.map((restatement) => ({
				...restatement,
				zone,
				since: moment(restatement.since),
				as_of: moment(now),
				simulated: Number(simulated)
			}));
			if (values.length > 0)
				await clickhouse.insert({ table: 'restatements', values, format: 'JSONEachRow' });
			restated += values.length;
		} catch (error) {
			failed = true;
			onError(error, kpi);
		}
	}
	return { restated, failed };
}

/**
 * Compares published weeks with what their KPIs say now and writes down what differs: resolves with how many figures. The latest weeks
 * every time, older ones when something came in that may bear on them, each by itself. It may run at several places at once: the
 * same change is the same row.
 */
export async function check(publishing: Publishing): Promise<number> {
	const { clickhouse, zone, now } = publishing;
	const older = await olderWeeks(publishing);
	const latest = await readKnown(publishing, { first: firstWeek(publishing), last: dateIn(now, zone) });
	if (latest.length === 0 && older.length === 0) return 0;
	const { simulated } = await dueWeeks(clickhouse, { zone, now });
	const one = checking(publishing, await kpisByStandards(clickhouse));
	let { restated } = await compare(one, latest, simulated);
	for (const week of older) {
		const found = await compare(one, await readKnown(publishing, { first: week, last: week }), simulated);
		restated += found.restated;
		if (!found.failed) await noteChecked(publishing, week);
	}
	return restated;
}
