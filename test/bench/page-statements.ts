import { createLeast } from './least.ts';
import { pagesOf } from './page-questions.ts';
import { DAY, NOW, quantileOf, timesOf, type OpenHistory } from './settled-history.ts';
import { kindsOf, listening, nameOf } from './statements.ts';

/** The most of the time of the least query on `cases` a page's statement may take, in 95 of 100 runs. */
export const MOST_OF_LEAST = 0.1;

/** What one statement took: milliseconds in order, and the least a query on `cases` must do; null where it reads none of what cases tell. */
export type Measured = { page: string; what: string; times: number[]; least: number | null };

const inMs = (times: readonly number[], share: number) => quantileOf(times, share).toFixed(0).padStart(6);

/** A line of the list: median, p95, and p95 beside its yardstick. */
export function lineOf({ what, times, least }: Measured): string {
	const beside =
		least === null ? '' : `  ÷ ${least.toFixed(0)} = ${(quantileOf(times, 0.95) / least).toFixed(3)}`;
	return `${what.slice(0, 72).padEnd(72)} ${inMs(times, 0.5)} ${inMs(times, 0.95)}${beside}`;
}

/**
 * Every statement the pages send over a history, each alone: caught while a page is asked as its server asks it, and sent again `runs` times.
 * `page` picks those whose name has it. `tell` hears of every page.
 */
export async function measurePages(
	history: OpenHistory,
	{ runs, page = '', tell }: { runs: number; page?: string; tell: (line: string) => void }
): Promise<Measured[]> {
	const { clickhouse } = history;
	const least = createLeast(clickhouse, NOW);
	const all: Measured[] = [];
	for (const { name, days, ask } of pagesOf(history).filter(({ name }) => name.includes(page))) {
		await ask(clickhouse);
		const { client, heard } = listening(clickhouse);
		await ask(client);
		const found: Measured[] = [];
		for (const statement of heard) {
			const times = await timesOf(runs, async () => (await clickhouse.query(statement)).text());
			const yardstick = await least(kindsOf(statement), days * DAY);
			found.push({ page: name, what: nameOf(statement), times, least: yardstick });
		}
		const together = found.reduce((sum, { times }) => sum + quantileOf(times, 0.5), 0);
		tell(`\n${name}: ${found.length} statements, together ${together.toFixed(0)} ms`);
		for (const one of found.toSorted((a, b) => quantileOf(b.times, 0.95) - quantileOf(a.times, 0.95)))
			tell(lineOf(one));
		all.push(...found);
	}
	return all;
}
