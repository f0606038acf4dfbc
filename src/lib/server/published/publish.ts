import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { KpiId } from '#schema/kpi.ts';
import { moment } from '../kpi/moment.ts';
import { figuresOf } from './figures.ts';
import { dueWeeks, type Week } from './weeks.ts';

export type Publishing = {
	clickhouse: ClickHouseClient;
	/** The business time zone. */
	zone: string;
	/** The server's clock, ms. */
	now: number;
	/** Which KPIs. */
	kpis: readonly KpiId[];
	/** Hears of a KPI that could not be asked; the others go on, and it is tried again the next time. */
	onError(error: unknown, kpi: KpiId): void;
};

const QUESTION = /* sql */ `
	SELECT DISTINCT toString(week) AS week, kpi
	FROM published
	WHERE zone = {zone:String} AND by = ''`;

const Row = z.object({ week: z.string(), kpi: z.string() });

/** The weeks of each KPI that are due and not published. */
async function missing({ clickhouse, zone, kpis }: Publishing, weeks: Week[]): Promise<[KpiId, Week[]][]> {
	const result = await clickhouse.query({
		query: QUESTION,
		query_params: { zone },
		format: 'JSONEachRow'
	});
	const rows = z.array(Row).parse(await result.json());
	const done = new Set(rows.map(({ week, kpi }) => `${week} ${kpi}`));
	return kpis
		.map((kpi): [KpiId, Week[]] => [kpi, weeks.filter(({ week }) => !done.has(`${week} ${kpi}`))])
		.filter(([, wanted]) => wanted.length > 0);
}

/**
 * Publishes the weeks that are due, each figure once: resolves with how many were published now. It may run at several places
 * at once: the first publication of a figure is the one that counts.
 */
export async function publish(publishing: Publishing): Promise<number> {
	const { clickhouse, zone, now, onError } = publishing;
	const { weeks, simulated } = await dueWeeks(clickhouse, { zone, now });
	if (weeks.length === 0) return 0;
	let published = 0;
	for (const [kpi, wanted] of await missing(publishing, weeks)) {
		try {
			const figures = await figuresOf(clickhouse, kpi, wanted, { zone, now });
			const values = figures.map((figure) => ({
				...figure,
				zone,
				as_of: moment(now),
				simulated: Number(simulated)
			}));
			await clickhouse.insert({ table: 'published', values, format: 'JSONEachRow' });
			published += values.length;
		} catch (error) {
			onError(error, kpi);
		}
	}
	return published;
}
