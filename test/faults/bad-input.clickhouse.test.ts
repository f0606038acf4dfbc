import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { runBadInput, type CampaignReport } from './bad-input/campaign.ts';

// The short dose of `npm run faults:input`: a thousand generated cases, and every hand-written one that needs no patience.

const RUNS = 1_000;

let db: TestDatabase;
let report: CampaignReport;
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bad-input-'));

beforeAll(async () => {
	db = await testDatabase();
	const env = { TOUCHSTONE_DATA: dataDir, CLICKHOUSE_URL: db.url, CLICKHOUSE_DATABASE: db.database };
	report = await runBadInput({ env, runs: RUNS, seed: 1, rounds: 1, slow: false });
});
afterAll(async () => {
	await db.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

test('answers every generated case and every case of the protocol as it should, and says nothing it should not', () => {
	expect(report.findings).toEqual([]);
});

test('tries at least a thousand generated cases and two hundred hand-written ones', () => {
	expect(report.cells).toHaveLength(RUNS);
	expect(report.handWritten.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(200);
});

test('answers a good producer on another connection all the while', () => {
	expect(report.witness.frames).toBeGreaterThan(20);
});
