import { exchange, NO_END } from './exchange.ts';
import { cloudEventsRows } from './rows/cloudevents.ts';
import { frameTextRows } from './rows/frame-texts.ts';
import { frameRows } from './rows/frames.ts';
import { handshakeRows } from './rows/handshakes.ts';
import { httpRows } from './rows/http.ts';
import { routeRows } from './rows/routes.ts';
import type { Row } from './rows/row.ts';

/** Every case at the level of the protocol, by what it is about; with other events each time. */
const ROWS: Readonly<Record<string, () => Row[]>> = {
	frames: frameRows,
	'texts of frames': frameTextRows,
	'cloudevents.json': cloudEventsRows,
	handshakes: handshakeRows,
	HTTP: httpRows,
	'other routes': routeRows
};

/** So many connections at once. */
const AT_ONCE = 6;
/** When so many got no answer, nobody gets one any more. */
const MOST_SILENT = 5;

const isSaid = (said: string, says: Row['says']) =>
	typeof says === 'string' ? said === says : says instanceof RegExp ? says.test(said) : says.includes(said);

/** A case that was not answered as its row says. */
export type Wrong = { name: string; should: string; said: string };

async function tryRow(port: number, { name, steps, says }: Row): Promise<Wrong | undefined> {
	const words = await exchange(port, steps);
	const said = words.join(' · ');
	if (isSaid(said, says)) return undefined;
	const should = typeof says === 'string' || says instanceof RegExp ? String(says) : says.join('  or  ');
	return { name, should, said };
}

export type HandWritten = { about: string; cases: number; wrong: Wrong[] };

/** Tries the cases, several at once; those that wait for the server's patience only when `slow` is asked for. */
export async function tryHandWritten(port: number, { slow }: { slow: boolean }): Promise<HandWritten[]> {
	const results = new Map(
		Object.keys(ROWS).map((about) => [about, { about, cases: 0, wrong: [] as Wrong[] }])
	);
	const left = Object.entries(ROWS)
		.flatMap(([about, rows]) => rows().map((row) => ({ about, row })))
		.filter(({ row }) => slow || !row.slow)
		.sort((a, b) => Number(b.row.slow ?? false) - Number(a.row.slow ?? false));

	const silent = () =>
		[...results.values()].flatMap(({ wrong }) => wrong).filter(({ said }) => said.endsWith(NO_END));

	async function work() {
		for (let next = left.shift(); next && silent().length < MOST_SILENT; next = left.shift()) {
			const result = results.get(next.about);
			const wrong = await tryRow(port, next.row);
			if (result) result.cases++;
			if (wrong) result?.wrong.push(wrong);
		}
	}
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return [...results.values()];
}
