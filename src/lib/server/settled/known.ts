import type { Source } from '#schema/clickhouse/settled/cells.ts';
import { CELLS, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import { readRolled, withChanges, type Day, type Rolled } from './days.ts';
import { readBusiness, type State } from './facts.ts';
import { daysIn, readLog, type Log } from './log.ts';
import type { Place } from './runs.ts';
import { hasWeeks, readWeeks, type Week } from './weeks.ts';

/** How facts are read, and how those of customers who are counted once. */
export type Sources = Source & { active?: Source };

/** What questions rest on, read again only once it has changed. */
export function createKnown(place: Place, zone: string) {
	let rolledUp = {
		as: '',
		days: new Map<CellsOf, Promise<Rolled[]>>(),
		weeks: new Map<CellsOf, Promise<Week[]>>()
	};
	let changes = { run: 0, at: '', of: new Map<CellsOf, Promise<Log>>() };

	/** What changed, at least as of then: who knew less asks what stands now as well. */
	function logOf(kpi: CellsOf, { run, at }: Pick<State, 'run' | 'at'>): Promise<Log> {
		if (run > changes.run || at > changes.at) changes = { run, at, of: new Map() };
		const log = changes.of.get(kpi) ?? readLog(place, zone, CELLS[kpi].kinds);
		changes.of.set(kpi, log);
		return log;
	}

	/** What is rolled up, as far as it is known; it is read again once something was. */
	function rolledAs({ file, ledger, built, rolled }: State) {
		const as = `${built} ${ledger} ${file} ${rolled}`;
		if (rolledUp.as !== as) rolledUp = { as, days: new Map(), weeks: new Map() };
		return rolledUp;
	}

	/** What is read once, of each KPI. What failed is read again. */
	async function once<Of>(known: Map<CellsOf, Promise<Of>>, kpi: CellsOf, read: () => Promise<Of>) {
		const found = known.get(kpi) ?? read();
		known.set(kpi, found);
		try {
			return await found;
		} catch (error) {
			known.delete(kpi);
			throw error;
		}
	}

	async function knownLog(kpi: CellsOf, state: State): Promise<Log> {
		try {
			return await logOf(kpi, state);
		} catch (error) {
			changes = { run: 0, at: '', of: new Map() };
			throw error;
		}
	}

	/** The days of a KPI that are rolled up; what changed in them is read again once something did. */
	async function daysOf(kpi: CellsOf, state: State): Promise<Day[]> {
		const days = await once(rolledAs(state).days, kpi, () => readRolled(place, kpi, zone));
		return withChanges(kpi, days, await knownLog(kpi, state));
	}

	/** The days on which a KPI has ever had facts, in order. */
	const toldOf = async (kpi: CellsOf, state: State): Promise<readonly string[]> =>
		daysIn(CELLS[kpi].kinds, await knownLog(kpi, state));

	/** The weeks of a KPI that are rolled up. */
	const weeksOf = async (kpi: CellsOf, state: State): Promise<readonly Week[]> =>
		hasWeeks(kpi) ? once(rolledAs(state).weeks, kpi, () => readWeeks(place, kpi, zone)) : [];

	let business: { file: number; is: Promise<boolean> } | undefined;

	async function questionOf(kpi: KpiId, { file }: State, source: Sources): Promise<string> {
		if (business?.file !== file) business = { file, is: readBusiness(place, file) };
		const known = business;
		const { settledQuestion } = await import('#schema/clickhouse/settled/cells.ts');
		try {
			return settledQuestion(kpi, { business: await known.is, ...source });
		} catch (error) {
			business = undefined;
			throw error;
		}
	}

	return { daysOf, toldOf, weeksOf, questionOf };
}
