import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

// A short dose of each benchmark of ingest: that it runs, and that every leg's data are what they have to be. No time is judged.

test.each([
	['ingest.ts', ['2000', '1'], /acked ÷ client [\d.]+, stored ÷ client [\d.]+, one ÷ 100 [\d.]+/],
	['acks.ts', ['1', '1'], /p99 [\d.]+ ms = [\d.]+ × the flush interval/],
	['producers.ts', ['1', '1'], /flooding: p99 [\d.]+ ms, [\d.]+ × alone/]
])('%s measures, and finds every event it has sent', async (name, args, said) => {
	const { stdout } = await run(process.execPath, ['--import', 'tsx', `test/bench/${name}`, ...args]);
	expect(stdout).toMatch(said);
});
