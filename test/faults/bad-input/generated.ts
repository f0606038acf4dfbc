import fc from 'fast-check';
import { event } from '../../ingest/support.ts';
import type { Answer } from './answer.ts';
import type { Values } from './badness.ts';
import { write, type Cell } from './cell.ts';
import { httpDoor, inParts, webSocketDoor, type Door } from './doors.ts';
import { isWithin } from './expectation.ts';

/** So many events share a frame. */
const TOGETHER = 40;
/** A mistake is told with the smallest input that shows it, looked for so long. */
const SHRINK = { numRuns: 20, interruptAfterTimeLimit: 10_000 };

/** A case that was not answered as the table says. */
export type Mistake = { cell: Cell; door: string; sent: string; said: string };

let serial = 0;
const run = process.hrtime.bigint().toString(36).slice(-6);
const mark = () => `${run}${(serial++).toString(36)}`;
const good = () => JSON.stringify(event(mark()));

type Refused = Answer['rejected'][number] | undefined;

/** What is wrong with what was said of one event; nothing when it is as expected. */
function disagreement({ expected }: Cell, refused: Refused): string | undefined {
	const said = refused ? `refused: ${refused.reason} ${refused.path} (${refused.detail})` : 'accepted';
	if (expected === 'accepted') return refused ? said : undefined;
	if (!refused) return said;
	return refused.reason === expected.reason && isWithin(refused.path, expected.paths) ? undefined : said;
}

/** Sends cases with good events after them, then a good frame: that has to be answered as ever. Throws when it is not. */
async function send(door: Door, texts: readonly string[]): Promise<Refused[]> {
	const refused: Refused[] = [];
	for (const part of inParts(texts)) {
		const { accepted, duplicates, rejected } = await door.send([...part, good()]);
		if (accepted + duplicates + rejected.length !== part.length + 1)
			throw new Error('events were lost count of');
		const byIndex = new Map(rejected.map((one) => [one.index, one]));
		if (byIndex.has(part.length)) throw new Error('a good event in the same frame was refused');
		refused.push(...part.map((_, index) => byIndex.get(index)));
	}
	const after = await door.send([good()]);
	if (after.accepted !== 1) throw new Error(`a good frame after it was answered ${JSON.stringify(after)}`);
	return refused;
}

const tried = (cell: Cell, values: Values) => write(cell.base, cell.field.path, values, mark());
const shown = (text: string) =>
	text.length <= 400 ? text : `${text.slice(0, 400)}… (${text.length} characters)`;

/** The smallest input of a cell that is answered wrongly. */
async function smallest(cell: Cell, door: Door, found: Mistake, seed: number): Promise<Mistake> {
	let least = found;
	const property = fc.asyncProperty(cell.values, async (values) => {
		const sent = tried(cell, values);
		const [refused] = await send(door, [sent]);
		const said = disagreement(cell, refused);
		if (said === undefined) return;
		if (sent.length < least.sent.length) least = { cell, door: door.name, sent, said };
		throw new Error(said);
	});
	await fc.check(property, { ...SHRINK, seed });
	return least;
}

async function tryCells(cells: readonly Cell[], door: Door, seed: number): Promise<Mistake[]> {
	const drawn = fc.tuple(...cells.map(({ values }) => values));
	const [values = []] = fc.sample(drawn, { numRuns: 1, seed });
	const texts = cells.map((cell, ix) => tried(cell, values[ix] ?? []));
	const mistakes: Mistake[] = [];
	const answers = await send(door, texts).catch(async (error: unknown) => {
		throw new Error(`${door.name}: ${String(error)} after ${texts.map(shown).join('\n')}`, { cause: error });
	});
	for (const [ix, cell] of cells.entries()) {
		const said = disagreement(cell, answers[ix]);
		if (said !== undefined) mistakes.push({ cell, door: door.name, sent: texts[ix] ?? '', said });
	}
	return mistakes;
}

export type GeneratedOptions = { url: string; cells: readonly Cell[]; seed: number };

/**
 * Sends a case of each cell through every door in turn, and tells which were answered otherwise than they should be. Throws
 * when one got no answer, or when the good events after it did not get theirs.
 */
export async function tryGenerated({ url, cells, seed }: GeneratedOptions): Promise<Mistake[]> {
	const doors = [
		await webSocketDoor(url),
		httpDoor(url, 'batch'),
		await webSocketDoor(url),
		httpDoor(url, 'lines')
	];
	const mistakes: Mistake[] = [];
	const shrunk = new Set<string>();
	for (let at = 0; at < cells.length; at += TOGETHER) {
		const door = doors[(at / TOGETHER) % doors.length];
		if (!door) continue;
		for (const mistake of await tryCells(cells.slice(at, at + TOGETHER), door, seed + at)) {
			const kind = `${mistake.cell.field.kind} ${mistake.cell.name}`;
			mistakes.push(shrunk.has(kind) ? mistake : await smallest(mistake.cell, door, mistake, seed + at));
			shrunk.add(kind);
		}
	}
	for (const door of doors) door.close();
	return mistakes;
}
