import type { Source } from '#schema/clickhouse/settled/cells.ts';
import { CELLS, type CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiId } from '#schema/kpi.ts';
import { readRolled, withChanges, type Day, type Rolled } from './days.ts';
import { readBusiness, type State } from './facts.ts';
import { readLog, type Log } from './log.ts';
import type { Place } from './runs.ts';

/** How facts are read, and how those of customers who are counted once. */
export type Sources = Source & { active?: Source };

/** What questions rest on, read again only once it has changed. */
export function createKnown(place: Place, zone: string) {
	let rolledDays = { as: '', of: new Map<CellsOf, Promise<Rolled[]>>() };
	let changes = { run: 0, at: '', of: new Map<CellsOf, Promise<Log>>() };

	/** What changed, at least as of then: who knew less asks what stands now as well. */
	function logOf(kpi: CellsOf, { run, at }: Pick<State, 'run' | 'at'>): Promise<Log> {
		if (run > changes.run || at > changes.at) changes = { run, at, of: new Map() };
		const log = changes.of.get(kpi) ?? readLog(place, zone, CELLS[kpi].kinds);
		changes.of.set(kpi, log);
		return log;
	}

	/** The days of a KPI: what is rolled up is read again once something was, what changed since once something did. */
	async function daysOf(kpi: CellsOf, { run, at, file, ledger, built, rolled }: State): Promise<Day[]> {
		const as = `${built} ${ledger} ${file} ${rolled}`;
		if (rolledDays.as !== as) rolledDays = { as, of: new Map() };
		const days = rolledDays.of.get(kpi) ?? readRolled(place, kpi, zone);
		rolledDays.of.set(kpi, days);
		try {
			return withChanges(kpi, await days, await logOf(kpi, { run, at }));
		} catch (error) {
			rolledDays.as = '';
			changes = { run: 0, at: '', of: new Map() };
			throw error;
		}
	}

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

	return { daysOf, questionOf };
}
