import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { mappingOf, runReplay, startIngestProcess, startReplay } from '../support/replay.ts';

const HEADER =
	'call_id,agent,date,time,topic,answered (Y/N),resolved,speed_of_answer_in_seconds,AvgTalkDuration,SatisfactionRating';
const good = (id: string) => `${id},Ada,01/01/2021,09:00:00,Contract,Y,Y,30,00:02:00,4`;
const Count = z.array(z.object({ cases: z.number() }));

let db: TestDatabase;
let ingest: Awaited<ReturnType<typeof startIngestProcess>>;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'touchstone-bad-input-'));
	db = await testDatabase();
	ingest = await startIngestProcess(db);
});
beforeEach(async () => {
	await ingest.drained();
	await db.clickhouse.command({ query: 'TRUNCATE TABLE events' });
});
afterAll(async () => {
	await ingest.stop();
	await db.drop();
	rmSync(folder, { recursive: true });
});

function args(content: string | Buffer, ...more: string[]): string[] {
	const file = join(folder, 'calls.csv');
	writeFileSync(file, content);
	return [file, '--mapping', mappingOf('call_centre_trends'), '--url', ingest.url, ...more];
}

async function casesStored(): Promise<number> {
	await ingest.drained();
	const result = await db.clickhouse.query({
		query: 'SELECT uniqExact(case_id) AS cases FROM events',
		format: 'JSONEachRow'
	});
	return Count.parse(await result.json())[0]?.cases ?? NaN;
}

describe('npm run replay', () => {
	test('names the row and column of what it cannot read, sends the rest, and fails', async () => {
		const rows = [
			good('A1'),
			good('A2').replace('01/01/2021', '31/02/2021'),
			good('A3').replace('30,', 'soon,'),
			`${good('A4')},one more`,
			good('A5').replace(/4$/, 'four'),
			good('A6')
		];
		const { code, stdout } = await runReplay(args(`${HEADER}\n${rows.join('\n')}\n`));
		expect(stdout).toContain('row 3, column "date" and "time": "31/02/2021 09:00:00" is not a time');
		expect(stdout).toContain(
			'row 4, column "speed_of_answer_in_seconds": "soon" is neither seconds nor H:MM:SS'
		);
		expect(stdout).toContain('row 5: has 11 fields, the header has 10');
		expect(stdout).toContain('row 6, column "SatisfactionRating": "four" is not a number');
		expect(stdout).toMatch(/rows read +6\n +row errors +4\n/);
		expect(stdout).toMatch(/accepted +8\n/);
		expect(code).toBe(1);
		expect(await casesStored()).toBe(2);
	});

	test('names the row of what the ingest refuses, and fails', async () => {
		const rows = [good('B1'), good('B2').replace(/4$/, '9')];
		const { code, stdout } = await runReplay(args(`${HEADER}\n${rows.join('\n')}\n`));
		expect(stdout).toMatch(/rejected +1\n +1 × invalid data\.score: .* \(row 3\)/);
		expect(stdout).toMatch(/accepted +7\n/);
		expect(code).toBe(1);
	});

	test('sends nothing when the file lacks a column, and names it', async () => {
		const { code, stdout, stderr } = await runReplay(
			args(`${HEADER.replace(',resolved', ',solved')}\n${good('C1')}\n`)
		);
		expect(code).toBe(1);
		expect(stderr).toContain('The file has no column "resolved". It has "call_id"');
		expect(stdout).toBe('');
		expect(await casesStored()).toBe(0);
	});

	test('sends what a truncated gzip still holds, says where it ends, and fails', async () => {
		const rows = Array.from({ length: 400 }, (_, index) =>
			good(`D${index * 7919}`).replace('30,', `${index % 97},`)
		);
		const whole = gzipSync(`${HEADER}\n${rows.join('\n')}\n`);
		const { code, stdout } = await runReplay(args(whole.subarray(0, Math.floor(whole.length * 0.6))));
		const read = Number(/rows read +(\d+)/.exec(stdout)?.[1]);
		expect(read).toBeGreaterThan(50);
		expect(stdout).toContain(
			`row ${read + 2}: the gzip file ends here or is damaged: unexpected end of file`
		);
		expect(code).toBe(1);
		expect(await casesStored()).toBe(read);
	});

	test('is refused with a wrong key, and says so', async () => {
		const { code, stderr } = await runReplay(args(`${HEADER}\n${good('E1')}\n`), {
			TOUCHSTONE_INGEST_KEYS: 'replay:quite-another-secret'
		});
		expect(code).toBe(1);
		expect(stderr).toMatch(/cannot send events to ws:.*401/);
	});

	test('stops on Ctrl-C with a summary of what was sent', async () => {
		const rows = [good('F1'), good('F2').replace('01/01/2021', '02/01/2021')];
		const replay = startReplay(args(`${HEADER}\n${rows.join('\n')}\n`, '--speed', '1'));
		await replay.said('Reading 100 %');
		replay.signal('SIGINT');
		const { code, stdout } = await replay.done;
		expect(stdout).toMatch(/^Stopped replaying calls\.csv/);
		expect(stdout).toMatch(/events +8\n +sent +[0-4]\n/);
		expect(code).toBe(130);
	});
});
