import { drained, healthOf } from '../../support/drained.ts';
import { pickCells, type Cell } from './cell.ts';
import { tryGenerated, type Mistake } from './generated.ts';
import { tryHandWritten, type HandWritten } from './hand-written.ts';
import { judgeMemory, watchIngest } from './process.ts';
import { printMistakes } from './table.ts';
import { startWitness } from './witness.ts';

export type CampaignOptions = {
	/** The environment of the ingest process. */
	env: Record<string, string>;
	/** How many generated cases. */
	runs: number;
	seed: number;
	/** The generated cases are spread over so many rounds; the hand-written ones are tried in each. */
	rounds: number;
	/** Also what waits for the server's patience, once. */
	slow: boolean;
};

export type CampaignReport = {
	cells: Cell[];
	mistakes: Mistake[];
	handWritten: HandWritten[];
	witness: { frames: number; worst_ms: number };
	memory: ReturnType<typeof judgeMemory>;
	/** All that is not as it should be, in words. */
	findings: string[];
};

/** Puts the rounds together, what is about the same into one. */
function merge(rounds: readonly HandWritten[][]): HandWritten[] {
	const [first = []] = rounds;
	return first.map(({ about }) => {
		const same = rounds.flatMap((round) => round.filter((one) => one.about === about));
		return {
			about,
			cases: same.reduce((sum, { cases }) => sum + cases, 0),
			wrong: same.flatMap(({ wrong }) => wrong)
		};
	});
}

const wordsOf = ({ name, should, said }: HandWritten['wrong'][number]) =>
	`${name}\n    should be ${should}\n    was       ${said.slice(0, 500)}`;

/** Whatever was taken has to reach ClickHouse: a record it cannot read would be put aside. */
async function lookIntoClickHouse(url: string): Promise<string[]> {
	try {
		await drained(url);
		const { spool } = await healthOf(url);
		return spool.aside === 0 ? [] : [`ClickHouse could not read ${spool.aside} records`];
	} catch (error) {
		return [String(error)];
	}
}

/** Throws everything bad there is at one live ingest process, while a good producer goes on beside it. */
export async function runBadInput(options: CampaignOptions): Promise<CampaignReport> {
	const { runs, seed, rounds, slow } = options;
	const ingest = await watchIngest(options.env);
	const witness = await startWitness(ingest.url);
	const cells = pickCells(runs, seed);
	const size = Math.ceil(runs / rounds);
	const mistakes: Mistake[] = [];
	const tried: HandWritten[][] = [];
	const findings: string[] = [];

	for (let round = 0; round < rounds; round++) {
		const part = cells.slice(round * size, (round + 1) * size);
		const [generated, handWritten] = await Promise.allSettled([
			tryGenerated({ url: ingest.url, cells: part, seed: seed + round * size }),
			tryHandWritten(ingest.port, { slow: slow && round === 0 })
		]);
		if (generated.status === 'fulfilled') mistakes.push(...generated.value);
		else findings.push(String(generated.reason));
		if (handWritten.status === 'fulfilled') tried.push(handWritten.value);
		else findings.push(String(handWritten.reason));
	}

	const seen = await witness.stop().catch((error: unknown) => {
		findings.push(`the good producer: ${String(error)}`);
		return { frames: 0, worst_ms: 0 };
	});
	if (ingest.alive) findings.push(...(await lookIntoClickHouse(ingest.url)));
	const handWritten = merge(tried);
	const memory = judgeMemory(ingest.memory);
	findings.push(
		...printMistakes({ cells, mistakes }),
		...handWritten.flatMap(({ wrong }) => wrong.map(wordsOf))
	);
	if (!ingest.alive) findings.push('the process ended by itself');
	else if ((await ingest.stop()) !== 0) findings.push('the process did not end well when it was told to');
	findings.push(...ingest.complaints().map((line) => `it said: ${line.slice(0, 500)}`));
	return { cells, mistakes, handWritten, witness: seen, memory, findings: [...new Set(findings)] };
}
