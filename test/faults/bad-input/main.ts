import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createEngine } from '../campaign/engine.ts';
import { runBadInput, type CampaignReport } from './campaign.ts';
import { printTable } from './table.ts';

// npm run faults:input -- --runs 10000 --seed 1
// Every field × every class of bad input at least once from about 5,100 runs on; the hand-written cases in each of four rounds.

const ROUNDS = 4;
const MB = 1024 * 1024;

const Options = z.object({
	runs: z.coerce.number<string>().int().min(1).default(10_000),
	seed: z.coerce.number<string>().int().min(0).default(1)
});

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const { runs, seed } = Options.parse(values);

function print({ cells, mistakes, handWritten, witness, memory, findings }: CampaignReport) {
	console.log(printTable({ cells, mistakes }));
	console.log(
		`\n${cells.length} generated cases (seed ${seed}), ${mistakes.length} answered otherwise than they should be`
	);
	for (const { about, cases, wrong } of handWritten)
		console.log(`${String(cases).padStart(6)} hand-written: ${about.padEnd(18)} ${wrong.length} wrong`);
	console.log(
		`A good producer beside them: ${witness.frames} frames, each answered, the slowest after ${witness.worst_ms} ms`
	);
	const [second, last, most] = [memory.second, memory.last, memory.most].map((bytes) =>
		Math.round(bytes / MB)
	);
	console.log(
		`Memory: second quarter ${second} MB, last quarter ${last} MB (medians), at most ${most} MB: ${memory.flat ? 'flat' : 'NOT FLAT'}`
	);
	console.log(findings.length === 0 ? 'Nothing found' : `\nFound:\n${findings.join('\n')}`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bad-input-'));
const engine = await createEngine(dataDir);
try {
	const env = { TOUCHSTONE_DATA: dataDir, CLICKHOUSE_URL: engine.ingestUrl };
	const report = await runBadInput({ env, runs, seed, rounds: ROUNDS, slow: true });
	print(report);
	process.exitCode = report.findings.length === 0 && report.memory.flat ? 0 : 1;
} finally {
	await engine.close();
	rmSync(dataDir, { recursive: true, force: true });
}
