import { afterEach, describe, expect, test } from 'vitest';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { mappingOf, runReplay, startIngestProcess } from '../support/replay.ts';
import { samples } from '../support/samples.ts';
import { allKpis } from './replay-all-kpis.ts';
import { callKeys } from './replay-calls.ts';
import { differences } from './replay-differences.ts';
import { incidentKeys, incidentKpis } from './replay-incidents.ts';
import { ticketKeys, ticketKpis } from './replay-tickets.ts';

// The whole path: CSV → replay → socket → ingest → ClickHouse → KPI, every process a real one.

const { origin, file, keys } = samples();
const MINUTES = 60_000;

type Figures = (clickhouse: ClickHouseClient) => Promise<Record<string, unknown>>;

/** By file: every published figure; and those that have a KPI once more through the KPIs, where SQL gave them. */
const SAMPLES: [name: string, figures: Figures, kpis?: Figures][] = [
	['call_centre_trends', callKeys],
	['ecommerce_csat_sample', ticketKeys, ticketKpis],
	['incident_event_log', incidentKeys, incidentKpis]
];

const opened: TestDatabase[] = [];

async function database(): Promise<TestDatabase> {
	const fresh = await testDatabase();
	opened.push(fresh);
	return fresh;
}

/** Through an ingest of its own, which remembers nothing of an earlier one. */
async function replay(into: TestDatabase, name: string, ...args: string[]) {
	const ingest = await startIngestProcess(into);
	try {
		const replayed = await runReplay([
			file(name),
			'--mapping',
			mappingOf(name),
			'--url',
			ingest.url,
			...args
		]);
		await ingest.drained();
		return replayed;
	} finally {
		await ingest.stop();
	}
}

/** The part of `all` that `some` has too. */
function only(all: unknown, some: unknown): unknown {
	if (typeof all !== 'object' || all === null || typeof some !== 'object' || some === null) return all;
	const theirs = new Map(Object.entries(all));
	return Object.fromEntries(Object.entries(some).map(([name, part]) => [name, only(theirs.get(name), part)]));
}

async function expectKeys({ clickhouse }: TestDatabase, name: string, figures: Figures, kpis?: Figures) {
	expect(differences(await figures(clickhouse), keys(name))).toEqual([]);
	const fromKpis = (await kpis?.(clickhouse)) ?? {};
	expect(differences(fromKpis, only(keys(name), fromKpis))).toEqual([]);
}

afterEach(async () => {
	for (const each of opened.splice(0)) await each.drop();
});

describe.each(SAMPLES)(`%s, of ${origin}`, (name, figures, kpis) => {
	test(
		'gives exactly the published figures, and again when replayed again',
		async () => {
			const db = await database();
			const first = await replay(db, name);
			expect(first.stdout, first.stderr).toMatch(/row errors +0\n[^]*rejected +0/);
			expect(first.code).toBe(0);
			await expectKeys(db, name, figures, kpis);

			const before = await allKpis(db.clickhouse);
			const again = await replay(db, name, '--limit', '20000', '--shuffle', '7');
			expect(again.code, again.stderr).toBe(0);
			expect(await allKpis(db.clickhouse)).toEqual(before);
			await expectKeys(db, name, figures);
		},
		10 * MINUTES
	);

	test(
		'gives the same figures when it arrives shuffled',
		async () => {
			const db = await database();
			const shuffled = await replay(db, name, '--shuffle', '11');
			expect(shuffled.code, shuffled.stderr).toBe(0);
			await expectKeys(db, name, figures, kpis);
		},
		10 * MINUTES
	);
});
